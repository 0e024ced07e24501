// What the database refuses in budgets, plans and referrals, from any program.
import { beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';

let db: TestDatabase;
let account: number;

beforeAll(async () => {
  db = await freshDatabase();
  account = (await smallLandlord(db.sql, { homes: 2, patches: 1 })).accounts[0]!;
});

const budget = (
  lines: unknown,
  household: unknown = { adults: 1, childrenUnder14: 0, children14to17: 0 },
) => db.sql`
  insert into budget (rent_account_id, ref, sitting, household, lines, happened_at)
  values (${account}, gen_random_uuid(), gen_random_uuid(), ${db.sql.json(household as never)}, ${db.sql.json(lines as never)}, now())`;
const food = { code: 'food', amountPence: 100, period: 'weekly' };

test('[DB-6] a budget’s lines have a code, whole pence and a period; anything else is refused by a named constraint', async () => {
  await budget([food, { ...food, amountPence: 0 }, { ...food, amountPence: 100_000_000, what: '<b>' }]);
  await budget([]);
  for (const wrong of [
    {},
    'food',
    [1],
    [null],
    [{ ...food, amountPence: -1 }],
    [{ ...food, amountPence: 1.5 }],
    [{ ...food, amountPence: '100' }],
    [{ ...food, amountPence: 100_000_001 }],
    [{ ...food, period: 'daily' }],
    [{ ...food, code: 'Food!' }],
    [{ code: 'food', period: 'weekly' }],
    [{ code: 'food', amountPence: 100 }],
    Array.from({ length: 121 }, () => food),
  ])
    await expect(budget(wrong), JSON.stringify(wrong).slice(0, 60)).rejects.toThrow(/budget_lines_shaped/);
  await expect(budget([food], { adults: -1 })).rejects.toThrow(/budget_household_has_adults/);
});

test('[DB-6] a plan’s instalment is at most its total, and it does not end before it begins', async () => {
  const plan = (rhythm: string, instalment: number, total: number | null, ends: string | null) => db.sql`
    insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on, total_pence, ends_on, ended_on)
    values (${account}, ${instalment}, ${rhythm}, '2026-11-13', '2026-11-12', ${total}, ${ends}, '2026-11-12')`;
  await plan('lump_sum', 500, 500, '2026-11-13');
  // Plans of other systems.
  await plan('weekly', 500, null, null);
  await expect(plan('weekly', 501, 500, null)).rejects.toThrow(/total_pence_over_instalment/);
  await expect(plan('weekly', 500, 500, '2026-11-12')).rejects.toThrow(/ends_on_after_first/);
  await expect(plan('daily', 500, 500, null)).rejects.toThrow(/rhythm/);
  await expect(plan('weekly', 1, 0, null)).rejects.toThrow(/total_pence/);
});

test('[DB-6] a referral is closed with an outcome and only then', async () => {
  const referral = (state: string, outcome: string | null, reason = 'Three loans') => db.sql`
    insert into referral (rent_account_id, ref, about, reason, consent, made_by, happened_at, state, outcome)
    values (${account}, gen_random_uuid(), 'debt', ${reason}, 'spoken', (select min(id) from staff), now(), ${state}, ${outcome})`;
  await referral('sent', null);
  await referral('closed', 'helped');
  await expect(referral('closed', null)).rejects.toThrow(/closed_says_outcome/);
  await expect(referral('sent', 'helped')).rejects.toThrow(/closed_says_outcome/);
  await expect(referral('sent', null, '')).rejects.toThrow(/reason/);
});

test('[DB-6] each of them, and each change of one, is in the log with its case', async () => {
  const [before] = await db.sql<{ seq: number }[]>`select coalesce(max(seq), 0) as seq from change_log`;
  await budget([food]);
  await db.sql`insert into prompt_answer (rent_account_id, ref, code, answer, happened_at)
    values (${account}, gen_random_uuid(), 'winter_fuel', 'later', now())`;
  await db.sql`update referral set urgent = true where rent_account_id = ${account}`;
  await db.sql`update repayment_plan set note = 'x' where rent_account_id = ${account}`;
  const logged = await db.sql<{ kind: string }[]>`
    select distinct kind from change_log where seq > ${before!.seq} and case_id = ${account} order by kind`;
  expect(logged.map((row) => row.kind)).toEqual(['budget', 'plan', 'prompt', 'referral']);
});
