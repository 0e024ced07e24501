// Budget, plan, prompts, needs and referrals as people write them, on a real database.
import type { Actor } from '../../access/rights.ts';
import type { CaseDetail } from '../../contract/case-detail.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { addDays } from '../../domain/days.ts';

const { db, cases, sam, alex, manager, adviser, newCase, act } = await casesTest({
  homes: 120,
  worklist: true,
});
const today = new Date().toISOString().slice(0, 10);
const help = async (caseId: number) => ((await cases.readCase(manager, caseId)) as CaseDetail).help;

const household = { adults: 1, childrenUnder14: 0, children14to17: 0 };
function budget(caseId: number, weeklyPence: number, more: Partial<ArgsOf<'budget.record'>> = {}) {
  const lines: ArgsOf<'budget.record'>['lines'] = [
    { code: 'earnings', amountPence: weeklyPence, period: 'weekly', nextOn: addDays(today, 3) },
    { code: 'rent', amountPence: 10_000, period: 'weekly' },
  ];
  return { caseId, budgetId: randomUUID(), sittingId: randomUUID(), household, lines, note: '', ...more };
}
function plan(caseId: number, more: Partial<ArgsOf<'plan.agree'>> = {}): ArgsOf<'plan.agree'> {
  return {
    caseId,
    planId: randomUUID(),
    totalPence: 60_000,
    arrearsPence: 60_000,
    instalmentPence: 2_000,
    rhythm: 'weekly',
    firstDueOn: addDays(today, 4),
    overReason: '',
    agreedWith: 'Ann Example',
    agreedHow: 'visit',
    consent: 'spoken',
    note: '',
    ...more,
  };
}

test('[CASE-30] every version of a budget stays, and the newest of the newest sitting is the household’s', async () => {
  const caseId = newCase();
  const sitting = { sittingId: randomUUID() };
  for (const pence of [11_000, 12_000, 13_000])
    expect((await act(sam, 'budget.record', budget(caseId, pence, sitting))).status).toBe('applied');
  const { budget: now, beside } = await help(caseId);
  expect(now).toMatchObject({
    by: 'Officer Example 1',
    lines: [{ amountPence: 13_000 }, { amountPence: 10_000 }],
  });
  expect(beside).toEqual([]);
  const [kept] = await db.sql<
    { n: number }[]
  >`select count(*) as n from budget where rent_account_id = ${caseId}`;
  expect(kept!.n).toBe(3);
});

test('[CASE-30] the versions of one sitting may come in any order: what was written last stands', async () => {
  const caseId = newCase();
  const sitting = { sittingId: randomUUID() };
  const at = (minutes: number) => ({ madeAt: new Date(Date.now() - minutes * 60_000).toISOString() });
  await act(sam, 'budget.record', budget(caseId, 13_000, sitting), at(1));
  await act(sam, 'budget.record', budget(caseId, 12_000, sitting), at(2));
  expect((await help(caseId)).budget!.lines[0]!.amountPence).toBe(13_000);
});

test('[CASE-31] of two budgets at once both are shown, until somebody goes on from both', async () => {
  const caseId = newCase();
  const first = await act(sam, 'budget.record', budget(caseId, 11_000));
  const basedOn = (first.result as { budgetId: number }).budgetId;
  await act(sam, 'budget.record', budget(caseId, 12_000, { basedOn }));
  await act(alex, 'budget.record', budget(caseId, 13_000, { basedOn }));
  const both = await help(caseId);
  expect(both.budget).toMatchObject({ by: 'Officer Example 2', lines: [{ amountPence: 13_000 }, {}] });
  expect(both.beside).toMatchObject([{ by: 'Officer Example 1', lines: [{ amountPence: 12_000 }, {}] }]);
  const seen = Math.max(both.budget!.id, ...both.beside.map((one) => one.id));
  await act(sam, 'budget.record', budget(caseId, 12_000, { basedOn: seen }));
  expect((await help(caseId)).beside).toEqual([]);
});

test('[CASE-30] a budget goes on only from one of the same home, and a name is used once', async () => {
  const [one, other] = [newCase(), newCase()];
  const made = budget(one, 11_000);
  const id = ((await act(sam, 'budget.record', made)).result as { budgetId: number }).budgetId;
  expect(await act(sam, 'budget.record', budget(other, 1, { basedOn: id }))).toMatchObject({
    status: 'refused',
  });
  expect(await act(sam, 'budget.record', { ...made, caseId: other })).toMatchObject({ status: 'refused' });
  expect(await act(sam, 'budget.record', made)).toMatchObject({
    status: 'applied',
    result: { budgetId: id },
  });
});

