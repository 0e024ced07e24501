// The one way in which this client writes. A mutation is put on the device first, then sent in order, and kept until the
// server has answered it for good: applied and duplicate leave the shelf, refused and conflict stay there with their words
// until the person has read them. Sending again is harmless: the server answers (clientId, n) once.
// Plain logic: the shelf and the way to the server are handed in, so that it runs and is tested without a browser.
import type { MutationAnswer, MutationKind } from '#contract/up.ts';

export type Waiting = {
  id: string;
  clientId: string;
  n: number;
  kind: MutationKind;
  args: { caseId: number } & Record<string, unknown>;
  /** The version of what was edited, as it stood on screen. */
  baseVersion?: number;
  madeAt: string;
  staffId: number;
  /** Set when the server has refused it: it is not sent again. */
  answer?: MutationAnswer;
};
export type Shelf = {
  /** Gives out the next number and stores, in one step. */
  add(make: (clientId: string, n: number) => Waiting): Promise<Waiting>;
  all(): Promise<Waiting[]>;
  put(item: Waiting): Promise<void>;
  remove(item: Waiting): Promise<void>;
};
/** The answer, or null when there was no way to get one: then it waits. */
export type Send = (item: Waiting) => Promise<MutationAnswer | null>;
/** Holds a name for one tab at a time while the work runs. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

export class Outbox {
  readonly #shelf: Shelf;
  readonly #send: Send;
  readonly #exclusive: Exclusive;
  readonly #changed: (waiting: Waiting[]) => void;
  #staffId = 0;
  #again = false;
  #flushing: Promise<void> | null = null;
  readonly #answered = new Map<string, (answer: MutationAnswer) => void>();

  constructor(parts: {
    shelf: Shelf;
    send: Send;
    exclusive?: Exclusive;
    changed?: (waiting: Waiting[]) => void;
  }) {
    this.#shelf = parts.shelf;
    this.#send = parts.send;
    this.#exclusive = parts.exclusive ?? ((work) => work());
    this.#changed = parts.changed ?? (() => {});
  }

  /** Only this person's writes are sent and shown. */
  async belongTo(staffId: number): Promise<void> {
    this.#staffId = staffId;
    await this.#tell();
  }

  /** Stored when it resolves; rejects where nobody is signed in. `answered` resolves when the server has spoken, however late. */
  async add(
    kind: MutationKind,
    args: Waiting['args'],
    madeAt: Date,
    baseVersion?: number,
  ): Promise<{ item: Waiting; answered: Promise<MutationAnswer> }> {
    const staffId = this.#staffId;
    // Pages that are taken down when a session ends would write in nobody's name: it would never be sent.
    if (staffId === 0) throw new Error('Nobody is signed in: nothing is written in their name.');
    const item = await this.#shelf.add((clientId, n) => ({
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
    // It is stored: that a list on screen cannot be read just now does not make it unwritten.
    await this.#tell().catch(() => {});
    void this.flush();
    return { item, answered };
  }

  /** Takes back what has not been answered (a question that nobody waits for any more), or a refusal that was read. */
  async drop(item: Waiting): Promise<void> {
    this.#answered.delete(item.id);
    await this.#shelf.remove(item);
    await this.#tell();
  }

  /**
   * Sends what waits, oldest first, and stops at the first that gets no answer. One at a time over all tabs. Never
   * rejects: what could not be read or sent now waits for the next flush.
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
    // Asked for before the shelf is read: what is off it by then, another tab has sent.
    const asked = [...this.#answered.keys()];
    const all = await this.#shelf.all();
    for (const id of asked) {
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
        await this.#shelf.put({ ...item, answer });
      else if (answer.status === 'applied' || answer.status === 'duplicate') await this.#shelf.remove(item);
      // A word that this version does not know decides nothing: the item waits.
      else return;
      this.#settle({ ...answer, id: item.id });
      await this.#tell();
    }
  }

  #settle(answer: MutationAnswer): void {
    this.#answered.get(answer.id)?.(answer);
    this.#answered.delete(answer.id);
  }

  async #tell(): Promise<void> {
    const all = await this.#shelf.all();
    this.#changed(inOrder(all.filter((item) => item.staffId === this.#staffId)));
  }
}

/**
 * In the order in which they were made. Numbers count within one client id; a device has several where a page had to keep
 * writes by itself (in-page.ts): those groups follow each other by the time of their first write.
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
