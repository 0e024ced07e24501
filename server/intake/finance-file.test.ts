// Files from finance: control totals, figures of other accounts, money in suspense.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moneyOf, readFinanceFile } from './finance-file.ts';

const zone = 'Europe/London';

test('[INTAKE-10] the heading decides the kind of file; days, pounds and times are parsed as people write them', () => {
  expect(
    readFinanceFile(
      'Ledger,As_of,Cut_off,Amount,Covers\r\nRent debtors,15/06/2026,15/06/2026 17:30,"£1,234,567.89",former;other\r\n',
      zone,
    ),
  ).toEqual({
    kind: 'control_total',
    lines: [
      {
        line: 2,
        words: 'Rent debtors, 15/06/2026',
        record: {
          ledger: 'Rent debtors',
          asOfDay: '2026-06-15',
          // Summer time.
          cutOffAt: new Date('2026-06-15T16:30:00Z'),
          covers: ['former', 'other'],
          pence: 123_456_789,
          note: '',
        },
      },
    ],
  });
  expect(readFinanceFile('kind,reference,as_of,amount\ngarage,G-07,2026-11-15,28.10', zone)).toMatchObject({
    kind: 'other_figure',
    lines: [{ record: { kind: 'garage', reference: 'G-07', pence: 2810 } }],
  });
  expect(
    readFinanceFile('received_on,amount,source,reference,why\n2026-11-15,40,bank,S1,"No reference"', zone),
  ).toMatchObject({ kind: 'suspense_item', lines: [{ record: { pence: 4000, method: 'other' } }] });
});

test.each([
  ['ledger,as_of,amount,cut_off\nRent,2026-11-15,12.3,', 'amount '],
  ['ledger,as_of,amount,cut_off\nRent,31/02/2026,12.30,', 'as_of '],
  ['ledger,as_of,amount,cut_off\n,2026-11-15,12.30,', 'ledger '],
  // The clocks skip this half hour in spring.
  ['ledger,as_of,amount,cut_off\nRent,2026-03-29,1.00,2026-03-29 01:30', 'cut_off '],
  ['ledger,as_of,amount,covers\nRent,2026-11-15,1.00,everything', 'covers '],
  ['kind,reference,as_of,amount\nshop,G1,2026-11-15,1.00', 'kind '],
  ['received_on,amount,source,reference\n2026-11-15,0.00,bank,S1', 'amount '],
  ['received_on,amount,source,reference\n2026-11-15,5.00,bank,', 'reference '],
])('[INTAKE-11] a line that makes no sense is refused by number and name: %j', (text, column) => {
  const [line] = readFinanceFile(text, zone).lines;
  expect(line).toMatchObject({ line: 2, refused: expect.stringMatching(new RegExp(`^${column}`)) });
});

test('[INTAKE-11] a file of another kind is refused whole', () => {
  expect(() => readFinanceFile('reference,amount\nT1,1', zone)).toThrow('heading must name');
  expect(() => readFinanceFile('ledger,as_of,amount\n', zone)).toThrow('no lines');
});

test('[INTAKE-12] an amount is parsed in every notation of credits that finance systems use', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999_999 }), fc.nat({ max: 3 }), (pence, way) => {
      const text = `${Math.floor(pence / 100).toLocaleString('en-GB')}.${String(pence % 100).padStart(2, '0')}`;
      const written = [text, `-${text}`, `(${text})`, `£${text} CR`][way]!;
      expect(moneyOf(written)).toBe(way === 0 ? pence : -pence);
    }),
  );
  for (const none of ['', 'abc', '1.2', '1,23.00', '-(5.00)', '(5.00', '--5', '1e5', '-5.00 CR'])
    expect(moneyOf(none), none).toBeNull();
});
