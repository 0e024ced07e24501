// Entries after their week was frozen, like the weekly files of most landlords: counted once, and attributed to nobody.
import { beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { pay, smallLandlord } from '../../../tests/support/landlord.ts';
import { addDays, rentWeekStart } from '../../domain/days.ts';
import { readOfficers, type Compared } from '../officers/officers.ts';
import { readCounts, type Counts } from '../trend/counts.ts';
import { readWeekCases } from './week-cases.ts';
import { freezeEnded } from './weeks.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { londonDay } from '../../../tests/support/london-day.ts';

const { sql } = await freshDatabase();
const weeks = 8;
const thisWeek = rentWeekStart(londonDay(), 1);
const week = (nth: number) => addDays(thisWeek, 7 * (nth - weeks));
const freezeUpTo = (nth: number) =>
  freezeEnded({ sql, log: silentLog, clock: () => Date.parse(`${week(nth)}T12:00:00Z`), back: nth });
let officer: number;
let all: Compared;
let counts: Counts;

beforeAll(async () => {
  const { accounts, officers } = await smallLandlord(sql, { homes: 2, patches: 1 });
  officer = officers[0]!;
  const [benefit, forgiven] = [accounts[0]!, accounts[1]!];
  for (const id of accounts)
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
      select ${id}, 10000, d from generate_series(${week(-8)}::date, ${week(weeks - 1)}::date, interval '7 days') d`;
  await sql`insert into charge (rent_account_id, amount_pence, due_on)
    select id, 50000, ${week(-8)} from rent_account`;
  await sql`insert into expected_income
      (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    values (${benefit}, 'housing_benefit', 40000, 'four_weekly', ${addDays(week(1), 2)}, 10, 1, true)`;
  const paid = (on: string) => pay(sql, benefit, 40_000, { method: 'housing_benefit', on });
  for (const n of [-7, -3, 1]) await paid(addDays(week(n), 2));
  await freezeUpTo(6);
  // Both are of week 5, and become known in week 6.
  await paid(addDays(week(5), 2));
  await sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on)
    values (${forgiven}, -90000, 'write_off', ${addDays(week(5), 3)})`;
  await freezeUpTo(weeks);
  all = await readOfficers(sql, 13);
  counts = await readCounts(sql, {
    scope: { of: 'landlord' },
    from: week(0),
    to: week(7),
    zone: 'Europe/London',
  });
}, 60_000);

const weekOf = (nth: number) => all.officers[0]!.weeks.find(({ weekOn }) => weekOn === week(nth))!;
const line = (nth: number, name: string) => weekOf(nth).lines.find((one) => one.line === name)?.pence ?? 0;

test('[PERF-54] a benefit that is entered late is not a growing debt: it is backdated, and its excuse is attributed to nobody', async () => {
  const [before, after] = await sql<{ technical: number }[]>`
    select max(closing_technical_pence)::int as technical from week_case
    where week_on in (${week(5)}, ${week(6)}) group by week_on order by week_on`;
  // At the end of week 5 it was still to come; at the end of week 6 a week's rent of the next payment is.
  expect([before!.technical, after!.technical]).toEqual([40_000, 10_000]);
  expect(line(6, 'backdated')).toBe(-130_000);
  expect(line(6, 'attributable') + line(6, 'benefit_timing')).toBe(20_000);
  expect(line(6, 'benefit_timing')).toBe(10_000);
  expect(line(6, 'attributable')).toBe(10_000);
  const { rows } = (await readWeekCases(sql, officer, week(6)))!;
  expect(rows.reduce((sum, { movedPence }) => sum + movedPence, 0)).toBe(10_000);
});

test('[PERF-54] a payment that is entered late is collected in the week that reports it; a write-off never is', () => {
  const of = (name: 'collection_rate' | 'movement', nth: number) =>
    counts.get(name)!.find(({ on }) => on === week(nth))!.part;
  expect([of('collection_rate', 5), of('collection_rate', 6)]).toEqual([0, 40_000]);
  expect(of('movement', 6)).toBe(10_000);
});
