// A connection to IndexedDB that may stop answering, and a limit on every wait for it. Browsers let a database hang: a
// transaction of a page that was put into the back/forward cache keeps its stores locked, an upgrade waits for another
// tab, WebKit loses the connection to its storage process. So each transaction has a deadline. One that misses it is
// aborted, the connection is closed and opened again, and the work is tried once more; after that the call throws `Silent`.
// While the page is hidden for good (pagehide), no transaction may stay open: it would freeze with the page and lock the
// stores for every other page.
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';

/** The store did not answer within its limit, twice. Nothing is known to be wrong with what it holds. */
export class Silent extends Error {
  constructor() {
    super('The store on this device does not answer.');
    this.name = 'Silent';
  }
}

/** The page was hidden before a transaction of several steps had ended: it was rolled back. */
export class PutAway extends Error {
  constructor() {
    super('The page was put away before this was stored.');
    this.name = 'PutAway';
  }
}

type Mode = 'readonly' | 'readwrite';
type Transaction<S extends DBSchema, M extends Mode> = IDBPTransaction<S, StoreNames<S>[], M>;
type Open = { tx: { abort: () => void }; wasPutAway: boolean };
type Options = {
  /** Milliseconds to wait for the database to open. */
  openMs?: number;
  /** Milliseconds to wait for one transaction, or for one of its steps when it reports progress. */
  answerMs?: number;
  /** Milliseconds for which a store that was silent is not waited for again. */
  restMs?: number;
  /** Milliseconds since any fixed moment. */
  now?: () => number;
};
/** What a transaction does. A long one calls `goesOn` after each step, which restarts the limit. */
type Steps<S extends DBSchema, M extends Mode, T> = (tx: Transaction<S, M>, goesOn: () => void) => Promise<T>;
type Work = {
  /**
   * The work places all of its requests before it waits for any: then the transaction is committed at once and ends
   * without this page, even if the page is frozen in the next instant.
   */
  atOnce?: boolean;
  /** false: after a failure the work is not tried again. */
  again?: boolean;
};

/** IndexedDB with a deadline for each transaction. A call throws `Silent` when a second attempt misses it too. */
export class Disk<S extends DBSchema> {
  readonly #connect: (lost: () => void) => Promise<IDBPDatabase<S>>;
  readonly #openMs: number;
  readonly #answerMs: number;
  readonly #restMs: number;
  readonly #now: () => number;
  #opening: Promise<IDBPDatabase<S>> | null = null;
  #silentUntil = -Infinity;
  /** Transactions of several steps that are under way. */
  readonly #open = new Set<Open>();
  #away = false;
  #leaving = false;
  /** Attempts that have not placed their requests yet. */
  #starting = 0;
  #awake: Promise<void> | null = null;
  #wake: (() => void) | null = null;

