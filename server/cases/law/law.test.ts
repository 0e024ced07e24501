// Holds and law on a real database: what is in force at once, the messages of refusals, and who reads what.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { planAgree, referralMake } from '../../../tests/support/help.ts';
import { courtStep, holdStart, lawPeople } from '../../../tests/support/law.ts';
import { readDueTasks } from './due-tasks.ts';
import { addDays } from '../../domain/days.ts';
import { caseLaw } from '../../contract/case-law.ts';

const house = await lawPeople();
const { db, sam, alex, manager, adviser, today, newCase, act, applied, refused, read } = house;
const inDays = (days: number) => addDays(today, days);

const evidence = (caseId: number, item: string, on: string, personId?: number) => ({
  caseId,
  evidenceId: randomUUID(),
  item,
  on,
  note: 'A letter, kept in the file',
  ...(personId === undefined ? {} : { personId }),
});
/** Everything that the checklist requires before a notice, with that day. */
async function allEvidence(caseId: number, day: string): Promise<void> {
  const { items, tenants } = await read(caseId);
  for (const { code, eachTenant, gates } of items)
    if (gates === 'notice')
      for (const person of eachTenant ? tenants : [undefined])
        await applied(sam, 'evidence.add', evidence(caseId, code, day, person?.id));
}
const onlyManagers = 'Only a manager can end this kind of hold early.';

test('[CASE-50] a breathing space is in force from its start: every debt action is refused with a message, help is not', async () => {
  const caseId = newCase();
  await applied(manager, 'hold.start', holdStart(caseId, 'breathing_space', today));
  const call = { caseId, kind: 'call', reached: true, note: 'asked for £20' } as const;
  for (const message of [
    await refused(sam, 'visit.plan', { caseId, plannedFor: inDays(1) }),
    await refused(sam, 'visit.set-out', { caseId }),
    await refused(sam, 'visit.set-out', { caseId, purpose: 'arrears' }),
    await refused(sam, 'contact.record', call),
  ])
    expect(message).toMatch(/^Breathing space until \w{3} \d+ \w{3}: you can’t /);
  expect(await refused(sam, 'court.step', courtStep(caseId, 'notice_served', today))).toContain(
    'Notice served: not yet. Breathing space until',
  );
  await applied(sam, 'visit.plan', { caseId, plannedFor: inDays(1), purpose: 'repair' });
  await applied(sam, 'visit.set-out', { caseId, purpose: 'damp_check' });
  await applied(sam, 'contact.record', { ...call, purpose: 'welfare' });
  await applied(sam, 'contact.record', { ...call, kind: 'letter', reached: false, purpose: 'rent_since' });
  await applied(sam, 'contact.record', { ...call, kind: 'office' });
});

test('[CASE-50] on a visit for a repair the hold shows what not to ask for', async () => {
  const caseId = newCase();
  await act(manager, 'hold.start', holdStart(caseId, 'safeguarding', today, { reviewOn: inDays(14) }));
  await act(sam, 'visit.set-out', { caseId, purpose: 'repair' });
  expect(await applied(sam, 'visit.knock-check', { caseId })).toMatchObject({
    verdict: 'clear',
    message: 'Clear to knock: about a repair. Safeguarding: do not talk about arrears.',
  });
});

test('[CASE-51] a call before the hold became known is stored; one after it is refused', async () => {
  const caseId = newCase();
  await act(manager, 'hold.start', holdStart(caseId, 'breathing_space', today));
  const call = { caseId, kind: 'call', reached: true, note: 'talked' } as const;
  await applied(sam, 'contact.record', call, Date.now() - 60 * 60_000);
  await refused(sam, 'contact.record', call);
});

