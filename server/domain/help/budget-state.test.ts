import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rhythms } from '../facts.ts';
import { aYear, budgetView, eachAtMost, paidDirect, perYear, periods, type BudgetLine } from './budget.ts';
import { lineCodes, lineKinds, type LineCode } from './budget-lines.ts';
import { budgetState, rentLine } from './budget-state.ts';
import { affordable, offerPlan, overSurplus } from './plan-offer.ts';

const household = { adults: 1, childrenUnder14: 0, children14to17: 0 };
const view = (lines: readonly BudgetLine[]) => budgetView({ household, lines }, [], '2026-11-12');

/**
 * Households as they are: without any income, with nothing but benefit that we are paid directly (also more of it than the
 * rent, or with the rent left out because "the benefit pays it"), paid four-weekly, in years with rent-free weeks, with more
 * spending than income, and paying something off these arrears already.
 */
const anyLife: fc.Arbitrary<BudgetLine[]> = fc
  .record({
    weeklyRentPence: fc.integer({ min: 0, max: 30_000 }),
    weeksAYear: fc.constantFrom(48, 50, 51, 52),
    namesRent: fc.boolean(),
    direct: fc.option(
      fc.record({
        code: fc.constantFrom<LineCode>('housing_benefit', 'universal_credit'),
        amountPence: fc.integer({ min: 0, max: 200_000 }),
        period: fc.constantFrom(...rhythms),
      }),
    ),
    wages: fc.option(
      fc.record({ amountPence: fc.integer({ min: 0, max: 400_000 }), period: fc.constantFrom(...periods) }),
    ),
    others: fc.array(
      fc.record({
        code: fc.constantFrom<LineCode>('food', 'council_tax', 'loan', 'rent_arrears', 'child_benefit'),
        amountPence: fc.integer({ min: 0, max: 60_000 }),
        period: fc.constantFrom(...periods),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ weeklyRentPence, weeksAYear, namesRent, direct, wages, others }) => [
    ...(namesRent ? [{ code: 'rent' as const, ...rentLine(weeklyRentPence, weeksAYear) }] : []),
    ...(direct ? [{ ...direct, toLandlord: true }] : []),
    ...(wages ? [{ code: 'earnings' as const, ...wages }] : []),
    ...others,
  ]);

test('[DOMAIN-240] what is affordable is in every rhythm nothing or more, never above the surplus, and never more than money that the household has in hand', () => {
  fc.assert(
    fc.property(anyLife, fc.integer({ min: 1, max: 1_000_000 }), (lines, arrears) => {
      const { availableYearPence, surplusYearPence } = view(lines);
      const sum = (of: (line: BudgetLine) => boolean) =>
        lines.filter(of).reduce((total, line) => total + aYear(line), 0);
      const inHand = sum((line) => lineKinds[line.code].section === 'income' && !paidDirect(line));
      const paidNow = sum((line) => line.code === 'rent_arrears');
      for (const rhythm of rhythms) {
        const most = affordable(availableYearPence, rhythm);
        expect(most).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(most)).toBe(true);
        const year = most * perYear[rhythm];
        if (most > 0) expect(year).toBeLessThanOrEqual(surplusYearPence + paidNow);
        expect(year).toBeLessThanOrEqual(inHand);
        const offer = offerPlan(arrears, availableYearPence, rhythm, [], '2026-11-12');
        if (offer) expect(overSurplus(offer, availableYearPence)).toBe(null);
      }
    }),
  );
});

test('[DOMAIN-240] a household with nothing but benefit that is paid to us can afford nothing, also where the rent is left out', () => {
  const benefit: BudgetLine = { code: 'housing_benefit', amountPence: 40_000, period: 'four_weekly' };
  const credit: BudgetLine = { ...benefit, code: 'universal_credit', toLandlord: true };
  const rent: BudgetLine = { code: 'rent', amountPence: 10_000, period: 'weekly' };
  for (const lines of [[], [benefit], [credit], [benefit, rent], [credit, rent]])
    for (const rhythm of rhythms) expect(affordable(view(lines).availableYearPence, rhythm)).toBe(0);
});

test('[DOMAIN-241] a rhythm is converted exactly: the most pence each time that do not exceed the year, by whole numbers alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom(...rhythms), (year, rhythm) => {
      const [whole, times] = [BigInt(year), BigInt(perYear[rhythm])];
      const floor = whole >= 0n ? whole / times : -((-whole + times - 1n) / times);
      expect(BigInt(eachAtMost(year, rhythm))).toBe(floor);
      const shown = affordable(year, rhythm);
      // From £2.00 on in whole pounds.
      const most = floor > 0n ? Number(floor) : 0;
      expect(shown).toBe(most >= 200 ? Math.floor(most / 100) * 100 : most);
    }),
  );
});

test('[DOMAIN-242] a budget is complete with an income and the costs that every home has; £0.00 is an answer; the rent alone is no budget', () => {
  expect(budgetState([])).toMatchObject({ state: 'none' });
  expect(budgetState([{ code: 'rent' }])).toMatchObject({ state: 'none' });
  const needed: LineCode[] = ['rent', 'council_tax', 'electricity', 'water', 'food'];
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...lineCodes)), (codes) => {
      const { state, missing } = budgetState(codes.map((code) => ({ code })));
      const income = codes.some((code) => lineKinds[code].section === 'income');
      const absent = needed.filter((code) => !codes.includes(code));
      expect(missing).toEqual(income ? absent : ['income', ...absent]);
      expect(state === 'complete').toBe(income && absent.length === 0);
      expect(state === 'none').toBe(codes.every((code) => code === 'rent'));
    }),
  );
  const zero = [...needed, 'earnings' as const].map((code) => ({ code, amountPence: 0 }));
  expect(budgetState(zero)).toEqual({ state: 'complete', missing: [] });
});

test('[DOMAIN-244] the rent of a year with rent-free weeks is what is charged in it, to less than a penny a month, and never less', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 40, max: 52 }), (weekly, weeks) => {
      const year = aYear({ ...rentLine(weekly, weeks) });
      expect(year).toBeGreaterThanOrEqual(weekly * weeks);
      expect(year - weekly * weeks).toBeLessThan(12);
    }),
  );
  expect(rentLine(10_000, 48)).toEqual({ amountPence: 40_000, period: 'monthly' });
  expect(rentLine(10_000, 52)).toEqual({ amountPence: 10_000, period: 'weekly' });
});
