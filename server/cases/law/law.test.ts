// Holds and law on a real database: what binds at once, what is told in words, and what of it anybody reads.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { lawPeople, type LawPeople } from '../../../tests/support/law.ts';
import { readDueTasks } from './due-tasks.ts';
import { addDays } from '../../domain/days.ts';
import { caseLaw } from '../../contract/case-law.ts';

let at: LawPeople;
beforeAll(async () => {
  at = await lawPeople();
});

const evidence = (caseId: number, item: string, on: string, personId?: number) => ({
  caseId,
  evidenceId: randomUUID(),
  item,
  on,
  note: 'A letter, kept in the file',
  ...(personId === undefined ? {} : { personId }),
});

test('[CASE-50] a breathing space binds from its start: every debt action is refused in words, help is not', async () => {
  const caseId = at.newCase();
  const { today } = at;
  const started = await at.act(at.manager, 'hold.start', {
    caseId,
    kind: 'breathing_space',
    startsOn: today,
    reason: 'Told by the Insolvency Service',
    reference: 'BS-1',
  });
  expect(started).toMatchObject({ status: 'applied' });
  const said = /^Breathing space until \w{3} \d+ \w{3}: no /;
  const debt = [
    await at.act(at.sam, 'visit.plan', { caseId, plannedFor: addDays(today, 1) }),
    await at.act(at.sam, 'visit.set-out', { caseId }),
    await at.act(at.sam, 'visit.set-out', { caseId, purpose: 'arrears' }),
    await at.act(at.sam, 'contact.record', { caseId, kind: 'call', reached: true, note: 'asked for £20' }),
  ];
  for (const answer of debt) {
    expect(answer.status).toBe('refused');
    expect(answer.message).toMatch(said);
  }
  const court = await at.act(at.sam, 'court.step', {
    caseId,
    stepId: randomUUID(),
    kind: 'notice_served',
    on: today,
    reference: '',
    note: '',
  });
  expect(court.status).toBe('refused');
  expect(court.message).toContain('Notice served: not yet. Breathing space until');
  const help = [
    await at.act(at.sam, 'visit.plan', { caseId, plannedFor: addDays(today, 1), purpose: 'repair' }),
    await at.act(at.sam, 'visit.set-out', { caseId, purpose: 'damp_check' }),
    await at.act(at.sam, 'contact.record', {
      caseId,
      kind: 'call',
      reached: true,
      note: 'how are you',
      purpose: 'welfare',
    }),
    await at.act(at.sam, 'contact.record', {
      caseId,
      kind: 'letter',
      reached: false,
      note: 'this week’s rent',
      purpose: 'rent_since',
    }),
    await at.act(at.sam, 'contact.record', { caseId, kind: 'office', reached: true, note: 'came by' }),
  ];
  expect(help.map((answer) => answer.message ?? answer.status)).toEqual(help.map(() => 'applied'));
});

test('[CASE-50] at the door of a repair the hold says what not to ask for', async () => {
  const caseId = at.newCase();
  await at.act(at.manager, 'hold.start', {
    caseId,
    kind: 'safeguarding',
    startsOn: at.today,
    reviewOn: addDays(at.today, 14),
    reason: 'Ask the lead first',
    reference: '',
  });
  await at.act(at.sam, 'visit.set-out', { caseId, purpose: 'repair' });
  expect((await at.act(at.sam, 'visit.knock-check', { caseId })).result).toMatchObject({
    verdict: 'clear',
    message: 'Clear to knock: about a repair. Safeguarding: no word of arrears.',
  });
});

test('[CASE-51] a call that was made before anybody knew of the hold is kept; one made after it is refused', async () => {
  const caseId = at.newCase();
  const before = new Date(Date.now() - 60 * 60_000).toISOString();
  await at.act(at.manager, 'hold.start', {
    caseId,
    kind: 'breathing_space',
    startsOn: at.today,
    reason: 'Told by the Insolvency Service',
    reference: '',
  });
  const call = { caseId, kind: 'call', reached: true, note: 'talked' } as const;
  expect((await at.act(at.sam, 'contact.record', call, before)).status).toBe('applied');
  expect((await at.act(at.sam, 'contact.record', call)).status).toBe('refused');
});

