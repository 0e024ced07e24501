// [PERF-50] to [PERF-53]: a small landlord with arrears, benefits, an absence, a home that changes patch and a tenancy that
// ends, frozen for nine weeks by the weekly job.
import { beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { pay, smallLandlord } from '../../../tests/support/landlord.ts';
import { addDays, rentWeekStart } from '../../domain/days.ts';
import { readBridge } from '../weeks/bridge.ts';
import { chartOf } from './chart.ts';
import { createOfficers, readOfficers, type Compared } from './officers.ts';
import { freezeEnded } from '../weeks/weeks.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { londonDay } from '../../../tests/support/london-day.ts';

const { sql } = await freshDatabase();
const weeks = 9;
const thisWeek = rentWeekStart(londonDay(), 1);
const week = (nth: number) => addDays(thisWeek, 7 * (nth - weeks));
const landlord = await smallLandlord(sql, { homes: 24, patches: 3 });
let all: Compared;

beforeAll(async () => {
  const accounts = landlord.accounts;
  for (const id of accounts) {
    await sql`insert into charge (rent_account_id, amount_pence, due_on) values (${id}, 30000, ${addDays(week(0), -20)})`;
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
      select ${id}, 10000, d from generate_series(${week(0)}::date, ${addDays(week(weeks), -7)}::date, interval '7 days') d`;
  }
  for (const [i, id] of accounts.entries())
    for (let n = 0; n < weeks; n++)
      if (i !== 5 && (i + n) % 3 > 0) await pay(sql, id, 11_000 + 137 * i, { on: addDays(week(n), 2) });
  // Four-weekly housing benefit, declared, and paid when it is due.
  const benefit = accounts[5]!;
  await sql`insert into expected_income
      (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    values (${benefit}, 'housing_benefit', 40000, 'four_weekly', ${addDays(week(1), 1)}, 5, 1, true)`;
  for (const n of [1, 5])
    await pay(sql, benefit, 40_000, { on: addDays(week(n), 1), method: 'housing_benefit' });
  await sql`insert into absence (staff_id, start_date, end_date) values (${landlord.officers[1]!}, ${week(4)}, ${addDays(week(4), 3)})`;
  await sql`update tenancy set end_date = ${addDays(week(6), 3)}
    where id = (select tenancy_id from rent_account where id = ${accounts[7]!})`;
  await sql`insert into property_patch_history (property_id, from_on, patch_id)
    select t.property_id, ${addDays(week(5), 2)}, ${landlord.patches[0]!}
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${accounts[1]!}`;
  await sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on) values (${accounts[2]!}, -500, 'correction', ${week(3)})`;
  await freezeEnded({ sql, log: silentLog, clock: () => Date.parse(`${thisWeek}T12:00:00Z`), back: weeks });
  all = await readOfficers(sql, 13);
}, 60_000);

test('[PERF-50] a frozen week has every account with arrears at its beginning or end, with the bridge’s balances', async () => {
  const wrong = await sql`
    with own as (
      select week_on, rent_account_id, (array_agg(opening_pence order by from_on))[1] as opening,
        (array_agg(closing_pence order by from_on desc))[1] as closing, count(*) = 1 as whole
      from week_stretch group by 1, 2
    )
    select * from own full join week_case c using (week_on, rent_account_id)
    where (c.week_on is null and (own.opening > 0 or own.closing > 0))
      or (c.week_on is not null and (own.opening, own.closing, own.whole)
        is distinct from (c.opening_pence, c.closing_pence, c.whole))`;
  expect([...wrong]).toEqual([]);
  const [sums] = await sql<{ rows: number; untied: number; beyond: number }[]>`
    select count(*)::int as rows,
      (count(*) filter (where closing_pence <> opening_pence + charged_pence - paid_pence + adjusted_pence))::int as untied,
      (count(*) filter (where opening_technical_pence not between 0 and greatest(0, opening_pence)
        or closing_technical_pence not between 0 and greatest(0, closing_pence)))::int as beyond
    from week_case`;
  expect(sums!.rows).toBeGreaterThan(100);
  expect(sums).toMatchObject({ untied: 0, beyond: 0 });
});

test('[PERF-50] the excused amount at a week’s beginning equals that at the end of the week before', async () => {
  const torn = await sql`
    select a.rent_account_id from week_case a join week_case b
      on b.rent_account_id = a.rent_account_id and b.week_on = a.week_on + 7
    where b.opening_technical_pence <> a.closing_technical_pence or b.opening_pence <> a.closing_pence`;
  expect([...torn]).toEqual([]);
  const [benefit] = await sql<{ excused: number; method: string }[]>`
    select max(closing_technical_pence)::bigint as excused, max(method) filter (where week_on = ${week(8)}) as method
    from week_case where rent_account_id = ${landlord.accounts[5]!}`;
  expect(benefit!.excused).toBeGreaterThan(0);
  expect(benefit!.method).toBe('housing_benefit');
});

test('[PERF-50] held days are the working days without absence; age is the number of weeks as a case', async () => {
  const held = await sql<{ on: string; days: number }[]>`
    select distinct c.week_on as on, c.held_days as days from week_case c join position p on p.id = c.position_id
    where p.staff_id = ${landlord.officers[1]!} order by 1`;
  expect(held.map(({ days }) => days)).toEqual([5, 5, 5, 5, 2, 5, 5, 5, 5]);
  const ages = await sql<{ age: number }[]>`
    select debt_age_weeks as age from week_case where rent_account_id = ${landlord.accounts[0]!} order by week_on`;
  expect(ages.map(({ age }) => age)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('[PERF-51] an officer’s lines sum to the movement of their bridge, week by week, to the penny', async () => {
  expect(all.officers).toHaveLength(3);
  for (const { id, weeks: frozen, lines, movementPence } of all.officers) {
    expect(frozen).toHaveLength(weeks);
    for (const one of frozen) {
      const week = { from: one.weekOn, to: one.weekOn };
      const bridge = (await readBridge(sql, { scope: { of: 'officer', id }, ...week, states: ['current'] }))!;
      expect([one.openingPence, one.closingPence]).toEqual([bridge.openingPence, bridge.closingPence]);
      expect(one.movementPence).toBe(bridge.closingPence - bridge.openingPence);
      expect(one.lines.reduce((sum, line) => sum + line.pence, 0)).toBe(one.movementPence);
    }
    expect(lines.reduce((sum, line) => sum + line.pence, 0)).toBe(movementPence);
  }
});

test('[PERF-51] each excuse in the test data is on its line', () => {
  const linesOf = (patch: number) =>
    all.officers.find(({ id }) => id === landlord.officers[patch])!.lines.map(({ line }) => line as string);
  expect(linesOf(0)).toContain('patch_moves');
  expect(linesOf(1)).toEqual(expect.arrayContaining(['patch_moves', 'absence', 'terminations']));
  expect(linesOf(2)).toEqual(expect.arrayContaining(['benefit_timing', 'adjustments', 'attributable']));
});

test('[PERF-52] officers are in the order of their names, with a verdict where one is possible and without a rank', async () => {
  expect(all.officers.map(({ name }) => name)).toEqual(all.officers.map(({ name }) => name).sort());
  const longer = await readOfficers(sql, 52);
  for (const one of all.officers) {
    expect(one.verdict.weeks).toBeLessThanOrEqual(weeks);
    expect(one.verdict.sentence).toMatch(/\.$/);
    // Nine weeks are one period of the verdict, which is the same whichever period is drawn.
    expect(one.overall.periods.map((period) => period.weeks)).toEqual([weeks]);
    expect(one.overall.periods[0]!.sentence).toBe(one.verdict.sentence);
    expect(longer.officers.find(({ id }) => id === one.id)!.overall).toEqual(one.overall);
    expect(one.caseDays).toBeGreaterThan(0);
    const { chart, sentence } = await chartOf(sql, one);
    expect(sentence).toMatch(/\.$/);
    if (chart) expect(chart.marks.length).toBeLessThanOrEqual(weeks);
  }
  expect(JSON.stringify(all)).not.toMatch(/rank|league/i);
});

test('[PERF-53] the answer is cached until another week is frozen; without weeks there is an answer that says so', async () => {
  const read = createOfficers({ sql, clock: () => 0 });
  expect(await read(13)).toBe(await read(13));
  const before = await read(13);
  await sql`delete from week_freeze where week_on = ${week(8)}`;
  const after = await read(13);
  expect(after).not.toBe(before);
  expect(after.to).toBe(week(7));
  await sql`delete from week_freeze`;
  expect(await read(13)).toMatchObject({ from: null, to: null, frozenAt: null, officers: [] });
});
