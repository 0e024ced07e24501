// Rows for a file that somebody downloads. Such a statement lasts as long as the download does, which is longer than a
// request may take (embedded-roles.ts); so it has a connection, a transaction and a limit of its own.
import { connectApart, type Sql } from './connect.ts';

/** `limit` is for one batch: the first may have to sort the largest ledger. */
const usual = { rows: 1_000, limit: '10min' };
/** A reader that takes nothing for so long has gone. */
const unread = '2min';

/** So many downloads are read at once, so that they leave Postgres its connections; the next ones wait. */
const mostAtOnce = 4;
let running = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
  if (running < mostAtOnce) running += 1;
  else await new Promise<void>((mine) => waiting.push(mine));
}

/**
 * The rows of one statement that only reads, some at a time. `limit`, for each batch, is Postgres' own way to write a length of
 * time. Throws
 * where the connection is lost or the limit has passed, between two batches as well, so that a file that was cut short never
 * passes as whole. The connection is a client of its own and none of the pool's: a reader may wait for minutes between two
 * batches, and a pool that lost its connection meanwhile would have given it to somebody else.
 */
export async function* exportRows<Row extends object>(
  sql: Sql,
  text: string,
  values: readonly unknown[],
  { rows, limit }: { rows: number; limit: string } = usual,
): AsyncGenerator<Row[]> {
  await turn();
  const own = connectApart(sql, 'doorstep export');
  try {
    // The client has one connection: what is sent next is in the transaction. A connection that was made anew is not, and
    // knows no cursor, so that the fetch throws.
    await own.unsafe('begin read only');
    await own`
      select set_config('statement_timeout', ${limit}, true),
        set_config('idle_in_transaction_session_timeout', ${unread}, true)`;
    await own.unsafe(`declare export no scroll cursor for ${text}`, values as never[]);
    for (;;) {
      const some = await own.unsafe<Row[]>(`fetch ${rows} from export`);
      if (some.length > 0) yield some;
      if (some.length < rows) return;
    }
  } finally {
    await own.end({ timeout: 1 });
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