test('[CASE-52] two who change one hold are asked; ending a weighty one is a manager’s', async () => {
  const caseId = at.newCase();
  const { result } = await at.act(at.sam, 'hold.start', {
    caseId,
    kind: 'breathing_space',
    startsOn: at.today,
    reason: 'Told by the Insolvency Service',
    reference: '',
  });
  const { holdId } = result as { holdId: number };
  expect(await at.act(at.sam, 'hold.end', { caseId, holdId, reason: 'over' })).toMatchObject({
    status: 'refused',
    message: 'Only a manager ends this kind of hold early.',
  });
  const review = { caseId, holdId, note: 'Looked at: debts qualify' };
  expect((await at.act(at.sam, 'hold.review', review, { baseVersion: 1 })).status).toBe('applied');
  expect(
    (await at.act(at.manager, 'hold.end', { caseId, holdId, reason: 'ended' }, { baseVersion: 1 })).status,
  ).toBe('conflict');
  expect(
    (await at.act(at.manager, 'hold.end', { caseId, holdId, reason: 'ended' }, { baseVersion: 2 })).status,
  ).toBe('applied');
  // From that instant the door is open again.
  expect((await at.act(at.sam, 'visit.set-out', { caseId })).status).toBe('applied');
  const law = await at.read(caseId);
  expect(law.events.map((e) => e.did)).toEqual(['ended', 'reviewed', 'started']);
  expect(law.tasks).toEqual([]);
});

test('[CASE-52] what protects people is not ended early by a review either', async () => {
  const caseId = at.newCase();
  const { result } = await at.act(at.manager, 'hold.start', {
    caseId,
    kind: 'safeguarding',
    startsOn: at.today,
    reason: 'Told by the council',
    reference: '',
    reviewOn: addDays(at.today, 14),
  });
  const hold = { caseId, holdId: (result as { holdId: number }).holdId, note: 'Looked at' };
  const near = { ...hold, endsOn: addDays(at.today, 1) };
  expect(await at.act(at.sam, 'hold.review', near)).toMatchObject({
    status: 'refused',
    message: 'Only a manager ends this kind of hold early.',
  });
  const on = { ...hold, reviewOn: addDays(at.today, 28) };
  expect((await at.act(at.sam, 'hold.review', on)).status).toBe('applied');
  expect((await at.act(at.manager, 'hold.review', near)).status).toBe('applied');
  const later = { ...hold, endsOn: addDays(at.today, 9) };
  expect((await at.act(at.sam, 'hold.review', later)).status).toBe('applied');

  const dates = (days: number) => ({ reviewOn: at.today, expiresOn: addDays(at.today, days) });
  const added = await at.act(at.manager, 'alert.add', {
    caseId,
    kind: 'do_not_attend',
    detail: '',
    source: 'The police',
    ...dates(90),
  });
  const alert = { caseId, alertId: (added.result as { alertId: number }).alertId, note: 'Looked at' };
  expect(await at.act(at.sam, 'alert.review', { ...alert, ...dates(0) })).toMatchObject({
    status: 'refused',
    message: 'Only a manager lets this alert end earlier.',
  });
  expect((await at.act(at.sam, 'alert.review', { ...alert, ...dates(120) })).status).toBe('applied');
  expect((await at.act(at.manager, 'alert.review', { ...alert, ...dates(0) })).status).toBe('applied');
});

test('[CASE-52] the money-advice team, which ends no hold, ends none by a review', async () => {
  const caseId = at.newCase();
  const [adviser] = await at.db.sql<{ id: number }[]>`
    insert into staff (name, email, role) values ('Advice Example', 'advice@example.org', 'money_advice') returning id`;
  const ada = { staffId: adviser!.id, name: 'Advice Example', role: 'money_advice', patchIds: [] } as const;
  await at.act(at.sam, 'referral.make', {
    caseId,
    referralId: randomUUID(),
    about: 'debt',
    reason: 'Asked for it',
    agreed: '',
    urgent: false,
    consent: 'spoken',
  });
  const { result } = await at.act(at.sam, 'hold.start', {
    caseId,
    kind: 'agreed',
    startsOn: at.today,
    reason: 'In hospital',
    reference: '',
    endsOn: addDays(at.today, 20),
  });
  const hold = { caseId, holdId: (result as { holdId: number }).holdId, note: 'Spoke to them' };
  const sooner = { ...hold, endsOn: addDays(at.today, 1) };
  expect(await at.act(ada, 'hold.review', sooner)).toMatchObject({
    status: 'refused',
    message: 'Officers and managers end a hold early.',
  });
  const longer = { ...hold, endsOn: addDays(at.today, 40) };
  expect((await at.act(ada, 'hold.review', longer)).status).toBe('applied');
  expect((await at.act(at.sam, 'hold.review', sooner)).status).toBe('applied');
});

