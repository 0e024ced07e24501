import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyDay } from '../../../tests/support/case-facts.ts';
import { aYear, perYear } from './budget.ts';
import { dueOnOrBefore } from '../money/recurring.ts';
import { addDays, calendarDate, dayNumber, dayOf, isDay } from '../days.ts';
import { planRhythms, rhythms } from '../facts.ts';
import { affordable, firstDue, offerPlan, overSurplus, paydaysOf, type Payday } from './plan-offer.ts';
import {
  endsOn,
  instalmentCount,
  lastDue,
  schedule,
  termsWrong,
  type PlanTerms,
} from '../money/plan-terms.ts';

const anyTerms: fc.Arbitrary<PlanTerms> = fc
  .record({
    totalPence: fc.integer({ min: 1, max: 2_000_000 }),
    share: fc.double({ min: 0.0025, max: 1, noNaN: true }),
    rhythm: fc.constantFrom(...planRhythms),
    firstDueOn: anyDay,
  })
  .map(({ totalPence, share, rhythm, firstDueOn }) => ({
    totalPence,
    instalmentPence: rhythm === 'lump_sum' ? totalPence : Math.max(1, Math.ceil(totalPence * share)),
    rhythm,
    firstDueOn,
  }))
  .filter((terms) => termsWrong(terms) === null);

test('[DOMAIN-44] instalments sum to the total to the penny; all are equal except the last, which is the rest', () => {
  fc.assert(
    fc.property(anyTerms, (terms) => {
      const all = schedule(terms);
      expect(all.reduce((sum, one) => sum + one.pence, 0)).toBe(terms.totalPence);
      expect(all).toHaveLength(instalmentCount(terms));
      for (const one of all.slice(0, -1)) expect(one.pence).toBe(terms.instalmentPence);
      expect(all.at(-1)!.pence).toBeGreaterThan(0);
      expect(all.at(-1)!.pence).toBeLessThanOrEqual(terms.instalmentPence);
      expect(all.at(-1)!.on).toBe(endsOn(terms));
    }),
  );
});

test('[DOMAIN-45] due days are real days, each one period after the one before, over month ends, leap years and clock changes', () => {
  fc.assert(
    fc.property(anyTerms, (terms) => {
      const all = schedule(terms);
      const anchor = dayNumber(terms.firstDueOn);
      expect(all[0]!.on).toBe(terms.firstDueOn);
      const date = calendarDate(anchor).date;
      all.forEach(({ on }, i) => {
        expect(isDay(on), on).toBe(true);
        if (terms.rhythm === 'lump_sum') return;
        expect(lastDue(terms.rhythm, anchor, dayNumber(on))).toBe(dayNumber(on));
        if (i === 0) return;
        const gap = dayNumber(on) - dayNumber(all[i - 1]!.on);
        if (terms.rhythm !== 'monthly') {
          expect(gap).toBe({ weekly: 7, fortnightly: 14, four_weekly: 28 }[terms.rhythm]);
          return;
        }
        const then = calendarDate(dayNumber(on));
        const before = calendarDate(dayNumber(all[i - 1]!.on));
        expect(then.year * 12 + then.month).toBe(before.year * 12 + before.month + 1);
        // The same date, or the last day of a shorter month.
        const next = calendarDate(dayNumber(on) + 1);
        expect(then.date === date || (then.date < date && next.date === 1)).toBe(true);
      });
    }),
  );
  const ends = (firstDueOn: string) =>
    schedule({ totalPence: 400, instalmentPence: 100, rhythm: 'monthly', firstDueOn }).map((one) => one.on);
  expect(ends('2027-12-31')).toEqual(['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31']);
});

const anyPayday: fc.Arbitrary<Payday> = fc.record({
  rhythm: fc.constantFrom(...rhythms),
  anchorOn: anyDay,
  pence: fc.integer({ min: 1, max: 500_000 }),
  from: fc.constantFrom('budget', 'payments'),
});

test('[DOMAIN-46] a plan in the rhythm of the income is due one to four days after each payday, and never before today', () => {
  fc.assert(
    fc.property(anyPayday, anyDay, (payday, today) => {
      const { rhythm } = payday;
      const firstDueOn = firstDue(payday, rhythm, today);
      expect(firstDueOn > today).toBe(true);
      const recurring = { rhythm, anchor: dayNumber(payday.anchorOn) };
      for (const { on } of schedule({ totalPence: 36, instalmentPence: 1, rhythm, firstDueOn })) {
        const due = dayNumber(on);
        const after = due - dueOnOrBefore(recurring, due - 1);
        expect(after, on).toBeLessThanOrEqual(rhythm === 'monthly' ? 4 : 1);
        // Not on the payday itself: the money may arrive later that day.
        expect(dueOnOrBefore(recurring, due), on).toBeLessThan(due);
      }
    }),
  );
  const monthly: Payday = { rhythm: 'monthly', anchorOn: '2026-01-31', pence: 1, from: 'budget' };
  expect(firstDue(monthly, 'monthly', '2026-02-10')).toBe('2026-03-01');
  expect(firstDue(null, 'weekly', '2026-03-28')).toBe('2026-04-04');
});

