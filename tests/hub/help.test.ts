// Help across the rooms: a plan's state follows the payments live, and changes the next action; a referral reaches the
// money-advice team at once, who see only what was shared.
import { expect, test } from 'vitest';
import { addDays } from '../../server/domain/days.ts';
import {
  openReferral,
  referralQueue,
  type OpenReferral,
  type ReferralQueue,
} from '../../server/contract/referral.ts';
import { client } from '../support/app.ts';
import { pay } from '../support/landlord.ts';
import { emailOf, setUp } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

const today = londonDay();
const { db, landlord, app, ask, listen } = await setUp({
  homes: 6,
  patches: 1,
  owed: 120_000,
  async prepare(sql) {
    // Each account owes more than its plan covers, so that a case whose plan is paid off stays on the list. Each also owes
    // this week's rent, which is not due yet but which a payment pays first.
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
      select id, 10000, now()::date from rent_account`;
  },
});
// An instalment's tolerance is counted in working days, so none of these weeks may have fewer than usual.
await db.sql`delete from bank_holiday`;
const homes = landlord.accounts;
const officer = await client(app.url, emailOf('officer1'));

const get = async <T>(path: string, who = 'advice'): Promise<{ status: number; body: T }> => {
  const response = await ask(who, path);
  return { status: response.status, body: (await response.json()) as T };
};
const listed = (caseId: number) => officer.worklist.get(caseId)!;

test('[CASE-32] a plan agreed with a person follows the payments alone: kept, broken, late, kept, completed', async () => {
  const caseId = homes[0]!;
  const answer = await officer.do('plan.agree', {
    caseId,
    planId: crypto.randomUUID(),
    totalPence: 100_000,
    arrearsPence: 120_000,
    instalmentPence: 20_000,
    rhythm: 'weekly',
    firstDueOn: addDays(today, 1),
    agreedWith: 'Example Person',
    agreedHow: 'visit',
    consent: 'spoken',
  });
  expect(answer).toMatchObject({ status: 'applied', result: { endsOn: addDays(today, 29) } });
  await officer.until(() => listed(caseId).planState === 'agreed');
  expect(listed(caseId).action).toBe('wait');
  expect(listed(caseId).reasons[0]!.text).toMatch(/^Agreed, first payment /);
  // The same agreement, written two weeks ago by another system: two instalments are missing, the third is due today.
  const first = addDays(today, -14);
  await db.sql`update repayment_plan set agreed_on = ${first}::date - 1, first_due_on = ${first}, ends_on = ${addDays(first, 28)}
    where rent_account_id = ${caseId}`;
  await officer.until(() => listed(caseId).planState === 'broken');
  expect(listed(caseId).action).toBe('plan_review');
  expect(listed(caseId).reasons[0]!.text).toMatch(/^Plan broken: £400\.00 due by /);
  await pay(db.sql, caseId, 10_000);
  await pay(db.sql, caseId, 40_000);
  await officer.until(() => listed(caseId).planState === 'late');
  expect(listed(caseId).action).toBe('wait');
  await pay(db.sql, caseId, 20_000);
  await officer.until(() => listed(caseId).planState === 'kept');
  await pay(db.sql, caseId, 40_000);
  await officer.until(() => listed(caseId).planState === 'completed');
});

test('[CASE-32] a payment within the tolerance keeps a plan; a returned debit breaks it again, live', async () => {
  const caseId = homes[1]!;
  const first = addDays(today, -21);
  await db.sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on, tolerance_days,
      total_pence, arrears_pence, ends_on)
    values (${caseId}, 10000, 'fortnightly', ${first}, ${first}::date - 1, 1, 100000, 120000, ${addDays(first, 126)})`;
  await officer.until(() => listed(caseId).planState === 'broken');
  await pay(db.sql, caseId, 10_000);
  await pay(db.sql, caseId, 20_000);
  await officer.until(() => listed(caseId).planState === 'kept');
  expect(listed(caseId)).toMatchObject({ action: 'wait' });
  expect(listed(caseId).reasons[0]!.text).toBe('Keeping to the plan of £100.00 a fortnight');
  await pay(db.sql, caseId, -20_000);
  await officer.until(() => listed(caseId).planState === 'broken');
  expect(listed(caseId).action).toBe('plan_review');
});

test('[CASE-32] a lump sum that was not paid breaks the plan; one that was paid completes it', async () => {
  const caseId = homes[2]!;
  const on = addDays(today, -10);
  await db.sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on, total_pence, arrears_pence, ends_on)
    values (${caseId}, 100000, 'lump_sum', ${on}, ${on}::date - 7, 100000, 120000, ${on})`;
  await officer.until(() => listed(caseId).planState === 'broken');
  expect(listed(caseId).reasons[0]!.text).toMatch(/^Plan broken: £1,000\.00 due by /);
  await pay(db.sql, caseId, 10_000);
  await pay(db.sql, caseId, 99_000);
  await pay(db.sql, caseId, 1_000);
  await officer.until(() => listed(caseId).planState === 'completed');
});

type Made = { caseId: number; referralId: string };
async function refer(caseId: number, more: object = {}): Promise<Made> {
  const referralId = crypto.randomUUID();
  const answer = await officer.do('referral.make', {
    caseId,
    referralId,
    about: 'debt',
    reason: 'Three loans.',
    agreed: 'They ring.',
    consent: 'spoken',
    ...more,
  });
  expect(answer.status).toBe('applied');
  return { caseId, referralId };
}

test('[CASE-39] a referral reaches the team within a second, with the budget that was shared, not a later one', async () => {
  const caseId = homes[3]!;
  const team = await listen('advice');
  const budget = (pence: number) => ({
    caseId,
    budgetId: crypto.randomUUID(),
    sittingId: crypto.randomUUID(),
    note: '',
    household: { adults: 1, childrenUnder14: 0, children14to17: 0 },
    lines: [{ code: 'earnings', amountPence: pence, period: 'monthly' }],
  });
  const shared = budget(90_000);
  await officer.do('budget.record', shared);
  const notified = team.next('referrals:again');
  const { referralId } = await refer(caseId, { budgetId: shared.budgetId, sharedArrearsPence: 100_000 });
  await notified;
  await officer.do('budget.record', budget(123_456));
  const { body: queue } = await get<ReferralQueue>('/api/referrals');
  expect(referralQueue.parse(queue)).toEqual(queue);
  expect(queue.referrals[0]).toMatchObject({ ref: referralId, state: 'sent', withBudget: true });
  const { body: one } = await get<OpenReferral>(`/api/referrals/${referralId}`);
  expect(openReferral.parse(one)).toEqual(one);
  expect(one).toMatchObject({
    sharedArrearsPence: 100_000,
    sharedWeeklyRentPence: 10_000,
    reason: 'Three loans.',
    budget: { lines: [{ amountPence: 90_000 }] },
  });
  expect(JSON.stringify(one)).not.toContain('123456');

  // The outcome is in the officer's case at once.
  await officer.look(caseId);
  const touched = officer.next('case:touched');
  expect((await team.do('referral.take', { caseId, referralId, mine: true })).status).toBe('applied');
  expect(
    (await team.do('referral.outcome', { caseId, referralId, outcome: 'more_income', note: 'A claim.' }))
      .status,
  ).toBe('applied');
  expect((await touched).kinds).toContain('referral');
  const { body: detail } = await get<{ help: { referrals: object[] } }>(`/api/cases/${caseId}`, 'officer1');
  expect(detail.help.referrals).toMatchObject([
    { state: 'closed', outcome: 'more_income', outcomeNote: 'A claim.' },
  ]);
  const lines =
    await db.sql`select what from audit_line where case_id = ${caseId} and what = 'referral.read'`;
  expect(lines).toHaveLength(1);
});

test('[CASE-39] the team sees only what was referred to it, over every route and socket', async () => {
  const [referred, other] = [homes[4]!, homes[5]!];
  const [agency] = await db.sql<{ id: number }[]>`
    insert into agency (name, kind, helps_with, from_on) values ('Food Example', 'food', 'Parcels', '2020-01-01') returning id`;
  const own = await refer(referred);
  const outside = await refer(other, { agencyId: agency!.id });
  const { body: queue } = await get<ReferralQueue>('/api/referrals');
  expect(queue.referrals.map((one) => one.caseId)).toContain(referred);
  expect(queue.referrals.map((one) => one.caseId)).not.toContain(other);
  expect((await get(`/api/referrals/${outside.referralId}`)).status).toBe(404);
  // Not shared: no request gives a figure of the account.
  const { body: one } = await get<OpenReferral>(`/api/referrals/${own.referralId}`);
  expect(one).toMatchObject({ sharedArrearsPence: null, sharedWeeklyRentPence: null, budget: null });
  expect(
    Object.keys(one).filter((key) => /ledger|balance|payment|alert|visit|need|hold|history/i.test(key)),
  ).toEqual([]);
  expect(JSON.stringify(one)).not.toMatch(/100000|T00000/);
  const { body: api } = await get<{ paths: Record<string, { get?: unknown }> }>('/api/openapi.json');
  for (const path of Object.keys(api.paths).filter(
    (p) => api.paths[p]!.get && /cases|worklist|thread|visits|day/.test(p),
  )) {
    const { status } = await get(path.replace('{id}', String(referred)));
    expect([400, 403, 404], path).toContain(status);
  }
  // Other people do not see the queue.
  for (const who of ['officer1', 'repairs']) {
    expect((await get('/api/referrals', who)).status).toBe(403);
    expect((await get(`/api/referrals/${own.referralId}`, who)).status).toBe(404);
  }
  // Three months after its end it is gone.
  await db.sql`update referral set state = 'closed', outcome = 'helped', outcome_at = now() - interval '91 days' where ref = ${own.referralId}`;
  expect((await get(`/api/referrals/${own.referralId}`)).status).toBe(404);
  const team = await listen('advice');
  expect(await team.do('contact.record', { caseId: referred, kind: 'call', reached: true })).toMatchObject({
    status: 'refused',
  });
});

test('[CASE-39] the repairs team receives nothing of a referral', async () => {
  const repairs = await listen('repairs');
  await repairs.look(homes[0]!);
  const team = await listen('advice');
  const notified = team.next('referrals:again');
  await refer(homes[0]!);
  await notified;
  await repairs.next('heartbeat');
  expect(repairs.count('referrals:again') + repairs.count('case:touched')).toBe(0);
});
