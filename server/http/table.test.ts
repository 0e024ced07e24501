// [PERF-10] and [PERF-11]: a file has what was written into it, and no text of a person is run as a formula.
import { unzipSync, strFromU8 } from 'fflate';
import { expect, test } from 'vitest';
import type { ProblemError } from './problem.ts';
import { answerTable, pounds, type Table } from './table.ts';
import { mostRows } from './table-xlsx.ts';

const table: Table = {
  name: 'bridge',
  title: 'Bridge of the landlord',
  asOf: '2026-11-09T06:00:00.000Z',
  columns: [
    { key: 'what', title: 'What', kind: 'text' },
    { key: 'pence', title: 'Amount', kind: 'pence' },
    { key: 'rows', title: 'Rows', kind: 'count' },
    { key: 'on', title: 'Day', kind: 'day' },
    { key: 'share', title: 'Share', kind: 'ratio' },
  ],
  rows: [
    { what: '=HYPERLINK("http://a.test")', pence: -8520, rows: 3, on: '2026-11-02', share: 0.5 },
    { what: 'said "no", twice\nover', pence: 5, rows: 0, on: null, share: null },
    { what: '-1', pence: 100_000_007, rows: 1, on: '2026-02-28', share: 1.25 },
    { what: 'Żółć & <co>', pence: 0, rows: -1, on: '2024-02-29', share: 0 },
  ],
  notes: ['Read with care.'],
};

test('[PERF-10] a CSV has its byte order mark, its quotes, money in pounds, and no text that a spreadsheet would run', async () => {
  const answer = await answerTable(table, 'csv');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="bridge-2026-11-09.csv"');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(bytes)).toBe(
    [
      'What,Amount,Rows,Day,Share',
      `"'=HYPERLINK(""http://a.test"")",-85.20,3,2026-11-02,0.5`,
      '"said ""no"", twice\nover",0.05,0,,',
      "'-1,1000000.07,1,2026-02-28,1.25",
      'Żółć & <co>,0.00,-1,2024-02-29,0',
      '',
    ].join('\r\n'),
  );
});

test('[PERF-10] no text of a CSV begins a formula, in any alphabet, and none after a semicolon', async () => {
  const texts = ['＝1+1', '＠cmd', 'Smith;=1+1', 'Smith\t=1+1', 'O’Brien – Żółć'];
  const rows = texts.map((what) => ({ what }));
  const columns = [{ key: 'what', title: 'What', kind: 'text' }] as const;
  const text = await (await answerTable({ ...table, columns, rows }, 'csv')).text();
  expect(text.trim().split('\r\n').slice(1)).toEqual([
    ...["'＝1+1", "'＠cmd", '"Smith;=1+1"', '"Smith\t=1+1"', 'O’Brien – Żółć'],
  ]);
});

test('[PERF-10] pounds are pence with a decimal point, for any size', () => {
  expect([0, 5, -5, 99, -100, 9_007_199_254_740_991].map(pounds)).toEqual([
    ...['0.00', '0.05', '-0.05', '0.99', '-1.00', '90071992547409.91'],
  ]);
});

test('[PERF-11] a workbook has numbers as numbers, days as days, text as text, and the time of its figures', async () => {
  const answer = await answerTable(table, 'xlsx');
  expect(answer.status).toBe(200);
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  const [sheet, strings, book] = ['worksheets/sheet1', 'sharedStrings', 'workbook'].map((name) =>
    strFromU8(files[`xl/${name}.xml`]!),
  );
  const values = [...sheet!.matchAll(/<c r="([A-Z]+\d+)"([^>]*)>(.*?)<\/c>/g)];
  const cell = (at: string) => values.find(([, place]) => place === at)!;
  expect(cell('B2')[2]).not.toContain('t="s"');
  expect(cell('B2')[3]).toContain('<v>-85.2</v>');
  expect(cell('B4')[3]).toContain('<v>1000000.07</v>');
  expect(cell('E4')[3]).toContain('<v>1.25</v>');
  // 28 February 2026 in days since 1900.
  expect(cell('D4')[3]).toContain('<v>46081</v>');
  expect(sheet).not.toContain('<f>');
  expect(cell('A2')[2]).toContain('t="s"');
  for (const text of [
    '=HYPERLINK(',
    'Żółć &amp; &lt;co&gt;',
    'As of 2026-11-09T06:00:00.000Z',
    'Read with care.',
  ])
    expect(strings).toContain(text);
  expect(book).toContain('name="About"');
});

