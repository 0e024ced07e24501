// Importing files of payments into a database.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { smallLandlord } from '../../tests/support/landlord.ts';
import { exitCodeOf, importPayments, rangesOf } from './payment-import.ts';
import { londonDay } from '../../tests/support/london-day.ts';

const database = await freshDatabase();
const { sql } = database;
await smallLandlord(sql, { homes: 3 });
const folder = mkdtempSync(join(tmpdir(), 'doorstep-import-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => sql`delete from payment`);

const today = londonDay();
const heading = 'reference,amount,method,source,source_ref,value_date';
const bare = 'reference,amount,method,source,value_date';
const paid = async () => (await sql<{ n: number }[]>`select count(*)::int as n from payment`)[0]!.n;

test('[INTAKE-26] when the same file is imported again every line is counted as taken before, and named', async () => {
  const text = [heading, ...[1, 2, 3].map((n) => `T00000${n},85.20,card,till,${n},${today}`)].join('\r');
  expect(await importPayments(sql, text, today)).toMatchObject({ lines: 3, taken: 3, takenPence: 25_560 });
  expect(await importPayments(sql, text, today)).toMatchObject({ taken: 0, takenBefore: [2, 3, 4] });
  expect(await paid()).toBe(3);
});

test('[INTAKE-26] a payment with the reference of another day’s payment is refused, not "taken before"', async () => {
  const line = (day: string) => `${heading}\nT000001,85.20,card,till,1,${day}`;
  const before = londonDay(-7);
  await importPayments(sql, line(before), today);
  expect(await importPayments(sql, line(today), today)).toMatchObject({
    taken: 0,
    takenBefore: [],
    refused: [{ line: 2, why: expect.stringContaining('different payment') as string }],
  });
});

test('[INTAKE-25] two equal payments of a source without references are both taken, once each', async () => {
  const row = `T000001,85.20,cash,till,${today}`;
  const first = await importPayments(sql, [bare, row, row].join('\n'), today);
  expect(first).toMatchObject({ taken: 2, takenBefore: [] });
  const longer = await importPayments(sql, [bare, row, row, row].join('\n'), today);
  expect(longer).toMatchObject({ taken: 1, takenBefore: [2, 3] });
  expect(await paid()).toBe(3);
});

test('[INTAKE-28] a declared source is known to the end of the newest day in its file, never after now, and never moves back', async () => {
  const longAgo = '2020-01-01T00:00:00Z';
  await sql`
    insert into money_source (name, label, cadence, known_up_to)
    select name, name, 'weekly', ${longAgo} from unnest(array['council', 'till', 'other']) name`;
  const known = async (): Promise<Record<string, string>> => {
    const rows = await sql<{ name: string; at: string }[]>`
      select s.name, to_char(known_up_to at time zone time_zone, 'YYYY-MM-DD HH24:MI') as at
      from money_source s, landlord where s.name in ('council', 'till', 'other')`;
    return Object.fromEntries(rows.map(({ name, at }) => [name, at]));
  };
  const line = (account: string, source: string, ref: number, day: string) =>
    `${account},10.00,card,${source},${ref},${day}`;
  const file = [
    heading,
    line('T000001', 'council', 1, londonDay(-9)),
    line('T000002', 'council', 2, londonDay(-5)),
    line('T000003', 'council', 3, londonDay(-7)),
    // A refused file changes nothing.
    line('T999999', 'council', 4, londonDay(-2)),
    line('T000001', 'till', 1, today),
  ].join('\n');
  await importPayments(sql, file, today);
  const first = await known();
  expect(first['council']).toBe(`${londonDay(-4)} 00:00`);
  expect(first['other']).toBe('2020-01-01 00:00');
  const [till] =
    await sql`select known_up_to <= now() and known_up_to > ${longAgo} as sane from money_source where name = 'till'`;
  expect(till).toEqual({ sane: true });

  // The same file again, and an older one, do not move it back.
  await importPayments(sql, [heading, line('T000001', 'council', 9, londonDay(-20))].join('\n'), today);
  await importPayments(sql, file, today);
  expect((await known())['council']).toBe(`${londonDay(-4)} 00:00`);
});

test('[INTAKE-28] a payment that is dated after today does not make its source known for the days before it', async () => {
  await sql`
    insert into money_source (name, label, cadence, known_up_to)
    select name, name, 'weekly', '2020-01-01T00:00:00Z' from unnest(array['postdated', 'mixed']) name`;
  const file = [
    heading,
    `T000001,10.00,card,postdated,1,${londonDay(7)}`,
    `T000001,10.00,card,mixed,1,${londonDay(7)}`,
    `T000001,10.00,card,mixed,2,${londonDay(-5)}`,
  ].join('\n');
  expect(await importPayments(sql, file, today)).toMatchObject({ taken: 3 });
  const known = await sql`
    select s.name, to_char(known_up_to at time zone 'UTC', 'YYYY-MM-DD') as utc,
      to_char(known_up_to at time zone time_zone, 'YYYY-MM-DD') as on
    from money_source s, landlord where s.name in ('postdated', 'mixed') order by s.name`;
  expect(known[0]).toMatchObject({ name: 'mixed', on: londonDay(-4) });
  expect(known[1]).toMatchObject({ name: 'postdated', utc: '2020-01-01' });
});

function run(...files: string[]) {
  const script = join(import.meta.dirname, '../../scripts/import.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...files], {
    env: { ...process.env, DATABASE_URL: database.url },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('[INTAKE-27] exit codes: 0 all taken or taken before, 1 some refused, 2 nothing taken', () => {
  const ends = (status: number, part: string) => ({
    status,
    output: expect.stringContaining(part) as string,
  });
  const good = file('good.csv', `${heading}\rT000001,85.20,card,till,1,${today}\r`);
  const rows = `T000001,1.00,card,till,7,${today}\n1.23E+11,1.00,card,till,8,${today}`;
  const some = file('some.csv', `${heading}\n${rows}`);
  const none = file('none.csv', `${heading}\n1.23E+11,1.00,card,till,9,${today}`);
  const empty = file('empty.csv', heading);
  const other = file('other.csv', 'a,b\n1,2');
  expect(run(good)).toMatchObject(ends(0, '1 taken (£85.20)'));
  expect(run(good)).toMatchObject(ends(0, 'taken before, line 2.'));
  expect(run(some)).toMatchObject(ends(1, 'line 3: reference'));
  for (const path of [none, empty, other, join(folder, 'missing.csv')])
    expect(run(path).status, path).toBe(2);
  expect(run()).toMatchObject({ status: 2 });
  // An unknown option is an error: if it were ignored, the file would really be imported.
  expect(run('--dry-run', good)).toMatchObject(ends(2, '--dry-run'));
});

test('[INTAKE-27] with several files the code is 1 if any was refused completely, and 2 if nothing was taken', () => {
  const all = { lines: 1, taken: 1, takenPence: 1, takenBefore: [], refused: [] };
  const nothing = { lines: 0, taken: 0, takenPence: 0, takenBefore: [], refused: [] };
  expect(exitCodeOf([all, { ...all, taken: 0, takenBefore: [2] }])).toBe(0);
  expect(exitCodeOf([all, null])).toBe(1);
  expect(exitCodeOf([all, nothing])).toBe(1);
  expect(exitCodeOf([null, nothing])).toBe(2);
  expect(rangesOf([2, 3, 4, 7, 9, 10])).toBe('2 to 4, 7, 9 to 10');
});