test('[CASE-52] two people who change one hold get a conflict; some kinds only a manager can end', async () => {
  const caseId = newCase();
  const { holdId } = await applied(sam, 'hold.start', holdStart(caseId, 'breathing_space', today));
  const end = { caseId, holdId, reason: 'over' };
  expect(await refused(sam, 'hold.end', end)).toBe(onlyManagers);
  const review = { caseId, holdId, note: 'Looked at: debts qualify' };
  await applied(sam, 'hold.review', review, { baseVersion: 1 });
  expect((await act(manager, 'hold.end', end, { baseVersion: 1 })).status).toBe('conflict');
  await applied(manager, 'hold.end', end, { baseVersion: 2 });
  // From that instant debt actions are accepted again.
  await applied(sam, 'visit.set-out', { caseId });
  const law = await read(caseId);
  expect(law.events.map((e) => e.did)).toEqual(['ended', 'reviewed', 'started']);
  expect(law.tasks).toEqual([]);
});

test('[CASE-52] a hold that protects people cannot be ended early by a review either', async () => {
  const caseId = newCase();
  const started = holdStart(caseId, 'safeguarding', today, { reviewOn: inDays(14) });
  const { holdId } = await applied(manager, 'hold.start', started);
  const hold = { caseId, holdId, note: 'Looked at' };
  const near = { ...hold, endsOn: inDays(1) };
  expect(await refused(sam, 'hold.review', near)).toBe(onlyManagers);
  await applied(sam, 'hold.review', { ...hold, reviewOn: inDays(28) });
  await applied(manager, 'hold.review', near);
  await applied(sam, 'hold.review', { ...hold, endsOn: inDays(9) });

  const dates = (days: number) => ({ reviewOn: today, expiresOn: inDays(days) });
  const warning = { caseId, kind: 'do_not_attend', detail: '', source: 'The police', ...dates(90) } as const;
  const { alertId } = await applied(manager, 'alert.add', warning);
  const alert = { caseId, alertId, note: 'Looked at' };
  expect(await refused(sam, 'alert.review', { ...alert, ...dates(0) })).toBe(
    'Only a manager can make this alert end earlier.',
  );
  await applied(sam, 'alert.review', { ...alert, ...dates(120) });
  await applied(manager, 'alert.review', { ...alert, ...dates(0) });
});

test('[CASE-52] the money-advice team cannot end a hold, also not by a review', async () => {
  const caseId = newCase();
  await applied(sam, 'referral.make', referralMake(caseId));
  const started = holdStart(caseId, 'agreed', today, { endsOn: inDays(20) });
  const { holdId } = await applied(sam, 'hold.start', started);
  const hold = { caseId, holdId, note: 'Spoke to them' };
  const sooner = { ...hold, endsOn: inDays(1) };
  expect(await refused(adviser, 'hold.review', sooner)).toBe(
    'Only officers and managers can end a hold early.',
  );
  await applied(adviser, 'hold.review', { ...hold, endsOn: inDays(40) });
  await applied(sam, 'hold.review', sooner);
});

test('[CASE-53] a refused attempt is shown with its reason; its text only to its author and a manager', async () => {
  const caseId = newCase();
  await act(manager, 'hold.start', holdStart(caseId, 'agreed', today, { endsOn: inDays(20) }));
  const note = 'asked <b>when</b> 他们 will pay';
  const reason = await refused(sam, 'contact.record', { caseId, kind: 'call', reached: true, note });
  for (const [who, text] of [
    [sam, note],
    [manager, note],
    [alex, null],
  ] as const)
    expect((await read(caseId, who)).refused).toMatchObject([
      { kind: 'contact.record', reason, by: 'Officer Example 1', said: text },
    ]);
});

test('[CASE-54] a complete checklist allows a notice; the notice’s period and a manager allow the court', async () => {
  const caseId = newCase();
  const step = (kind: 'notice_served' | 'application_made', on: string) => courtStep(caseId, kind, on);
  expect(await refused(manager, 'court.step', step('notice_served', today))).toContain(
    'The tenant was contacted early about the arrears: no evidence yet',
  );
  const noticeDay = inDays(-30);
  await allEvidence(caseId, noticeDay);
  await applied(sam, 'court.step', step('notice_served', noticeDay));
  expect(await refused(sam, 'court.step', step('application_made', today))).toBe(
    'A manager decides whether to go to court.',
  );
  expect(await refused(manager, 'court.step', step('application_made', today))).toContain(
    'Contact was tried again after the notice: no evidence yet',
  );
  for (const { code, gates } of (await read(caseId)).items)
    if (gates === 'application') await act(sam, 'evidence.add', evidence(caseId, code, inDays(-1)));
  expect(await refused(manager, 'court.step', step('application_made', inDays(-3)))).toContain(
    'allows an application from',
  );
  await applied(manager, 'court.step', step('application_made', today));
  expect(await refused(manager, 'court.step', step('application_made', today))).toContain(
    'There is already an open claim',
  );
});

