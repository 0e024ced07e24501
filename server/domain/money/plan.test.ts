// Rent is £100.00 a week, charged on Mondays, unless a test changes it. Every account begins on the day of the agreement
// with the debt of that day; charges and payments since then are in the test.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockOn, paid, eachDay, lineOf } from '../../../tests/support/plain-case.ts';
import {
  mondaysFrom,
  factsOn,
  viewOn,
  stateOn,
  reasonOn,
  planFor,
  plainLedger,
  anyLife,
  anyPayingOff,
  type Life,
} from '../../../tests/support/plan-lives.ts';
import { assess } from '../assessment.ts';
import { addDays, weekday } from '../days.ts';
import type { Day, Plan, Receipt } from '../facts.ts';
import { defaultRules as rules } from '../rules.ts';

const mondays = mondaysFrom('2026-09-07', '2026-12-31');
const fridays = eachDay('2026-09-11', '2026-12-31').filter((day) => weekday(day) === 5);
/** The whole rent of each week, paid on its Monday. */
const rent = mondays.map((on) => paid(on, 100));
const due = (state: string, shortfallPence: number, dueOn: Day) => ({ state, shortfallPence, dueOn });

test('[DOMAIN-140] a payment of rent pays nothing off the plan: £90 owed, only Monday’s rent paid, nothing is due yet', () => {
  const life = { plan: planFor(90, 10), owedAtStart: 90, receipts: [paid('2026-09-07', 100)] };
  expect(viewOn('2026-09-07', life)).toMatchObject(due('agreed', 0, '2026-09-11'));
  expect(reasonOn('2026-09-07', { ...life, owedAtStart: 390, plan: planFor(390, 10) })).toBe(
    'Agreed, first payment Fri 11 Sep',
  );
  expect(stateOn('2026-09-11', life)).toBe('late');
  // The same for a plan of another system, which has no total.
  const bare = { ...life, plan: planFor(90, 10, { totalPence: null, arrearsPence: null }) };
  expect(stateOn('2026-09-07', bare)).toBe('agreed');
});

test('[DOMAIN-140] £300 at £10 a week, rent always paid on Mondays and no instalment: broken after the first one’s tolerance', () => {
  for (const calendar of [[], [lineOf('card', 10_000, 'weekly', '2026-09-07')]]) {
    const life = { plan: planFor(300, 10), owedAtStart: 300, receipts: rent, calendar };
    for (const day of eachDay('2026-09-04', '2026-09-10')) expect(stateOn(day, life), day).toBe('agreed');
    // Friday's instalment may be three working days late.
    for (const day of eachDay('2026-09-11', '2026-09-16')) expect(stateOn(day, life), day).toBe('late');
    for (const day of eachDay('2026-09-17', '2026-11-30')) expect(stateOn(day, life), day).toBe('broken');
    expect(viewOn('2026-11-18', life)).toMatchObject({ shortfallPence: 9_000, dueOn: '2026-11-06' });
  }
});

test('[DOMAIN-141] £300 at £40 a month is never paid off by the rent alone, in any rhythm of the rent', () => {
  const plan = planFor(300, 40, { rhythm: 'monthly', toleranceDays: 5 });
  const rents: Receipt[][] = [
    rent,
    mondays.map((on) => paid(addDays(on, 4), 100)),
    mondays.filter((_, i) => i % 2 === 0).map((on) => paid(on, 200)),
    mondays.filter((_, i) => i % 4 === 3).map((on) => paid(on, 400)),
  ];
  for (const receipts of rents) {
    const life = { plan, owedAtStart: 300, receipts };
    const states = eachDay('2026-09-04', '2026-12-23').map((day) => stateOn(day, life));
    expect(states).not.toContain('completed');
    expect(states.slice(0, 7)).toEqual(Array(7).fill('agreed'));
    // Rent that is paid every four weeks is missing in between, unless the payment calendar has it.
    if (receipts === rents[3]) continue;
    const instalments = ['2026-09-11', '2026-10-09', '2026-11-11', '2026-12-11'].map((on) => paid(on, 40));
    expect(stateOn('2026-12-12', { ...life, receipts: [...receipts, ...instalments] })).toBe('kept');
  }
});

