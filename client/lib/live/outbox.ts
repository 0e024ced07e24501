// The only way in which this client writes. A mutation is stored on the device first, then sent, and kept until the server has
// given a final answer: applied and duplicate are removed, refused and conflict stay with the server's words until the person
// has read them. Sending again is idempotent: the server answers (clientId, n) once, and does not mind the order of numbers.
// The writes of one case are sent strictly in order, each after the answer to the one before; cases do not wait for each
// other. An id that a device makes (of a visit, a thread, a check, a plan) is used within its own case only, so nothing
// depends on a write of another case.
// A write that the server does not decide although it is reached is tried again after growing pauses, and counts as parked
// after a few tries: it holds up its own case only, and it is never removed automatically.
// Plain logic: the store and the transport are passed in, so that it is tested without a browser.
import type { MutationAnswer, MutationKind } from '#contract/up.ts';
import { afterTry, inOrder, isDue, type ClockKnown, type Waiting } from './waiting.ts';

export type OutboxStore = {
  /** Gives out the next number and stores, in one step. */
  add(make: (clientId: string, n: number) => Waiting): Promise<Waiting>;
  /** Gives the same item a new id and the next number, in one step. No effect where it has been removed. */
  renumber(item: Waiting): Promise<void>;
  all(): Promise<Waiting[]>;
  put(item: Waiting): Promise<void>;
  remove(item: Waiting): Promise<void>;
};
/**
 * Resolves with the server's answer. 'undecided': the server was reached and did not decide. null: it could not be reached, or
 * its answer was lost; then the write waits, and that is no try.
 */
export type Send = (item: Waiting) => Promise<MutationAnswer | 'undecided' | null>;
/** Runs the work in one tab at a time. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/** How many cases are sent at the same time. */
const mostAtOnce = 4;
/** The writes of this device: numbers, stores and sends them, until each has a final answer. */
export class Outbox {
  readonly #store: OutboxStore;
  readonly #send: Send;
  readonly #exclusive: Exclusive;
  readonly #changed: (waiting: Waiting[], sending: ReadonlySet<string>) => void;
  readonly #now: () => number;
  #staffId = 0;
  #again = false;
  #flushing: Promise<void> | null = null;
  /** Wakes a flush that waits for answers, when there is something new to send. */
  #wake: () => void = () => {};
  readonly #answered = new Map<string, (answer: MutationAnswer) => void>();
  /** Ids of what this page is sending now. */
  readonly #sending = new Set<string>();
  /** Ids of what was removed here: a flush that has them in its list does not send them. */
  readonly #dropped = new Set<string>();
  #isStale = false;
  #notifying: Promise<void> | null = null;

  constructor(parts: {
    store: OutboxStore;
    send: Send;
    exclusive?: Exclusive;
    changed?: (waiting: Waiting[], sending: ReadonlySet<string>) => void;
    now?: () => number;
  }) {
    this.#store = parts.store;
    this.#send = parts.send;
    this.#exclusive = parts.exclusive ?? ((work) => work());
    this.#changed = parts.changed ?? (() => {});
    this.#now = parts.now ?? Date.now;
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
    clockKnown?: ClockKnown,
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
      ...clockKnown,
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
    this.#dropped.add(item.id);
    this.#answered.delete(item.id);
    await this.#store.remove(item);
    await this.#notify();
  }

