// Mutations of budgets and plans, on a real database.
import type { CaseDetail } from '../../contract/case-detail.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { budgetRecord, planAgree } from '../../../tests/support/help.ts';
import { addDays } from '../../domain/days.ts';

const house = await casesTest({ homes: 60, worklist: true });
const { db, cases, sam, alex, manager, newCase, act, applied, refused, count, today } = house;
const read = async (caseId: number) => (await cases.readCase(manager, caseId)) as CaseDetail;
const help = async (caseId: number) => (await read(caseId)).help;
const budget = (caseId: number, weeklyPence: number, more: Partial<ArgsOf<'budget.record'>> = {}) =>
  budgetRecord(caseId, today, weeklyPence, more);
const plan = (caseId: number, more: Partial<ArgsOf<'plan.agree'>> = {}) =>
  planAgree(caseId, addDays(today, 4), more);

test('[CASE-30] every version of a budget is kept, and the newest of the newest sitting is the household’s', async () => {
  const caseId = newCase();
  const sitting = { sittingId: randomUUID() };
  for (const pence of [11_000, 12_000, 13_000])
    await applied(sam, 'budget.record', budget(caseId, pence, sitting));
  const { budget: now, beside } = await help(caseId);
  expect(now).toMatchObject({
    by: 'Officer Example 1',
    lines: [{ amountPence: 13_000 }, { amountPence: 10_000 }],
  });
  expect(beside).toEqual([]);
  expect(await count('budget', caseId)).toBe(3);
});

test('[CASE-30] the versions of one sitting may arrive in any order: the last written one counts', async () => {
  const caseId = newCase();
  const sitting = { sittingId: randomUUID() };
  const at = (minutes: number) => ({ madeAt: new Date(Date.now() - minutes * 60_000).toISOString() });
  await act(sam, 'budget.record', budget(caseId, 13_000, sitting), at(1));
  await act(sam, 'budget.record', budget(caseId, 12_000, sitting), at(2));
  expect((await help(caseId)).budget!.lines[0]!.amountPence).toBe(13_000);
});

test('[CASE-31] two concurrent budgets are both shown, until somebody continues from both', async () => {
  const caseId = newCase();
  const { budgetId: basedOn } = await applied(sam, 'budget.record', budget(caseId, 11_000));
  await act(sam, 'budget.record', budget(caseId, 12_000, { basedOn }));
  await act(alex, 'budget.record', budget(caseId, 13_000, { basedOn }));
  const both = await help(caseId);
  expect(both.budget).toMatchObject({ by: 'Officer Example 2', lines: [{ amountPence: 13_000 }, {}] });
  expect(both.beside).toMatchObject([{ by: 'Officer Example 1', lines: [{ amountPence: 12_000 }, {}] }]);
  const seen = Math.max(both.budget!.id, ...both.beside.map((one) => one.id));
  await act(sam, 'budget.record', budget(caseId, 12_000, { basedOn: seen }));
  expect((await help(caseId)).beside).toEqual([]);
});

test('[CASE-30] a budget continues only from one of the same home, and an id is used once', async () => {
  const [one, other] = [newCase(), newCase()];
  const made = budget(one, 11_000);
  const { budgetId } = await applied(sam, 'budget.record', made);
  await refused(sam, 'budget.record', budget(other, 1, { basedOn: budgetId }));
  await refused(sam, 'budget.record', { ...made, caseId: other });
  expect(await applied(sam, 'budget.record', made)).toMatchObject({ budgetId });
});

test('[CASE-32] a plan is stored in full, with its last day, its budget, and who agreed it', async () => {
  const caseId = newCase();
  const form = budget(caseId, 12_500);
  await act(sam, 'budget.record', form);
  const agreed = plan(caseId, { budgetId: form.budgetId, totalPence: 59_000, arrearsPence: 60_000 });
  // 29 instalments of £20.00 and the rest.
  const endsOn = addDays(agreed.firstDueOn, 29 * 7);
  expect(await applied(sam, 'plan.agree', agreed, { baseVersion: 0 })).toMatchObject({ endsOn });
  expect((await help(caseId)).plan).toMatchObject({
    totalPence: 59_000,
    arrearsPence: 60_000,
    endsOn,
    agreedBy: 'Officer Example 1',
    agreedWith: 'Ann Example',
    consent: 'spoken',
    endedOn: null,
  });
});

test('[CASE-33] more than the budget’s surplus needs a reason, and an inconsistent plan is refused with a message', async () => {
  const caseId = newCase();
  const form = budget(caseId, 11_000);
  await act(sam, 'budget.record', form);
  const over = plan(caseId, { budgetId: form.budgetId });
  expect(await refused(sam, 'plan.agree', over)).toBe(
    'This is £10.00 more than the budget leaves for each payment. How can they afford it?',
  );
  for (const [wrong, words] of [
    [{ firstDueOn: addDays(today, -1) }, 'a day from today'],
    [{ totalPence: 60_001 }, 'more than is overdue'],
    [{ totalPence: 70_000, arrearsPence: 70_000 }, 'Only £600.00 is owed'],
    [{ instalmentPence: 60_001 }, 'no larger than the total'],
    [{ rhythm: 'lump_sum' as const }, 'all|whole'],
    [{ totalPence: 60_000, instalmentPence: 1 }, '30 years'],
  ] as const)
    expect((await act(sam, 'plan.agree', plan(caseId, wrong))).message, words).toMatch(new RegExp(words));
  expect((await help(caseId)).plan).toBe(null);
  await applied(sam, 'plan.agree', { ...over, overReason: 'Her son helps.' });
});

