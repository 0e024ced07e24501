import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineCodes } from '#domain/help/budget-lines.ts';
import { periods } from '#domain/help/budget.ts';
import { lineLimits, readMoney, typedMoney } from '#domain/money.ts';
import { formOf, linesOf } from './form.ts';

test('[UI-140] an amount is parsed as people type it; anything else is reported, never guessed', () => {
  for (const [text, pence] of [
    ['25', 2500],
    [' £1,250.50 ', 125050],
    ['1 250', 'wrong'],
    ['12 50', 'wrong'],
    ['.5', 'wrong'],
    ['.50', 50],
    ['0', 0],
    ['0.00', 0],
    ['1,000,000', 100_000_000],
    ['12.', 'wrong'],
    ['-5', 'wrong'],
    ['5.555', 'wrong'],
    ['12,50', 'wrong'],
    ['1,2345', 'wrong'],
    ['1e3', 'wrong'],
    ['ten', 'wrong'],
    ['£', 'wrong'],
    ['', 'wrong'],
    ['1000000.01', 'wrong'],
    ['99999999999999999999', 'wrong'],
    ['<b>5</b>', 'wrong'],
    ['٥', 'wrong'],
  ] as const)
    expect(readMoney(text, lineLimits).pence ?? 'wrong', JSON.stringify(text)).toBe(pence);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (pence) => {
      expect(readMoney(typedMoney(pence), lineLimits).pence).toBe(pence);
    }),
  );
});

test('[UI-141] a budget that is opened and left again is the same budget', () => {
  const line = fc.record(
    {
      code: fc.constantFrom(...lineCodes),
      amountPence: fc.integer({ min: 0, max: 100_000_000 }),
      period: fc.constantFrom(...periods),
      what: fc.stringMatching(/^[a-z]{1,10}$/),
      nextOn: fc.constantFrom('2026-02-28', '2028-02-29'),
    },
    { requiredKeys: ['code', 'amountPence', 'period'] },
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.nat(50_000), (lines, rent) => {
      const household = { adults: 2, childrenUnder14: 1, children14to17: 0 };
      const { lines: again, wrong } = linesOf(formOf({ household, lines, note: '' }, rent), '2027-06-01');
      const sorted = lines.toSorted((a, b) => lineCodes.indexOf(a.code) - lineCodes.indexOf(b.code));
      expect(again).toEqual(sorted);
      expect(wrong.size).toBe(0);
    }),
  );
});

test('[UI-141] a new budget begins with the account’s rent and nothing else; unreadable amounts are reported', () => {
  const form = formOf(null, 10_350);
  expect(linesOf(form, '2027-06-01').lines).toEqual([
    { code: 'rent', amountPence: 10_350, period: 'weekly' },
  ]);
  form.lines[0]!.amount = 'about 900';
  expect([...linesOf(form, '2027-06-01').wrong]).toEqual([form.lines[0]!.key]);
  expect(linesOf(form, '2027-06-01').lines).toHaveLength(1);
});
