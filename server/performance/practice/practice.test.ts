import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { pay, smallLandlord } from '../../../tests/support/landlord.ts';
import { readContacts, readFirstContacts, readCaseDays, type Row } from './contact.ts';
import { readCounts, readPlans } from './plans.ts';
import { createPractice, practiceOf, readPractice } from './practice.ts';
import { readVisits } from './visits.ts';
import { freezeEnded } from '../weeks/weeks.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';

// Four rent weeks in British Summer Time, with eight weeks frozen; every account owes from the beginning.
const now = Date.parse('2026-06-17T12:00:00Z');
const span = { from: '2026-05-18', until: '2026-06-15', zone: 'Europe/London' };
const db = await freshDatabase();
const { sql } = db;
const homes = await smallLandlord(sql, { homes: 72, patches: 6 });
const rows = await sql<{ account: number; patch: number }[]>`
    select a.id as account, p.patch_id as patch from rent_account a join tenancy t on t.id = a.tenancy_id
    join property p on p.id = t.property_id order by a.id`;
/** The accounts of each officer's patch, in the order of their ids. */
const theirs = homes.patches.map((patch) =>
  rows.filter((row) => row.patch === patch).map((row) => row.account),
);
await sql`insert into charge (rent_account_id, amount_pence, due_on, posted_at)
  select a.id, 10000, d::date, d from rent_account a, generate_series('2026-02-02'::timestamp, '2026-06-15', '7 days') d`;
await freezeEnded({ sql, log: silentLog, clock: () => now, back: 8 });

const of = (rows: readonly Row[], staffId: number) =>
  Object.fromEntries(rows.filter((row) => row.staffId === staffId).map((row) => [row.name, row]));

test('[PERF-73] the cases held are cases times days, without absences and without other officers’ days', async () => {
  const [a, b] = homes.officers as [number, number];
  await sql`insert into absence (staff_id, start_date, end_date) values
    (${b}, '2026-05-25', '2026-06-01'), (${b}, '2026-05-28', '2026-06-03')`;
  const held = new Map((await readCaseDays(sql, span)).map((one) => [one.staffId, one.caseDays]));
  expect(held.get(a)).toBe(12 * 28);
  // Two absences overlap: nine days in all.
  expect(held.get(b)).toBe(12 * 19);
  await sql`delete from absence`;
});

test('[PERF-73] contacts count on the landlord’s days, with any device’s clock', async () => {
  const officer = homes.officers[0]!;
  const account = theirs[0]![0]!;
  const say = (kind: string, at: string, reached = false) =>
    sql`insert into contact (rent_account_id, staff_id, kind, reached, happened_at)
      values (${account}, ${officer}, ${kind}, ${reached}, ${at})`;
  // Monday's first minute and Sunday's last, in summer time; and the minutes just outside.
  await say('call', '2026-05-17T23:00:30Z', true);
  await say('call', '2026-06-14T22:59:30Z');
  await say('letter', '2026-05-17T22:59:30Z');
  await say('letter', '2026-06-14T23:00:30Z');
  await say('message', '2026-06-01T12:00:00Z');
  const counted = (await readContacts(sql, span)).filter(({ staffId }) => staffId === officer);
  expect(counted.sort((x, y) => x.kind.localeCompare(y.kind))).toEqual([
    { staffId: officer, kind: 'call', count: 2, reached: 1 },
    { staffId: officer, kind: 'message', count: 1, reached: 0 },
  ]);
  await sql`delete from contact`;
});