test('[DOMAIN-141] Universal Credit paid direct on the 28th does not change the plan’s state, with or without instalments', () => {
  const uc = [lineOf('universal_credit', 43_333, 'monthly', '2026-08-28')];
  const benefit = ['2026-09-28', '2026-10-28', '2026-11-27', '2026-12-28', '2027-01-28', '2027-02-26'].map(
    (on) => paid(on, 433.33, 'universal_credit'),
  );
  // Rent of the first Monday will be paid by the benefit of the 28th: it is owed, but not a part of the plan.
  const begun = { plan: planFor(300, 10), owedAtStart: 400, calendar: uc };
  const paying = eachDay('2026-09-11', '2027-03-31').filter((day) => weekday(day) === 5);
  const keeping = { ...begun, receipts: [...benefit, ...paying.map((on) => paid(on, 10, 'cash'))] };
  for (const day of eachDay('2026-09-11', '2027-03-20')) expect(stateOn(day, keeping), day).toBe('kept');
  const never = { ...begun, receipts: benefit };
  for (const day of eachDay('2026-09-17', '2027-03-20')) expect(stateOn(day, never), day).toBe('broken');
  // Where the benefit stops, rent and plan are short when its tolerance has passed.
  const came = keeping.receipts.filter((r) => r.on < '2026-11-01' || r.method === 'cash');
  const stopped = { ...keeping, receipts: came };
  expect(stateOn('2026-11-26', stopped)).toBe('kept');
  expect(stateOn('2026-12-04', stopped)).toBe('broken');
});

test('[DOMAIN-141] higher rent, and direct debits that pay rent and instalment together, are not a shortfall', () => {
  const debit = [lineOf('direct_debit', 47_333, 'monthly', '2026-08-01')];
  const plan = planFor(400, 40, { rhythm: 'monthly', firstDueOn: '2026-10-01', toleranceDays: 5 });
  const firsts = ['2026-10-01', '2026-11-02', '2026-12-01', '2027-01-04', '2027-02-01', '2027-03-01'];
  const receipts = firsts.map((on) => paid(on, 473.33, 'direct_debit'));
  const life = { plan, owedAtStart: 400, calendar: debit, receipts };
  for (const day of eachDay('2026-10-01', '2027-03-20'))
    expect(['kept', 'late'], day).toContain(stateOn(day, life));
  expect(stateOn('2027-03-20', life)).toBe('kept');
  // The rent was £95.00 until the end of the year; the line has the present amount.
  const charges = mondaysFrom('2026-09-07', '2027-03-31').map((on) => ({
    on,
    amountPence: on < '2027-01-01' ? 9_500 : 10_000,
  }));
  const old = firsts.map((on) => paid(on, on < '2027-01-01' ? 451.67 : 473.33, 'direct_debit'));
  expect(stateOn('2027-03-20', { ...life, charges, receipts: old })).toBe('kept');
});

test('[DOMAIN-142] the allowed shortfall is smaller than an instalment: with £5.00 missing of £5.00 a week the plan is not kept', () => {
  const life = { plan: planFor(100, 5), owedAtStart: 100, receipts: rent };
  expect(stateOn('2026-09-11', life)).toBe('late');
  expect(stateOn('2026-09-17', life)).toBe('broken');
  // Two pounds of five may be missing, three may not.
  expect(stateOn('2026-09-17', { ...life, receipts: [...rent, paid('2026-09-11', 3)] })).toBe('kept');
  expect(stateOn('2026-09-17', { ...life, receipts: [...rent, paid('2026-09-11', 2)] })).toBe('broken');
  const penny = { ...life, plan: { ...planFor(100, 5), instalmentPence: 1 } };
  expect(stateOn('2026-09-17', penny)).toBe('broken');
});

