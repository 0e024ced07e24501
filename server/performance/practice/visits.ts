// Counts over a span of rent weeks: the times of each officer's visits, which cases they visited, and in which order. A visit's
// time is when the door was tried; for one that was recorded later, when it was recorded. Reads only.
import type { Sql } from '../../../db/connect.ts';
import type { Row, Span } from './contact.ts';
import { foundNobody, triedAt } from '../sql-parts.ts';

/** Visits that were made: done, with the landlord's local time at the door. */
function made(sql: Sql, { from, until, zone }: Span) {
  return sql`
    select id, staff_id, rent_account_id, ${sql.unsafe(foundNobody)} as nobody,
      ${sql.unsafe(triedAt)} at time zone ${zone} as at
    from visit
    where state = 'done' and ended_at >= ${from}::timestamp at time zone ${zone} - interval '1 day'
      and ended_at < ${until}::timestamp at time zone ${zone} + interval '1 day'`;
}

/** Figures of each person’s visits in the span; measures.ts defines them. */
export async function readVisits(sql: Sql, span: Span): Promise<Row[]> {
  const all = sql`select * from (${made(sql, span)}) v where at >= ${span.from}::timestamp and at < ${span.until}::timestamp`;
  const [when, owed, order] = await Promise.all([
    sql<Row[]>`
      with v as (select *, extract(hour from at) as hour, extract(isodow from at) as day from (${all}) v)
      select staff_id as "staffId", name, count(*) filter (where yes)::float / count(*) as value, count(*)::int as n, null as error
      from v cross join lateral (values
        ('before_10', hour < 10), ('10_to_12', hour in (10, 11)), ('12_to_14', hour in (12, 13)),
        ('14_to_16', hour in (14, 15)), ('after_16', hour >= 16),
        ('mon', day = 1), ('tue', day = 2), ('wed', day = 3), ('thu', day = 4), ('fri', day = 5), ('weekend', day > 5),
        ('no_access', nobody)) test (name, yes)
      group by 1, 2
      union all
      select staff_id, 'checked', avg(exists (select from home_check c where c.visit_id = v.id)::int)::float, count(*)::int, null
      from v where not nobody group by 1`,
    // Visits to the quarter of the officer's cases that owed the most weeks of rent when the visit's week began.
    sql<Row[]>`
      with held as (
        select s.week_on, s.rent_account_id, p.staff_id, s.opening_pence::float / nullif(a.weekly_rent_pence, 0) as weeks
        from week_stretch s join position p on p.id = s.position_id join rent_account a on a.id = s.rent_account_id
        where s.week_on >= ${span.from} and s.week_on < ${span.until} and s.opening_pence > 0 and p.state = 'current'
      ),
      top as (
        select week_on, staff_id, percentile_cont(0.75) within group (order by weeks) as weeks from held group by 1, 2
      )
      select v.staff_id as "staffId", 'most_owed' as name, avg((h.weeks >= top.weeks)::int)::float as value,
        count(*)::int as n, null as error
      from (${all}) v
      join held h on h.rent_account_id = v.rent_account_id and h.staff_id = v.staff_id
        and h.week_on = ${span.from}::date + (v.at::date - ${span.from}::date) / 7 * 7
      join top on top.week_on = h.week_on and top.staff_id = h.staff_id
      group by 1`,
    // Was the next door the nearest of those left that day? The last door is no choice, and is not counted.
    sql<Row[]>`
      with v as (
        select v.staff_id, v.at::date as day, home.latitude, home.longitude * cos(radians(home.latitude)) as longitude,
          row_number() over (partition by v.staff_id, v.at::date order by v.at, v.id) as k
        from (${all}) v join rent_account a on a.id = v.rent_account_id join tenancy t on t.id = a.tenancy_id
        join property home on home.id = t.property_id
      ),
      way as (
        select f.staff_id, f.day, f.k, t.k = f.k + 1 as next,
          (t.latitude - f.latitude) ^ 2 + (t.longitude - f.longitude) ^ 2 as far
        from v f join v t on t.staff_id = f.staff_id and t.day = f.day and t.k > f.k
      ),
      choice as (
        select staff_id, min(far) filter (where next) <= min(far) + 1e-12 as nearest
        from way group by staff_id, day, k having count(*) > 1
      )
      select staff_id as "staffId", 'nearest' as name, avg(nearest::int)::float as value, count(*)::int as n, null as error
      from choice group by 1`,
  ]);
  return [...when, ...owed, ...order];
}
