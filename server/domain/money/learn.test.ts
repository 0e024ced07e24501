import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bankHolidays2026 as holidays } from '../../../tests/support/case-facts.ts';
import { calendarState, occurrences } from './calendar.ts';
import { dueOnOrBefore } from './recurring.ts';
import { addDays, dayNumber, dayNumbers } from '../days.ts';
import { rhythms, type Day, type Method, type Receipt, type Rhythm } from '../facts.ts';
import { learnCalendar } from './learn.ts';
import { rentWeeksOf } from './rent-weeks.ts';
import { defaultRules } from '../rules.ts';

const today = '2026-11-18';
type Planted = { method: Method; rhythm: Rhythm; anchorOn: Day; amountPence: number };

function receiptsOf(planted: Planted, late: (k: number) => number = () => 0, until: Day = today): Receipt[] {
  const { method, amountPence } = planted;
  const days = occurrences(planted, addDays(until, -400), until, dayNumbers(holidays));
  const all = days.map((on, k) => ({ method, amountPence, on: addDays(on, late(k)), postedAt: 0 }));
  return all.filter((receipt) => receipt.on <= until);
}

const payers: Method[] = ['housing_benefit', 'universal_credit', 'direct_debit', 'standing_order', 'card'];
const anyPlanted = fc.record({
  method: fc.constantFrom<Method>(...payers),
  rhythm: fc.constantFrom(...rhythms),
  anchorOn: fc.integer({ min: 0, max: 60 }).map((days) => addDays('2025-01-01', days)),
  amountPence: fc.integer({ min: 2_000, max: 60_000 }),
});

test('[DOMAIN-11] a rhythm in the test data is found again, across weekends, bank holidays and month ends', () => {
  fc.assert(
    fc.property(anyPlanted, (planted) => {
      const [line, ...others] = learnCalendar(receiptsOf(planted), today, holidays);
      expect(others).toEqual([]);
      const { method, rhythm, amountPence } = planted;
      expect(line).toMatchObject({ method, rhythm, amountPence, declared: false });
      expect(line!.confidence).toBeGreaterThan(0.8);
      // With any nominal day that was found, the next payments are on their real days.
      const ahead = (from: Planted, first: number, last: number) =>
        occurrences(from, addDays(today, first), addDays(today, last), dayNumbers(holidays));
      const truth = ahead(planted, -5, 105);
      const learnt = ahead(line!, 5, 95);
      expect(learnt.length).toBeGreaterThan(1);
      for (const day of learnt) {
        const off = Math.min(...truth.map((other) => Math.abs(dayNumber(other) - dayNumber(day))));
        expect(off).toBeLessThanOrEqual(3);
      }
    }),
    { numRuns: 300 },
  );
});

test('[DOMAIN-11] the rhythm of people who pay some days late is found', () => {
  // Not in every case: payments that are late and on time in turn could also be fortnightly, in two parts.
  const slow = fc.record({
    rhythm: fc.constantFrom(...rhythms),
    days: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 60, maxLength: 60, size: 'max' }),
  });
  let recovered = 0;
  for (const { rhythm, days } of fc.sample(slow, { numRuns: 400, seed: 20_261_118 })) {
    const planted = { method: 'card', rhythm, anchorOn: '2025-01-10', amountPence: 9_500 } as const;
    const receipts = receiptsOf(planted, (k) => days[k]!);
    const [line] = learnCalendar(receipts, today, holidays);
    const trusted = line && line.confidence >= defaultRules.calendar.trustConfidence;
    if (trusted && line.rhythm === rhythm && line.amountPence === 9_500) recovered++;
  }
  expect(recovered).toBeGreaterThanOrEqual(392);
});

test('[DOMAIN-11] the tolerance, in working days, grows with the days that payments are late', () => {
  for (const rhythm of rhythms) {
    const planted = { method: 'card', rhythm, anchorOn: '2025-01-13', amountPence: 9_500 } as const;
    const toleranceOf = (days: readonly number[]) =>
      learnCalendar(
        receiptsOf(planted, (k) => days[k % days.length]!),
        today,
        holidays,
      )[0]!.toleranceDays;
    expect(toleranceOf([0]), rhythm).toBe(2);
    // A Monday's payment that comes on Thursday is three working days late; the tolerance is two more at most.
    const late = toleranceOf([0, 3, 1, 3]);
    expect(late, rhythm).toBeGreaterThanOrEqual(3);
    expect(late, rhythm).toBeLessThanOrEqual(5);
  }
});

test('[DOMAIN-11] the order of receipts does not matter', () => {
  const planted = { method: 'card', rhythm: 'weekly', anchorOn: '2025-01-10', amountPence: 9_500 } as const;
  const receipts = [...receiptsOf(planted), ...receiptsOf({ ...planted, method: 'cash', rhythm: 'monthly' })];
  fc.assert(
    fc.property(fc.shuffledSubarray(receipts, { minLength: receipts.length }), (shuffled) => {
      expect(learnCalendar(shuffled, today, holidays)).toEqual(learnCalendar(receipts, today, holidays));
    }),
    { numRuns: 30 },
  );
});

