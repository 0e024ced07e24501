// The assessment of a case after its plan was paid off. Rent is £100.00 a week, charged on Mondays.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockOn, eachDay, paid } from '../../../tests/support/plain-case.ts';
import {
  anyLife,
  anyPayingOff,
  factsOn,
  knownOn,
  mondaysFrom,
  plainLedger,
  planFor,
  viewOn,
  type Life,
} from '../../../tests/support/plan-lives.ts';
import { withPayment } from '../../../tests/support/case-facts.ts';
import { actionRank } from '../action.ts';
import { assess } from '../assessment.ts';
import { addDays, rentWeekStart } from '../days.ts';
import type { Day, Receipt } from '../facts.ts';
import { defaultRules as rules } from '../rules.ts';

const actionOn = (day: Day, life: Life) => assess(factsOn(day, life), clockOn(day), rules).action;

test('[DOMAIN-213] a monthly plan that was paid off early does not hide a later debt until its next due day', () => {
  const rent = mondaysFrom('2026-09-07', '2026-09-14').map((on) => paid(on, 100));
  const life = {
    plan: planFor(300, 40, { rhythm: 'monthly' as const, toleranceDays: 5 }),
    owedAtStart: 300,
    receipts: [...rent, paid('2026-09-18', 300)],
  };
  // The last rent is of Monday 21 September, whose week ends on the 28th.
  const actions = eachDay('2026-09-18', '2026-10-26').map((day) => [day, actionOn(day, life)]);
  const from = (day: Day) => actions.filter(([on]) => on! >= day).map(([, action]) => action);
  expect(new Set(from('2026-09-28'))).toEqual(new Set(['message', 'call', 'visit']));
  expect(from('2026-09-28')[0]).toBe('message');
  expect(actionOn('2026-10-05', life)).toBe('call');
  expect(actionOn('2026-10-19', life)).toBe('visit');
  expect(new Set(actions.slice(0, 10).map(([, action]) => action))).toEqual(new Set(['none']));
  expect(
    assess(factsOn('2026-10-19', life), clockOn('2026-10-19'), rules).reasons.map((r) => r.text),
  ).toContain('The plan is paid off, but £400.00 of the rent since then is unpaid: end the plan');
});

test('[DOMAIN-214] a plan that is short by a little on its last day is over when its tolerance has passed', () => {
  const rent = mondaysFrom('2026-09-07', '2026-11-09').map((on) => paid(on, 100));
  const life = {
    plan: planFor(100, 50, { rhythm: 'monthly' as const, toleranceDays: 3 }),
    owedAtStart: 100,
    receipts: [...rent, paid('2026-09-11', 50), paid('2026-10-11', 47)],
  };
  expect(viewOn('2026-10-14', life)).toMatchObject({ state: 'kept', over: false });
  expect(viewOn('2026-10-15', life)).toMatchObject({ state: 'completed', over: false });
  expect(viewOn('2026-10-26', life)).toMatchObject({ state: 'completed', over: true });
  // A plan of another system has no total: its last day follows from the debt.
  const bare = { ...life, plan: { ...life.plan, totalPence: null, arrearsPence: null } };
  expect(viewOn('2026-10-26', bare)).toMatchObject({ state: 'completed', over: true });
  expect(actionOn('2026-11-30', bare)).toBe('call');
});

test('[DOMAIN-215] a plan that was paid off before the last rent week counts as none; one that was paid off since makes the case wait', () => {
  const judged = (day: Day, life: Life) => {
    const facts = factsOn(day, life);
    const clock = clockOn(day);
    const { action, urgency } = assess(facts, clock, rules);
    const { state, over } = viewOn(day, life);
    const since = addDays(rentWeekStart(day, 1), -8);
    const known = (on: Day) => ({ ...life, receipts: life.receipts.filter((one) => knownOn(one) <= on) });
    const wasPaidOff = eachDay(since, day).every((on) => plainLedger(known(on), day) === 'completed');
    expect(over, day).toBe(wasPaidOff);
    if (over) {
      const without = assess({ ...facts, plan: null }, clock, rules);
      expect([action, urgency]).toEqual([without.action, without.urgency]);
    } else if (state === 'completed') expect(['none', 'wait', 'plan_review']).toContain(action);
    return { state, over, acts: actionRank[action] > actionRank.wait };
  };
  fc.assert(
    fc.property(anyLife, anyPayingOff, fc.nat(7), ({ life, days }, { owing, payment, day }, soon) => {
      for (const one of days) judged(one, life);
      const paidOff = { ...owing, receipts: [...owing.receipts, payment] };
      expect(judged(addDays(day, soon), paidOff)).toMatchObject({ state: 'completed', over: false });
      expect(judged(addDays(day, 14 + soon), paidOff)).toMatchObject({ state: 'completed', over: true });
      // No rent was paid for six weeks.
      expect(judged(addDays(day, 42), paidOff)).toEqual({ state: 'completed', over: true, acts: true });
    }),
    { numRuns: 300 },
  );
});

test('[DOMAIN-216] no new payment makes a case with a plan more urgent, with any booking day', () => {
  const statesAround = (day: Day, life: Life, payment: Receipt) => {
    const clock = clockOn(day);
    const facts = factsOn(day, life);
    const before = assess(facts, clock, rules);
    const after = assess(withPayment(facts, { ...payment, postedAt: clock.now }), clock, rules);
    expect(actionRank[after.action], day).toBeLessThanOrEqual(actionRank[before.action]);
    expect(after.urgency).toBeLessThanOrEqual(before.urgency);
    return [before.planState === 'completed', after.planState === 'completed'];
  };
  const some = fc.record({ pence: fc.integer({ min: 1, max: 60_000 }), back: fc.nat(60) });
  fc.assert(
    fc.property(anyLife, anyPayingOff, some, ({ life, days }, { owing, payment, day }, { pence, back }) => {
      for (const one of days) statesAround(one, life, paid(addDays(one, -back), pence / 100));
      expect(statesAround(day, owing, payment)).toEqual([false, true]);
    }),
    { numRuns: 300 },
  );
});
