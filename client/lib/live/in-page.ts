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
type Draft = {
  visitId?: unknown;
  writingId?: unknown;
  body?: unknown;
  finishedAt?: unknown;
  staffId?: unknown;
};

const idOf = (item: Waiting): string => `${item.clientId} ${item.n}`;

/** What a person wrote, as opposed to a copy of what the server has. */
export const isWriting = (key: string): boolean => /^(visit|draft|form|photo|sealed) /.test(key);
/** Where a visit's or a form's words are set aside when another of the same case was begun meanwhile. */
export const asideKey = (key: string): string => `${key} aside`;

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
  readonly #changes = new Map<string, { item: Waiting; to: Waiting | null }>();
  #moving: { values: Map<string, unknown>; own: Set<string>; changes: Set<string> } | null = null;

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
  over(found: Map<string, unknown>, prefix: string): void {
    for (const [key, value] of this.#values)
      if (key.startsWith(prefix)) {
        if (value === undefined) found.delete(key);
        else found.set(key, value);
      }
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

  /** Places everything in a transaction; call moved() when that has completed. What the device holds is never overwritten
   *  unread: another visit that was begun there is set aside, and half a message is put before the rest of it. */
  async moveTo(tx: Stored): Promise<void> {
    const kept = tx.objectStore('kept');
    const outbox = tx.objectStore('outbox');
    this.#moving = {
      values: new Map(this.#values),
      own: new Set(this.#own.keys()),
      changes: new Set(this.#changes.keys()),
    };
    for (const [key, value] of this.#moving.values) {
      if (value === undefined) {
        await kept.delete(key);
        continue;
      }
      const there = isWriting(key) ? ((await kept.get(key)) as Draft | null | undefined) : undefined;
      const isOther =
        there && (key.startsWith('form ') ? isOtherWriting : isOtherVisit)(there, value as Draft);
      if (isOther) await kept.put(there, asideKey(key));
      await kept.put(there ? joined(there, value as Draft | null) : value, key);
    }
    for (const { item, to } of this.#changes.values())
      await (to ? outbox.put(to) : outbox.delete([item.clientId, item.n]));
    for (const item of this.#own.values()) await outbox.put(item);
  }

  moved(): void {
    if (!this.#moving) return;
    const { values, own, changes } = this.#moving;
    this.#moving = null;
    // What changed while it was written is newer than what was written.
    for (const [key, value] of values) if (this.#values.get(key) === value) this.#values.delete(key);
    for (const id of own) this.#own.delete(id);
    for (const id of changes) this.#changes.delete(id);
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
    this.#moving = null;
  }
}

function isOtherVisit(there: Draft, here: Draft | null): boolean {
  return Boolean(
    there.visitId && here?.visitId && there.visitId !== here.visitId && there.finishedAt === null,
  );
}

/** Words typed into a form earlier, which the person had not seen when they filled it in again. */
function isOtherWriting(there: Draft, here: Draft | null): boolean {
  return here !== null && there.writingId !== here.writingId;
}

/** Puts an unfinished message of before in front of what was typed while the device did not answer. */
function joined(there: Draft, here: Draft | null): unknown {
  const [before, after] = [there.body, here?.body];
  if (typeof before !== 'string' || typeof after !== 'string' || !before.trim()) return here;
  return after.startsWith(before) ? here : { ...here, body: `${before}\n${after}` };
}
