import { expect, test } from 'vitest';
import { perYear } from '#domain/help/budget.ts';
import { planRhythms } from '#domain/facts.ts';
import { formFor, groundOf, missingWords, offersOf, rhythmFor, workOut } from './plan-form.ts';

const today = '2026-11-12';
const household = { adults: 1, childrenUnder14: 0, children14to17: 0 };
const costs = (['council_tax', 'electricity', 'water', 'food'] as const).map((code) => ({
  code,
  amountPence: 0,
  period: 'weekly' as const,
}));
const budget = {
  household,
  lines: [
    { code: 'earnings', amountPence: 60_000, period: 'monthly', nextOn: '2026-11-30' } as const,
    { code: 'rent', amountPence: 10_000, period: 'weekly' } as const,
    ...costs,
  ],
};
const ground = groundOf(60_000, budget, [], today);

test('[UI-142] the offer fits the budget, follows the payday, and is a valid plan', () => {
  expect(ground.availableYearPence).toBe(720_000 - 520_000);
  expect(rhythmFor(ground)).toBe('monthly');
  const offer = offersOf(ground).monthly!;
  expect(offer).toMatchObject({ instalmentPence: 16_600, firstDueOn: '2026-12-01' });
  const form = { ...formFor(ground, 'monthly'), instalment: '166' };
  const worked = workOut(form, ground);
  expect(worked).toMatchObject({ over: null, offer: { count: 4, lastPence: 10_200, endsOn: '2027-03-01' } });
});

test('[UI-553] the amount of a plan starts empty in every rhythm; what is affordable in it is known from a complete budget only', () => {
  const incomplete = groundOf(60_000, { ...budget, lines: budget.lines.slice(0, -1) }, [], today);
  const none = groundOf(60_000, null, [], today);
  for (const at of [ground, incomplete, none])
    for (const rhythm of planRhythms) {
      expect(formFor(at, rhythm)).toMatchObject({ rhythm, instalment: '', total: '600' });
      const offer = offersOf(at)[rhythm];
      if (at !== ground || rhythm === 'lump_sum') expect(offer).toBe(null);
      else expect(offer!.instalmentPence * perYear[rhythm]).toBeLessThanOrEqual(at.availableYearPence!);
    }
  expect(missingWords(incomplete.budget)).toBe('food');
  expect(missingWords(none.budget)).toBe('income, rent, council tax, electricity, water and food');
  expect(workOut(formFor(ground, 'weekly'), ground).wrong).toEqual({
    field: 'instalment',
    says: 'Enter an amount in pounds, like 25 or 25.50.',
  });
});

test('[UI-142] an amount above the offer needs a reason; an error is shown at its field', () => {
  const form = { ...formFor(ground, 'monthly'), instalment: '166' };
  expect(workOut({ ...form, instalment: '200' }, ground).over).toContain('£33.34 more');
  expect(workOut({ ...form, rhythm: 'lump_sum' }, ground).over).toContain(
    'How can they afford this payment?',
  );
  for (const [slip, field] of [
    [{ instalment: 'ten' }, 'instalment'],
    [{ instalment: '' }, 'instalment'],
    [{ instalment: '-20' }, 'instalment'],
    [{ total: '600.01' }, 'total'],
    [{ total: '0' }, 'total'],
    [{ firstDueOn: '2026-11-11' }, 'firstDueOn'],
    [{ firstDueOn: '' }, 'firstDueOn'],
  ] as const)
    expect(workOut({ ...form, ...slip }, ground).wrong?.field, JSON.stringify(slip)).toBe(field);
  // More than the total becomes the total.
  expect(workOut({ ...form, instalment: '900' }, ground)).toMatchObject({
    offer: { count: 1, instalmentPence: 60_000 },
  });
});

test('[UI-142] without a budget there is no offer, and no amount is too much', () => {
  const bare = groundOf(60_000, null, [], today);
  expect(formFor(bare, 'weekly')).toEqual({
    rhythm: 'weekly',
    instalment: '',
    firstDueOn: '2026-11-19',
    total: '600',
  });
  expect(workOut({ ...formFor(bare, 'weekly'), instalment: '500' }, bare).over).toBe(null);
});
