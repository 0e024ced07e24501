import { expect, test } from 'vitest';
import { formFor, groundOf, rhythmFor, workOut } from './plan-form.ts';

const today = '2026-11-12';
const household = { adults: 1, childrenUnder14: 0, children14to17: 0 };
const budget = {
  household,
  lines: [
    { code: 'earnings', amountPence: 60_000, period: 'monthly', nextOn: '2026-11-30' } as const,
    { code: 'rent', amountPence: 10_000, period: 'weekly' } as const,
  ],
};
const ground = groundOf(60_000, budget, [], today);

test('[UI-142] the offer fits the budget, follows the payday, and is a valid plan', () => {
  expect(ground.availableYearPence).toBe(720_000 - 520_000);
  expect(rhythmFor(ground)).toBe('monthly');
  const form = formFor(ground, 'monthly');
  expect(form).toEqual({ rhythm: 'monthly', instalment: '166', firstDueOn: '2026-12-01', total: '600' });
  const worked = workOut(form, ground);
  expect(worked).toMatchObject({ over: null, offer: { count: 4, lastPence: 10_200, endsOn: '2027-03-01' } });
});

test('[UI-142] an amount above the offer needs a reason; an error is shown at its field', () => {
  const form = formFor(ground, 'monthly');
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