  /**
   * Sends one again at the press of its person. One without an answer keeps its number, because the server may have had it. A
   * refused one gets a new number, because the server gives the same answer to the same number; it was not applied.
   */
  async sendAgain(item: Waiting): Promise<void> {
    const { tries: _, retryAt: __, ...untried } = item;
    if (item.answer) await this.#store.renumber(item);
    else if (await this.#isThere(item)) await this.#store.put(untried);
    await this.#notify();
    void this.flush();
  }

  /**
   * Sends what waits: each case's writes in order, a few cases at a time, until nothing reaches the server. One tab at a
   * time. Never rejects: what could not be read or sent now waits for the next flush.
   */
  flush(): Promise<void> {
    if (this.#flushing) {
      this.#again = true;
      this.#wake();
      return this.#flushing;
    }
    this.#flushing = this.#exclusive(() => this.#run())
      .then(() => this.#notify())
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
    const staffId = this.#staffId;
    const underWay = new Map<number, Promise<void>>();
    /** Each at most once in a flush. */
    const sent = new Set<string>();
    /** Cases of which one write was not decided. */
    const stopped = new Set<number>();
    let isReached = true;
    for (;;) {
      this.#again = false;
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      for (const writes of await this.#due(staffId)) {
        const { caseId } = writes[0].args;
        if (!isReached || this.#staffId !== staffId || underWay.size >= mostAtOnce) break;
        if (stopped.has(caseId) || underWay.has(caseId)) continue;
        // What was removed since the device was read is in `sent`.
        const rest = writes.filter((item) => !sent.has(item.id));
        if (rest.length === 0) continue;
        const sending = this.#sendCase(rest, staffId, sent)
          .then((ended) => {
            if (ended === 'unreached') isReached = false;
            if (ended === 'undecided') stopped.add(caseId);
          })
          // The device failed: at the next flush.
          .catch(() => void stopped.add(caseId))
          .finally(() => underWay.delete(caseId));
        underWay.set(caseId, sending);
      }
      if (underWay.size === 0) return;
      await Promise.race([...underWay.values(), woken]);
    }
  }

  /** What may be sent now, by case, oldest first. Settles what another tab has sent or seen refused. */
  async #due(staffId: number): Promise<[Waiting, ...Waiting[]][]> {
    // Read before the store: a write that is in this list and not in the store was sent by another tab.
    const unanswered = [...this.#answered.keys()].filter((id) => !this.#sending.has(id));
    const all = await this.#store.all();
    for (const id of unanswered) {
      const there = all.find((item) => item.id === id);
      if (!there) this.#settle({ id, status: 'applied' });
      else if (there.answer) this.#settle(there.answer);
    }
    const cases = new Map<number, [Waiting, ...Waiting[]]>();
    for (const item of inOrder(all.filter((one) => one.staffId === staffId && !one.answer))) {
      const before = cases.get(item.args.caseId);
      if (before) before.push(item);
      else cases.set(item.args.caseId, [item]);
    }
    return [...cases.values()].filter(([first]) => isDue(first, this.#now()));
  }

  async #sendCase(
    writes: readonly Waiting[],
    staffId: number,
    sent: Set<string>,
  ): Promise<'done' | 'unreached' | 'undecided'> {
    for (const item of writes) {
      // Somebody else has signed in meanwhile: nothing is sent in their name.
      if (this.#staffId !== staffId) return 'done';
      if (this.#dropped.has(item.id)) continue;
      sent.add(item.id);
      this.#sending.add(item.id);
      void this.#notify().catch(() => {});
      const answer = await this.#send(item)
        .catch(() => null)
        .finally(() => this.#sending.delete(item.id));
      if (!answer) return 'unreached';
      const isDecided = await this.#take(item, answer);
      void this.#notify().catch(() => {});
      if (!isDecided) return 'undecided';
    }
    return 'done';
  }

  /** Resolves with false when the answer decides nothing: an unknown status, or an answer to something else. */
  async #take(item: Waiting, answer: MutationAnswer | 'undecided'): Promise<boolean> {
    const status = answer === 'undecided' || answer.id !== item.id ? '' : answer.status;
    if (answer !== 'undecided' && (status === 'applied' || status === 'duplicate')) {
      await this.#store.remove(item);
      this.#settle(answer);
      return true;
    }
    // Removed while it was on its way: it must not come back.
    const isThere = await this.#isThere(item);
    if (answer !== 'undecided' && (status === 'refused' || status === 'conflict')) {
      if (isThere) await this.#store.put({ ...item, answer });
      this.#settle(answer);
      return true;
    }
    if (isThere) await this.#store.put(afterTry(item, this.#now()));
    return false;
  }

  async #isThere({ id }: Waiting): Promise<boolean> {
    return !this.#dropped.has(id) && (await this.#store.all()).some((item) => item.id === id);
  }

  #settle(answer: MutationAnswer): void {
    this.#answered.get(answer.id)?.(answer);
    this.#answered.delete(answer.id);
  }

  /** Shows what is on the device now. Calls during a reading share the next one. */
  #notify(): Promise<void> {
    this.#isStale = true;
    this.#notifying ??= this.#show().finally(() => (this.#notifying = null));
    return this.#notifying;
  }

  async #show(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const all = await this.#store.all();
      this.#changed(inOrder(all.filter((item) => item.staffId === this.#staffId)), new Set(this.#sending));
    }
  }
}