test('[CASE-53] what was tried and refused is read with its reason; the words by who wrote them and by a manager', async () => {
  const caseId = at.newCase();
  await at.act(at.manager, 'hold.start', {
    caseId,
    kind: 'agreed',
    startsOn: at.today,
    endsOn: addDays(at.today, 20),
    reason: 'In hospital',
    reference: '',
  });
  const note = 'asked <b>when</b> 他们 will pay';
  const { message } = await at.act(at.sam, 'contact.record', { caseId, kind: 'call', reached: true, note });
  for (const [who, said] of [
    [at.sam, note],
    [at.manager, note],
    [at.alex, null],
  ] as const) {
    const { refused } = await at.read(caseId, who);
    expect(refused).toMatchObject([
      { kind: 'contact.record', reason: message, by: 'Officer Example 1', said },
    ]);
  }
});

test('[CASE-54] the checklist opens the way to a notice, the notice’s days and a manager to court', async () => {
  const caseId = at.newCase();
  const { today } = at;
  const step = (kind: 'notice_served' | 'application_made', on: string, who = at.manager) =>
    at.act(who, 'court.step', { caseId, stepId: randomUUID(), kind, on, reference: '', note: '' });
  const first = await step('notice_served', today);
  expect(first.message).toContain('The tenant was contacted early about the arrears: no evidence yet');
  const law = await at.read(caseId);
  const noticeDay = addDays(today, -30);
  for (const { code, eachTenant, gates } of law.items) {
    if (gates !== 'notice') continue;
    for (const person of eachTenant ? law.tenants : [undefined])
      expect(
        (await at.act(at.sam, 'evidence.add', evidence(caseId, code, noticeDay, person?.id))).status,
      ).toBe('applied');
  }
  expect((await step('notice_served', noticeDay, at.sam)).message ?? 'applied').toBe('applied');
  expect(await step('application_made', today, at.sam)).toMatchObject({
    message: 'A manager decides on going to court.',
  });
  expect((await step('application_made', today)).message).toContain(
    'Contact was tried again after the notice: no evidence yet',
  );
  for (const { code, gates } of law.items)
    if (gates === 'application')
      await at.act(at.sam, 'evidence.add', evidence(caseId, code, addDays(today, -1)));
  expect((await step('application_made', addDays(today, -3))).message).toContain('runs until');
  expect((await step('application_made', today)).message ?? 'applied').toBe('applied');
  expect((await step('application_made', today)).message).toContain('A claim is open already');
});

/** Everything that the checklist asks for before a notice, with that day. */
async function allEvidence(caseId: number, day: string): Promise<void> {
  const { items, tenants } = await at.read(caseId);
  for (const { code, eachTenant, gates } of items)
    if (gates === 'notice')
      for (const person of eachTenant ? tenants : [undefined])
        await at.act(at.sam, 'evidence.add', evidence(caseId, code, day, person?.id));
}
const notice = (caseId: number, on: string) =>
  at.act(at.manager, 'court.step', {
    caseId,
    stepId: randomUUID(),
    kind: 'notice_served' as const,
    on,
    reference: '',
    note: '',
  });