test('[DOMAIN-47] every rhythm pays the same total, a longer one in no more instalments; none is above the surplus', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: -500_000, max: 5_000_000 }),
      fc.array(anyPayday, { maxLength: 3 }),
      anyDay,
      (arrears, available, paydays, today) => {
        const offers = rhythms.map((rhythm) => offerPlan(arrears, available, rhythm, paydays, today));
        let before = Infinity;
        offers.forEach((offer, i) => {
          if (!offer) return;
          expect(offer.totalPence).toBe(arrears);
          expect(offer.lastPence + (offer.count - 1) * offer.instalmentPence).toBe(arrears);
          expect(offer.instalmentPence * perYear[rhythms[i]!]).toBeLessThanOrEqual(available);
          expect(overSurplus(offer, available)).toBe(null);
          expect(offer.count).toBeLessThanOrEqual(before);
          before = offer.count;
        });
        const lump = offerPlan(arrears, available, 'lump_sum', paydays, today)!;
        expect(lump).toMatchObject({ totalPence: arrears, instalmentPence: arrears, count: 1 });
        expect(lump.endsOn).toBe(lump.firstDueOn);
      },
    ),
  );
});

test('[DOMAIN-47] no offer without a debt, without a surplus, or without an end; above the surplus a reason is required', () => {
  expect(offerPlan(0, 100_000, 'weekly', [], '2026-11-12')).toBe(null);
  expect(offerPlan(50_000, 0, 'weekly', [], '2026-11-12')).toBe(null);
  expect(offerPlan(50_000, -1, 'monthly', [], '2026-11-12')).toBe(null);
  expect(offerPlan(1_000_000, 52, 'weekly', [], '2026-11-12')).toBe(null);
  expect(affordable(aYear({ amountPence: 1_250, period: 'weekly' }), 'weekly')).toBe(1_200);
  expect(affordable(aYear({ amountPence: 199, period: 'weekly' }), 'weekly')).toBe(199);
  const first = { rhythm: 'weekly', firstDueOn: '2026-11-13' } as const;
  const terms = { totalPence: 50_000, instalmentPence: 2_000, ...first };
  expect(overSurplus(terms, 52 * 1_500)).toBe(
    'This is £5.00 more than the budget leaves for each payment. How can they afford it?',
  );
  expect(overSurplus({ ...terms, instalmentPence: 50_000, rhythm: 'lump_sum' }, 52_000)).toContain(
    '£43.33 a month',
  );
  expect(overSurplus(terms, null)).toBe(null);
});

test('[DOMAIN-46] paydays: those of the budget come first, and money that only the landlord sees is not a payday', () => {
  const days = paydaysOf(
    [
      { code: 'child_benefit', amountPence: 2_000, period: 'weekly', nextOn: '2026-11-16' },
      { code: 'earnings', amountPence: 90_000, period: 'monthly', nextOn: '2026-11-30' },
      { code: 'other_income', amountPence: 900_000, period: 'yearly', nextOn: '2026-11-30' },
      { code: 'universal_credit', amountPence: 90_000, period: 'monthly' },
      { code: 'food', amountPence: 90_000, period: 'monthly', nextOn: '2026-11-16' },
    ],
    [
      { method: 'housing_benefit', rhythm: 'four_weekly', anchorOn: '2026-11-02', amountPence: 40_000 },
      { method: 'card', rhythm: 'weekly', anchorOn: '2026-11-06', amountPence: 10_000 },
    ],
  );
  expect(days.map((one) => [one.from, one.anchorOn])).toEqual([
    ['budget', '2026-11-30'],
    ['budget', '2026-11-16'],
    ['payments', '2026-11-06'],
  ]);
});

test('[DOMAIN-44] inconsistent terms are refused with a message', () => {
  const terms: PlanTerms = {
    totalPence: 10_000,
    instalmentPence: 500,
    rhythm: 'weekly',
    firstDueOn: '2026-11-13',
  };
  expect(termsWrong(terms)).toBe(null);
  for (const wrong of [
    { totalPence: 0 },
    { totalPence: -1 },
    { instalmentPence: 0 },
    { instalmentPence: 10_001 },
    { instalmentPence: 1.5 },
    { totalPence: 10 ** 9, instalmentPence: 1 },
    { rhythm: 'lump_sum' as const },
  ])
    expect(termsWrong({ ...terms, ...wrong }), JSON.stringify(wrong)).toMatch(/^[A-Z].*\.$/);
  expect(addDays(endsOn({ ...terms, rhythm: 'monthly', firstDueOn: '2026-01-31' }), 0)).toBe('2027-08-31');
  expect(dayOf(lastDue('lump_sum', dayNumber('2026-11-13'), dayNumber('2026-11-25')))).toBe('2026-11-20');
});
