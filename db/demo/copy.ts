// Rows into Postgres by COPY, in its text format. One table at a time on one connection.
import { once } from 'node:events';
import { connect as openSocket } from 'node:net';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type Postgres from 'postgres';
import { postgres } from '../driver.ts';

export type Cell = string | number | boolean | null;

/** What postgres.js hands out inside a transaction, as far as COPY needs it. */
export type Copier = {
  unsafe: (query: string) => PromiseLike<unknown> & { writable: () => Promise<Writable> };
};

/**
 * One connection for copying. The end of a COPY is a small packet of its own, which the system would hold back until
 * the one before is acknowledged: 90 ms a COPY, so that waiting is switched off.
 */
export function connectToCopy(url: string): Postgres.Sql {
  const options = {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'doorstep demo' },
    socket: async (to: { path?: string | null; host: string[]; port: number[] }) => {
      const socket = to.path
        ? openSocket(to.path)
        : openSocket({ host: to.host[0], port: to.port[0] ?? 5432, noDelay: true });
      await once(socket, 'connect');
      return socket;
    },
  };
  return postgres(url, options as Postgres.Options<Record<string, never>>);
}

/** Writes the rows and waits until the server has taken them; throws when it refuses them. Returns how many. */
export async function copyRows(
  tx: Copier,
  table: string,
  columns: string,
  rows: Iterable<readonly Cell[]>,
): Promise<number> {
  const count = { rows: 0 };
  const into = await tx.unsafe(`copy ${table} (${columns}) from stdin`).writable();
  // After the end was sent, the stream does not emit an error any more: the next query on the connection gets it.
  const finish = into._final.bind(into);
  const sent = new Promise<void>((resolve) => {
    into._final = (done) => {
      finish(done);
      resolve();
    };
  });
  const written = pipeline(Readable.from(chunks(rows, count), { objectMode: true, highWaterMark: 1 }), into);
  await Promise.race([written, sent]);
  await Promise.race([
    written,
    Promise.resolve(tx.unsafe('select 1')).then(
      () => written,
      () => Promise.reject(new Error(`Postgres refused the rows of ${table}; its own log says why.`)),
    ),
  ]);
  return count.rows;
}

function* chunks(rows: Iterable<readonly Cell[]>, count: { rows: number }): Generator<string> {
  let text = '';
  for (const row of rows) {
    count.rows++;
    for (let i = 0; i < row.length; i++) text += (i === 0 ? '' : '\t') + cell(row[i]!);
    text += '\n';
    if (text.length > 131_072) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

function cell(value: Cell): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return /[\\\n\r\t]/.test(value)
    ? value.replace(/[\\\n\r\t]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c]!)
    : value;
}
