// A file of payments, line by line.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv, textOf } from './csv.ts';
import { readPaymentFile } from './payment-file.ts';
import { cellOf } from './spreadsheet.ts';

const today = '2026-11-21';
const heading = 'reference,amount,method,source,source_ref,value_date';

test('[INTAKE-4] pounds become pence, and both formats of a day are accepted', () => {
  const lines = readPaymentFile(
    `${heading}\r\nT1,"£1,085.20",card,till,1,09/11/2026\r\nT2,-40,cash,till,2,2026-11-09\r\n`,
    today,
  );
  const till = { source: 'till', valueDate: '2026-11-09' };
  expect(lines).toEqual([
    { line: 2, payment: { ...till, reference: 'T1', amountPence: 108_520, method: 'card', sourceRef: '1' } },
    { line: 3, payment: { ...till, reference: 'T2', amountPence: -4_000, method: 'cash', sourceRef: '2' } },
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

test('[INTAKE-6] a file without a column, a heading or an end is refused completely', () => {
  expect(() => readPaymentFile('reference,amount\nT1,1', today)).toThrow('method');
  expect(() => readPaymentFile('', today)).toThrow('name the columns');
  expect(() => readPaymentFile(`${heading}\n"T1,1`, today)).toThrow('never closed');
  expect(() => readPaymentFile(`${heading}\nT1,1`, today)).toThrow('Line 2');
});

test('[INTAKE-7] any text in a field is read as it was written', () => {
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

const rows = [
  'T1,85.20,card,till,1,2026-11-09',
  'T2,40.00,cash,till,2,2026-11-10',
  '"T3",9.00,card,till,"3\n",2026-11-10',
];
const encodings: [string, (text: string) => Uint8Array][] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a byte order mark', (text) => Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, little end first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16, big end first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
];
const lineEnds: [string, string][] = [
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR', '\r'],
];
test.each(
  encodings.flatMap(([name, bytes]) => lineEnds.map(([end, mark]) => [name, end, bytes, mark] as const)),
)(
  '[INTAKE-20] %s with %s: every line is read, with the line number that a person sees',
  (_name, _end, bytes, mark) => {
    for (const last of ['', mark]) {
      const text = [heading, ...rows.map((row) => row.replace('\n', mark))].join(mark) + last;
      const lines = readPaymentFile(textOf(bytes(text)), today);
      expect(lines.map((one) => [one.line, 'payment' in one && one.payment.reference])).toEqual([
        [2, 'T1'],
        [3, 'T2'],
        [4, 'T3'],
      ]);
    }
  },
);

test('[INTAKE-20] line ends may be mixed, and any text is read with each of them', () => {
  const field = fc.string({ unit: 'grapheme' }).map((s) => s.trim());
  const end = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.array(fc.tuple(field, field, end), { minLength: 1 }), (all) => {
      const quote = (s: string) => `"${s.replaceAll('"', '""')}"`;
      const text = all.reduce((before, [a, b, mark]) => `${before}${quote(a)},${quote(b)}${mark}`, 'a,b\n');
      expect(readCsv(text).map(({ fields }) => [fields['a'], fields['b']])).toEqual(
        all.map(([a, b]) => [a, b]),
      );
    }),
  );
});

test('[INTAKE-21] bytes that are not text, and a workbook, are refused completely', () => {
  expect(() => textOf(Buffer.from('PK\u0003\u0004 and so on'))).toThrow('workbook');
  expect(() => textOf(Buffer.from(heading, 'utf16le'))).toThrow('plain text');
  expect(() => textOf(Buffer.from([0x41, 0xa3, 0x31]))).toThrow('UTF-8');
  expect(() => readPaymentFile('reference,amount,amount\nT1,1,2', today)).toThrow('twice');
});

const damaged = '1.23E+11 1E+15 -1.5e-7 1,23E+11 ######## #REF! #N/A 2-Jan Mar-01 01-Sep-26'.split(' ');
const places = ['reference', 'amount', 'method', 'source', 'source_ref', 'value_date'];
test.each(places.flatMap((column) => damaged.map((text) => [column, text] as const)))(
  '[INTAKE-22] %s that a spreadsheet has turned into %s is refused, with its line and column',
  (column, text) => {
    const whole = ['T1', '85.20', 'card', 'till', '1', '2026-11-09'];
    const row = whole.map((was, i) => (places[i] === column ? `"${text}"` : was)).join();
    const [line] = readPaymentFile(`${heading}\n${row}`, today);
    const refused = new RegExp(column === 'method' ? '^method ' : `^${column} .*spreadsheet`);
    expect(line).toMatchObject({ line: 2, refused: expect.stringMatching(refused) as string });
  },
);

test('[INTAKE-22] text that only looks similar to such damage is accepted unchanged', () => {
  for (const reference of 'E123 12E 1E5A #12 May 2026-11 REF! 00123 123456789012345'.split(' '))
    expect(readPaymentFile(`${heading}\n${reference},1.00,card,till,1,2026-11-09`, today)).toMatchObject([
      { payment: { reference } },
    ]);
  // A common way to prevent a spreadsheet from changing a number.
  expect(cellOf('="00123"')).toBe('00123');
  expect(cellOf("'00123")).toBe('00123');
  expect(cellOf("O'Example")).toBe("O'Example");
});

test.each([
  ['T'.repeat(41), 'till', '1', 'reference is longer than 40'],
  ['T1', 's'.repeat(61), '1', 'source is longer than 60'],
  ['T1', 'till', 'r'.repeat(201), 'source_ref is longer than 200'],
  ['T\u0001', 'till', '1', 'reference has a character'],
])(
  '[INTAKE-23] what the database would refuse is refused for its line only: %s, %s, %s',
  (one, two, three, why) => {
    const [bad, good] = readPaymentFile(
      `${heading}\n${one},1.00,card,${two},${three},2026-11-09\nT2,1.00,card,till,2,2026-11-09`,
      today,
    );
    expect(bad).toMatchObject({ line: 2, refused: expect.stringContaining(why) as string });
    expect(good).toHaveProperty('payment');
  },
);

test('[INTAKE-24] of two lines with the same reference the second is refused, and the message names the first', () => {
  const [first, other] = ['T1,85.20,card,till,1,2026-11-09', 'T9,1.00,card,till,9,2026-11-09'];
  for (const second of [first, 'T1,85.20,card,till,1,2026-11-16', 'T2,9.00,card,till,1,2026-11-09'])
    expect(readPaymentFile([heading, first, other, second].join('\n'), today)).toMatchObject([
      { line: 2, payment: {} },
      { line: 3, payment: {} },
      { line: 4, refused: expect.stringContaining('same as on line 2') as string },
    ]);
});

test('[INTAKE-25] in a file without references equal payments are distinguished by a count', () => {
  const bare = 'reference,amount,method,source,value_date';
  const row = fc
    .tuple(
      fc.constantFrom('T1', 'T2'),
      fc.constantFrom('85.20', '-85.20', '9.00'),
      fc.constantFrom('card', 'cash'),
      fc.constantFrom('09', '10'),
    )
    .map(([reference, amount, method, day]) => `${reference},${amount},${method},till,2026-11-${day}`);
  const refs = (all: string[], head = bare) =>
    readPaymentFile([head, ...all].join('\n'), today).map((one) => 'payment' in one && one.payment.sourceRef);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.array(row), (all, more) => {
      const once = refs(all);
      expect(new Set(once).size).toBe(all.length);
      // The same file again, and a longer one that begins with it, get the same references.
      expect(refs([...all, ...more]).slice(0, all.length)).toEqual(once);
      // The same for a file with the column but no values.
      const unnamed = all.map((one) => one.replace('till,', 'till,,'));
      expect(refs(unnamed, heading)).toEqual(once);
    }),
  );
});

test('[INTAKE-22] a reference of digits around an E is accepted: spreadsheets write a sign after the E', () => {
  const [line] = readPaymentFile(`${heading}\n4471E02,85.20,card,till,1,2026-11-09`, today);
  expect(line).not.toHaveProperty('refused');
});
