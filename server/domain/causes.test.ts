// The first reason of a case: why a step is due now. Rent is £100.00 a week, charged on Mondays; today is Wednesday 18
// November 2026.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCase } from '../../tests/support/case-facts.ts';
import { clockOn, contacted, lineOf, paid, plainCase } from '../../tests/support/plain-case.ts';
import { assess } from './assessment.ts';
import { causes, lastPaid } from './causes.ts';
import { addDays, dayNumber } from './days.ts';
import type { CaseFacts, Day } from './facts.ts';
import { arrearsOf } from './money/arrears.ts';
import { promiseView } from './money/promise.ts';
import { defaultRules as rules } from './rules.ts';
import { firstReason } from './worklist.ts';

const today = '2026-11-18';
const mondays = Array.from({ length: 17 }, (_, week) => addDays('2026-11-16', -7 * week));
const owing = (pounds: number, more: Partial<CaseFacts> = {}): CaseFacts => ({
  ...plainCase,
  balancePence: pounds * 100,
  charges: mondays.map((on) => ({ amountPence: 10_000, on })),
  ...more,
});
const answer = (facts: CaseFacts, day: Day = today) => {
  const { action, reasons } = assess(facts, clockOn(day), rules);
  return [action, reasons[0]!.text];
};
/** So much each week, on Fridays, up to that day. */
const weekly = (pounds: number, until: Day = today) =>
  mondays.map((on) => paid(addDays(on, 4), pounds)).filter(({ on }) => on <= until);

test('[DOMAIN-220] where an action is asked for, the first reason is one that causes it, for any facts', () => {
  let asked = 0;
  fc.assert(
    fc.property(anyCase, ({ facts, clock }) => {
      const { action, reasons, blockers } = assess(facts, clock, rules);
      if (action === 'wait' || action === 'hold' || action === 'none') return;
      asked++;
      expect(causes[action]).toContain(reasons[0]!.code);
      expect(firstReason({ action, reasons, blockers })).toBe(reasons[0]!.text);
    }),
    { numRuns: 3000 },
  );
  expect(asked).toBeGreaterThan(500);
});

test('[DOMAIN-221] what the first reason states is so, for any facts', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyCase, ({ facts, clock }) => {
      const { action, reasons, realArrearsPence } = assess(facts, clock, rules);
      if (action === 'wait' || action === 'hold' || action === 'none') return;
      const { code, params } = reasons[0]!;
      seen.add(code);
      const money = arrearsOf(facts, clock, rules);
      const on = params['on'] as Day;
      const paidSince = facts.receipts.filter((r) => r.amountPence > 0 && r.on > on && r.on <= clock.today);
      const returns = facts.receipts.filter((r) => r.amountPence < 0);
      if (code === 'unpaid_since') {
        // Whatever came after it was returned: by its method, in its amount.
        const returned = (one: (typeof paidSince)[number]) =>
          returns.some((back) => back.method === one.method && back.amountPence === -one.amountPence);
        expect(paidSince.every(returned)).toBe(true);
        expect(facts.receipts.some((r) => r.amountPence > 0 && r.on === on)).toBe(true);
        if (params['returned']) expect(returns.some((r) => r.method === params['returned'])).toBe(true);
        else expect(dayNumber(clock.today) - dayNumber(on)).toBeGreaterThanOrEqual(14);
      }
      if (code === 'growing') {
        expect(money.trend).toBe('rising');
        expect(params['pence']).toBeGreaterThan(0);
        expect(params['pence']).toBeLessThanOrEqual(realArrearsPence);
      }
      if (code === 'overdue') {
        expect(Boolean(params['falling'])).toBe(money.trend === 'falling');
        expect(Number(params['rent'])).toBeLessThanOrEqual(money.actionableWeeks);
        if (params['steadyWeeks']) expect(money.trend).toBe('steady');
      }
      if (code === 'expected_late') expect(money.lines.some((line) => line.late?.on === on)).toBe(true);
      if (code === 'promise_broken')
        expect(promiseView(facts.promise, facts.receipts, clock.today, rules).state).toBe('broken');
      if (code === 'call_unanswered')
        expect(facts.contacts.some((c) => (c.kind === 'call' || c.kind === 'office') && !c.reached)).toBe(
          true,
        );
      expect(code).not.toBe('last_paid');
    }),
    { numRuns: 3000 },
  );
  for (const code of ['unpaid_since', 'growing', 'overdue', 'expected_late', 'promise_broken', 'plan_broken'])
    expect(seen).toContain(code);
});

