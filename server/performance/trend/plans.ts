// Do plans hold, week by week? As a plan is judged when officers are compared (practice/plans.ts), on a week's end instead
// of on its 91st day: lowest against lowest, because between a debit and the money that answers it every account stands
// higher, by its own rhythm. Closing balances are those of the frozen weeks.
import type { Sql } from '../../../db/connect.ts';
import { positionsOf, type Made, type Span } from './span.ts';

/** Weeks whose lowest closing balance counts; and a plan's age in weeks from which it is judged. */
const lowestOf = 5;
const judgedFrom = 9;

export function readPlansKept(
  sql: Sql,
  { whose, from, to }: Span,
): Promise<(Made & { name: 'plans_kept' })[]> {
  return sql<(Made & { name: 'plans_kept' })[]>`
    with plan as (
      select *, ${from}::date + (agreed_on - ${from}::date) / 7 * 7 as agreed_week from repayment_plan
      where rhythm <> 'lump_sum' and agreed_on >= ${from} and coalesce(end_reason, '') not in ('not_in_force', 'mistake')
    ),
    stood as (
      select p.id, s.week_on, s.closing_pence,
        (s.week_on - p.agreed_week) / 7 as age, s.position_id in (${positionsOf(sql, whose)}) as mine
      from plan p join week_stretch s on s.rent_account_id = p.rent_account_id and s.last
        and s.week_on between p.agreed_week and ${to}::date
    ),
    early as (
      select distinct on (id) id, week_on, closing_pence from stood where age < ${lowestOf}
      order by id, closing_pence, week_on
    ),
    late as (
      select distinct on (n.id, n.week_on) n.id, n.week_on as on_week, o.week_on, o.closing_pence
      from stood n join stood o on o.id = n.id and o.week_on between n.week_on - 7 * (${lowestOf}::int - 1) and n.week_on
      where n.mine and n.age >= ${judgedFrom}
      order by n.id, n.week_on, o.closing_pence, o.week_on
    )
    select 'plans_kept' as name, l.on_week as on, (count(*) filter (where l.closing_pence <= e.closing_pence - least(
        greatest(due.n - 1, 0) * p.instalment_pence, coalesce(p.total_pence, 100000000))))::int as part,
      count(*)::int as whole
    from late l join plan p using (id) join early e using (id)
    cross join lateral (
      select count(*) as n from generate_series(0, 130) k
      where case p.rhythm when 'weekly' then p.first_due_on + k * 7 when 'fortnightly' then p.first_due_on + k * 14
          when 'four_weekly' then p.first_due_on + k * 28
          else (p.first_due_on + make_interval(months => k))::date end between e.week_on + 7 and l.week_on + 6
    ) due
    where p.ended_on is null or p.ended_on > l.on_week + 6
    group by 2`;
}