test('[DOMAIN-15] missing rent breaks the plan although instalments are paid; a monthly plan gives the rent time until its due day', () => {
  const only = { plan: planFor(300, 20), owedAtStart: 300, receipts: fridays.map((on) => paid(on, 20)) };
  expect(stateOn('2026-09-24', only)).toBe('broken');
  const monthly = planFor(300, 40, { rhythm: 'monthly', firstDueOn: '2026-10-01', toleranceDays: 5 });
  const payday = ['2026-10-01', '2026-11-01'].map((on) => paid(on, on < '2026-10-15' ? 440 : 540));
  const life = { plan: monthly, owedAtStart: 300, receipts: payday };
  expect(stateOn('2026-09-30', life)).toBe('agreed');
  for (const day of eachDay('2026-10-01', '2026-11-30')) expect(stateOn(day, life), day).toBe('kept');
  expect(stateOn('2026-12-09', life)).toBe('broken');
});

test('[DOMAIN-48] money that was already on its way at the agreement pays no instalment when it arrives', () => {
  // £700.00 was owed, £400.00 of it a benefit that arrived a week later; its calendar line has been deleted since.
  const receipts = [paid('2026-09-10', 400, 'housing_benefit'), ...rent];
  const life = { plan: planFor(300, 10), owedAtStart: 700, receipts };
  expect(stateOn('2026-09-17', life)).toBe('broken');
  const whole = { ...life, plan: planFor(300, 10, { arrearsPence: null, totalPence: null }) };
  expect(stateOn('2026-09-17', whole)).toBe('kept');
});

test('[DOMAIN-48] a lump sum is agreed until its day, late within its tolerance, then broken, and completed once paid', () => {
  const plan = planFor(600, 600, { rhythm: 'lump_sum', firstDueOn: '2026-11-05' });
  const life = { plan, owedAtStart: 600, receipts: rent };
  expect(stateOn('2026-11-04', life)).toBe('agreed');
  expect(viewOn('2026-11-10', life)).toMatchObject(due('late', 60_000, '2026-11-05'));
  expect(stateOn('2026-11-11', life)).toBe('broken');
  expect(stateOn('2026-11-18', { ...life, receipts: [...rent, paid('2026-11-12', 600)] })).toBe('completed');
});

test('[DOMAIN-143] a plan that was paid off stays paid off; rent that is missing afterwards is reported', () => {
  const rent = mondaysFrom('2026-09-07', '2026-10-05').map((on) => paid(on, 100));
  const life = { plan: planFor(90, 10), owedAtStart: 90, receipts: [...rent, paid('2026-09-18', 90)] };
  for (const day of eachDay('2026-09-18', '2026-10-15')) expect(stateOn(day, life), day).toBe('completed');
  const later = assess(factsOn('2026-11-18', life), clockOn('2026-11-18'), rules);
  expect([later.planState, later.action]).toEqual(['completed', 'visit']);
  expect(later.reasons[0]!.text).toBe(
    'The plan is paid off, but £495.00 of the rent since then is unpaid: end the plan',
  );
  // The payment is returned: the plan was never paid off.
  const back = { ...life, receipts: [...life.receipts, paid('2026-09-22', -90)] };
  expect(stateOn('2026-09-21', back)).toBe('completed');
  expect(stateOn('2026-09-22', back)).toBe('broken');
});

test('[DOMAIN-144] broken terms of a court order lead to the court; a broken informal plan to a review', () => {
  const life = { plan: planFor(300, 10), owedAtStart: 300, receipts: rent };
  const answer = (basis: Plan['basis']) =>
    assess(factsOn('2026-10-01', { ...life, plan: { ...life.plan, basis } }), clockOn('2026-10-01'), rules);
  expect(answer('informal').action).toBe('plan_review');
  const ordered = answer('court_ordered');
  expect([ordered.action, ordered.reasons[0]!.text]).toEqual([
    'court_review',
    "The court's terms are broken: £30.00 due by Fri 25 Sep is unpaid",
  ]);
  const kept = { ...life, plan: { ...life.plan, basis: 'court_ordered' as const } };
  const paying = { ...kept, receipts: [...rent, ...fridays.map((on) => paid(on, 10))] };
  expect(assess(factsOn('2026-10-01', paying), clockOn('2026-10-01'), rules).action).toBe('wait');
});

