// The only way in which this client writes. A mutation is stored on the device first, then sent in order, and kept until
// the server has given a final answer: applied and duplicate are removed, refused and conflict stay with the server's words
// until the person has read them. Sending again is idempotent: the server answers (clientId, n) once.
// Plain logic: the store and the transport are passed in, so that it is tested without a browser.
import type { MutationAnswer, MutationKind } from '#contract/up.ts';

export type Waiting = {
  id: string;
  clientId: string;
  n: number;
  kind: MutationKind;
  args: { caseId: number } & Record<string, unknown>;
  /** The version of what was edited, as it was on screen. */
  baseVersion?: number;
  madeAt: string;
  staffId: number;
  /** Set when the server has refused it: it is not sent again. */
  answer?: MutationAnswer;
};
export type OutboxStore = {
  /** Gives out the next number and stores, in one step. */
  add(make: (clientId: string, n: number) => Waiting): Promise<Waiting>;
  all(): Promise<Waiting[]>;
  put(item: Waiting): Promise<void>;
  remove(item: Waiting): Promise<void>;
};
/** Resolves with the answer, or with null when none could be had: then the write waits. */
export type Send = (item: Waiting) => Promise<MutationAnswer | null>;
/** Runs the work in one tab at a time. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/** The writes of this device: numbers, stores and sends them in order, until each has a final answer. */
export class Outbox {
  readonly #store: OutboxStore;
  readonly #send: Send;
  readonly #exclusive: Exclusive;
  readonly #changed: (waiting: Waiting[]) => void;
  #staffId = 0;
  #again = false;
  #flushing: Promise<void> | null = null;
  readonly #answered = new Map<string, (answer: MutationAnswer) => void>();

  constructor(parts: {
    store: OutboxStore;
    send: Send;
    exclusive?: Exclusive;
    changed?: (waiting: Waiting[]) => void;
  }) {
    this.#store = parts.store;
    this.#send = parts.send;
    this.#exclusive = parts.exclusive ?? ((work) => work());
    this.#changed = parts.changed ?? (() => {});
  }

  /** Only this person's writes are sent and shown. */
  async belongTo(staffId: number): Promise<void> {
    this.#staffId = staffId;
    await this.#notify();
  }

  /**
   * Resolves when the record is stored on the device. Rejects when nobody is signed in. `answered` resolves with the server's
   * final answer, which may come much later.
   */
  async add(
    kind: MutationKind,
    args: Waiting['args'],
    madeAt: Date,
    baseVersion?: number,
  ): Promise<{ item: Waiting; answered: Promise<MutationAnswer> }> {
    const staffId = this.#staffId;
    // A page that is removed when a session ends may still write: without a person it would never be sent.
    if (staffId === 0) throw new Error('Nobody is signed in: nothing is written in their name.');
    const item = await this.#store.add((clientId, n) => ({
      id: crypto.randomUUID(),
      clientId,
      n,
      kind,
      args,
      ...(baseVersion === undefined ? {} : { baseVersion }),
      madeAt: madeAt.toISOString(),
      staffId,
    }));
    const answered = new Promise<MutationAnswer>((resolve) => this.#answered.set(item.id, resolve));
    // The write is stored. A failure to read the list for the screen must not look like a failed write.
    await this.#notify().catch(() => {});
    void this.flush();
    return { item, answered };
  }

  /** Removes a write without an answer (a request whose answer came too late), or a refusal that was read. */
  async drop(item: Waiting): Promise<void> {
    this.#answered.delete(item.id);
    await this.#store.remove(item);
    await this.#notify();
  }

  /**
   * Sends what waits, oldest first, and stops at the first that gets no answer. One tab at a time. Never rejects: what
   * could not be read or sent now waits for the next flush.
   */
  flush(): Promise<void> {
    if (this.#flushing) {
      this.#again = true;
      return this.#flushing;
    }
    this.#flushing = this.#exclusive(() => this.#run())
      .catch(() => {})
      .finally(() => {
        this.#flushing = null;
        if (this.#again) {
          this.#again = false;
          void this.flush();
        }
      });
    return this.#flushing;
  }

  async #run(): Promise<void> {
    // Read before the store: a write that is in this list and not in the store was sent by another tab.
    const unanswered = [...this.#answered.keys()];
    const all = await this.#store.all();
    for (const id of unanswered) {
      const there = all.find((item) => item.id === id);
      if (!there) this.#settle({ id, status: 'applied' });
      else if (there.answer) this.#settle(there.answer);
    }
    const staffId = this.#staffId;
    const items = inOrder(all.filter((item) => item.staffId === staffId && !item.answer));
    for (const item of items) {
      // Somebody else has signed in meanwhile: nothing is sent in their name.
      if (this.#staffId !== staffId) return;
      const answer = await this.#send(item);
      if (!answer) return;
      if (answer.status === 'refused' || answer.status === 'conflict')
        await this.#store.put({ ...item, answer });
      else if (answer.status === 'applied' || answer.status === 'duplicate') await this.#store.remove(item);
      // An unknown status decides nothing: the item waits.
      else return;
      this.#settle({ ...answer, id: item.id });
      await this.#notify();
    }
  }

  #settle(answer: MutationAnswer): void {
    this.#answered.get(answer.id)?.(answer);
    this.#answered.delete(answer.id);
  }

  async #notify(): Promise<void> {
    const all = await this.#store.all();
    this.#changed(inOrder(all.filter((item) => item.staffId === this.#staffId)));
  }
}

/**
 * In the order in which they were made. Numbers count within one client id; a device has several where a page had to keep
 * writes in its memory (in-page.ts): these groups are ordered by the time of their first write.
 */
export function inOrder(items: readonly Waiting[]): Waiting[] {
  const began = new Map<string, string>();
  for (const { clientId, madeAt } of items) {
    const first = began.get(clientId);
    if (first === undefined || madeAt < first) began.set(clientId, madeAt);
  }
  return [...items].sort((a, b) => {
    if (a.clientId === b.clientId) return a.n - b.n;
    const [x, y] = [began.get(a.clientId)! + a.clientId, began.get(b.clientId)! + b.clientId];
    return x < y ? -1 : 1;
  });
}
