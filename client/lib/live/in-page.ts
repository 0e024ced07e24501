// What the device did not take, kept in this page's memory until it does: values by key, which replace the device's, and
// writes that wait to be sent, under a client id of this page, so that their numbers cannot collide with the device's.
// Plain logic, tested without a browser.
import type { Waiting } from './waiting.ts';

type Stored = {
  objectStore(name: 'kept'): {
    get(key: string): Promise<unknown>;
    put(value: unknown, key: string): Promise<unknown>;
    delete(key: string): Promise<unknown>;
  };
  objectStore(name: 'outbox'): {
    put(item: Waiting): Promise<unknown>;
    delete(key: [string, number]): Promise<unknown>;
  };
};
type Visit = { visitId?: unknown; finishedAt?: unknown };
type Range = {
  getAllKeys: (range: IDBKeyRange) => Promise<string[]>;
  getAll: (range: IDBKeyRange) => Promise<unknown[]>;
};
/** All rows whose keys begin with `prefix`, in one step. */
export async function readUnder<T>(store: unknown, prefix: string, found: Map<string, T>): Promise<void> {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const { getAllKeys, getAll } = store as Range;
  const [keys, values] = await Promise.all([getAllKeys.call(store, range), getAll.call(store, range)]);
  // A second try after a transaction that failed reads everything again.
  found.clear();
  keys.forEach((key, index) => found.set(key, values[index] as T));
}

const idOf = (item: Waiting): string => `${item.clientId} ${item.n}`;

/** What a person wrote, as opposed to a copy of what the server has. */
export const isWriting = (key: string): boolean => /^(visit|draft|form|photo|sealed) /.test(key);
/** Where a visit is set aside when another of the same case was begun meanwhile. */
export const asideKey = (key: string): string => `${key} aside`;

type Change = { item: Waiting; to: Waiting | null };
type Moved = { values: Map<string, unknown>; own: Map<string, Waiting>; changes: Map<string, Change> };

/** The values and writes that the device has not taken yet. */
export class InPage {
  /** undefined: removed. */
  readonly #values = new Map<string, unknown>();
  readonly #turns = new Map<string, number>();
  #lastTurn = 0;
  readonly #clientId = crypto.randomUUID();
  #n = -1;
  readonly #own = new Map<string, Waiting>();
  /** Changes to what the device holds that it did not take; null: removed. */
  readonly #changes = new Map<string, Change>();

  has(key: string): boolean {
    return this.#values.has(key);
  }
  get(key: string): unknown {
    return this.#values.get(key);
  }

  /** The number of a write to this key: only the newest one counts. */
  turn(key: string): number {
    this.#turns.set(key, ++this.#lastTurn);
    return this.#lastTurn;
  }
  /** False after a newer write to this key, and after everything was erased. */
  isNewest(key: string, turn: number): boolean {
    return this.#turns.get(key) === turn;
  }
  put(key: string, value: unknown, turn: number): void {
    if (this.isNewest(key, turn)) this.#values.set(key, value);
  }
  /** Call when the device has the value. */
  stored(key: string, turn: number): void {
    if (this.isNewest(key, turn)) this.#values.delete(key);
  }

  /** Replaces in `found` what this page has newer. */
  over<T>(found: Map<string, T>, prefix: string): void {
    for (const [key, value] of this.#values)
      if (key.startsWith(prefix)) {
        if (value === undefined) found.delete(key);
        else found.set(key, value as T);
      }
  }

  /** Forgets these values: the device has them, under another key. */
  drop(keys: readonly string[]): void {
    for (const key of keys) this.#values.delete(key);
  }

  add(make: (clientId: string, n: number) => Waiting): Waiting {
    const item = make(this.#clientId, ++this.#n);
    this.#own.set(idOf(item), item);
    return item;
  }

  outboxOver(stored: readonly Waiting[]): Waiting[] {
    const all = new Map(stored.map((item) => [idOf(item), item]));
    for (const [id, { to }] of this.#changes) {
      if (to === null) all.delete(id);
      else all.set(id, to);
    }
    for (const [id, item] of this.#own) all.set(id, item);
    return [...all.values()];
  }

  /** Changes or removes (null) an item that only this page has; false if it is not one. */
  changeOwn(item: Waiting, to: Waiting | null): boolean {
    const id = idOf(item);
    if (!this.#own.has(id)) return false;
    if (to) this.#own.set(id, to);
    else this.#own.delete(id);
    return true;
  }
  changeStored(item: Waiting, to: Waiting | null): void {
    this.#changes.set(idOf(item), { item, to });
  }
  storedItem(item: Waiting): void {
    this.#changes.delete(idOf(item));
  }

  hasWritings(): boolean {
    if (this.#own.size > 0) return true;
    return [...this.#values].some(([key, value]) => isWriting(key) && value !== undefined && value !== null);
  }

  /** Places everything in a transaction; call moved() with the result when that has completed. What the device holds is never overwritten
   *  unread: another visit that was begun there is set aside. Each other writing has a key of its own (writing.ts). */
  async moveTo(tx: Stored): Promise<Moved> {
    const kept = tx.objectStore('kept');
    const outbox = tx.objectStore('outbox');
    const moving: Moved = {
      values: new Map(this.#values),
      own: new Map(this.#own),
      changes: new Map(this.#changes),
    };
    for (const [key, value] of moving.values) {
      if (value === undefined) {
        await kept.delete(key);
        continue;
      }
      const there = key.startsWith('visit ') ? ((await kept.get(key)) as Visit | null | undefined) : null;
      if (there && isOtherVisit(there, value as Visit)) await kept.put(there, asideKey(key));
      await kept.put(value, key);
    }
    for (const { item, to } of moving.changes.values())
      await (to ? outbox.put(to) : outbox.delete([item.clientId, item.n]));
    for (const item of moving.own.values()) await outbox.put(item);
    return moving;
  }

  /** Forgets what the device has now. What changed while it was written is newer, and stays. */
  moved({ values, own, changes }: Moved): void {
    forgetSame(this.#values, values);
    forgetSame(this.#own, own);
    forgetSame(this.#changes, changes);
  }

  /** Moves values to other keys; a value whose key does not change is left alone. */
  rename(to: (key: string, value: unknown) => [key: string, value: unknown]): void {
    for (const [key, value] of [...this.#values]) {
      const [next, changed] = to(key, value);
      if (next === key) continue;
      this.#values.delete(key);
      this.#values.set(next, changed);
      this.turn(next);
    }
  }

  clear(): void {
    this.#values.clear();
    this.#turns.clear();
    this.#own.clear();
    this.#changes.clear();
  }
}

function forgetSame<T>(from: Map<string, T>, moved: ReadonlyMap<string, T>): void {
  for (const [key, one] of moved) if (from.get(key) === one) from.delete(key);
}

function isOtherVisit(there: Visit, here: Visit | null): boolean {
  return Boolean(
    there.visitId && here?.visitId && there.visitId !== here.visitId && there.finishedAt === null,
  );
}