test('[CASE-80] open damp, an overdue repair and a plan that was agreed this evening prevent a notice, and the page says so', async () => {
  const caseId = newCase();
  await allEvidence(caseId, today);
  const notice = () => courtStep(caseId, 'notice_served', today);
  const repair = (category: string, target: string) => db.sql`
    insert into repair (property_id, category, reported_at, target_at)
    select t.property_id, ${category}, now() - interval '20 days', now() + ${target}::interval
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId}`;
  const mend = () => db.sql`
    update repair set status = 'completed', completed_at = now() where property_id = (
      select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId})`;
  await repair('damp_mould', '20 days');
  expect(await refused(manager, 'court.step', notice())).toContain('Damp or mould reported');
  expect((await read(caseId)).heldUp).toMatchObject([expect.stringContaining('is not fixed')]);
  await mend();
  await repair('heating', '-1 day');
  expect(await refused(manager, 'court.step', notice())).toContain('A repair has been overdue since ');
  await mend();
  const plan = planAgree(caseId, inDays(7));
  await applied(sam, 'plan.agree', plan);
  expect(await refused(manager, 'court.step', notice())).toContain('A plan was agreed on');
  await applied(sam, 'plan.end', { caseId, plan: plan.planId, reason: 'tenant_asked', note: '' });
  await applied(manager, 'court.step', notice());
});

test('[CASE-81] a hearing that has passed without an outcome is a task on the case and in the list of tasks, until the outcome is recorded', async () => {
  const caseId = newCase();
  const yesterday = inDays(-1);
  const tasks = async () => [
    (await read(caseId)).tasks,
    (await readDueTasks(db.sql, sam, today)).filter((task) => task.caseId === caseId),
  ];
  await applied(
    sam,
    'court.step',
    courtStep(caseId, 'hearing_listed', inDays(-30), { hearingOn: yesterday }),
  );
  const task = { kind: 'hearing_passed', because: `hearing-passed:${yesterday}`, for: 'officer' };
  const [own] = await db.sql<{ name: string }[]>`select name from staff where id = ${sam.staffId}`;
  expect(await tasks()).toMatchObject([
    [task],
    [{ ...task, officers: expect.arrayContaining([own!.name]) as string[] }],
  ]);
  await applied(sam, 'court.step', courtStep(caseId, 'order_suspended', yesterday));
  expect(await tasks()).toEqual([[], []]);
});

test('[CASE-54] withdrawn evidence does not count any more, but can still be read', async () => {
  const caseId = newCase();
  const one = evidence(caseId, 'early_contact', today);
  await act(sam, 'evidence.add', one);
  await act(sam, 'evidence.withdraw', { caseId, evidenceId: one.evidenceId, reason: 'wrong home' });
  expect(await refused(manager, 'court.step', courtStep(caseId, 'notice_served', today))).toContain(
    'contacted early about the arrears: no evidence yet',
  );
  expect((await read(caseId)).evidence).toMatchObject([{ withdrawnBecause: 'wrong home' }]);
});

