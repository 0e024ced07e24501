// The outbox as screens see it: what waits on this device, what was refused, and the calls that put something in.
import type { MutationAnswer, MutationKind } from '#contract/up.ts';
import { Accepted } from './accepted.ts';
import { clock } from './clock.svelte.ts';
import { outboxStore } from './device.ts';
import { live } from './live.svelte.ts';
import { Outbox, type Send } from './outbox.ts';
import type { Waiting } from './waiting.ts';
import { retryTimes } from './retry-times.ts';
import { sendOverHttp } from './send-over-http.ts';
import { orNullAfter } from './or-null-after.ts';

const lockMs = 20_000;

/**
 * One tab sends at a time. A page that was frozen while it held the lock would keep it for ever: after 20 seconds the
 * lock is taken from it. If both send, the server still answers each write once.
 */
async function exclusive<T>(work: () => Promise<T>): Promise<T> {
  const { locks } = navigator;
  if (!locks) return work();
  let begun: Promise<T> | undefined;
  const begin = () => (begun = work());
  try {
    const signal = AbortSignal.timeout(lockMs);
    return await locks.request('doorstep-outbox', { signal }, begin);
  } catch (error) {
    // The lock was taken from this page during the work: the work continues to its end.
    if (begun) return begun;
    const name = (error as { name?: string }).name;
    if (name !== 'TimeoutError' && name !== 'AbortError') throw error;
    return locks.request('doorstep-outbox', { steal: true }, begin);
  }
}

class Writes {
  /** Unanswered, oldest first. */
  waiting = $state.raw<Waiting[]>([]);
  /** Ids of what this page is sending now. */
  sending = $state.raw<ReadonlySet<string>>(new Set());
  /** Refused or in conflict, with the server's words, until the person has read them. */
  refused = $state.raw<Waiting[]>([]);

  /** Applied by the server, but the list does not show it yet. Each has its answer. */
  accepted = $state.raw<readonly Waiting[]>([]);

  /** Applied by the server in the last seconds, whether or not the list has changed since. */
  recent = $state.raw<readonly Waiting[]>([]);

  readonly #accepted = new Accepted((notListed, recent) => {
    this.accepted = notListed;
    this.recent = recent;
  });
  readonly #box = new Outbox({
    store: outboxStore,
    send: (item) => this.#accepted.send(item, () => this.#send(item)),
    exclusive,
    changed: (all, sending) => {
      this.sending = sending;
      this.waiting = all.filter((item) => !item.answer);
      this.refused = all.filter((item) => item.answer);
    },
  });

  /** Requests are tried, because there is no socket. */
  #isOverHttp = false;
  #send(item: Waiting): ReturnType<Send> {
    if (live.connected) return live.send(item);
    return this.#isOverHttp ? sendOverHttp(item) : Promise.resolve(null);
  }

  start(staffId: number): () => void {
    void this.#box
      .belongTo(staffId)
      .catch(() => {})
      .then(() => this.#box.flush());
    const flush = () => void this.#box.flush();
    const off = live.onBack(flush);
    const offList = live.onApplied((touched) => this.#accepted.listed(touched));
    const times = retryTimes();
    const timer = setInterval(() => {
      if (this.waiting.length === 0) return;
      const now = times.next(live.connected);
      if (now === 'no') return;
      this.#isOverHttp = now === 'over-http' && navigator.onLine;
      flush();
    }, 5000);
    const seen = () => document.visibilityState === 'visible' && this.waiting.length > 0 && flush();
    document.addEventListener('visibilitychange', seen);
    return () => {
      off();
      offList();
      document.removeEventListener('visibilitychange', seen);
      this.#accepted.clear();
      clearInterval(timer);
      // What waits stays on the device for this person and is shown to nobody else.
      void this.#box.belongTo(0).catch(() => {});
      this.waiting = [];
      this.refused = [];
    };
  }

  /** What the server does not have yet, oldest first: for words like "Will send", and for what can still be undone. */
  waitingFor(caseId: number): Waiting[] {
    return this.waiting.filter((item) => item.args.caseId === caseId);
  }

  /**
   * Everything written here that the list does not show yet, oldest first: what the server has accepted (with its answer),
   * then what waits. A screen that applied only what waits would show the old state for a moment in between.
   */
  notListed(caseId: number): Waiting[] {
    return this.#withWaiting(this.accepted, caseId);
  }

  /**
   * Everything written here that the open case, which is read by a separate request, may not show yet, oldest first. What
   * was accepted stays in it for five seconds: a screen shows it until the case itself has it.
   */
  notRead(caseId: number): Waiting[] {
    return this.#withWaiting(this.recent, caseId);
  }

  #withWaiting(accepted: readonly Waiting[], caseId: number): Waiting[] {
    const waiting = this.waitingFor(caseId);
    const before = accepted.filter(
      (item) => item.args.caseId === caseId && waiting.every(({ id }) => id !== item.id),
    );
    return [...before, ...waiting];
  }

  /** Saved on this device when it resolves. baseVersion: of what is edited, so that a concurrent change is a conflict. */
  async write(
    kind: MutationKind,
    args: Waiting['args'],
    baseVersion?: number,
  ): Promise<{ item: Waiting; answered: Promise<MutationAnswer> }> {
    const { madeAt, ...known } = clock.stamp();
    return this.#box.add(kind, args, new Date(madeAt), baseVersion, known);
  }

  /** A request whose answer is of no use later: the answer within `withinMs`, or null and the request is removed. */
  async ask(kind: MutationKind, args: Waiting['args'], withinMs: number): Promise<MutationAnswer | null> {
    if (!live.connected) return null;
    const { item, answered } = await this.write(kind, args);
    const answer = await orNullAfter(answered, withinMs);
    if (!answer || answer.status === 'refused') await this.#box.drop(item);
    return answer;
  }

  async dismiss(item: Waiting): Promise<void> {
    await this.#box.drop(item);
  }

  /** At the press of its person: a parked write at once, a refused one as a new write. */
  async sendAgain(item: Waiting): Promise<void> {
    this.#isOverHttp = navigator.onLine;
    await this.#box.sendAgain(item);
  }
}

export const writes = new Writes();
