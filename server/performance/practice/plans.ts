// Counts for each officer: plans agreed, plans kept, and referrals, repairs and conversations begun. Reads only.
import type { Sql } from '../../../db/connect.ts';
import type { Row, Span } from './contact.ts';
import { instalmentDay, isRealPlan } from '../sql-parts.ts';

/** A plan is judged after this many days. A year of plans is read, since a quarter has few. */
const judgedAfter = 91;

export type Count = { staffId: number; name: string; count: number };

/** Figures of each person’s plans: the median instalment (pence a week), and the shares with a budget and kept. */
export function readPlans(sql: Sql, { from, until }: Span): Promise<Row[]> {
  return sql<Row[]>`
    with plan as (
      select agreed_by, case rhythm when 'weekly' then instalment_pence when 'fortnightly' then instalment_pence / 2.0
          when 'four_weekly' then instalment_pence / 4.0 when 'monthly' then instalment_pence * 12 / 52.0 end as weekly,
        budget_id is not null or exists (select from budget b where b.rent_account_id = p.rent_account_id
          and b.happened_at >= p.agreed_on - 28 and b.happened_at < p.agreed_on + 2) as budget
      from repayment_plan p
      where agreed_by is not null and agreed_on >= ${from} and agreed_on < ${until} and ${sql.unsafe(isRealPlan)}
    )
    select agreed_by as "staffId", 'plan_pence' as name, percentile_cont(0.5) within group (order by weekly)::float as value,
      count(weekly)::int as n, 1.2533 * coalesce(stddev(weekly), 0)::float / sqrt(count(*)) as error
    from plan where weekly is not null group by 1
    union all
    select agreed_by, 'plan_budget', avg(budget::int)::float, count(*)::int, null::float from plan group by 1
    union all
    select * from (${kept(sql, until)}) k`;
}

/**
 * A plan is kept if the lowest balance of the last 31 of 91 days is at most the lowest balance of the first 31, less the
 * instalments due between the two days, one forgiven. Lowest balances are compared because every account is higher between
 * a charge and the payment for it. A plan that was ended earlier is judged by the recorded reason.
 */
function kept(sql: Sql, until: string) {
  return sql`
    with plan as (
      select *, agreed_on + ${judgedAfter}::int as judged_on from repayment_plan
      where agreed_by is not null and rhythm <> 'lump_sum' and ${sql.unsafe(isRealPlan)}
        and agreed_on + ${judgedAfter}::int >= ${until}::date - 364 and agreed_on + ${judgedAfter}::int < ${until}
        and (ended_on is null or ended_on >= agreed_on + ${judgedAfter}::int or end_reason in ('completed', 'broken', 'cannot_afford'))
    ),
    stood as (
      select p.id, d.day - p.agreed_on as after, coalesce((select sum(l.pence) from ledger_row l
        where l.rent_account_id = p.rent_account_id and l.on_day between p.agreed_on and d.day), 0) as pence
      from plan p cross join lateral (
        select p.agreed_on as day union
        select l.on_day from ledger_row l where l.rent_account_id = p.rent_account_id
          and l.on_day between p.agreed_on and p.judged_on) d (day)
    ),
    low as (
      select distinct on (id, late) id, late, after, pence from (
        select *, after > 60 as late from stood where after <= 30 or after > 60) s
      order by id, late, pence, after
    ),
    due as (
      select p.*, l.pence as late_pence, e.pence as early_pence, (
        select count(*) from generate_series(0, 60) k
        where ${sql.unsafe(instalmentDay)} between p.agreed_on + e.after + 1 and p.agreed_on + l.after) as instalments
      from plan p left join low e on e.id = p.id and not e.late left join low l on l.id = p.id and l.late
    )
    select agreed_by, 'plan_kept' as name, avg(kept::int)::float, count(kept)::int, null::float
    from (
      select agreed_by, case when ended_on < judged_on then end_reason = 'completed'
        else late_pence <= early_pence
          - least(greatest(instalments - 1, 0) * instalment_pence, coalesce(total_pence, 100000000)) end as kept
      from due) judged
    where kept is not null group by 1`;
}

/** How many plans, referrals, repairs and conversations each person made in the span. */
export function readCounts(sql: Sql, { from, until, zone }: Span): Promise<Count[]> {
  const within = (column: string) =>
    sql`${sql(column)} >= ${from}::timestamp at time zone ${zone} and ${sql(column)} < ${until}::timestamp at time zone ${zone}`;
  return sql<Count[]>`
    select agreed_by as "staffId", 'plans' as name, count(*)::int as count from repayment_plan
    where agreed_by is not null and agreed_on >= ${from} and agreed_on < ${until} and ${sql.unsafe(isRealPlan)} group by 1
    union all
    select made_by, 'referrals', count(*)::int from referral where ${within('happened_at')} group by 1
    union all
    -- Counts for the officer who saw it first.
    select staff_id, 'repairs', count(*)::int from (
      select distinct on (repair_id) staff_id, happened_at from home_check where repair_id is not null
      order by repair_id, happened_at, id) raised
    where ${within('happened_at')} group by 1
    union all
    select opened_by, 'questions', count(*)::int from thread where ${within('happened_at')} group by 1`;
}