  /** connect: opens the database; calls `lost` when this connection must not be used any more. */
  constructor(connect: (lost: () => void) => Promise<IDBPDatabase<S>>, options: Options = {}) {
    this.#connect = connect;
    this.#openMs = options.openMs ?? 3000;
    this.#answerMs = options.answerMs ?? 2000;
    this.#restMs = options.restMs ?? 8000;
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * Runs one transaction and returns what `work` returns, after the transaction has completed.
   * Throws Silent when the store does not answer in time, PutAway when the page was hidden first and `again` is
   * false, and otherwise what the store itself threw (QuotaExceededError, for one).
   */
  async run<T, M extends Mode>(
    stores: StoreNames<S>[],
    mode: M,
    work: Steps<S, M, T>,
    { atOnce = false, again = true }: Work = {},
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      // After a timeout calls fail at once for a while (circuit breaker); a call after the pause tries again.
      if (this.#now() < this.#silentUntil) throw new Silent();
      if (this.#away && !atOnce) {
        if (!again) throw new PutAway();
        await this.#awake;
      }
      const connection = this.#connection();
      try {
        const result = await this.#attempt(connection, stores, mode, work, atOnce);
        this.#silentUntil = -Infinity;
        return result;
      } catch (error) {
        if (error instanceof PutAway && again) {
          await this.#awake;
          attempt = 0;
          continue;
        }
        // Another call has replaced this connection meanwhile.
        if (again && this.#opening !== connection && nameOf(error) === 'InvalidStateError') {
          attempt--;
          continue;
        }
        const isSilent = error instanceof Silent;
        const isLast = attempt === 2 || !again || !isWorthAnotherTry(error);
        if (isSilent || !isLast) this.#giveUp(connection);
        if (isSilent && attempt === 2) this.#silentUntil = this.#now() + this.#restMs;
        if (isLast) throw error;
      }
    }
  }

  async #attempt<T, M extends Mode>(
    connection: Promise<IDBPDatabase<S>>,
    stores: StoreNames<S>[],
    mode: M,
    work: Steps<S, M, T>,
    atOnce: boolean,
  ): Promise<T> {
    const { tx, result, open, steps } = await this.#begin(connection, stores, mode, work, atOnce);
    try {
      const [value] = await rejectWhenSilent(Promise.all([result, tx.done]), this.#answerMs, steps);
      return value;
    } catch (error) {
      if (open.wasPutAway) throw new PutAway();
      // A transaction that cannot be aborted any more is completing: then it is waited for once more.
      if (!abort(tx) && error instanceof Silent) {
        const [value] = await rejectWhenSilent(Promise.all([result, tx.done]), this.#answerMs);
        return value;
      }
      throw error;
    } finally {
      this.#open.delete(open);
    }
  }

  async #begin<T, M extends Mode>(
    connection: Promise<IDBPDatabase<S>>,
    stores: StoreNames<S>[],
    mode: M,
    work: Steps<S, M, T>,
    atOnce: boolean,
  ): Promise<{ tx: Transaction<S, M>; result: Promise<T>; open: Open; steps: () => number }> {
    this.#starting++;
    try {
      const db = await rejectWhenSilent(connection, this.#openMs);
      if (this.#away && !atOnce) throw new PutAway();
      const tx = db.transaction(stores, mode) as Transaction<S, M>;
      const open: Open = { tx, wasPutAway: false };
      if (!atOnce) this.#open.add(open);
      let step = 0;
      const result = work(tx, () => step++);
      // They are awaited together later; neither rejection may go unhandled.
      tx.done.catch(() => {});
      result.catch(() => {});
      if (atOnce) commit(tx);
      return { tx, result, open, steps: () => step };
    } finally {
      this.#starting--;
      if (this.#away && this.#starting === 0) this.close();
    }
  }

  #connection(): Promise<IDBPDatabase<S>> {
    if (this.#opening) return this.#opening;
    const opening = this.#connect(() => {
      if (this.#opening === opening) this.#opening = null;
    });
    this.#opening = opening;
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = null;
    });
    return opening;
  }

  /** Closes the connection; the next transaction opens it again. */
  close(): void {
    if (this.#opening) this.#giveUp(this.#opening);
  }

  /** Closes this connection, and no other that was opened since. */
  #giveUp(connection: Promise<IDBPDatabase<S>>): void {
    if (this.#opening === connection) this.#opening = null;
    connection.then((db) => db.close()).catch(() => {});
  }

  /** True while the page may go at any moment: only a transaction of one step is sure to be stored. */
  get leaving(): boolean {
    return this.#leaving || this.#away;
  }
  /** Call before putAway: pages then store in one step. */
  leave(): void {
    this.#leaving = true;
  }

  /** On pagehide: aborts transactions of several steps, lets the others complete, and closes the connection. */
  putAway(): void {
    if (this.#away) return;
    this.#away = true;
    this.#awake = new Promise((resolve) => (this.#wake = resolve));
    for (const open of this.#open) {
      open.wasPutAway = true;
      abort(open.tx);
    }
    if (this.#starting === 0) this.close();
  }

  /** On pageshow: runs the aborted work again. */
  wake(): void {
    this.#away = false;
    this.#leaving = false;
    this.#silentUntil = -Infinity;
    this.#wake?.();
    this.#wake = null;
  }
}

/** Throws Silent when `promise` has not settled after `ms` milliseconds in which `steps` has not grown. */
async function rejectWhenSilent<T>(promise: Promise<T>, ms: number, steps = () => 0): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const wait = (before: number) => {
      timer = setTimeout(() => (steps() > before ? wait(steps()) : reject(new Silent())), ms);
    };
    wait(steps());
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const nameOf = (error: unknown): unknown => (error as { name?: unknown } | null)?.name;

/** A full disk stays full; a closed or lost connection can be opened again. */
function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof Silent) return true;
  const name = nameOf(error);
  return name === 'InvalidStateError' || name === 'AbortError' || name === 'UnknownError';
}

function commit(tx: { commit?: () => void }): void {
  try {
    tx.commit?.();
  } catch {
    // It has failed already, or the browser is older than the call: then it ends when its requests have.
  }
}

/** Returns false if it has ended already, or is about to. */
function abort(tx: { abort: () => void }): boolean {
  try {
    tx.abort();
    return true;
  } catch {
    return false;
  }
}
