import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineCodes, lineKinds, sections } from './budget-lines.ts';
import {
  aYear,
  budgetView,
  bySection,
  each,
  eachAtMost,
  periods,
  perYear,
  type BudgetLine,
  type Guideline,
} from './budget.ts';

const alone = { adults: 1, childrenUnder14: 0, children14to17: 0 };
const anyLine: fc.Arbitrary<BudgetLine> = fc.record({
  code: fc.constantFrom(...lineCodes),
  amountPence: fc.oneof(fc.integer({ min: 0, max: 100_000_000 }), fc.constantFrom(0, 1, 99, 100_000_000)),
  period: fc.constantFrom(...periods),
});
const anyLines = fc.array(anyLine, { maxLength: 60 });

test('[DOMAIN-40] the surplus is income minus all costs, exact to the penny in a year, in any order and periods', () => {
  fc.assert(
    fc.property(anyLines, fc.nat(), (lines, turn) => {
      const view = budgetView({ household: alone, lines }, [], '2026-11-12');
      // Calculated another way, in whole numbers without any rounding.
      const by = { weekly: 52n, fortnightly: 26n, four_weekly: 13n, monthly: 12n, yearly: 1n } as const;
      let surplus = 0n;
      for (const { code, amountPence, period } of lines) {
        const year = BigInt(amountPence) * by[period];
        surplus += lineKinds[code].section === 'income' ? year : -year;
      }
      expect(BigInt(view.surplusYearPence)).toBe(surplus);
      expect(Number.isSafeInteger(view.surplusYearPence)).toBe(true);
      const turned = [
        ...lines.slice(turn % (lines.length || 1)),
        ...lines.slice(0, turn % (lines.length || 1)),
      ];
      const again = budgetView({ household: alone, lines: turned }, [], '2026-11-12');
      expect(again.surplusYearPence).toBe(view.surplusYearPence);
      expect(again.totals).toEqual(view.totals);
    }),
  );
});

test('[DOMAIN-41] converted to another period it is wrong by half a penny at most, also below zero; what may be asked for is never above it', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom(...periods), (year, period) => {
      const shown = each(year, period);
      expect(Math.abs(shown * perYear[period] - year) * 2).toBeLessThanOrEqual(perYear[period]);
      expect(each(-year, period)).toBe(shown === 0 ? 0 : -shown);
      const most = eachAtMost(year, period);
      expect(most * perYear[period]).toBeLessThanOrEqual(year);
      expect((most + 1) * perYear[period]).toBeGreaterThan(year);
    }),
  );
  for (const period of periods)
    expect(each(aYear({ amountPence: 12_345, period }), period), period).toBe(12_345);
  expect(each(6, 'monthly')).toBe(1);
  expect(each(-6, 'monthly')).toBe(-1);
});

const row = (more: Partial<Guideline>): Guideline => ({
  category: 'food_housekeeping',
  person: 'first_adult',
  amountPence: 25_000,
  period: 'monthly',
  from: '2026-01-01',
  until: null,
  source: 'made up for a test',
  madeUp: true,
  ...more,
});

test('[DOMAIN-42] guideline figures follow the household and the day, and are marked when they are invented', () => {
  const rows = [
    row({ from: '2025-01-01', amountPence: 1 }),
    row({}),
    row({ person: 'further_adult', amountPence: 10_000 }),
    row({ person: 'child_under_14', amountPence: 7_000 }),
    row({ person: 'child_14_to_17', amountPence: 9_000, until: '2026-11-12' }),
  ];
  const household = { adults: 3, childrenUnder14: 2, children14to17: 1 };
  const food = (pence: number): BudgetLine[] => [{ code: 'food', amountPence: pence, period: 'monthly' }];
  const on = (day: string, pence: number) => budgetView({ household, lines: food(pence) }, rows, day);
  const eve = on('2026-11-11', 68_000);
  expect(eve.categories[0]).toMatchObject({
    yearPence: 68_000 * 12,
    guidelineYearPence: 68_000 * 12,
    madeUp: true,
  });
  expect(eve.flags.map((flag) => flag.code)).not.toContain('above_guideline');
  // After the row's end there is no figure for that child.
  const after = on('2026-11-12', 68_000);
  expect(after.categories[0]!.guidelineYearPence).toBe(59_000 * 12);
  expect(after.flags.find((flag) => flag.code === 'above_guideline')!.text).toBe(
    'Food and housekeeping: £680.00 a month. The guideline for this household is £590.00 (a demo figure). Ask why.',
  );
  expect(on('2024-06-01', 68_000).categories[0]!.guidelineYearPence).toBe(null);
  expect(on('2024-06-01', 68_000).flags.map((flag) => flag.code)).not.toContain('above_guideline');
});

test('[DOMAIN-43] probable omissions and typing errors are pointed out, but not in an empty form', () => {
  expect(budgetView({ household: alone, lines: [] }, [], '2026-11-12').flags).toEqual([]);
  const lines: BudgetLine[] = [
    { code: 'rent', amountPence: 40_000, period: 'weekly' },
    { code: 'electricity', amountPence: 0, period: 'monthly' },
  ];
  const flags = budgetView({ household: alone, lines }, [], '2026-11-12', 520_000).flags;
  expect(flags.map(({ code, line }) => [code, line])).toEqual([
    ['no_income', null],
    ['missing_essential', 'council_tax'],
    ['zero_essential', 'electricity'],
    ['missing_essential', 'water'],
    ['missing_essential', 'food'],
    ['rent_differs', 'rent'],
  ]);
  // No income, and that was asked: then the spending is a deficit.
  const asked: BudgetLine[] = [...lines, { code: 'earnings', amountPence: 0, period: 'monthly' }];
  const more = budgetView({ household: alone, lines: asked }, [], '2026-11-12').flags;
  expect(more.slice(0, 2).map(({ text }) => text)).toEqual([
    'No income at all. Ask about benefits.',
    'Spending is £400.00 a week more than income. This budget leaves nothing for a plan.',
  ]);
});

test('[DOMAIN-40] what is paid towards these arrears now is available for a plan, which replaces it', () => {
  const lines: BudgetLine[] = [
    { code: 'earnings', amountPence: 100_000, period: 'monthly' },
    { code: 'rent', amountPence: 90_000, period: 'monthly' },
    { code: 'rent_arrears', amountPence: 1_000, period: 'weekly' },
  ];
  const view = budgetView({ household: alone, lines }, [], '2026-11-12');
  expect(view.surplusYearPence).toBe(120_000 - 52_000);
  expect(view.availableYearPence).toBe(120_000);
});

test('[DOMAIN-40] in the summary by section every line appears once', () => {
  fc.assert(
    fc.property(anyLines, (lines) => {
      const read = bySection(lines);
      expect(read.map((one) => one.section)).toEqual([...sections]);
      expect(read.flatMap((one) => one.lines)).toHaveLength(lines.length);
    }),
  );
});