describe('[PERF-74] how soon after a missed payment', () => {
  const [a, b] = [1, 2];
  beforeAll(async () => {
    // £100 each Monday with three days' grace; the last payment was on 27 April, so that of 4 May is missed on 8 May.
    const accounts = [...theirs[a]!, ...theirs[b]!];
    await sql`insert into expected_income (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
      select id, 'standing_order', 10000, 'weekly', '2026-09-07', 3, 1, true from unnest(${accounts}::int[]) id`;
    await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
      select id, 10000, 'bank_transfer', 'test', id || ' ' || d, d::date, d
      from unnest(${accounts}::int[]) id, generate_series('2026-03-02'::timestamp, '2026-04-27', '7 days') d`;
  });

  test('is the median of the days until the officer’s own first contact, 28 where there was none', async () => {
    const officer = homes.officers[a]!;
    // On the day itself, a day later, and so on up to six days; five accounts have no contact.
    for (const [i, account] of theirs[a]!.slice(0, 7).entries())
      await sql`insert into contact (rent_account_id, staff_id, kind, reached, happened_at)
        values (${account}, ${officer}, 'call', false, ${`2026-05-${String(8 + i).padStart(2, '0')}T09:00:00Z`})`;
    await sql`insert into contact (rent_account_id, staff_id, kind, reached, happened_at)
      values (${theirs[a]![8]!}, ${homes.officers[b]!}, 'call', true, '2026-05-08T09:00:00Z')`;
    const own = of(await readFirstContacts(sql, span), officer);
    expect(own['first_contact']).toMatchObject({ n: 12, value: 5 });
    expect(own['within_week']).toMatchObject({ n: 12, value: 7 / 12 });
  });

  test('a payment that arrives within a week without a contact is not counted; absences are not counted either', async () => {
    const officer = homes.officers[b]!;
    const late = { on: '2026-05-12', postedAt: new Date('2026-05-12T10:00:00Z') };
    await pay(sql, theirs[b]![0]!, 10_000, late);
    const own = of(await readFirstContacts(sql, span), officer);
    expect(own['first_contact']).toMatchObject({ n: 11, value: 28 });
    await sql`insert into absence (staff_id, start_date, end_date) values (${officer}, '2026-05-08', '2026-05-09')`;
    expect(of(await readFirstContacts(sql, span), officer)).toEqual({});
    await sql`delete from absence`;
  });
});

describe('[PERF-75] visits', () => {
  const at = 3;
  const visit = (home: number, when: string, more: { outcome?: string; met?: string } = {}) =>
    sql`insert into visit (rent_account_id, staff_id, state, planned_for, outcome, met, tried_at, ended_at)
      values (${theirs[at]![home]!}, ${homes.officers[at]!}, 'done', ${when.slice(0, 10)}, ${more.outcome ?? 'seen_tenant'},
        ${more.met ?? null}, ${when}, ${when}::timestamptz + interval '10 minutes') returning id`;

  test('are counted by hour and weekday, with nobody in, and with the nearest home next', async () => {
    // Homes of a patch lie on one line: 0, 1, 2 is nearest first; 3, 5, 4 is not. The last home of a round is not a choice.
    await visit(0, '2026-05-19T08:30:00Z', { outcome: 'no_access' });
    await visit(1, '2026-05-19T09:30:00Z', { outcome: 'seen_other', met: 'nobody' });
    await visit(2, '2026-05-19T15:30:00Z');
    await visit(3, '2026-05-23T11:00:00Z');
    await visit(5, '2026-05-23T11:30:00Z');
    await visit(4, '2026-05-23T12:00:00Z');
    // Before the span's first hour.
    await visit(6, '2026-05-17T22:30:00Z');
    const own = of(await readVisits(sql, span), homes.officers[at]!);
    expect(own['no_access']).toMatchObject({ n: 6, value: 2 / 6 });
    expect(own['before_10']).toMatchObject({ n: 6, value: 1 / 6 });
    expect(own['10_to_12']).toMatchObject({ value: 1 / 6 });
    expect(own['12_to_14']).toMatchObject({ value: 3 / 6 });
    expect(own['after_16']).toMatchObject({ value: 1 / 6 });
    expect(own['tue']).toMatchObject({ value: 3 / 6 });
    expect(own['weekend']).toMatchObject({ value: 3 / 6 });
    expect(own['nearest']).toMatchObject({ n: 2, value: 1 / 2 });
    expect(own['checked']).toMatchObject({ n: 4, value: 0 });
  });

  test('to homes with the most weeks owed, among the officer’s cases when the week began', async () => {
    const own = of(await readVisits(sql, span), homes.officers[at]!);
    // All owe the same: each is in the quarter that owes most.
    expect(own['most_owed']).toMatchObject({ n: 6, value: 1 });
  });
});

describe('[PERF-76] plans and help', () => {
  const at = 4;
  const agreed = '2026-02-27';
  const plan = (account: number, rhythm: string, pence: number, more: object = {}) =>
    sql`insert into repayment_plan ${sql({
      rent_account_id: account,
      rhythm,
      instalment_pence: pence,
      agreed_on: agreed,
      first_due_on: '2026-03-06',
      agreed_by: homes.officers[at]!,
      ...more,
    })}`;
  const pays = (account: number, pence: number, step: string) =>
    sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
      select ${account}, ${pence}::bigint, 'card', 'test', ${String(account)} || ' ' || d, d::date, d
      from generate_series('2026-03-06'::timestamp, '2026-06-12', ${step}::interval) d`;
  const kept = async () => of(await readPlans(sql, span), homes.officers[at]!)['plan_kept'];

  test('a plan with rent and instalments paid is kept, in any rhythm; with rent alone it is not', async () => {
    const [weekly, monthly, onlyRent, onlyMonthly] = theirs[at] as [number, number, number, number];
    await plan(weekly, 'weekly', 1000);
    await pays(weekly, 11_000, '7 days');
    expect(await kept()).toMatchObject({ n: 1, value: 1 });
    await plan(monthly, 'monthly', 4000);
    await pays(monthly, 47_400, '1 month');
    expect(await kept()).toMatchObject({ n: 2, value: 1 });
    await plan(onlyRent, 'weekly', 1000);
    await pays(onlyRent, 10_000, '7 days');
    expect(await kept()).toMatchObject({ n: 3, value: 2 / 3 });
    await plan(onlyMonthly, 'monthly', 12_000);
    await pays(onlyMonthly, 43_400, '1 month');
    expect(await kept()).toMatchObject({ n: 4, value: 2 / 4 });
  });

  test('a plan that was ended has the reason that was given; one made by mistake is not counted', async () => {
    const [done, broken, mistake] = theirs[at]!.slice(4) as [number, number, number];
    await plan(done, 'weekly', 1000, { ended_on: '2026-04-01', end_reason: 'completed' });
    await plan(broken, 'weekly', 1000, { ended_on: '2026-04-01', end_reason: 'broken' });
    await plan(mistake, 'weekly', 1000, { ended_on: '2026-04-01', end_reason: 'mistake' });
    expect(await kept()).toMatchObject({ n: 6, value: 3 / 6 });
  });

  test('plans agreed in the span: how many, how large a week, how many with a budget', async () => {
    const [account] = theirs[at]!.slice(8) as [number];
    await plan(account, 'monthly', 5200, { agreed_on: '2026-05-20', first_due_on: '2026-06-01' });
    await sql`insert into budget (rent_account_id, ref, sitting, household, lines, happened_at)
      values (${account}, gen_random_uuid(), gen_random_uuid(), '{"adults": 1, "childrenUnder14": 0, "children14to17": 0}', '[]', '2026-05-20T10:00:00Z')`;
    const own = of(await readPlans(sql, span), homes.officers[at]!);
    expect(own['plan_pence']).toMatchObject({ n: 1, value: 1200 });
    expect(own['plan_budget']).toMatchObject({ n: 1, value: 1 });
    const counts = await readCounts(sql, span);
    expect(counts).toEqual([{ staffId: homes.officers[at]!, name: 'plans', count: 1 }]);
  });
});

describe('[PERF-77] the answer', () => {
  test('officers are in the order of names, with too few events marked as such; an officer gets the team’s spread only', async () => {
    const practice = (await readPractice(sql, { from: '2026-05-18', to: '2026-06-08' }))!;
    expect(practice).toMatchObject({ from: '2026-05-18', to: '2026-06-08', weeks: 4 });
    expect(practice.officers.map(({ name }) => name)).toEqual(
      [1, 2, 3, 4, 5, 6].map((i) => `Officer Example ${i}`),
    );
    const visited = practice.officers[3]!;
    const figure = (name: string) =>
      visited.figures[practice.measures.findIndex((one) => one.name === name)]!;
    expect(figure('no_access')).toEqual({ name: 'no_access', value: null, n: 6 });
    const alone = practiceOf(practice, homes.officers[0]!);
    expect(alone.officers.map(({ staffId }) => staffId)).toEqual([homes.officers[0]!]);
    expect(JSON.stringify(alone)).not.toContain('Officer Example 2');
    // No officer has enough visits: a reader could work out whose they are.
    expect(alone.measures.find(({ name }) => name === 'no_access')!.spread).toBeNull();
  });

  test('weeks that are not frozen have no answer, and a landlord without weeks an empty one', async () => {
    expect(await readPractice(sql, { from: '2026-05-19', to: '2026-06-08' })).toBeNull();
    expect(await readPractice(sql, { from: '2026-05-18', to: '2026-06-15' })).toBeNull();
    expect(await readPractice(sql, { from: '2026-06-08', to: '2026-05-18' })).toBeNull();
    const empty = await freshDatabase();
    expect(await readPractice(empty.sql, {})).toMatchObject({ from: null, weeks: 0, officers: [] });
  });

  test('a request within five minutes gets the same answer, with its time', async () => {
    let at = now;
    const read = createPractice({ sql, clock: () => at });
    const first = (await read({}))!;
    at += 299_000;
    expect((await read({}))!.asOf).toEqual(first.asOf);
    at += 2_000;
    expect((await read({}))!.asOf.getTime()).toBe(at);
  });
});