test('[CASE-80] open damp, an overdue repair and a plan that was agreed this evening stand in the way of a notice, and the page says so', async () => {
  const caseId = at.newCase();
  const { sql } = at.db;
  await allEvidence(caseId, at.today);
  const [home] = await sql<{ id: number }[]>`
    select t.property_id as id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId}`;
  const repair = (category: string, target: string | null) => sql`
    insert into repair (property_id, category, reported_at, target_at)
    values (${home!.id}, ${category}, now() - interval '20 days', now() + ${target}::interval) returning id`;
  const [damp] = await repair('damp_mould', '20 days');
  expect((await notice(caseId, at.today)).message).toContain('Damp or mould reported');
  expect((await at.read(caseId)).heldUp).toMatchObject([expect.stringContaining('is not put right')]);
  await sql`update repair set status = 'completed', completed_at = now() where id = ${damp!['id']}`;
  const [late] = await repair('heating', '-1 day');
  expect((await notice(caseId, at.today)).message).toContain('A repair is overdue since');
  await sql`update repair set status = 'completed', completed_at = now() where id = ${late!['id']}`;
  const planId = randomUUID();
  await at.act(at.sam, 'plan.agree', {
    caseId,
    planId,
    totalPence: 60_000,
    arrearsPence: 60_000,
    instalmentPence: 2_000,
    rhythm: 'weekly',
    firstDueOn: addDays(at.today, 7),
    overReason: '',
    agreedWith: 'Example Person',
    agreedHow: 'visit',
    consent: 'spoken',
    note: '',
  });
  expect((await notice(caseId, at.today)).message).toContain('A plan was agreed on');
  await at.act(at.sam, 'plan.end', { caseId, plan: planId, reason: 'tenant_asked', note: '' });
  expect((await notice(caseId, at.today)).message ?? 'applied').toBe('applied');
});

test('[CASE-81] a hearing that has passed without an outcome is a task on the case and in the list of tasks, until the outcome is recorded', async () => {
  const caseId = at.newCase();
  const step = (kind: 'hearing_listed' | 'order_suspended', on: string, hearingOn?: string) =>
    at.act(at.sam, 'court.step', {
      caseId,
      stepId: randomUUID(),
      kind,
      on,
      hearingOn,
      reference: '',
      note: '',
    });
  await step('hearing_listed', addDays(at.today, -30), addDays(at.today, -1));
  const because = `hearing-passed:${addDays(at.today, -1)}`;
  const due = async () =>
    (await readDueTasks(at.db.sql, at.sam, at.today)).filter((task) => task.caseId === caseId);
  expect((await at.read(caseId)).tasks).toMatchObject([{ kind: 'hearing_passed', because, for: 'officer' }]);
  expect(await due()).toMatchObject([{ kind: 'hearing_passed', because, for: 'officer' }]);
  await step('order_suspended', addDays(at.today, -1));
  expect((await at.read(caseId)).tasks).toEqual([]);
  expect(await due()).toEqual([]);
});

test('[CASE-54] evidence that is withdrawn counts no longer, and stays to be read', async () => {
  const caseId = at.newCase();
  const one = evidence(caseId, 'early_contact', at.today);
  await at.act(at.sam, 'evidence.add', one);
  await at.act(at.sam, 'evidence.withdraw', { caseId, evidenceId: one.evidenceId, reason: 'wrong home' });
  const answer = await at.act(at.manager, 'court.step', {
    caseId,
    stepId: randomUUID(),
    kind: 'notice_served',
    on: at.today,
    reference: '',
    note: '',
  });
  expect(answer.message).toContain('contacted early about the arrears: no evidence yet');
  expect((await at.read(caseId)).evidence).toMatchObject([{ withdrawnBecause: 'wrong home' }]);
});

test('[CASE-54] what is named as another case’s row is refused, not answered as if it were kept', async () => {
  const [caseId, other] = [at.newCase(), at.newCase()];
  const taskId = randomUUID();
  const task = { taskId, what: 'Ask about the claim', dueOn: at.today };
  const answer = { answerId: randomUUID(), code: 'pension_credit', answer: 'later', note: '' } as const;
  const court = { kind: 'hearing_listed', on: at.today, reference: '', note: '' } as const;
  const step = { ...court, stepId: randomUUID() };
  const proof = evidence(caseId, 'early_contact', at.today);
  const say = async (id: number) => [
    await at.act(at.sam, 'task.add', { ...task, caseId: id }),
    await at.act(at.sam, 'prompt.answer', { ...answer, caseId: id }),
    await at.act(at.sam, 'court.step', { ...step, caseId: id }),
    await at.act(at.sam, 'evidence.add', { ...proof, caseId: id }),
  ];
  const words = (answers: Awaited<ReturnType<typeof say>>) => answers.map((one) => one.message ?? one.status);
  expect(words(await say(caseId))).toEqual(['applied', 'applied', 'applied', 'applied']);
  expect(words(await say(caseId))).toEqual(['applied', 'applied', 'applied', 'applied']);
  const elsewhere = 'This was recorded in another case already.';
  expect(words(await say(other))).toEqual([elsewhere, elsewhere, elsewhere, elsewhere]);
});

