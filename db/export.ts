// Rows for a file that somebody downloads. Such a statement lasts as long as the download does, which is longer than a
// request may take (embedded-roles.ts); so it has a transaction of its own with a limit of its own.
import type { Sql } from './connect.ts';

/** Long enough for the largest ledger over a slow line; a download that nobody reads any more ends by it. */
const usual = { rows: 1_000, limit: '30min' };

/**
 * The rows of one statement that only reads, some at a time, on a connection of its own until the last are taken. Whoever
 * stops early gives the connection back. `limit` is Postgres' own way to write a length of time.
 */
export async function* exportRows<Row extends object>(
  sql: Sql,
  text: string,
  values: readonly unknown[],
  { rows, limit }: { rows: number; limit: string } = usual,
): AsyncGenerator<Row[]> {
  const own = await sql.reserve();
  try {
    await own`begin read only`;
    await own`
      select set_config('statement_timeout', ${limit}, true),
        set_config('idle_in_transaction_session_timeout', ${limit}, true)`;
    yield* own.unsafe<Row[]>(text, values as never[]).cursor(rows);
  } finally {
    // Nothing was written. A connection that is gone has no transaction to end.
    await own`rollback`.catch(() => {});
    own.release();
  }
}