test('[CASE-32] a plan is kept in full, with its last day, its budget, and who agreed to it', async () => {
  const caseId = newCase();
  const form = budget(caseId, 12_500);
  await act(sam, 'budget.record', form);
  const agreed = plan(caseId, { budgetId: form.budgetId, totalPence: 59_000, arrearsPence: 60_000 });
  const answer = await act(sam, 'plan.agree', agreed, { baseVersion: 0 });
  // 29 instalments of £20.00 and the rest.
  const ends = addDays(agreed.firstDueOn, 29 * 7);
  expect(answer).toMatchObject({ status: 'applied', result: { endsOn: ends } });
  expect((await help(caseId)).plan).toMatchObject({
    totalPence: 59_000,
    arrearsPence: 60_000,
    endsOn: ends,
    agreedBy: 'Officer Example 1',
    agreedWith: 'Ann Example',
    consent: 'spoken',
    endedOn: null,
  });
});

test('[CASE-33] more than the budget leaves needs a reason, and a plan that makes no sense is refused in words', async () => {
  const caseId = newCase();
  const form = budget(caseId, 11_000);
  await act(sam, 'budget.record', form);
  const over = plan(caseId, { budgetId: form.budgetId });
  expect(await act(sam, 'plan.agree', over)).toMatchObject({
    status: 'refused',
    message: 'This is £10.00 more than the budget leaves each time. Why can they pay it?',
  });
  for (const [wrong, words] of [
    [{ firstDueOn: addDays(today, -1) }, 'today or a later day'],
    [{ totalPence: 60_001 }, 'more than is really owed'],
    [{ totalPence: 70_000, arrearsPence: 70_000 }, 'Only £600.00 is owed'],
    [{ instalmentPence: 60_001 }, 'more than the whole'],
    [{ rhythm: 'lump_sum' as const }, 'all|whole'],
    [{ totalPence: 60_000, instalmentPence: 1 }, 'thirty years'],
  ] as const)
    expect((await act(sam, 'plan.agree', plan(caseId, wrong))).message, words).toMatch(new RegExp(words));
  expect((await help(caseId)).plan).toBe(null);
  expect(await act(sam, 'plan.agree', { ...over, overReason: 'Her son helps.' })).toMatchObject({
    status: 'applied',
  });
});

test('[CASE-34] a hold on the debt refuses a plan in words; help goes on', async () => {
  const caseId = newCase();
  await db.sql`insert into hold (rent_account_id, kind, starts_on, ends_on)
    values (${caseId}, 'breathing_space', now()::date - 3, now()::date + 57)`;
  const answer = await act(sam, 'plan.agree', plan(caseId));
  expect(answer.status).toBe('refused');
  expect(answer.message).toMatch(/^Breathing space until .*: no plan may be asked for\.$/);
  expect((await act(sam, 'budget.record', budget(caseId, 12_000))).status).toBe('applied');
  const [tried] =
    await db.sql`select detail from audit_line where case_id = ${caseId} and what = 'mutation.refused'`;
  expect(tried).toMatchObject({ detail: { kind: 'plan.agree', words: { agreedWith: 'Ann Example' } } });
});

