// The assessments of some example accounts, which also serve as documentation. Rent is £100.00 a week, charged on Mondays;
// today is Wednesday 18 November 2026.
import { expect, test } from 'vitest';
import { assess } from './assessment.ts';
import {
  clockOn as londonClock,
  contacted,
  lineOf,
  paid,
  plainCase,
} from '../../tests/support/plain-case.ts';
import { addDays } from './days.ts';
import type { CaseFacts, Day } from './facts.ts';
import { defaultRules as rules } from './rules.ts';

const bankHolidays = new Set(['2026-08-31', '2026-12-25', '2026-12-28']);
const clockOn = (day: Day) => londonClock(day, bankHolidays);
const clock = clockOn('2026-11-18');
const mondays = Array.from({ length: 17 }, (_, week) => addDays('2026-11-16', -7 * week));

const owing = (pounds: number, more: Partial<CaseFacts> = {}): CaseFacts => ({
  ...plainCase,
  balancePence: pounds * 100,
  charges: mondays.map((on) => ({ amountPence: 10_000, on })),
  ...more,
});
/** £400.00 on every fourth Monday, last due on 9 November. */
const benefit = lineOf('housing_benefit', 40_000, 'four_weekly', '2026-09-14');
const benefitCame = ['2026-09-14', '2026-10-12', '2026-11-09'].map((on) => paid(on, 400, 'housing_benefit'));
const assessed = (facts: CaseFacts, day: Day = '2026-11-18') => {
  const { action, reasons } = assess(facts, clockOn(day), rules);
  return [action, reasons[0]!.text];
};

test('[DOMAIN-6] grace: this Monday’s rent is not arrears yet, and a payment counts at once', () => {
  expect(assessed(owing(100))).toEqual(['none', "Only this week's rent is owed"]);
  const lastWeekToo = owing(200);
  expect(assessed(lastWeekToo)[0]).toBe('message');
  expect(assessed({ ...lastWeekToo, balancePence: 10_000, receipts: [paid('2026-11-17', 100)] })[0]).toBe(
    'none',
  );
});

test('[DOMAIN-10] rent that a benefit will pay soon is technical arrears, and nobody is sent', () => {
  const facts = owing(200, { calendar: [benefit], receipts: benefitCame });
  const { technicalArrearsPence, realArrearsPence } = assess(facts, clock, rules);
  expect([technicalArrearsPence, realArrearsPence]).toEqual([20_000, 0]);
  expect(assessed(facts)).toEqual(['wait', '£200.00 is expected from housing benefit']);
});

test('[DOMAIN-10] a benefit that is due excuses what it will pay until its tolerance ends; then it is the reason', () => {
  const facts = owing(500, { calendar: [benefit], receipts: benefitCame.slice(0, 2) });
  expect(assess(facts, clockOn('2026-11-12'), rules).realArrearsPence).toBe(0);
  const late = assess(facts, clockOn('2026-11-13'), rules);
  expect(late.realArrearsPence).toBe(50_000);
  expect([late.action, late.reasons[0]!.text]).toEqual([
    'call',
    'Housing benefit expected Mon 9 Nov has not arrived',
  ]);
});

test('[DOMAIN-10] a payment calendar line with little confidence excuses nothing', () => {
  const unsure = { ...benefit, confidence: 0.4 };
  const facts = owing(300, { calendar: [unsure], receipts: benefitCame });
  expect(assess(facts, clock, rules).technicalArrearsPence).toBe(0);
  const declared = { ...unsure, declared: true };
  expect(assess({ ...facts, calendar: [declared] }, clock, rules).technicalArrearsPence).toBe(20_000);
});

test('[DOMAIN-10] a new claim is not late for the payments before it began', () => {
  const claim = { ...benefit, declared: true, anchorOn: '2026-12-07', since: '2026-12-07' };
  const { reasons, realArrearsPence } = assess(owing(200, { calendar: [claim] }), clock, rules);
  expect(reasons.map((reason) => reason.code)).not.toContain('expected_late');
  expect(realArrearsPence).toBe(0);
  const old = assess(owing(200, { calendar: [{ ...claim, since: null }] }), clock, rules);
  expect(old.reasons.map((reason) => reason.code)).toContain('expected_late');
});

test('[DOMAIN-10] a benefit for a part of the rent excuses only that part', () => {
  const part = { ...benefit, amountPence: 30_000 };
  const came = benefitCame.map((receipt) => ({ ...receipt, amountPence: 30_000 }));
  const { technicalArrearsPence, realArrearsPence } = assess(
    owing(500, { calendar: [part], receipts: came }),
    clock,
    rules,
  );
  expect([technicalArrearsPence, realArrearsPence]).toEqual([15_000, 35_000]);
});

test('[DOMAIN-9] the action follows the weeks owed after grace: message, call, visit', () => {
  expect(assessed(owing(190))[0]).toBe('wait');
  expect(assessed(owing(250))[0]).toBe('message');
  expect(assessed(owing(350))[0]).toBe('call');
  expect(assessed(owing(512))).toEqual(['visit', 'No payment in the last 120 days']);
});

test('[DOMAIN-9] the action follows contacts too: a successful one is given time, a failed one leads to the next step', () => {
  const call = (day: Day, reached: boolean) => owing(350, { contacts: [contacted('call', day, reached)] });
  expect(assessed(call('2026-11-16', true))).toEqual(['wait', 'Called on Mon 16 Nov: wait until Mon 23 Nov']);
  expect(assessed(call('2026-11-10', false))[0]).toBe('visit');
  expect(assessed(owing(250, { contacts: [contacted('message', '2026-11-06', true)] }))[0]).toBe('call');
  expect(assessed(owing(600, { contacts: [contacted('visit', '2026-11-13', false)] }))[0]).toBe('wait');
});

