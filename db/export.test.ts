// A download may last longer than a request, has its own limit, and returns its connection to the pool.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '../tests/support/database.ts';
import { connect } from './connect.ts';
import { exportRows } from './export.ts';

const database = await freshDatabase();
// With the application's role on the embedded database, and a short limit for the test.
const sql = connect(database.url, { max: 1, settings: { statement_timeout: '150ms' } });
afterAll(() => sql.end({ timeout: 1 }));

// A row each 20 ms: three times the limit of a request.
const slow = 'select n, pg_sleep(0.02)::text from generate_series(1, $1::int) n';
const timedOut = { code: '57014' };
const limitNow = async () => (await sql`show statement_timeout`)[0]!['statement_timeout'] as string;

test('[SERVER-43] an export may last longer than a statement of a request, and does not change the connection’s limit', async () => {
  await expect(sql.unsafe(slow, [25])).rejects.toMatchObject(timedOut);
  const got: number[] = [];
  for await (const some of exportRows<{ n: number }>(sql, slow, [25], { rows: 10, limit: '1min' })) {
    expect(some.length).toBeLessThanOrEqual(10);
    got.push(...some.map(({ n }) => n));
  }
  expect(got).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  expect(await limitNow()).toBe('150ms');
});

test('[SERVER-43] an export has its own limit, and an error returns the connection', async () => {
  const exported = exportRows(sql, slow, [1_000], { rows: 100, limit: '300ms' });
  await expect(Array.fromAsync(exported)).rejects.toMatchObject(timedOut);
  expect(await limitNow()).toBe('150ms');
});

test('[SERVER-43] a reader that stops returns the connection, and an export writes nothing', async () => {
  for await (const some of exportRows<{ n: number }>(sql, slow, [1_000_000], { rows: 2, limit: '1min' })) {
    expect(some).toHaveLength(2);
    break;
  }
  expect(await limitNow()).toBe('150ms');
  const writes = exportRows(sql, "insert into patch (name) values ('No') returning id", []);
  // Postgres declares no cursor for a statement that writes.
  await expect(Array.fromAsync(writes)).rejects.toMatchObject({ code: '42601' });
});

test('[SERVER-43] a download that loses its connection between two batches fails, and never seems complete', async () => {
  const exported = exportRows<{ n: number }>(sql, slow, [40], { rows: 10, limit: '1min' });
  expect((await exported.next()).value).toHaveLength(10);
  const ended = await database.admin`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'doorstep export' and datname = ${database.name}`;
  expect(ended.length).toBe(1);
  await expect(Array.fromAsync(exported)).rejects.toThrow();
});

test('[SERVER-43] every route with a download uses it', () => {
  const server = join(import.meta.dirname, '../server');
  const readers = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && /\.cursor\(/.test(readFileSync(join(server, file), 'utf8')),
  );
  // This one sums in memory, within the request.
  expect(readers).toEqual(['performance/officers/cases.ts']);
});
