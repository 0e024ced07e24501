// A file of payments, line by line.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from './csv.ts';
import { readPaymentFile } from './payment-file.ts';

const today = '2026-11-21';
const heading = 'reference,amount,method,source,source_ref,value_date';

test('[INTAKE-4] pounds become pence and both ways to write a day are one day', () => {
  const lines = readPaymentFile(
    `${heading}\r\nT1,"£1,085.20",card,till,1,09/11/2026\r\nT2,-40,cash,till,2,2026-11-09\r\n`,
    today,
  );
  expect(lines).toEqual([
    {
      line: 2,
      payment: {
        reference: 'T1',
        amountPence: 108_520,
        method: 'card',
        source: 'till',
        sourceRef: '1',
        valueDate: '2026-11-09',
      },
    },
    {
      line: 3,
      payment: {
        reference: 'T2',
        amountPence: -4_000,
        method: 'cash',
        source: 'till',
        sourceRef: '2',
        valueDate: '2026-11-09',
      },
    },
  ]);
});

test.each([
  ['T1,85.2,card,till,1,2026-11-09', 'amount'],
  ['T1,0.00,card,till,1,2026-11-09', 'amount'],
  ['T1,9999999.99,card,till,1,2026-11-09', 'amount'],
  ['T1,85.20,cheque,till,1,2026-11-09', 'method'],
  ['T1,85.20,card,till,1,31/02/2026', 'value_date'],
  ['T1,85.20,card,till,1,2019-02-01', 'value_date'],
  [',85.20,card,till,1,2026-11-09', 'reference'],
])('[INTAKE-5] a line that makes no sense is refused by name and number: %s', (row, column) => {
  const [line] = readPaymentFile(`${heading}\n${row}`, today);
  expect(line).toMatchObject({ line: 2, refused: expect.stringMatching(new RegExp(`^${column} `)) });
});

test('[INTAKE-6] a file without a column, a heading or an end is refused whole', () => {
  expect(() => readPaymentFile('reference,amount\nT1,1', today)).toThrow('method');
  expect(() => readPaymentFile('', today)).toThrow('name the columns');
  expect(() => readPaymentFile(`${heading}\n"T1,1`, today)).toThrow('never closed');
  expect(() => readPaymentFile(`${heading}\nT1,1`, today)).toThrow('Line 2');
});

test('[INTAKE-7] whatever a field holds, it is read as it was written', () => {
  const field = fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll('\r', '').trim());
  fc.assert(
    fc.property(fc.array(fc.tuple(field, field), { minLength: 1 }), (rows) => {
      const quote = (s: string) => `"${s.replaceAll('"', '""')}"`;
      const text = ['a,b', ...rows.map((row) => row.map(quote).join(','))].join('\n');
      expect(readCsv(text).map(({ fields }) => [fields['a'], fields['b']])).toEqual(
        rows.map((row) => [...row]),
      );
    }),
  );
});
