// What must hold of every assessment of any case: the invariants of the room's README.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCase, anyReceipt, withPayment } from '../../tests/support/case-facts.ts';
import { actionRank } from './action.ts';
import { assess } from './assessment.ts';
import type { AssessmentClock } from './clock.ts';
import { clockAt } from './clock.ts';
import type { CaseFacts } from './facts.ts';
import { defaultRules as rules } from './rules.ts';

const often = { numRuns: 1000 };

test('[DOMAIN-1] a blocked case never gets a debt action', () => {
  let blocked = 0;
  fc.assert(
    fc.property(anyCase, ({ facts, clock }) => {
      const { action, blockers, urgency } = assess(facts, clock, rules);
      if (blockers.length === 0) return;
      blocked++;
      expect(['hold', 'none']).toContain(action);
      expect(urgency).toBe(0);
    }),
    often,
  );
  expect(blocked).toBeGreaterThan(50);
});

test('[DOMAIN-2] a payment never makes a case more urgent, and never raises its real arrears', () => {
  const paid = anyCase.chain(({ facts, clock }) =>
    anyReceipt(clock.today)
      .filter((receipt) => receipt.amountPence > 0)
      // The payment becomes known now, with any booking day. For a plan it must be new money: an older payment that paid the
      // plan off weeks ago may have made later rent due since.
      .map((payment) => ({
        facts,
        clock,
        payment: facts.plan ? { ...payment, postedAt: clock.now } : payment,
      })),
  );
  let calmed = 0;
  fc.assert(
    fc.property(paid, ({ facts, clock, payment }) => {
      const before = assess(facts, clock, rules);
      const after = assess(withPayment(facts, payment), clock, rules);
      expect(after.realArrearsPence).toBeLessThanOrEqual(before.realArrearsPence);
      expect(actionRank[after.action]).toBeLessThanOrEqual(actionRank[before.action]);
      expect(after.urgency).toBeLessThanOrEqual(before.urgency);
      if (actionRank[after.action] < actionRank[before.action]) calmed++;
    }),
    { numRuns: 3000 },
  );
  expect(calmed).toBeGreaterThan(50);
});

test('[DOMAIN-3] the order in which facts arrive does not matter', () => {
  const shuffled = anyCase.chain(({ facts, clock }) =>
    fc
      .record({
        receipts: permuted(facts.receipts),
        charges: permuted(facts.charges),
        calendar: permuted(facts.calendar),
        holds: permuted(facts.holds),
        alerts: permuted(facts.alerts),
        repairs: permuted(facts.repairs),
        contacts: permuted(facts.contacts),
      })
      .map((order) => ({ facts, clock, other: { ...facts, ...order } })),
  );
  fc.assert(
    fc.property(shuffled, ({ facts, clock, other }) => {
      expect(assess(other, clock, rules)).toEqual(assess(facts, clock, rules));
    }),
    often,
  );
});
const permuted = <T>(all: readonly T[]) =>
  fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length });

test('[DOMAIN-4] technical and real arrears sum to the balance, and are zero in credit', () => {
  fc.assert(
    fc.property(anyCase, ({ facts, clock }) => {
      const { realArrearsPence: real, technicalArrearsPence: technical } = assess(facts, clock, rules);
      expect(real + technical).toBe(Math.max(0, facts.balancePence));
      expect(real).toBeGreaterThanOrEqual(0);
      expect(technical).toBeGreaterThanOrEqual(0);
      expect(Number.isInteger(real)).toBe(true);
    }),
    often,
  );
});

test('[DOMAIN-5] an assessment can be replayed: the same input gives the same result, and the input is not changed', () => {
  fc.assert(
    fc.property(anyCase, ({ facts, clock }) => {
      const first = assess(deepFreeze(facts), Object.freeze(clock), deepFreeze(rules));
      const stored = JSON.parse(JSON.stringify(facts)) as CaseFacts;
      expect(assess(stored, clock, rules)).toEqual(first);
      expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    }),
    often,
  );
});
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}

test('[DOMAIN-7] an alert is listed while it is in force, not when it has expired, and never changes the action', () => {
  fc.assert(
    fc.property(anyCase, ({ facts, clock }) => {
      const { alerts, action, urgency, reasons } = assess(facts, clock, rules);
      const inForce = facts.alerts.filter((a) => a.startsOn <= clock.today && clock.today <= a.expiresOn);
      expect(alerts.map((a) => a.kind).sort()).toEqual(inForce.map((a) => a.kind).sort());
      const without = assess({ ...facts, alerts: [] }, clock, rules);
      expect({ action, urgency, reasons }).toEqual({
        action: without.action,
        urgency: without.urgency,
        reasons: without.reasons,
      });
    }),
    often,
  );
});

test('[DOMAIN-8] until reassessAt time alone changes nothing; without reassessAt it never does', () => {
  const later = anyCase.chain(({ facts, clock }) =>
    fc
      .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 800 }))
      .map(([part, days]) => ({ facts, clock, part, days })),
  );
  fc.assert(
    fc.property(later, ({ facts, clock, part, days }) => {
      const { reassessAt, ...answer } = assess(facts, clock, rules);
      if (reassessAt !== null) expect(reassessAt).toBeGreaterThan(clock.now);
      const end = reassessAt ?? clock.now + days * 86_400_000;
      const then = Math.min(end - 1, Math.floor(clock.now + part * (end - clock.now)));
      for (const at of [then, end - 1]) {
        const { reassessAt: again, ...same } = assess(facts, clockLike(clock, at), rules);
        expect(same).toEqual(answer);
        expect(again).toBe(reassessAt);
      }
    }),
    often,
  );
});
/** The same landlord's clock at another instant. */
function clockLike(clock: AssessmentClock, now: number): AssessmentClock {
  const weekday = ((new Date(clock.weekStartsOn + 'T00:00:00Z').getUTCDay() + 6) % 7) + 1;
  return clockAt(now, {
    timeZone: clock.timeZone,
    rentWeekStartsOn: weekday,
    bankHolidays: clock.bankHolidays,
  });
}

test('[DOMAIN-9] every assessment has reasons, each a complete sentence that appears once', () => {
  fc.assert(
    fc.property(anyCase, ({ facts, clock }) => {
      const { reasons, urgency, weeksOwed } = assess(facts, clock, rules);
      expect(reasons.length).toBeGreaterThan(0);
      const texts = reasons.map((reason) => reason.text);
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) {
        expect(text).toMatch(/^[A-Z£]/);
        expect(text).not.toMatch(/undefined|null|NaN|Infinity|\[object|\.$/);
      }
      expect(urgency).toBeGreaterThanOrEqual(0);
      expect(urgency).toBeLessThanOrEqual(100);
      if (weeksOwed !== null) expect(Number.isFinite(weeksOwed)).toBe(true);
    }),
    often,
  );
});
