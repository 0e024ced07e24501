// Every part of a test run has the same day, and no code that depends on the day reads a clock that a test cannot set.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { days } from '../support/day/days.ts';
import { londonDay } from '../support/london-day.ts';

const root = join(import.meta.dirname, '../..');
let db: TestDatabase;

beforeAll(async () => {
  db = await freshDatabase();
});

test('[TEST-1] Node, its threads and children, and Postgres report the same instant, moved or not', async () => {
  const near = (instant: number) => Math.abs(instant - Date.now()) < 60_000;
  const program =
    "import { parentPort } from 'node:worker_threads'; parentPort.postMessage(new Date().getTime());";
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
  const inThread = await new Promise<number>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  const child = Number(execFileSync(process.execPath, ['-p', 'new Date().getTime()'], { encoding: 'utf8' }));
  const [instants] = await db.sql<Record<string, Date>[]>`
    insert into landlord (name, demo) values ('Test Homes', true)
    returning now() as n, clock_timestamp() as c, statement_timestamp() as s`;
  const [byDefault] = await db.sql<{ at: Date }[]>`
    insert into audit_line (what, detail) values ('test', '{}') returning at`;
  const all = {
    inThread,
    child,
    n: +instants!['n']!,
    c: +instants!['c']!,
    s: +instants!['s']!,
    byDefault: +byDefault!.at,
  };
  for (const [who, instant] of Object.entries(all))
    expect(near(instant), `${who} says ${new Date(instant).toISOString()}`).toBe(true);
  const [real] = await db.sql<{ at: Date }[]>`select pg_catalog.now() as at`;
  expect(Math.abs(Date.now() - +real!.at - Number(process.env['TEST_AHEAD_MS'] ?? 0))).toBeLessThan(60_000);
});

test('[TEST-1] Date behaves as usual on a moved day', () => {
  expect(new Date()).toBeInstanceOf(Date);
  expect(new Date(0).constructor).toBe(Date);
  expect(new Date(2028, 1, 29, 12).getDate()).toBe(29);
  expect(Date.UTC(1970, 0, 2)).toBe(86_400_000);
  expect(Date.parse(Date())).toBeGreaterThan(Date.now() - 2000);
  class Later extends Date {}
  expect(new Later(5).getTime()).toBe(5);
});

test('[TEST-2] no SQL takes its day from a keyword that a test cannot set', () => {
  // Every writer gives both columns, so the defaults are not used; a migration that has landed is not edited.
  const landed = ['0003_casework.sql', '0006_access.sql'];
  const found = ['server', 'db', 'tests', 'scripts']
    .flatMap((room) => filesOf(join(root, room)))
    .filter((file) => /\.(ts|mjs|sql)$/.test(file) && !landed.some((name) => file.endsWith(name)))
    .filter((file) => file !== import.meta.filename && !file.endsWith('support/day/postgres.ts'))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, i) =>
          /\b(current_date|current_timestamp|current_time|localtime|localtimestamp)\b/.test(line)
            ? [`${file.slice(root.length + 1)}:${i + 1}`]
            : [],
        ),
    );
  expect(found, 'now() follows the day of a test, current_date and its like do not').toEqual([]);
});

test('[TEST-34] today in a test is the day in London, also where it is another day in UTC', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-06-30T23:30:00Z') });
  onTestFinished(() => void vi.useRealTimers());
  expect([londonDay(), londonDay(1), londonDay(-1)]).toEqual(['2026-07-01', '2026-07-02', '2026-06-30']);
  const inUtc = ['server', 'client', 'tests']
    .flatMap((room) => filesOf(join(root, room)))
    .filter((file) => /\.(ts|svelte)$/.test(file) && file !== import.meta.filename)
    .filter((file) =>
      /new Date\((|Date\.now\(\)[^)]*)\)\s*\.toISOString\(\)\s*\.slice\(0, 10\)/.test(
        readFileSync(file, 'utf8'),
      ),
    );
  expect(inUtc, 'londonDay() in a test; readLandlord() or dayIn() in the product').toEqual([]);
});

test('[TEST-3] npm test runs on the days on which calendars change', () => {
  const london = (at: string) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/London',
      weekday: 'long',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }).format(Date.parse(at));
  expect(Object.fromEntries(days.map(({ name, at }) => [name, london(at)]))).toEqual({
    'year-end': 'Thursday 31 December at 23:30',
    'monday-0005': 'Monday 11 January at 00:05',
    'clocks-forward': 'Sunday 28 March at 00:40',
    'rent-year': 'Monday 5 April at 01:10',
    'sunday-2100': 'Sunday 6 June at 21:00',
    'clocks-back': 'Sunday 31 October at 01:40',
    'leap-day': 'Tuesday 29 February at 12:00',
  });
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}
