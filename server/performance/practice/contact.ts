// Counts over a span of rent weeks: the case-days that each officer held, their contacts, and how soon the first contact
// followed a missed payment. Reads only.
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { latestContactDays } from './measures.ts';

/** until: the first day after its last rent week. zone: the landlord's. */
export type Span = { from: Day; until: Day; zone: string };
export type Row = { staffId: number; name: string; value: number; n: number; error: number | null };
export type CaseDays = { staffId: number; caseDays: number };

/** Case-days: accounts of current tenants that owed at a week's beginning, times the days on which their officer was present. */
export function readCaseDays(sql: Sql, { from, until }: Span): Promise<CaseDays[]> {
  return sql<CaseDays[]>`
    with stretch as (
      select p.staff_id, s.from_on, s.opening_pence, p.state,
        coalesce(lead(s.from_on) over (partition by s.week_on, s.rent_account_id order by s.from_on), s.week_on + 7) as until_on
      from week_stretch s join position p on p.id = s.position_id
      where s.week_on >= ${from} and s.week_on < ${until}
    ),
    span as (
      select staff_id, from_on, until_on, count(*) as cases from stretch
      where state = 'current' and opening_pence > 0 and staff_id is not null group by 1, 2, 3
    )
    select s.staff_id as "staffId", sum(s.cases * there.days)::int as "caseDays"
    from span s cross join lateral (
      select count(*) as days from generate_series(s.from_on, s.until_on - 1, interval '1 day') d
      where not exists (select from absence a
        where a.staff_id = s.staff_id and a.start_date <= d::date and a.end_date > d::date)
    ) there
    group by 1 having sum(s.cases * there.days) > 0`;
}

export type ContactCount = { staffId: number; kind: string; count: number; reached: number };
/** Contacts by person and kind, and how many of them reached somebody. */
export function readContacts(sql: Sql, { from, until, zone }: Span): Promise<ContactCount[]> {
  return sql<ContactCount[]>`
    select staff_id as "staffId", kind, count(*)::int as count, (count(*) filter (where reached))::int as reached
    from contact
    where staff_id is not null and happened_at >= ${from}::timestamp at time zone ${zone}
      and happened_at < ${until}::timestamp at time zone ${zone}
    group by 1, 2`;
}

/**
 * Days from a missed payment to the first contact. Missed: less than half of what the calendar expected had come when its
 * tolerance was over, and the current tenant owed; of several in four weeks, the first. It counts for the officer who held
 * the case that day and was present. A payment that came within a week without a contact is left out, and so are the last
 * 28 days of the span, which have not had 28 days for a contact yet.
 */
export function readFirstContacts(sql: Sql, { from, until, zone }: Span): Promise<Row[]> {
  return sql<Row[]>`
    with span as (select ${from}::date - ${latestContactDays}::int as from_on, ${until}::date - ${latestContactDays}::int as until_on),
    -- Begins four weeks earlier, so that a series of missed payments from before the span does not count as a first one.
    due as (
      select e.*, d.on_day from expected_income e cross join span cross join lateral (
        select e.anchor_on + k * step as on_day
        from (select case e.rhythm when 'weekly' then 7 when 'fortnightly' then 14 else 28 end as step) r,
          generate_series((span.from_on - 40 - e.anchor_on) / step, (span.until_on - e.anchor_on) / step) k
        where e.rhythm <> 'monthly'
        union all
        select (e.anchor_on + make_interval(months => k))::date
        from generate_series((span.from_on - 40 - e.anchor_on) / 30 - 2, (span.until_on - e.anchor_on) / 30 + 2) k
        where e.rhythm = 'monthly'
      ) d where d.on_day >= span.from_on - 40 and d.on_day < span.until_on
    ),
    missed as (
      select rent_account_id, missed_on, min(amount_pence) as amount_pence, bool_or(benefit) as benefit from (
        select rent_account_id, on_day + tolerance_days + 1 as missed_on, amount_pence,
          method in ('housing_benefit', 'universal_credit') as benefit
        from due where (
          select coalesce(sum(p.amount_pence), 0) from payment p where p.rent_account_id = due.rent_account_id
            and p.value_date between due.on_day - 5 and due.on_day + due.tolerance_days
            and (p.method in ('housing_benefit', 'universal_credit')) = (due.method in ('housing_benefit', 'universal_credit'))
        ) * 2 < amount_pence
      ) each group by 1, 2
    ),
    first as (
      select * from (select *, lag(missed_on) over (partition by rent_account_id order by missed_on) as before from missed) m
      where before is null or before < missed_on - ${latestContactDays}::int
    ),
    held_by as (
      select p.staff_id, m.*, touch.days
      from first m cross join span
      join lateral (
        select s.position_id, s.closing_pence from week_stretch s
        where s.rent_account_id = m.rent_account_id and s.from_on <= m.missed_on and s.from_on > m.missed_on - 7
        order by s.from_on desc limit 1) s on s.closing_pence > 0
      join position p on p.id = s.position_id and p.state = 'current' and p.staff_id is not null
      left join lateral (
        select (min(c.happened_at) at time zone ${zone})::date - m.missed_on as days from contact c
        where c.rent_account_id = m.rent_account_id and c.staff_id = p.staff_id
          and c.happened_at >= m.missed_on::timestamp at time zone ${zone}
          and c.happened_at < (m.missed_on + ${latestContactDays}::int)::timestamp at time zone ${zone}) touch on true
      where m.missed_on >= span.from_on and m.missed_on < span.until_on
        and not exists (select from absence a
          where a.staff_id = p.staff_id and a.start_date <= m.missed_on and a.end_date > m.missed_on)
    ),
    counted as (
      select staff_id, coalesce(days, ${latestContactDays}::int) as days from held_by where days is not null or not exists (
        select from payment p where p.rent_account_id = held_by.rent_account_id and p.amount_pence * 2 >= held_by.amount_pence
          and (p.method in ('housing_benefit', 'universal_credit')) = held_by.benefit
          and p.value_date between held_by.missed_on and held_by.missed_on + 6)
    )
    select staff_id as "staffId", 'first_contact' as name, percentile_disc(0.5) within group (order by days)::float as value,
      count(*)::int as n, 1.2533 * coalesce(stddev(days), 0)::float / sqrt(count(*)) as error
    from counted group by 1
    union all
    select staff_id, 'within_week', avg((days < 7)::int)::float, count(*)::int, null from counted group by 1`;
}