test('[DOMAIN-11] money without a rhythm is seldom learnt, and then with too little confidence to excuse anything', () => {
  const noise = fc.array(
    fc.record({
      method: fc.constant<Method>('card'),
      amountPence: fc.integer({ min: 500, max: 40_000 }),
      on: fc.integer({ min: 0, max: 181 }).map((days) => addDays(today, -days)),
      postedAt: fc.constant(0),
    }),
    { minLength: 3, maxLength: 26 },
  );
  let learnt = 0;
  let trusted = 0;
  for (const receipts of fc.sample(noise, { numRuns: 1000, seed: 20_261_118 })) {
    const [line] = learnCalendar(receipts, today, holidays);
    if (line) learnt++;
    if (line && line.confidence >= defaultRules.calendar.trustConfidence) trusted++;
  }
  expect(learnt).toBeLessThan(40);
  expect(trusted).toBeLessThan(10);
});

test('[DOMAIN-11] a new amount is learnt from the newest payments, and a returned payment does not count', () => {
  const planted: Planted = {
    method: 'direct_debit',
    rhythm: 'weekly',
    anchorOn: '2026-01-09',
    amountPence: 9_000,
  };
  const raised = receiptsOf(planted).map((receipt) =>
    receipt.on > '2026-10-15' ? { ...receipt, amountPence: 9_243 } : receipt,
  );
  expect(learnCalendar(raised, today, holidays)[0]).toMatchObject({ amountPence: 9_243, rhythm: 'weekly' });
  const back = raised.slice(-12).map((r) => ({ ...r, amountPence: -r.amountPence, on: addDays(r.on, 3) }));
  expect(learnCalendar([...raised, ...back], today, holidays)).toEqual([]);
});

test('[DOMAIN-11] a stream that stopped two payments ago is no longer expected', () => {
  const planted: Planted = {
    method: 'housing_benefit',
    rhythm: 'four_weekly',
    anchorOn: '2026-01-05',
    amountPence: 40_000,
  };
  const stopped = receiptsOf(planted, undefined, '2026-09-01');
  expect(learnCalendar(stopped, '2026-09-20', holidays)).toHaveLength(1);
  expect(learnCalendar(stopped, today, holidays)).toEqual([]);
});

test('[DOMAIN-10] 52/12 weeks a month leave a year of 53 Mondays one week short, which is not technical arrears for ever', () => {
  // Universal Credit pays 52/12 weeks a month; 2024 has 53 Mondays.
  const planted: Planted = {
    method: 'universal_credit',
    rhythm: 'monthly',
    anchorOn: '2023-06-20',
    amountPence: 43_333,
  };
  const line = { ...planted, toleranceDays: 2, confidence: 0.9, declared: true };
  const mondays = Array.from({ length: 53 }, (_, week) => addDays('2024-01-01', 7 * week));
  const paid = occurrences(planted, '2024-01-01', '2024-12-31', dayNumbers(holidays)).length * 43_333;
  expect(mondays.length * 10_000 - paid).toBe(10_004);
  const ledger = {
    charges: mondays
      .slice(-17)
      .map((on) => ({ on: dayNumber(on), pence: 10_000, inGrace: on === '2024-12-30' })),
    receipts: ['2024-10-18', '2024-11-20', '2024-12-20'].map((on) => ({
      on: dayNumber(on),
      pence: 43_333,
      method: 'universal_credit' as const,
    })),
    firstChargeOn: dayNumber(mondays[36]!),
  };
  const now = dayNumber('2024-12-31');
  const [state] = calendarState([line], {
    weeklyRentPence: 10_000,
    charging: { rhythm: 'weekly', anchor: now - 1, weeks: rentWeeksOf(now - 1) },
    ledger,
    today: now,
    rules: defaultRules,
    bankHolidays: dayNumbers(holidays),
  });
  // The two Mondays since the 20th are excused by January's payment; the year's missing week is not.
  expect(state!.excusedPence).toBe(20_000);
});

test('[DOMAIN-10] due days: monthly on the 31st means the last day, also across a year end', () => {
  const line = { rhythm: 'monthly', anchor: dayNumber('2026-01-31') } as const;
  const before = (day: Day) => dueOnOrBefore(line, dayNumber(day));
  expect(before('2026-03-01')).toBe(dayNumber('2026-02-28'));
  expect(before('2027-01-30')).toBe(dayNumber('2026-12-31'));
  const card = { method: 'card', rhythm: 'monthly', anchorOn: '2026-01-31' } as const;
  // 28 February 2026 is a Saturday, 31 May a Sunday: benefits are paid before, everything else after.
  const working = (method: Method) =>
    occurrences({ ...card, method }, '2026-02-01', '2026-05-31', dayNumbers(holidays));
  expect(working('card')).toEqual(['2026-03-02', '2026-03-31', '2026-04-30', '2026-06-01']);
  expect(working('housing_benefit')).toEqual(['2026-02-27', '2026-03-31', '2026-04-30', '2026-05-29']);
});
