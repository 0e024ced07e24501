// One connection that can never block its owner. Each piece of work has a deadline in this process: after it the
// connection is destroyed, the work fails, and the next piece opens a new connection. The server has a slightly shorter
// deadline, so that it does not continue a query whose reader has left. A missed deadline proves that the network path
// is dead, so the other connections of this process, which have no deadline, are destroyed too (db/idle-sockets.ts).
import { connect, type Sql } from '../../db/connect.ts';
import { destroyIdleSockets, serverOf } from '../../db/idle-sockets.ts';

export class Link {
  readonly #url: string;
  readonly #name: string;
  readonly #deadline: number;
  readonly #max: number;
  #sql: Sql | null = null;
  #closed = false;

  /** Opens nothing yet. `deadline` in milliseconds; `max` connections, which are closed together. */
  constructor(url: string, name: string, deadline: number, max = 1) {
    this.#max = max;
    this.#url = url;
    this.#name = name;
    this.#deadline = deadline;
  }

  async run<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error(`${this.#name} is closed`);
    const sql = (this.#sql ??= this.#open());
    try {
      return await rejectAfter(this.#deadline, this.#name, work(sql));
    } catch (error) {
      if (error instanceof Late) destroyIdleSockets(serverOf(this.#url));
      // Refused by the server, on a connection that works: that one is kept.
      if (!isAnswer(error) && this.#sql === sql) this.#drop();
      throw error;
    }
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #open(): Sql {
    return connect(this.#url, {
      max: this.#max,
      applicationName: this.#name,
      // The library's query for array types would fail without a report when its connection is destroyed.
      arrays: false,
      connectTimeout: Math.max(1, this.#deadline / 1000),
      settings: {
        statement_timeout: Math.max(100, Math.round(this.#deadline * 0.9)),
        // The log is read by its key, always: a plan made before the table has statistics must not scan it all.
        enable_seqscan: 'off',
        plan_cache_mode: 'force_generic_plan',
        jit: 'off',
      },
    });
  }

  #drop(): void {
    void this.#sql?.end({ timeout: 0 }).catch(() => {});
    this.#sql = null;
  }
}

class Late extends Error {}

/** Rejects after so many milliseconds; the work itself continues, and its result is ignored. */
export async function rejectAfter<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late(`${what}: no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // a later failure has no receiver
  }
}

/** An error that Postgres itself sent, other than one that ends the connection (class 57P, 08). */
function isAnswer(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(57P|08)/.test(code);
}