test('[CASE-82] a plan that the court ordered is kept as one, judged as one and told apart from one that was agreed', async () => {
  const caseId = newCase();
  expect((await act(sam, 'plan.agree', plan(caseId), { baseVersion: 0 })).status).toBe('applied');
  expect((await help(caseId)).plan).toMatchObject({ basis: 'informal' });
  const ordered = plan(caseId, { instalmentPence: 3_000, basis: 'court_ordered' });
  const asked = await act(alex, 'plan.agree', ordered, { baseVersion: 0 });
  const { theirs, mine, version } = asked.result as { theirs: string; mine: string; version: number };
  expect(mine).toMatch(/, ordered by the court$/);
  expect(theirs).not.toContain('court');
  expect((await act(alex, 'plan.agree', ordered, { baseVersion: version })).status).toBe('applied');
  const { history, help: then } = (await cases.readCase(manager, caseId)) as CaseDetail;
  expect(then.plan).toMatchObject({ basis: 'court_ordered', instalmentPence: 3_000 });
  expect(then.pastPlans).toMatchObject([{ basis: 'informal', instalmentPence: 2_000 }]);
  expect(history.entries.map((one) => one.title)).toContain(
    'Plan ordered by the court: £30.00 a week besides the rent',
  );
  // The assessment is of it: once its first payment is missed, the court's terms are broken.
  await db.sql`update repayment_plan set first_due_on = agreed_on - 60, agreed_on = agreed_on - 70
    where rent_account_id = ${caseId} and ended_on is null`;
  const broken = ((await cases.readCase(manager, caseId)) as CaseDetail).summary;
  expect(broken).toMatchObject({ planState: 'broken', action: 'court_review' });
  expect(broken.reasons[0]!.text).toMatch(/^The court's terms are broken: /);
});

test('[CASE-35] two officers who agree a plan at once: the second is asked, both are kept, and either may be put in force', async () => {
  const caseId = newCase();
  const [first, second] = [plan(caseId), plan(caseId, { instalmentPence: 3_000 })];
  expect((await act(sam, 'plan.agree', first, { baseVersion: 0 })).status).toBe('applied');
  const asked = await act(alex, 'plan.agree', second, { baseVersion: 0 });
  expect(asked).toMatchObject({
    status: 'conflict',
    result: { what: 'repayment plan', by: 'Officer Example 1' },
  });
  const { theirs, mine, version } = asked.result as { theirs: string; mine: string; version: number };
  expect(theirs).toMatch(/^£20\.00 a week from /);
  expect(mine).toMatch(/^£30\.00 a week from /);
  const kept = await help(caseId);
  expect(kept.plan).toMatchObject({ instalmentPence: 2_000 });
  expect(kept.pastPlans).toMatchObject([
    { instalmentPence: 3_000, endReason: 'not_in_force', agreedBy: 'Officer Example 2' },
  ]);
  // Alex keeps theirs: the same again, knowing of the other.
  expect((await act(alex, 'plan.agree', second, { baseVersion: version })).status).toBe('applied');
  const then = await help(caseId);
  expect(then.plan).toMatchObject({ instalmentPence: 3_000, endReason: null });
  expect(then.pastPlans).toMatchObject([
    { instalmentPence: 2_000, endReason: 'replaced', endedBy: 'Officer Example 2' },
  ]);
});

test('[CASE-35] whatever order two people’s plans and endings come in, one plan at most is in force and none is lost', async () => {
  const caseId = newCase();
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          who: fc.constantFrom('sam', 'alex'),
          what: fc.constantFrom('agree', 'agree', 'agree', 'end'),
          knows: fc.boolean(),
          rhythm: fc.constantFrom('weekly', 'fortnightly', 'four_weekly', 'monthly'),
        }),
        { minLength: 2, maxLength: 6 },
      ),
      async (steps) => {
        await db.sql`delete from repayment_plan where rent_account_id = ${caseId}`;
        const agreed: string[] = [];
        for (const { who, what, knows, rhythm } of steps) {
          const actor = who === 'sam' ? sam : alex;
          const inForce = (await help(caseId)).plan;
          if (what === 'agree') {
            const one = plan(caseId, { rhythm });
            const answer = await act(actor, 'plan.agree', one, {
              baseVersion: knows ? (inForce?.id ?? 0) : 0,
            });
            expect(['applied', 'conflict']).toContain(answer.status);
            agreed.push(one.planId);
          } else if (inForce) {
            await act(actor, 'plan.end', { caseId, plan: inForce.ref!, reason: 'tenant_asked', note: '' });
          }
        }
        const { plan: now, pastPlans } = await help(caseId);
        const all = [...(now ? [now] : []), ...pastPlans];
        expect(new Set(all.map((one) => one.ref))).toEqual(new Set(agreed));
        expect(pastPlans.every((one) => one.endedOn !== null && one.endReason !== null)).toBe(true);
      },
    ),
    { numRuns: 12 },
  );
});

test('[CASE-36] a plan is ended with its reason by the first who says so, and only in its own case', async () => {
  const caseId = newCase();
  const agreed = plan(caseId);
  await act(sam, 'plan.agree', agreed);
  expect(
    await act(sam, 'plan.end', { caseId: newCase(), plan: agreed.planId, reason: 'mistake', note: '' }),
  ).toMatchObject({
    status: 'refused',
  });
  await act(sam, 'plan.end', { caseId, plan: agreed.planId, reason: 'cannot_afford', note: 'Lost her job.' });
  await act(alex, 'plan.end', { caseId, plan: agreed.planId, reason: 'tenant_asked', note: '' });
  expect((await help(caseId)).pastPlans).toMatchObject([
    { endReason: 'cannot_afford', endNote: 'Lost her job.', endedBy: 'Officer Example 1', endedOn: today },
  ]);
});

