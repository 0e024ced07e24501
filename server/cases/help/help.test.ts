// Mutations of prompts, support needs and referrals, on a real database.
import type { Actor } from '../../access/rights.ts';
import type { CaseDetail } from '../../contract/case-detail.ts';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { budgetRecord, referralMake } from '../../../tests/support/help.ts';
import { addDays } from '../../domain/days.ts';

const house = await casesTest({ homes: 60, worklist: true });
const { db, cases, sam, manager, adviser, newCase, act, applied, refused, today } = house;
const help = async (caseId: number) => ((await cases.readCase(manager, caseId)) as CaseDetail).help;

test('[CASE-37] a prompt appears with its facts and keeps the answer', async () => {
  const caseId = newCase();
  await db.sql`update person set date_of_birth = date '1950-02-03' where id in (
    select tp.person_id from tenancy_person tp join rent_account a on a.tenancy_id = tp.tenancy_id where a.id = ${caseId})`;
  const code = 'pension_credit';
  const answer = { caseId, answerId: randomUUID(), code, answer: 'claiming', note: 'Form sent.' } as const;
  const prompt = async () => (await help(caseId)).prompts.find((one) => one.code === code)!;
  const found = await prompt();
  expect(found).toMatchObject({ answer: null, rule: { confirmed: false } });
  expect(found.because[0]).toMatchObject({ source: 'Date of birth on the tenancy' });
  expect(JSON.stringify(found.because)).not.toContain('1950');
  await act(sam, 'prompt.answer', answer);
  await act(sam, 'prompt.answer', answer);
  expect((await prompt()).answer).toMatchObject({
    answer: 'claiming',
    note: 'Form sent.',
    by: 'Officer Example 1',
  });
});

test('[CASE-38] support needs are added with a device’s own id and end with a note', async () => {
  const caseId = newCase();
  const need = { caseId, needId: randomUUID(), kind: 'hearing' as const, note: '<b>Knock</b> loudly' };
  await act(sam, 'support.add', need);
  await act(sam, 'support.add', need);
  expect((await help(caseId)).supportNeeds).toMatchObject([
    { kind: 'hearing', note: '<b>Knock</b> loudly', since: today },
  ]);
  await refused(sam, 'support.add', { ...need, needId: randomUUID(), since: addDays(today, 1) });
  await refused(sam, 'support.end', { caseId: newCase(), need: need.needId, note: '' });
  await act(sam, 'support.end', { caseId, need: need.needId, note: 'Hearing aid.' });
  expect((await help(caseId)).supportNeeds).toEqual([]);
});

test('[CASE-39] a referral is taken by one adviser, closed with an outcome, and shown in the case', async () => {
  const caseId = newCase();
  const form = budgetRecord(caseId, today, 9_000);
  await act(sam, 'budget.record', form);
  const made = referralMake(caseId, { budgetId: form.budgetId, sharedArrearsPence: 60_000 });
  await act(sam, 'referral.make', made);
  const { referralId } = made;
  const [colleague] = await db.sql<{ staffId: number; name: string }[]>`
    insert into staff (name, email, role) values ('Second Example', 'second@demo.doorstep.test', 'money_advice')
    returning id as "staffId", name`;
  const second: Actor = { ...adviser, ...colleague };
  await applied(adviser, 'referral.take', { caseId, referralId, mine: true });
  expect(await refused(second, 'referral.take', { caseId, referralId, mine: true })).toBe(
    'Advice Example has already taken this referral.',
  );
  await refused(sam, 'referral.outcome', { caseId, referralId, outcome: 'helped', note: '' });
  const found = { caseId, referralId, outcome: 'more_income', note: '£12 a week more.' } as const;
  await applied(adviser, 'referral.outcome', found);
  expect((await help(caseId)).referrals).toMatchObject([
    { state: 'closed', outcome: 'more_income', outcomeNote: '£12 a week more.', takenBy: 'Advice Example' },
  ]);
  expect(
    await act(second, 'referral.outcome', { caseId, referralId, outcome: 'no_contact', note: '' }),
  ).toMatchObject({
    status: 'conflict',
    result: { theirs: 'More income found', mine: 'Not reached' },
  });
});

test('[CASE-39] the money-advice team cannot write to a case that was not referred to it', async () => {
  const [own, other] = [newCase(), newCase()];
  const [agency] = await db.sql<{ id: number }[]>`
    insert into agency (name, kind, helps_with, from_on) values ('Food Example', 'food', 'Parcels', '2020-01-01') returning id`;
  await act(sam, 'referral.make', referralMake(own));
  await act(sam, 'referral.make', referralMake(other, { agencyId: agency!.id }));
  const call = (caseId: number) =>
    act(adviser, 'contact.record', { caseId, kind: 'call', reached: true, note: '' });
  expect((await call(own)).status).toBe('applied');
  expect(await call(other)).toMatchObject({
    status: 'refused',
    message: 'This case has not been referred to your team.',
  });
  expect(await cases.readCase(adviser, own)).toBe(null);
});