test('[DOMAIN-222] the causes in a colleague’s words: returned, unpaid, late, unanswered, growing, hardly changed', () => {
  const debit = (day: Day, pounds: number) => paid(day, pounds, 'direct_debit');
  const returned = [debit('2026-11-02', 400), debit('2026-11-16', 400), debit('2026-11-17', -400)];
  expect(answer(owing(700, { receipts: returned }))).toEqual([
    'visit',
    'Nothing since Mon 2 Nov, direct debit returned',
  ]);
  // Paid by card since the return: that the debit came back is not why.
  expect(answer(owing(700, { receipts: [...returned, paid('2026-11-18', 50)] }))[1]).not.toMatch(/returned/);
  expect(answer(owing(700, { receipts: [debit('2026-11-12', -60)] }))).toEqual([
    'visit',
    'Direct debit of £60.00 was returned unpaid on Thu 12 Nov',
  ]);
  expect(answer(owing(700, { receipts: [paid('2026-11-03', 60)] }))).toEqual([
    'visit',
    'Nothing paid since Tue 3 Nov',
  ]);
  expect(answer(owing(700))).toEqual(['visit', 'No payment in the last 120 days']);

  const benefit = lineOf('housing_benefit', 40_000, 'four_weekly', '2026-09-14');
  const came = ['2026-09-14', '2026-10-12'].map((on) => paid(on, 400, 'housing_benefit'));
  const contacts = [contacted('call', '2026-11-10', true)];
  expect(answer(owing(900, { calendar: [benefit], receipts: came, contacts }))).toEqual([
    'visit',
    'Housing benefit expected Mon 9 Nov has not arrived',
  ]);
  const unanswered = { contacts: [contacted('call', '2026-11-10', false)] };
  expect(answer(owing(350, { ...unanswered, receipts: weekly(100) }))).toEqual([
    'visit',
    'No answer to the call on Tue 10 Nov',
  ]);

  expect(answer(owing(700, { receipts: weekly(60) }))).toEqual(['visit', 'Arrears up £320.00 in 8 weeks']);
  const spoken = { contacts: [contacted('visit', '2026-11-02', true)] };
  expect(answer(owing(700, { receipts: weekly(100), ...spoken }))).toEqual([
    'visit',
    'Arrears hardly changed in 8 weeks, last spoken to Mon 2 Nov',
  ]);
  expect(answer(owing(700, { receipts: weekly(120) }))).toEqual([
    'visit',
    "Arrears falling but still over 4 weeks' rent, not spoken to yet",
  ]);
  // A new tenancy: three weeks of rent, of which half was paid.
  const fresh = { charges: mondays.slice(0, 3).map((on) => ({ amountPence: 10_000, on })) };
  expect(answer(owing(290, { ...fresh, receipts: [paid('2026-11-13', 10)] }))).toEqual([
    'message',
    'Arrears up £290.00 in 2 weeks',
  ]);
});

test('[DOMAIN-222] the last payment is the newest that was not returned', () => {
  const debit = (day: Day, pounds: number) => paid(day, pounds, 'direct_debit');
  const kept = debit('2026-10-01', 400);
  expect(lastPaid([debit('2026-11-02', 400), kept, debit('2026-11-05', -400)])).toBe(kept);
  // A return by another method, or of another amount, takes nothing back.
  const second = debit('2026-11-02', 400);
  expect(lastPaid([kept, second, paid('2026-11-05', -400, 'card'), debit('2026-11-05', -20)])).toBe(second);
  expect(lastPaid([debit('2026-11-05', -400)])).toBe(null);
});