test('[CASE-54] a reference to another case’s row is refused, not accepted silently', async () => {
  const [caseId, other] = [newCase(), newCase()];
  const task = { taskId: randomUUID(), what: 'Ask about the claim', dueOn: today };
  const answer = { answerId: randomUUID(), code: 'pension_credit', answer: 'later', note: '' } as const;
  const step = courtStep(caseId, 'hearing_listed', today);
  const proof = evidence(caseId, 'early_contact', today);
  const all = async (id: number) =>
    [
      await act(sam, 'task.add', { ...task, caseId: id }),
      await act(sam, 'prompt.answer', { ...answer, caseId: id }),
      await act(sam, 'court.step', { ...step, caseId: id }),
      await act(sam, 'evidence.add', { ...proof, caseId: id }),
    ].map(({ message, status }) => message ?? status);
  expect(await all(caseId)).toEqual(Array(4).fill('applied'));
  expect(await all(caseId)).toEqual(Array(4).fill('applied'));
  expect(await all(other)).toEqual(Array(4).fill('This is already recorded in another case.'));
});

test('[CASE-55] a hold that expired leaves one task, completed once', async () => {
  const caseId = newCase();
  await act(sam, 'hold.start', holdStart(caseId, 'breathing_space', inDays(-60)));
  const { tasks, split } = await read(caseId);
  expect(split).toBeNull();
  expect(tasks).toMatchObject([
    { kind: 'hold_ended', what: expect.stringContaining('decide what to do next') },
  ]);
  const because = tasks[0]!.because!;
  const done = () =>
    applied(sam, 'task.done', { caseId, taskId: randomUUID(), because, note: 'Called her; a plan stands' });
  await Promise.all([done(), done()]);
  expect((await read(caseId)).tasks).toMatchObject([{ because, doneBy: 'Officer Example 1' }]);
});

test('[CASE-56] alerts restrict visits: a warning about safety must be answered, a need for translation is only shown', async () => {
  const caseId = newCase();
  const dates = { reviewOn: inDays(90), expiresOn: inDays(180) };
  const add = (kind: 'no_male_staff' | 'translation_needed') =>
    applied(sam, 'alert.add', { caseId, kind, detail: '', source: 'Support provider', ...dates });
  await add('translation_needed');
  await applied(sam, 'visit.set-out', { caseId });
  await act(sam, 'visit.turn-back', { caseId, because: 'cancelled' });
  const { alertId } = await add('no_male_staff');
  expect(await refused(sam, 'visit.set-out', { caseId })).toBe(
    'No male staff at this address. Confirm that you have read this before you set out.',
  );
  await applied(sam, 'visit.set-out', { caseId, read: ['no_male_staff'] });
  await act(sam, 'visit.turn-back', { caseId, because: 'cancelled' });
  await act(sam, 'alert.end', { caseId, alertId, reason: 'No longer wished' });
  await applied(sam, 'visit.set-out', { caseId });
});

test('[CASE-57] the answer has the contract’s shape, with money frozen and payable', async () => {
  const caseId = newCase();
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on) values (${caseId}, 10000, ${today})`;
  await act(sam, 'hold.start', holdStart(caseId, 'breathing_space', inDays(-3), { reference: 'BS-2' }));
  const law = await read(caseId);
  expect(caseLaw.parse(law)).toEqual(law);
  expect(law.split).toEqual({ since: inDays(-3), frozenPence: 60_000, payablePence: 10_000 });
});

test('[CASE-54] facts of the case are offered as evidence, and count only when a person confirms them', async () => {
  const caseId = newCase();
  const call = { caseId, kind: 'call', reached: true, note: 'hours cut at work' } as const;
  await act(sam, 'contact.record', call);
  await act(sam, 'contact.record', { ...call, purpose: 'welfare', note: 'about her mother' });
  await db.sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
    values (${caseId}, 500, 'weekly', ${today}, ${today})`;
  const { found, evidence: counted } = await read(caseId);
  const of = (item: string) => found.filter((one) => one.item === item).map((one) => one.says);
  expect(of('early_contact')).toEqual(['Call, reached: hours cut at work']);
  expect(of('causes')).toEqual(['Call, reached: hours cut at work']);
  expect(of('each_in_writing')).toEqual([]);
  expect(of('affordable_plan')).toEqual(['Plan agreed: £5.00 a week']);
  expect(counted).toEqual([]);
});