test('[CASE-33] a plan without a complete budget needs a reason, which is stored with it; a court’s terms need none', async () => {
  const caseId = newCase();
  const asked = plan(caseId, { noBudgetReason: '' });
  expect(await refused(sam, 'plan.agree', asked)).toBe('Enter why there is no complete budget.');
  const form = budget(caseId, 20_000);
  await act(sam, 'budget.record', form);
  await refused(sam, 'plan.agree', { ...asked, budgetId: form.budgetId });
  await applied(sam, 'plan.agree', { ...asked, noBudgetReason: 'She chose this amount' });
  expect((await help(caseId)).plan).toMatchObject({ noBudgetReason: 'She chose this amount' });
  const whole = budget(caseId, 20_000);
  for (const code of ['council_tax', 'electricity', 'water', 'food'] as const)
    whole.lines.push({ code, amountPence: 0, period: 'weekly' });
  await act(sam, 'budget.record', whole);
  await applied(sam, 'plan.agree', plan(caseId, { noBudgetReason: '', budgetId: whole.budgetId }));
  expect((await help(caseId)).plan).toMatchObject({ noBudgetReason: '' });
  const other = newCase();
  await applied(sam, 'plan.agree', plan(other, { noBudgetReason: '', basis: 'court_ordered' }));
  // A device from before there was such a field.
  const old = newCase();
  await applied(sam, 'plan.agree', plan(old));
});

test('[CASE-34] with a hold on the debt a plan is refused with a message; help is still accepted', async () => {
  const caseId = newCase();
  await db.sql`insert into hold (rent_account_id, kind, starts_on, ends_on)
    values (${caseId}, 'breathing_space', now()::date - 3, now()::date + 57)`;
  expect(await refused(sam, 'plan.agree', plan(caseId))).toMatch(
    /^Breathing space until .*: you can’t agree a plan\.$/,
  );
  await applied(sam, 'budget.record', budget(caseId, 12_000));
  const [tried] =
    await db.sql`select detail from audit_line where case_id = ${caseId} and what = 'mutation.refused'`;
  expect(tried).toMatchObject({ detail: { kind: 'plan.agree', words: { agreedWith: 'Ann Example' } } });
});

test('[CASE-82] a plan that the court ordered is stored, assessed and shown as one, not as an agreed plan', async () => {
  const caseId = newCase();
  await applied(sam, 'plan.agree', plan(caseId), { baseVersion: 0 });
  expect((await help(caseId)).plan).toMatchObject({ basis: 'informal' });
  const ordered = plan(caseId, { instalmentPence: 3_000, basis: 'court_ordered' });
  const asked = await act(alex, 'plan.agree', ordered, { baseVersion: 0 });
  const { theirs, mine, version } = asked.result as { theirs: string; mine: string; version: number };
  expect(mine).toMatch(/, ordered by the court$/);
  expect(theirs).not.toContain('court');
  await applied(alex, 'plan.agree', ordered, { baseVersion: version });
  const { history, help: then } = await read(caseId);
  expect(then.plan).toMatchObject({ basis: 'court_ordered', instalmentPence: 3_000 });
  expect(then.pastPlans).toMatchObject([{ basis: 'informal', instalmentPence: 2_000 }]);
  expect(history.entries.map((one) => one.title)).toContain(
    'Plan ordered by the court: £30.00 a week on top of the rent',
  );
  // The assessment uses it: when its first payment is missed, the court's terms are broken.
  await db.sql`update repayment_plan set first_due_on = agreed_on - 60, agreed_on = agreed_on - 70
    where rent_account_id = ${caseId} and ended_on is null`;
  const broken = (await read(caseId)).summary;
  expect(broken).toMatchObject({ planState: 'broken', action: 'court_review' });
  expect(broken.reasons[0]!.text).toMatch(/^The court's terms are broken: /);
});

test('[CASE-35] of two officers who agree a plan at once the second gets a conflict; both are stored, and either can be put in force', async () => {
  const caseId = newCase();
  const [first, second] = [plan(caseId), plan(caseId, { instalmentPence: 3_000 })];
  await applied(sam, 'plan.agree', first, { baseVersion: 0 });
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
  // Alex keeps their plan: the same again, with the other plan's id.
  await applied(alex, 'plan.agree', second, { baseVersion: version });
  const then = await help(caseId);
  expect(then.plan).toMatchObject({ instalmentPence: 3_000, endReason: null });
  expect(then.pastPlans).toMatchObject([
    { instalmentPence: 2_000, endReason: 'replaced', endedBy: 'Officer Example 2' },
  ]);
});

test('[CASE-35] in any order of two people’s plans and endings at most one plan is in force and none is lost', async () => {
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

test('[CASE-36] a plan is ended once, with its reason, and only in its own case', async () => {
  const caseId = newCase();
  const agreed = plan(caseId);
  await act(sam, 'plan.agree', agreed);
  await refused(sam, 'plan.end', { caseId: newCase(), plan: agreed.planId, reason: 'mistake', note: '' });
  await act(sam, 'plan.end', { caseId, plan: agreed.planId, reason: 'cannot_afford', note: 'Lost her job.' });
  await act(alex, 'plan.end', { caseId, plan: agreed.planId, reason: 'tenant_asked', note: '' });
  expect((await help(caseId)).pastPlans).toMatchObject([
    { endReason: 'cannot_afford', endNote: 'Lost her job.', endedBy: 'Officer Example 1', endedOn: today },
  ]);
});
