import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineCodes } from '#domain/help/budget-lines.ts';
import { periods } from '#domain/help/budget.ts';
import { lineLimits, readMoney, typedMoney } from '#domain/money.ts';
import { formOf, linesOf, restored, type KnownBefore } from './form.ts';

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

const account = (weeklyRentPence: number): KnownBefore => ({
  weeklyRentPence,
  rentWeeksAYear: 52,
  income: [],
});

test('[UI-141] a budget that is opened and left again is the same budget', () => {
  const line = fc.record(
    {
      code: fc.constantFrom(...lineCodes),
      amountPence: fc.integer({ min: 0, max: 100_000_000 }),
      period: fc.constantFrom(...periods),
      what: fc.stringMatching(/^[a-z]{1,10}$/),
      nextOn: fc.constantFrom('2026-02-28', '2028-02-29'),
      toLandlord: fc.constant(true),
    },
    { requiredKeys: ['code', 'amountPence', 'period'] },
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.nat(50_000), (lines, rent) => {
      const household = { adults: 2, childrenUnder14: 1, children14to17: 0 };
      const { lines: again, wrong } = linesOf(
        formOf({ household, lines, note: '' }, account(rent)),
        '2027-06-01',
      );
      const sorted = lines.toSorted((a, b) => lineCodes.indexOf(a.code) - lineCodes.indexOf(b.code));
      expect(again).toEqual(sorted);
      expect(wrong.size).toBe(0);
    }),
  );
});

test('[UI-141] a new budget begins with the account’s rent and nothing else; unreadable amounts are reported', () => {
  const form = formOf(null, account(10_350));
  expect(linesOf(form, '2027-06-01').lines).toEqual([
    { code: 'rent', amountPence: 10_350, period: 'weekly' },
  ]);
  form.lines[0]!.amount = 'about 900';
  expect([...linesOf(form, '2027-06-01').wrong]).toEqual([form.lines[0]!.key]);
  expect(linesOf(form, '2027-06-01').lines).toHaveLength(1);
});

test('[UI-551] a line whose amount or next day cannot be read is none of the lines, and its words come back as they were typed', () => {
  const wrongs = ['12,5o', 'abc', '-5', '1.234', '12.5', '1 250', '£', '1,2345', '0x10', '٥'];
  fc.assert(
    fc.property(fc.constantFrom(...wrongs), fc.constantFrom(...lineCodes), (amount, code) => {
      const form = formOf(
        { household: { adults: 1, childrenUnder14: 0, children14to17: 0 }, lines: [], note: '' },
        account(0),
      );
      const at = form.lines.findIndex((line) => line.code === code);
      if (at < 0) return;
      form.lines[at]!.amount = amount;
      const again = restored(JSON.parse(JSON.stringify(form)) as typeof form);
      expect(again.lines[at]).toMatchObject({ code, amount });
      expect(new Set([...form.lines, ...again.lines].map(({ key }) => key)).size).toBe(2 * form.lines.length);
      expect(linesOf(again, '2027-06-01')).toEqual({ lines: [], wrong: new Set([again.lines[at]!.key]) });
    }),
  );
  const form = formOf(null, account(10_350));
  const earnings = form.lines.find((line) => line.code === 'earnings')!;
  Object.assign(earnings, { amount: '900', nextOn: '2199-12-31' });
  expect([...linesOf(form, '2027-06-01').wrong]).toEqual([earnings.key]);
});

test('[UI-552] a new budget begins with the known income, and with the rest of a benefit that we are paid a part of; one that exists does not', () => {
  const credit = {
    code: 'universal_credit',
    amountPence: 46_256,
    period: 'four_weekly',
    what: 'Rent part, paid to us',
    toLandlord: true,
    says: 'Universal Credit pays us £462.56 every 4 weeks',
    source: 'Agreed payment calendar',
    on: '2026-11-09',
  } as const;
  const wages = {
    ...credit,
    code: 'earnings',
    amountPence: null,
    period: 'weekly',
    what: '',
    toLandlord: false,
  } as const;
  const known: KnownBefore = { weeklyRentPence: 10_000, rentWeeksAYear: 48, income: [credit, wages] };
  const form = formOf(null, known);
  expect(linesOf(form, '2026-11-12').lines).toEqual([
    {
      code: 'universal_credit',
      amountPence: 46_256,
      period: 'four_weekly',
      what: 'Rent part, paid to us',
      toLandlord: true,
    },
    { code: 'rent', amountPence: 40_000, period: 'monthly' },
  ]);
  const shown = (code: string) => form.lines.filter((line) => line.code === code);
  expect(shown('universal_credit').map(({ amount, toLandlord }) => [amount, toLandlord])).toEqual([
    ['462.56', true],
    ['', false],
  ]);
  expect(shown('earnings').map(({ amount, period }) => [amount, period])).toEqual([['', 'weekly']]);
  const was = { household: form.household, lines: [], note: '' };
  expect(linesOf(formOf(was, known), '2026-11-12').lines).toEqual([]);
});