test('[CASE-55] a hold that ended by itself leaves one task, ended once', async () => {
  const caseId = at.newCase();
  await at.act(at.sam, 'hold.start', {
    caseId,
    kind: 'breathing_space',
    startsOn: addDays(at.today, -60),
    reason: 'Told by the Insolvency Service',
    reference: '',
  });
  const { tasks, split } = await at.read(caseId);
  expect(split).toBeNull();
  expect(tasks).toMatchObject([
    { kind: 'hold_ended', what: expect.stringContaining('decide what comes next') },
  ]);
  const because = tasks[0]!.because!;
  const done = () =>
    at.act(at.sam, 'task.done', { caseId, taskId: randomUUID(), because, note: 'Called her; a plan stands' });
  expect((await Promise.all([done(), done()])).map((a) => a.status)).toEqual(['applied', 'applied']);
  const after = (await at.read(caseId)).tasks;
  expect(after).toMatchObject([{ because, doneBy: 'Officer Example 1' }]);
  expect(after).toHaveLength(1);
});

test('[CASE-56] alerts gate who goes: a warning about staff is answered, a translation is only shown', async () => {
  const caseId = at.newCase();
  const add = (kind: 'no_male_staff' | 'translation_needed') =>
    at.act(at.sam, 'alert.add', {
      caseId,
      kind,
      detail: '',
      source: 'Support provider',
      reviewOn: addDays(at.today, 90),
      expiresOn: addDays(at.today, 180),
    });
  await add('translation_needed');
  expect((await at.act(at.sam, 'visit.set-out', { caseId })).status).toBe('applied');
  await at.act(at.sam, 'visit.turn-back', { caseId, because: 'cancelled' });
  const { result } = await add('no_male_staff');
  expect((await at.act(at.sam, 'visit.set-out', { caseId })).message).toBe(
    'No male staff at this address: say that you have read this before you set out.',
  );
  expect((await at.act(at.sam, 'visit.set-out', { caseId, read: ['no_male_staff'] })).status).toBe('applied');
  const { alertId } = result as { alertId: number };
  await at.act(at.sam, 'visit.turn-back', { caseId, because: 'cancelled' });
  await at.act(at.sam, 'alert.end', { caseId, alertId, reason: 'No longer wished' });
  expect((await at.act(at.sam, 'visit.set-out', { caseId })).status).toBe('applied');
});

test('[CASE-57] the answer is what the contract says, with money frozen and payable', async () => {
  const caseId = at.newCase();
  await at.db
    .sql`insert into charge (rent_account_id, amount_pence, due_on) values (${caseId}, 10000, ${at.today})`;
  await at.act(at.sam, 'hold.start', {
    caseId,
    kind: 'breathing_space',
    startsOn: addDays(at.today, -3),
    reason: 'Told by the Insolvency Service',
    reference: 'BS-2',
  });
  const law = await at.read(caseId);
  expect(caseLaw.parse(law)).toEqual(law);
  expect(law.split).toEqual({ since: addDays(at.today, -3), frozenPence: 60_000, payablePence: 10_000 });
});

test('[CASE-54] what stands in the case already is offered as evidence, and counts only when a person says so', async () => {
  const caseId = at.newCase();
  const call = { caseId, kind: 'call', reached: true, note: 'hours cut at work' } as const;
  await at.act(at.sam, 'contact.record', call);
  await at.act(at.sam, 'contact.record', { ...call, purpose: 'welfare', note: 'about her mother' });
  await at.db
    .sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
    values (${caseId}, 500, 'weekly', ${at.today}, ${at.today})`;
  const { found, evidence: counted } = await at.read(caseId);
  const of = (item: string) => found.filter((one) => one.item === item).map((one) => one.says);
  expect(of('early_contact')).toEqual(['Call, reached: hours cut at work']);
  expect(of('causes')).toEqual(['Call, reached: hours cut at work']);
  expect(of('each_in_writing')).toEqual([]);
  expect(of('affordable_plan')).toEqual(['Plan agreed: £5.00 a week']);
  expect(counted).toEqual([]);
});