test('[CASE-39] in a referred case the money-advice team cannot change what it does not see', async () => {
  const caseId = newCase();
  await applied(sam, 'referral.make', referralMake(caseId));
  const people = await db.sql<{ id: number; role: string }[]>`
    with child as (insert into person (name, phone) values ('Child Example', '01632 960000') returning id), joined as (
      insert into tenancy_person (tenancy_id, person_id, role)
      select a.tenancy_id, child.id, 'household' from rent_account a, child where a.id = ${caseId} returning person_id as id, role)
    select id, role from joined union all
    select tp.person_id, tp.role from tenancy_person tp join rent_account a on a.tenancy_id = tp.tenancy_id
    where a.id = ${caseId} and tp.role = 'tenant'`;
  const [child, tenant] = ['household', 'tenant'].map((role) => people.find((one) => one.role === role)!.id);
  const correct = (personId: number, field: 'phone' | 'date_of_birth', value: string) =>
    act(adviser, 'person.correct', { caseId, personId, field, value }, { baseVersion: 0 });
  const only = 'Your team can correct only the contact details of tenants.';
  // Changed meanwhile: the answer that an edit of an earlier version gets.
  const born = { caseId, personId: tenant!, field: 'date_of_birth', value: '1980-02-03' } as const;
  await applied(sam, 'person.correct', born, { baseVersion: 1 });
  const asked = await correct(tenant!, 'date_of_birth', '1970-01-01');
  expect(asked).toMatchObject({ status: 'refused', message: only });
  expect(JSON.stringify(asked)).not.toContain('1980');
  expect(await correct(child!, 'phone', '01632 960111')).toMatchObject({ status: 'refused', message: only });
  expect((await correct(tenant!, 'phone', '01632 960222')).status).toBe('applied');

  const common = { caseId, what: 'Ask again', dueOn: today };
  const task = (forRole: 'officer' | 'money_advice') => ({ ...common, taskId: randomUUID(), forRole });
  const [theirs, ours] = [task('officer'), task('money_advice')];
  for (const one of [theirs, ours]) await act(sam, 'task.add', one);
  const done = ({ taskId }: { taskId: string }, because?: string) =>
    act(adviser, 'task.done', { caseId, taskId, because, note: '' });
  expect((await done(theirs)).message).toBe('This task is not in this case.');
  expect((await done({ taskId: randomUUID() }, 'hold-ended:1')).message).toBe(
    'Only officers and managers can decide what to do after a hold.',
  );
  expect((await done(ours)).status).toBe('applied');
});

test('[CASE-39] an agency that was removed from the list gets no referral', async () => {
  const [gone] = await db.sql<{ id: number }[]>`
    insert into agency (name, kind, helps_with, from_on, until_on)
    values ('Gone Example', 'debt', 'Debts', '2020-01-01', now()::date) returning id`;
  await refused(sam, 'referral.make', referralMake(newCase(), { agencyId: gone!.id }));
});

test('[CASE-99] the rows of this year have their source and day, unconfirmed; an earlier day and another nation have their own', async () => {
  const rows = await db.sql<{ code: string; source: string }[]>`
    select code, source from prompt_rule where from_on >= '2025-04-01' or code = 'council_tax_full'`;
  const added = 'winter_fuel discretionary_housing uc_deductions two_child_limit council_tax_full'.split(' ');
  expect(rows.map((row) => row.code)).toEqual(expect.arrayContaining(added));
  expect(rows.every((row) => row.source.length > 10)).toBe(true);
  expect(await db.sql`select from prompt_rule where confirmed`).toHaveLength(0);
  const on = async (code: string, nation: string, day: string) => {
    const [row] = await db.sql<{ title: string }[]>`
      select title from prompt_rule where code = ${code} and ${nation} = any(nations)
        and from_on <= ${day} and (until_on is null or until_on > ${day}) order by from_on desc limit 1`;
    return row?.title;
  };
  expect(await on('discretionary_housing', 'england', '2026-03-31')).toBe('Discretionary housing payment');
  expect(await on('discretionary_housing', 'england', '2026-04-01')).toContain('Crisis and Resilience Fund');
  for (const nation of ['wales', 'scotland'])
    expect(await on('discretionary_housing', nation, '2026-04-01')).toBe('Discretionary housing payment');
  expect(await on('winter_fuel', 'england', '2026-11-12')).toContain('2026 to 2027');
  // When this winter's row ends, no row of an earlier winter applies again.
  expect(await on('winter_fuel', 'england', '2027-11-12')).toBe(undefined);
});
