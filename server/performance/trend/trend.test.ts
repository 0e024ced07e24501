// [PERF-60] to [PERF-64] against a real database, week by week and then frozen.
import { beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { smallLandlord } from '../../../tests/support/landlord.ts';
import { addDays } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { readBridge, type Scope } from '../weeks/bridge.ts';
import { createTrend } from './trend.ts';
import { readCounts } from './counts.ts';
import type { TrendName } from './definitions.ts';
import type { WeekFigure } from './counts.ts';
import { freezeEnded } from '../weeks/weeks.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';

const first = '2026-09-07';
const weeks = 14;
const last = addDays(first, 7 * (weeks - 1));
const zone = 'Europe/London';
const now = () => Date.parse(`${addDays(last, 7)}T12:00:00Z`);
const { sql } = await freshDatabase();
const landlord = await smallLandlord(sql, { homes: 6, patches: 2 });

beforeAll(async () => {
  const { accounts, officers } = landlord;
  for (let week = 0; week < weeks; week++) {
    const on = addDays(first, 7 * week);
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
      select id, 10000, ${on}::date from rent_account`;
    await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
      select id, 7000 + 2500 * (id % 5) + 500 * ${week % 3}, 'card', 'test', ${`w${week} `} || id, ${addDays(on, 2)}::date
      from rent_account where (id + ${week}) % 4 > 0`;
  }
  // Near the start of a rent week, on both sides of the end of summer time: the landlord's day decides.
  for (const [at, staff] of [
    ['2026-09-13T22:59:00Z', 0],
    ['2026-09-13T23:01:00Z', 0],
    ['2026-11-01T23:59:00Z', 1],
    ['2026-11-02T00:01:00Z', 1],
  ] as const) {
    await sql`insert into contact (rent_account_id, staff_id, kind, reached, happened_at)
      values (${accounts[0]!}, ${officers[staff]!}, 'call', true, ${at})`;
    await sql`insert into visit (rent_account_id, staff_id, state, planned_for, outcome, ended_at)
      values (${accounts[0]!}, ${officers[staff]!}, 'done', ${at.slice(0, 10)}, ${staff ? 'no_access' : 'seen_tenant'}, ${at})`;
  }
  // Before the first week and after the last one: these are in no week.
  for (const at of ['2026-09-06T22:00:00Z', `${addDays(last, 7)}T01:00:00Z`])
    await sql`insert into contact (rent_account_id, staff_id, kind, reached, happened_at)
      values (${accounts[0]!}, ${officers[0]!}, 'call', true, ${at})`;
  await sql`insert into visit (rent_account_id, staff_id, state, planned_for, created_at, ended_at)
    values (${accounts[1]!}, ${officers[0]!}, 'stood_down', ${addDays(first, 9)}, ${`${addDays(first, 8)}T08:00:00Z`}, ${`${addDays(first, 9)}T12:00:00Z`})`;
  await sql`update payment set posted_at = ${`${addDays(first, 9)}T11:00:00Z`}
    where rent_account_id = ${accounts[1]!} and value_date = ${addDays(first, 9)}`;
  await sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on, agreed_by)
    values (${accounts[2]!}, 500, 'weekly', ${addDays(first, 14)}, ${addDays(first, 13)}, ${officers[0]!})`;
  await freezeEnded({ sql, log: silentLog, clock: now, back: weeks });
});

const counts = (scope: Scope) => readCounts(sql, { scope, from: first, to: last, zone });
const team: Scope = { of: 'landlord' };
const nobody: Scope = { of: 'officer', id: null };
const happened = (made: WeekFigure[] | undefined) =>
  (made ?? []).flatMap(({ on, part }): [Day, number][] => (part > 0 ? [[on, part]] : []));

test('[PERF-60] the collected share of the charges is that of the bridge, for each week', async () => {
  const rate = (await counts(team)).get('collection_rate')!;
  expect(rate).toHaveLength(weeks);
  for (const { on, part, whole } of rate) {
    const bridge = await readBridge(sql, { scope: team, from: on, to: on, states: ['current', 'court'] });
    const of = (wanted: string) =>
      bridge!.lines.filter(({ line }) => line === wanted).reduce((sum, { pence }) => sum + pence, 0);
    expect([part, whole]).toEqual([-of('payment'), of('charge')]);
  }
});

test('[PERF-60] arrears are the debts at the week’s end, without credits, as a share of a year’s rent', async () => {
  const [newest] = (await counts(team)).get('arrears_percent')!.slice(-1);
  const [owed] = await sql<{ pence: number }[]>`
    select sum(pence)::int as pence from (
      select sum(pence) as pence from ledger_row where on_day <= ${addDays(last, 6)} group by rent_account_id) a where pence > 0`;
  expect(newest).toEqual({ on: last, part: owed!.pence, whole: 52 * 6 * 10000 });
});

test('[PERF-60] the movements sum to the change of the real arrears', async () => {
  const all = await counts(team);
  const moved = all.get('movement')!.reduce((sum, { part }) => sum + part, 0);
  const net = all.get('arrears_net_percent')!;
  // A ledger's first five weeks have no payment calendar.
  expect(net[0]!.on).toBe(addDays(first, 35));
  const [before] = await sql<{ pence: number }[]>`
    select sum(pence)::int as pence from (
      select sum(pence) as pence from ledger_row where on_day < ${addDays(first, 35)} group by rent_account_id) a where pence > 0`;
  expect(moved).toBe(net.at(-1)!.part - before!.pence);
});

test('[PERF-61] each action counts once, in the rent week of the landlord’s day', async () => {
  const all = await counts(team);
  const four = ['2026-09-07', '2026-09-14', '2026-10-26', '2026-11-02'].map((on) => [on, 1]);
  expect(happened(all.get('contacts'))).toEqual(four);
  expect(happened(all.get('visits_made'))).toEqual(four);
  expect(happened(all.get('no_access'))).toEqual(four.slice(2));
  expect(happened(all.get('visits_avoided'))).toEqual([[addDays(first, 7), 1]]);
  expect(happened(all.get('plans_made'))).toEqual([[addDays(first, 7), 1]]);
  // A week without a visit has no share of visits with nobody in.
  expect(all.get('no_access')).toHaveLength(4);
});

test('[PERF-61] a plan is counted from its ninth week, while it is in force', async () => {
  const kept = (await counts(team)).get('plans_kept')!;
  expect(kept.map(({ on }) => on)).toEqual([10, 11, 12, 13].map((n) => addDays(first, 7 * n)));
  expect(kept.every(({ whole }) => whole === 1)).toBe(true);
});

test('[PERF-62] officers and patches without one sum to the team; and so do patches', async () => {
  const { officers, patches } = landlord;
  const whole = await counts(team);
  const parts = async (scopes: Scope[]) => Promise.all(scopes.map(counts));
  const byOfficer = await parts([...officers.map((id): Scope => ({ of: 'officer', id })), nobody]);
  const byPatch = await parts(patches.map((id): Scope => ({ of: 'patch', id })));
  for (const made of [byOfficer, byPatch])
    for (const [name, weekly] of whole)
      for (const { on, part } of weekly) {
        const parts = made.map((one) => one.get(name)?.find((week) => week.on === on)?.part ?? 0);
        const sum = parts.reduce((total, one) => total + one, 0);
        expect([name, on, sum]).toEqual([name, on, part]);
      }
});

test('[PERF-63] re-bases, targets and annotations appear at once; counts are cached for a minute', async () => {
  let at = now();
  const read = createTrend({ sql, clock: () => at });
  const measure = async (name: TrendName) => (await read(team, name)).measures[0]!;
  const before = await measure('contacts');
  expect(before.chart.stretches).toHaveLength(1);
  const [staff] = await sql<{ id: number }[]>`select min(id) as id from staff`;
  await sql`insert into rebase (measure, from_on, reason, author_id) values ('contacts', ${addDays(first, 28)}, 'Texts count now', ${staff!.id})`;
  await sql`insert into target (measure, value, from_on) values ('collection_rate', 98, ${first})`;
  await sql`insert into annotation (on_day, kind, words) values (${addDays(first, 3)}, 'policy', 'Texts go out')`;
  await sql`insert into contact (rent_account_id, kind, reached, happened_at)
    values (${landlord.accounts[0]!}, 'call', true, ${`${addDays(first, 1)}T10:00:00Z`})`;
  const after = await measure('contacts');
  expect(after.chart.stretches.map(({ reason }) => reason)).toEqual([null, 'Texts count now']);
  expect((await measure('collection_rate')).targets).toEqual([{ fromOn: first, value: 98 }]);
  expect((await read(team)).annotations.map(({ words }) => words)).toContain('Texts go out');
  expect(after.made[0]!.part).toBe(1);
  at += 61_000;
  expect((await measure('contacts')).made[0]!.part).toBe(2);
});

test('[PERF-104] the headline is the arrears of the newest week, and of the same week a year ago, to the penny', async () => {
  const { headline, measures } = await createTrend({ sql, clock: now })(team);
  const { made, chart } = measures.find(({ name }) => name === 'arrears_percent')!;
  expect(headline!.now).toEqual({
    weekOn: last,
    pence: made.at(-1)!.part,
    percent: chart.marks.at(-1)!.value,
  });
  // Fourteen weeks have no year ago.
  expect(headline).toMatchObject({ yearAgo: null, bearing: 'too_early' });
  // One measure alone is counted alone, and gives the same headline.
  const alone = await createTrend({ sql, clock: now })(team, 'arrears_percent');
  expect(alone.headline).toEqual(headline);
  expect((await createTrend({ sql, clock: now })(team, 'contacts')).headline).toBeNull();
});

test('[PERF-64] without a frozen week every measure says so, and there is no conclusion', async () => {
  const empty = await freshDatabase();
  await smallLandlord(empty.sql);
  const answer = await createTrend({ sql: empty.sql, clock: now })(team);
  expect(answer).toMatchObject({ weeks: 0, from: null, annotations: [] });
  expect(answer.sentence).toMatch(/too early to say/);
  for (const { standing, sentence } of answer.measures)
    expect([standing, sentence]).toEqual(['nothing', 'No week has figures yet.']);
});