test('[CASE-37] a prompt comes up with its facts and keeps what was said about it', async () => {
  const caseId = newCase();
  await db.sql`update person set date_of_birth = date '1950-02-03' where id in (
    select tp.person_id from tenancy_person tp join rent_account a on a.tenancy_id = tp.tenancy_id where a.id = ${caseId})`;
  const said = {
    caseId,
    answerId: randomUUID(),
    code: 'pension_credit',
    answer: 'claiming',
    note: 'Form sent.',
  } as const;
  const found = (await help(caseId)).prompts.find((one) => one.code === 'pension_credit')!;
  expect(found).toMatchObject({ answer: null, rule: { confirmed: false } });
  expect(found.because[0]).toMatchObject({ source: 'Date of birth on the tenancy' });
  expect(JSON.stringify(found.because)).not.toContain('1950');
  await act(sam, 'prompt.answer', said);
  await act(sam, 'prompt.answer', said);
  const again = (await help(caseId)).prompts.find((one) => one.code === 'pension_credit')!;
  expect(again.answer).toMatchObject({ answer: 'claiming', note: 'Form sent.', by: 'Officer Example 1' });
});

test('[CASE-38] support needs are added by a device’s own name and end with a note', async () => {
  const caseId = newCase();
  const need = { caseId, needId: randomUUID(), kind: 'hearing' as const, note: '<b>Knock</b> loudly' };
  await act(sam, 'support.add', need);
  await act(sam, 'support.add', need);
  expect((await help(caseId)).supportNeeds).toMatchObject([
    { kind: 'hearing', note: '<b>Knock</b> loudly', since: today },
  ]);
  expect(
    await act(sam, 'support.add', { ...need, needId: randomUUID(), since: addDays(today, 1) }),
  ).toMatchObject({
    status: 'refused',
  });
  expect((await act(sam, 'support.end', { caseId: newCase(), need: need.needId, note: '' })).status).toBe(
    'refused',
  );
  await act(sam, 'support.end', { caseId, need: need.needId, note: 'Hearing aid.' });
  expect((await help(caseId)).supportNeeds).toEqual([]);
});

const referral = (caseId: number, more: Partial<ArgsOf<'referral.make'>> = {}): ArgsOf<'referral.make'> => ({
  caseId,
  referralId: randomUUID(),
  about: 'debt',
  reason: 'Three loans.',
  agreed: 'They ring.',
  urgent: false,
  consent: 'spoken',
  ...more,
});

test('[CASE-39] a referral is taken by one adviser, closed with an outcome, and stands in the case', async () => {
  const caseId = newCase();
  const form = budget(caseId, 9_000);
  await act(sam, 'budget.record', form);
  const made = referral(caseId, { budgetId: form.budgetId, sharedArrearsPence: 60_000 });
  await act(sam, 'referral.make', made);
  const { referralId } = made;
  const [colleague] = await db.sql<{ id: number }[]>`
    insert into staff (name, email, role) values ('Second Example', 'second@demo.doorstep.test', 'money_advice') returning id`;
  const second: Actor = { ...adviser, staffId: colleague!.id, name: 'Second Example' };
  expect((await act(adviser, 'referral.take', { caseId, referralId, mine: true })).status).toBe('applied');
  expect(await act(second, 'referral.take', { caseId, referralId, mine: true })).toMatchObject({
    status: 'refused',
    message: 'Advice Example has taken it already.',
  });
  expect(
    await act(sam, 'referral.outcome', { caseId, referralId, outcome: 'helped', note: '' }),
  ).toMatchObject({
    status: 'refused',
  });
  await act(adviser, 'referral.outcome', {
    caseId,
    referralId,
    outcome: 'more_income',
    note: '£12 a week more.',
  });
  expect((await help(caseId)).referrals).toMatchObject([
    { state: 'closed', outcome: 'more_income', outcomeNote: '£12 a week more.', takenBy: 'Advice Example' },
  ]);
  expect(
    await act(second, 'referral.outcome', { caseId, referralId, outcome: 'no_contact', note: '' }),
  ).toMatchObject({
    status: 'conflict',
    result: { theirs: 'More income found', mine: 'Could not be reached' },
  });
});

