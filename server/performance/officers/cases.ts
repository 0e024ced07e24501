// The case-weeks that the comparison counts: current tenants' accounts that one officer held for the whole frozen week and
// that owed at least a week's rent, without technical arrears, when it began.
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { leastWeeksOwed, type CaseWeek } from '../../domain/statistics/expectation-strata.ts';

export type FrozenWeek = { on: Day; lastOn: Day; frozenAt: Date; rebuilt: boolean };

/** The newest, oldest first. */
export async function readWeeks(sql: Sql, most: number): Promise<FrozenWeek[]> {
  const weeks = await sql<FrozenWeek[]>`
    select week_on as on, last_on as "lastOn", frozen_at as "frozenAt", rebuilt
    from week_freeze order by week_on desc limit ${most}`;
  return weeks.reverse();
}

/** The `where` clause of a case that an officer held; expects `week_case c` and its `position p`. */
export const isCase = (sql: Sql) => sql`
  c.whole and p.state = 'current' and p.staff_id is not null
  and c.opening_pence - c.opening_technical_pence >= c.weekly_rent_pence * ${leastWeeksOwed}::float8`;

/**
 * SQL: technical arrears (pence) of `week_case c` at the week's end less those at its beginning. Late postings are left out:
 * the bridge has their payments as `backdated`, so they must not count as debt that grew.
 */
export const timing = (sql: Sql) =>
  sql`(c.closing_technical_pence - c.opening_technical_pence + c.late_technical_pence)`;

/** In no particular order. `week` is the index in `weeks`. */
export async function readCaseWeeks(sql: Sql, weeks: readonly FrozenWeek[]): Promise<CaseWeek[]> {
  if (weeks.length === 0) return [];
  const place = new Map(weeks.map(({ on }, i) => [on, i]));
  const cases: CaseWeek[] = [];
  type Row = Omit<CaseWeek, 'week'> & { on: Day };
  // Read through a cursor: a year of a large landlord is a million rows.
  const rows = sql<Row[]>`
    select c.week_on as on, p.staff_id as officer, p.patch_id as patch, c.rent_account_id as account,
      c.weekly_rent_pence as "weeklyRentPence", c.opening_pence - c.opening_technical_pence as "realPence",
      c.paid_pence + ${timing(sql)} as "broughtPence",
      c.method, c.debt_age_weeks as "ageWeeks", c.held_days as "heldDays"
    from week_case c join position p on p.id = c.position_id
    where c.week_on between ${weeks[0]!.on} and ${weeks.at(-1)!.on} and ${isCase(sql)}`;
  for await (const some of rows.cursor(5000))
    for (const { on, ...one } of some) cases.push({ ...one, week: place.get(on)! });
  return cases;
}

export type MovedRow = {
  on: Day;
  staffId: number;
  movedPence: number;
  timingPence: number;
  benefit: boolean;
  heldDays: number;
  rentPence: number;
  cases: number;
};

/** The cases' movement in pence, summed by officer, week and the groups of attribution.ts. */
export function readMoved(sql: Sql, from: Day, to: Day): Promise<MovedRow[]> {
  return sql<MovedRow[]>`
    select c.week_on as on, p.staff_id as "staffId", c.held_days as "heldDays",
      c.method in ('housing_benefit', 'universal_credit') as benefit,
      sum(c.charged_pence - c.paid_pence)::bigint as "movedPence",
      sum(${timing(sql)})::bigint as "timingPence",
      sum(c.charged_pence)::bigint as "rentPence", count(*)::int as cases
    from week_case c join position p on p.id = c.position_id
    where c.week_on between ${from} and ${to} and ${isCase(sql)} group by 1, 2, 3, 4`;
}

export type LineRow = { on: Day; staffId: number; line: string; pence: number };

/** Each officer's bridge lines (pence) of current tenants, week by week. */
export function readLines(sql: Sql, from: Day, to: Day): Promise<LineRow[]> {
  return sql<LineRow[]>`
    select l.week_on as on, p.staff_id as "staffId", l.line, sum(l.pence)::bigint as pence
    from week_line l join position p on p.id = l.position_id
    where l.week_on between ${from} and ${to} and p.state = 'current' and p.staff_id is not null
    group by 1, 2, 3`;
}

/** Each officer's first and last of these weeks at whose end they held current tenants' accounts. */
export function readHeld(
  sql: Sql,
  from: Day,
  to: Day,
): Promise<{ staffId: number; first: Day; last: Day }[]> {
  return sql<{ staffId: number; first: Day; last: Day }[]>`
    select p.staff_id as "staffId", min(l.week_on) as first, max(l.week_on) as last
    from week_line l join position p on p.id = l.position_id
    where l.line = 'closing' and l.week_on between ${from} and ${to} and p.state = 'current' and p.staff_id is not null
    group by 1`;
}

/** The bank holidays of the landlord's nation on these days, earliest first. */
export function readBankHolidays(sql: Sql, from: Day, to: Day): Promise<{ on: Day; name: string }[]> {
  return sql<{ on: Day; name: string }[]>`
    select on_date as on, name from bank_holiday where on_date between ${from} and ${to}
      and nation = (select nation from landlord) order by 1`;
}