test('[DOMAIN-9] the facts that an officer wants at the door follow the first reason', () => {
  const facts = owing(612, {
    receipts: [paid('2026-11-03', 60)],
    contacts: [contacted('visit', '2026-10-18', true)],
    repairs: [
      {
        category: 'damp_mould',
        priority: 'urgent',
        status: 'ordered',
        reportedAt: Date.parse('2026-10-03T09:00:00Z'),
        targetAt: null,
      },
    ],
  });
  expect(assess(facts, clock, rules).reasons.map((reason) => reason.text)).toEqual([
    'Nothing paid since Tue 3 Nov',
    "Owes £612.00, 6.1 weeks' rent, and rising",
    'Damp or mould reported Sat 3 Oct is not fixed: repair first',
    'Last paid £60.00 by card on Tue 3 Nov',
    'No contact for 31 days',
  ]);
});

test('[DOMAIN-9] a court review is suggested only for long arrears, after attempts, and never before open repairs', () => {
  const tried = [contacted('call', '2026-11-05', false), contacted('visit', '2026-11-02', false)];
  const facts = owing(2400, { contacts: tried });
  expect(assess(facts, clock, rules).action).toBe('court_review');
  expect(assess({ ...facts, contacts: [] }, clock, rules).action).toBe('visit');
  expect(assess({ ...facts, balancePence: 115_000 }, clock, rules).action).toBe('visit');
  const overdue = {
    category: 'heating',
    priority: 'urgent',
    status: 'ordered',
    reportedAt: Date.parse('2026-10-03T09:00:00Z'),
    targetAt: Date.parse('2026-11-01T09:00:00Z'),
  };
  const withRepair = assess({ ...facts, repairs: [overdue] }, clock, rules);
  expect(withRepair.action).toBe('visit');
  expect(withRepair.reasons.map((reason) => reason.text)).toContain(
    'Repair overdue since Sun 1 Nov (heating): repair first',
  );
});

test('[DOMAIN-9] a promise makes the case wait; a broken promise is the reason for a visit', () => {
  const promise = { amountPence: 5_000, on: '2026-11-20', madeOn: '2026-11-13' };
  const facts = owing(550, { promise });
  expect(assessed(facts)).toEqual(['wait', 'Promised £50.00 by Fri 20 Nov']);
  const after = clockOn('2026-11-21');
  const broken = assess(facts, after, rules);
  expect([broken.action, broken.reasons[0]!.text]).toEqual([
    'visit',
    'Promised £50.00 by Fri 20 Nov; nothing was paid',
  ]);
  const kept = { ...facts, balancePence: 50_000, receipts: [paid('2026-11-19', 50)] };
  expect(assess(kept, after, rules).urgency).toBeLessThan(broken.urgency);
});

test('[DOMAIN-1] a breathing space means hold for any debt', () => {
  const hold = {
    kind: 'breathing_space',
    startsOn: '2026-11-02',
    reviewOn: '2026-12-01',
    endsOn: '2027-01-01',
  } as const;
  const facts = owing(2400, { holds: [hold] });
  expect(assessed(facts)).toEqual(['hold', 'Breathing space until Thu 31 Dec']);
  expect(assessed(facts, '2026-11-01')[0]).toBe('visit');
  expect(assess(facts, clockOn('2027-01-01'), rules).blockers).toEqual([]);
});

test('[DOMAIN-1] an account in credit and a former tenant need no action', () => {
  expect(assessed(owing(-12))).toEqual(['none', 'In credit by £12.00']);
  expect(assessed(owing(0))).toEqual(['none', 'Nothing is owed']);
  expect(assessed(owing(900, { tenancyEndedOn: '2026-10-04' }))).toEqual([
    'hold',
    'Former tenant since Sun 4 Oct 2026',
  ]);
});

test('[DOMAIN-15] a kept plan makes the case wait; a broken one needs a review', () => {
  const plan: CaseFacts['plan'] = {
    instalmentPence: 2_000,
    rhythm: 'weekly',
    firstDueOn: '2026-10-09',
    agreedOn: '2026-10-04',
    toleranceDays: 3,
  };
  // Charged on the seven Mondays since. The rent of each week is paid on its Friday, and an instalment with it.
  const fridays = ['2026-10-09', '2026-10-16', '2026-10-23', '2026-10-30', '2026-11-06', '2026-11-13'];
  const kept = fridays.map((on) => paid(on, 120));
  expect(assessed(owing(580, { plan, receipts: kept }))).toEqual([
    'wait',
    'Keeping to the plan of £20.00 a week',
  ]);
  const oneShort = owing(600, { plan, receipts: [...kept.slice(0, 5), paid('2026-11-13', 100)] });
  expect(assessed(oneShort)).toEqual(['wait', '£20.00 of the plan was due Fri 13 Nov and may still arrive']);
  expect(assessed(oneShort, '2026-11-19')).toEqual([
    'plan_review',
    'Plan broken: £20.00 due by Fri 13 Nov is unpaid',
  ]);
  const paidOff = owing(0, { plan, receipts: [...kept, paid('2026-11-16', 580)] });
  expect(assess(paidOff, clock, rules).planState).toBe('completed');
});

test('[DOMAIN-9] a four-weekly benefit is not a rising trend in its third week', () => {
  const steady = owing(300, { calendar: [benefit], receipts: benefitCame });
  for (const day of ['2026-11-09', '2026-11-18', '2026-11-24', '2026-12-01']) {
    expect(assess(steady, clockOn(day), rules).trend).not.toBe('rising');
  }
});
