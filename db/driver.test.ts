import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { afterFile } from '../tests/support/cleanup.ts';
import { freshDatabase } from '../tests/support/database.ts';
import { Proxy } from '../tests/support/proxy.ts';
import { connect } from './connect.ts';
import { repaired, repairs } from './driver.ts';

test('[DB-60] each patch of the driver matches the installed release exactly once', () => {
  const file = join(import.meta.dirname, '../node_modules/postgres/src/connection.js');
  const source = readFileSync(file, 'utf8');
  for (const { was } of repairs) expect(source.split(was)).toHaveLength(2);
  for (const { is } of repairs) expect(repaired(source)).toContain(is);
});

test('[DB-64] after a statement that failed between its rows the next answer has its own rows and no gaps', async () => {
  const db = await freshDatabase();
  const sql = connect(db.url, { max: 1 });
  afterFile(() => sql.end({ timeout: 0 }));
  // Seven rows arrive, the eighth divides by zero.
  const failing = sql.unsafe('select n, 1 / (8 - n) from generate_series(1, $1::int) n', [25]);
  await expect(failing).rejects.toMatchObject({ code: '22012' });
  expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
});

test('[DB-60] a connection that is closed in the middle of a transaction fails that transaction, and the pool continues', async () => {
  const db = await freshDatabase();
  // Five pools at the same time, since each pauses before it connects again.
  const pool = async (n: number) => {
    const proxy = await Proxy.between(db.url);
    afterFile(() => proxy.close());
    const applicationName = `doorstep cut ${n}`;
    const sql = connect(proxy.url(db.url), { max: 1, applicationName });
    afterFile(() => sql.end({ timeout: 0 }));
    const cuts = [
      () => proxy.end(),
      () => proxy.cut(),
      () =>
        db.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${applicationName}`,
    ];
    for (let round = 0; round < 6; round++) {
      const lost = sql.begin(async (tx) => {
        await tx`select 1`;
        // Without a query, or while an answer is expected; the next query then uses a closed connection.
        const waiting = round % 2 === 0 ? null : tx`select pg_sleep(5)`.execute();
        waiting?.catch(() => {});
        await cuts[round % 3]!();
        await waiting;
        for (let more = 0; more < 20; more++) {
          await tx`select ${more}::int`.catch(() => {});
          await new Promise((resolve) => setImmediate(resolve));
        }
        return tx`select 1`;
      });
      await expect(lost).rejects.toThrow();
      // The first connection after a cut may be cut too: the proxy ends what is there.
      await expect.poll(() => sql`select 1 as n`.then((rows) => rows.length).catch(() => 0)).toBe(1);
    }
  };
  await Promise.all([1, 2, 3, 4, 5].map(pool));
});