test('[CASE-39] the money-advice team writes to no case that was not referred to it', async () => {
  const [own, other] = [newCase(), newCase()];
  const [agency] = await db.sql<{ id: number }[]>`
    insert into agency (name, kind, helps_with, from_on) values ('Food Example', 'food', 'Parcels', '2020-01-01') returning id`;
  await act(sam, 'referral.make', referral(own));
  await act(sam, 'referral.make', referral(other, { agencyId: agency!.id }));
  const call = (caseId: number) =>
    act(adviser, 'contact.record', { caseId, kind: 'call', reached: true, note: '' });
  expect((await call(own)).status).toBe('applied');
  expect(await call(other)).toMatchObject({
    status: 'refused',
    message: 'This case was not referred to your team.',
  });
  expect(await cases.readCase(adviser, own)).toBe(null);
});

test('[CASE-39] of a case that was referred the money-advice team changes nothing that it is not shown', async () => {
  const caseId = newCase();
  await act(sam, 'referral.make', {
    caseId,
    referralId: randomUUID(),
    about: 'debt',
    reason: 'Asked for it',
    agreed: '',
    urgent: false,
    consent: 'spoken',
  });
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
  const only = { message: 'The money-advice team puts right how the tenants are reached, and nothing else.' };
  // Changed meanwhile, as the answer to a change of an earlier version would say.
  await act(
    sam,
    'person.correct',
    { caseId, personId: tenant!, field: 'date_of_birth', value: '1980-02-03' },
    { baseVersion: 1 },
  );
  const asked = await correct(tenant!, 'date_of_birth', '1970-01-01');
  expect(asked).toMatchObject({ status: 'refused', ...only });
  expect(JSON.stringify(asked)).not.toContain('1980');
  expect(await correct(child!, 'phone', '01632 960111')).toMatchObject({ status: 'refused', ...only });
  expect((await correct(tenant!, 'phone', '01632 960222')).status).toBe('applied');

  const task = (forRole: 'officer' | 'money_advice') => ({
    caseId,
    taskId: randomUUID(),
    what: 'Ask again',
    dueOn: today,
    forRole,
  });
  const [theirs, ours] = [task('officer'), task('money_advice')];
  for (const one of [theirs, ours]) await act(sam, 'task.add', one);
  const done = ({ taskId }: { taskId: string }, because?: string) =>
    act(adviser, 'task.done', { caseId, taskId, because, note: '' });
  expect((await done(theirs)).message).toBe('There is no such task on this case.');
  expect((await done({ taskId: randomUUID() }, 'hold-ended:1')).message).toBe(
    'Officers and managers decide what comes after a hold.',
  );
  expect((await done(ours)).status).toBe('applied');
});

test('[CASE-39] an agency that is no longer on the list gets no referral', async () => {
  const [gone] = await db.sql<{ id: number }[]>`
    insert into agency (name, kind, helps_with, from_on, until_on)
    values ('Gone Example', 'debt', 'Debts', '2020-01-01', now()::date) returning id`;
  expect(await act(sam, 'referral.make', referral(newCase(), { agencyId: gone!.id }))).toMatchObject({
    status: 'refused',
  });
});

test('[CASE-99] the rows of this year come with their source and day, unconfirmed; an earlier day and another nation have theirs', async () => {
  const rows = await db.sql<
    { code: string; nations: string[]; title: string; source: string; from: string }[]
  >`
    select code, nations, title, source, from_on as from, confirmed from prompt_rule
    where from_on >= '2025-04-01' or code = 'council_tax_full' order by code, from_on`;
  for (const code of [
    'winter_fuel',
    'discretionary_housing',
    'uc_deductions',
    'two_child_limit',
    'council_tax_full',
  ])
    expect(rows.map((row) => row.code)).toContain(code);
  expect(rows.every((row) => row.source.length > 10)).toBe(true);
  expect(await db.sql`select from prompt_rule where confirmed`).toHaveLength(0);
  const on = async (code: string, nation: string, day: string) =>
    (
      await db.sql<
        { title: string }[]
      >`select title from prompt_rule where code = ${code} and ${nation} = any(nations)
        and from_on <= ${day} and (until_on is null or until_on > ${day}) order by from_on desc limit 1`
    )[0]?.title;
  expect(await on('discretionary_housing', 'england', '2026-03-31')).toBe('Discretionary housing payment');
  expect(await on('discretionary_housing', 'england', '2026-04-01')).toContain('Crisis and Resilience Fund');
  for (const nation of ['wales', 'scotland'])
    expect(await on('discretionary_housing', nation, '2026-04-01')).toBe('Discretionary housing payment');
  expect(await on('winter_fuel', 'england', '2026-11-12')).toContain('2026 to 2027');
  // No row of an earlier winter comes back when this one is over.
  expect(await on('winter_fuel', 'england', '2027-11-12')).toBe(undefined);
});