test('[HTTP-80] in a workbook an instant is a date with its time in Britain, and the headings filter the rows', async () => {
  const columns = [
    { key: 'what', title: 'What', kind: 'text' },
    { key: 'at', title: 'Posted at', kind: 'instant' },
  ] as const;
  // One minute to midnight in Britain, in winter and in summer.
  const rows = ['2026-01-31T23:59:00.000Z', '2026-06-30T22:59:00.000Z'].map((at) => ({ what: 'x', at }));
  const answer = await answerTable({ ...table, columns, rows }, 'xlsx');
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!);
  const days = [...sheet.matchAll(/<c r="B[23]"[^>]*><v>([\d.]+)<\/v>/g)].map(([, days]) => Number(days));
  // Days since 1900: 31 January and 30 June 2026.
  expect(days.map(Math.floor)).toEqual([46_053, 46_203]);
  for (const one of days) expect((one % 1) * 24 * 60).toBeCloseTo(23 * 60 + 59, 3);
  expect(sheet).toMatch(/<\/sheetData><autoFilter ref="A1:B3"\/>/);
  expect(strFromU8(files['xl/worksheets/sheet2.xml']!)).not.toContain('autoFilter');
  const wide = Array.from({ length: 28 }, (_, i) => ({ key: 'what', title: `T${i}`, kind: 'text' }) as const);
  const broad = await answerTable({ ...table, columns: wide, rows }, 'xlsx');
  const book = unzipSync(new Uint8Array(await broad.arrayBuffer()));
  expect(strFromU8(book['xl/worksheets/sheet1.xml']!)).toContain('<autoFilter ref="A1:AB3"/>');
  const csv = await (await answerTable({ ...table, columns, rows }, 'csv')).text();
  expect(csv).toContain('x,2026-01-31 23:59\r\nx,2026-06-30 23:59');
});

test('[PERF-11] more rows than fit into a workbook are refused with a message; the CSV has no limit', async () => {
  const many = async function* () {
    for (let i = 0; i <= mostRows; i += 5_000) yield Array.from({ length: 5_000 }, () => ({ what: 'x' }));
  };
  const answer = await answerTable({ ...table, rows: many() }, 'xlsx').catch((error: ProblemError) =>
    error.response(),
  );
  expect(answer.status).toBe(422);
  expect(((await answer.json()) as { detail: string }).detail).toContain('50,000 rows');
  const csv = await (await answerTable({ ...table, rows: many() }, 'csv')).text();
  expect(csv.split('\r\n')).toHaveLength(mostRows + 5_000 + 2);
});

test('[HTTP-72] white space of any kind before a formula does not hide it', async () => {
  const blanks = [' ', '  ', '\t', '\r', '\n', '\u00a0', '\u2003', '\u200b', '\ufeff', '\0', ' \u202f\t'];
  for (const blank of blanks)
    for (const sign of ['=', '+', '-', '@', '＝']) {
      const rows = [{ what: `${blank}${sign}1+1` }];
      const columns = [{ key: 'what', title: 'What', kind: 'text' as const }];
      const text = await (await answerTable({ ...table, columns, rows }, 'csv')).text();
      expect(text.split('What\r\n')[1]!.replace(/^"/, '')[0], JSON.stringify(blank + sign)).toBe("'");
    }
  const plain = {
    ...table,
    columns: [{ key: 'what', title: 'What', kind: 'text' as const }],
    rows: [{ what: ' 5 - 3' }],
  };
  expect(await (await answerTable(plain, 'csv')).text()).toContain('\r\n 5 - 3');
});