test('[DOMAIN-145] a return cancels a payment of the same method; without one as large it is owed again from the return’s own day', () => {
  // £4.00 a week in cash; the card payment of the 8th is posted a day after its return.
  const plan = planFor(200, 4, { agreedOn: '2024-01-01', firstDueOn: '2024-01-01', toleranceDays: 0 });
  const cash = ['2024-01-01', '2024-01-08'].map((on) => paid(on, 4, 'cash'));
  const card = { ...paid('2024-01-08', 400), postedAt: Date.parse('2024-01-09T09:00:00Z') };
  const early = { plan, owedAtStart: 200, receipts: [...cash, card, paid('2024-01-08', -400)] };
  expect(viewOn('2024-01-08', early)).toMatchObject(due('late', 400, '2024-01-08'));

  // A direct debit from before the agreement is returned: the paid rent and instalment stay paid.
  const receipts = [...rent, paid('2026-09-11', 10, 'cash')];
  const kept = { plan: planFor(300, 10), owedAtStart: 300, receipts };
  const older = { ...kept, receipts: [...kept.receipts, paid('2026-09-15', -80, 'direct_debit')] };
  expect(stateOn('2026-09-17', older)).toBe('kept');
  expect(viewOn('2026-09-18', older)).toMatchObject({ state: 'late', shortfallPence: 9_000 });
  expect(stateOn('2026-09-24', older)).toBe('broken');
  // The instalment stays paid also if it was paid by direct debit: £80.00 cannot be a return of £10.00.
  const byDebit = [...rent, paid('2026-09-11', 10, 'direct_debit'), older.receipts.at(-1)!];
  expect(stateOn('2026-09-17', { ...kept, receipts: byDebit })).toBe('kept');
  expect(viewOn('2026-09-18', { ...kept, receipts: byDebit })).toMatchObject({ shortfallPence: 9_000 });

  // Half of the payment that paid the plan off is returned: it was never paid off.
  const half = [paid('2026-09-10', 300, 'cash'), paid('2026-09-17', -150, 'cash')];
  const repaid = { ...kept, receipts: [...rent, ...half] };
  expect(stateOn('2026-09-16', repaid)).toBe('completed');
  expect(stateOn('2026-09-17', repaid)).toBe('kept');
});

test('[DOMAIN-145] for any payments, gaps and returns the state is that of a simple ledger: rent first, then instalments', () => {
  const states = new Set<string>();
  fc.assert(
    fc.property(anyLife, anyPayingOff, ({ life, days }, { owing, payment, day: paidOffOn }) => {
      const checked = (day: Day, one: Life) => {
        const state = stateOn(day, one);
        expect(state, day).toBe(plainLedger(one, day));
        return state;
      };
      for (const day of days) states.add(checked(day, life));
      // So that each state occurs.
      const { firstDueOn, instalmentPence, totalPence } = owing.plan;
      expect(checked(addDays(firstDueOn, -1), owing)).toBe('agreed');
      expect(checked(firstDueOn, owing)).toBe('late');
      expect(checked(addDays(firstDueOn, 14), owing)).toBe('broken');
      const besidesPlan = factsOn(firstDueOn, owing).balancePence - totalPence!;
      const first = paid(firstDueOn, (besidesPlan + instalmentPence) / 100, 'bank_transfer');
      expect(checked(firstDueOn, { ...owing, receipts: [...owing.receipts, first] })).toBe(
        instalmentPence < totalPence! ? 'kept' : 'completed',
      );
      expect(checked(paidOffOn, { ...owing, receipts: [...owing.receipts, payment] })).toBe('completed');
    }),
    { numRuns: 800 },
  );
  expect([...states].sort()).toEqual(['agreed', 'broken', 'completed', 'kept', 'late']);
});