test('[DOMAIN-222] a line is as long as a day needs: with its year when it is long ago', () => {
  const contacts = [contacted('visit', '2026-02-05', true)];
  expect(answer(owing(700, { receipts: weekly(100), contacts }))[1]).toBe(
    'Arrears hardly changed in 8 weeks, last spoken to Thu 5 Feb 2026',
  );
});

test('[DOMAIN-250] a new tenancy: nothing is said of days before it began, or before its first charge', () => {
  const sentence = (facts: Partial<CaseFacts>) => {
    const { reasons } = assess(owing(700, facts), clockOn(today), rules);
    return reasons.find(({ code }) => code === 'no_payment')?.text;
  };
  expect(sentence({ tenancyStartedOn: '2026-11-14' })).toBe(
    'No payment since the tenancy began on Sat 14 Nov',
  );
  // The window and the tenancy meet on 21 July, 120 days ago.
  expect(sentence({ tenancyStartedOn: '2026-07-22' })).toBe(
    'No payment since the tenancy began on Wed 22 Jul',
  );
  for (const tenancyStartedOn of ['2026-07-21', '2020-02-03', null, '2026-11-19'])
    expect(sentence({ tenancyStartedOn }), `${tenancyStartedOn}`).toBe('No payment in the last 120 days');
  // A ledger that was loaded for its last ten weeks; and one that is charged by the month.
  const tenWeeks = mondays.slice(0, 10).map((on) => ({ amountPence: 10_000, on }));
  expect(sentence({ charges: tenWeeks, tenancyStartedOn: '2020-02-03' })).toBe(
    'No payment recorded since Mon 14 Sep',
  );
  const monthly = ['2026-08-21', '2026-09-21', '2026-10-21'].map((on) => ({ amountPence: 43_333, on }));
  expect(sentence({ charges: monthly })).toBe('No payment in the last 120 days');
});

test('[DOMAIN-250] that nothing was paid is so, and only of days with a tenancy and a ledger, for any life', () => {
  const seen = new Set<string>();
  const ago = (most: number) => fc.integer({ min: 0, max: most }).map((days) => addDays(today, -days));
  const life = fc.record({
    startedOn: fc.oneof(ago(130), ago(900)),
    loadedFrom: fc.oneof(fc.constant('2000-01-01'), ago(200)),
    every: fc.constantFrom(7, 28, 31),
    payments: fc.array(ago(900), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(life, ({ startedOn, loadedFrom, every, payments }) => {
      const known = startedOn > loadedFrom ? startedOn : loadedFrom;
      const recent = addDays(today, -rules.recentDays);
      const charges = [];
      for (let on = known; on <= today; on = addDays(on, every))
        if (on >= recent) charges.push({ amountPence: 10_000, on });
      const kept = payments.filter((on) => on >= known);
      const { reasons } = assess(
        owing(700, {
          tenancyStartedOn: startedOn,
          charges,
          receipts: kept.filter((on) => on >= recent).map((on) => paid(on, 10)),
        }),
        clockOn(today),
        rules,
      );
      for (const { code, params, text } of reasons) {
        if (code !== 'no_payment') continue;
        const days = Number(params['days']);
        const from = String(params['tenancyFrom'] || params['from'] || addDays(today, -days));
        seen.add(text.replace(/\d+|\w{3} \d.*/g, '…'));
        expect(kept.filter((on) => on >= from)).toEqual([]);
        expect(startedOn <= from, text).toBe(true);
        // Up to a month before the first charge an account that is charged monthly has none.
        expect(known <= addDays(from, 31), text).toBe(true);
        expect(text).not.toMatch(/undefined|NaN/);
      }
    }),
    { numRuns: 3000 },
  );
  expect(seen.size).toBe(3);
});
