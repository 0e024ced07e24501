// Notifies people whose app is closed: a visit that they are on the way to was stopped, the repairs team answered, a payment
// plan needs a review. What is to be sent waits in the database, where every hub adds what it notices and takes what is due, so
// each is sent once, and a restart loses nothing. It is sent whether or not the app is open: a socket seems connected for
// half a minute after the signal has gone. The device decides (client/service-worker).
import type { Cases } from '../../cases/cases.ts';
import type { Due, Notice, NoticeKind, PushKeys, PushStore } from '../../cases/push/push-store.ts';
import type { Log } from '../../log.ts';
import type { DoorEvent, DoorMessages } from '../../worklist/events.ts';
import type { LiveWorklist } from '../types.ts';
import { makePushKeys } from './encrypt.ts';
import { isPushService, sendPush } from './send.ts';

export type PushTiming = {
  /** Between looks into the queue, for what another hub left or what is due again. */ pollMs: number;
  /** The wait after the first failure; it doubles. */ retrySeconds: number;
};
export type PushOptions = {
  store: PushStore;
  worklist: Pick<LiveWorklist, 'on' | 'off' | 'get'>;
  doorMessages: (event: DoorEvent) => DoorMessages;
  paidOnTheWay: Cases['paidOnTheWay'];
  log: Log;
  /** Where people reach Doorstep: push services are given it as the contact. */
  publicUrl: string | null;
  /** Which addresses messages may be sent to. Default: the push services of the browsers. */
  allows?: ((endpoint: string) => boolean) | undefined;
  timing?: Partial<PushTiming> | undefined;
  clock: () => number;
};

const standard: PushTiming = { pollMs: 5_000, retrySeconds: 5 };
const mostAttempts = 8;
/** An officer is at the door, or has gone home, after half an hour. */
const standDownSeconds = 1_800;

export class Push {
  readonly publicKey: string;
  readonly allows: (endpoint: string) => boolean;
  readonly stats: Record<'sent' | 'gone' | 'refused' | 'later', number> = {
    sent: 0,
    gone: 0,
    refused: 0,
    later: 0,
  };
  readonly #options: PushOptions;
  readonly #keys: PushKeys;
  readonly #timing: PushTiming;
  readonly #adding = new Set<Promise<unknown>>();
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> | null = null;
  #again = false;
  #missed = true;
  #stopped = false;

  private constructor(options: PushOptions, keys: PushKeys) {
    this.#options = options;
    this.#keys = keys;
    this.publicKey = keys.publicKey;
    this.allows = options.allows ?? isPushService;
    this.#timing = { ...standard, ...options.timing };
  }

  /** Makes the server's keys at the first start. */
  static async open(options: PushOptions): Promise<Push> {
    const push = new Push(options, await options.store.keys(() => makePushKeys()));
    options.worklist.on('door', push.#door);
    options.worklist.on('reset', push.#reset);
    push.#wake();
    return push;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#options.worklist.off('door', this.#door);
    this.#options.worklist.off('reset', this.#reset);
    if (this.#timer) clearTimeout(this.#timer);
    await Promise.allSettled([...this.#adding, this.#round]);
  }

  readonly #door = (event: DoorEvent): void => {
    if (!event.visited) return;
    const added = this.#standDown(event).catch((err: unknown) => {
      this.#options.log.warn({ err }, 'a notification was not queued: looking again');
      this.#missed = true;
    });
    this.#adding.add(added);
    void added.finally(() => this.#adding.delete(added));
  };

  readonly #reset = (): void => {
    this.#missed = true;
    this.#wake();
  };

  async #standDown(event: DoorEvent, subscribedBefore?: string): Promise<void> {
    const found = this.#options.doorMessages(event).onTheWay;
    if (!found) return;
    const { staffId, message } = found;
    const { visitId, verdict, withdrawn, payment } = message;
    const kind: NoticeKind | null = verdict === 'stand-down' ? 'stand_down' : withdrawn ? 'withdrawn' : null;
    if (kind === null || visitId === null) return;
    const occurrence = `${kind} ${payment?.postedAt ?? ''}`;
    await this.#add(staffId, {
      ...{ kind, about: `visit ${visitId}`, occurrence, visitId, validSeconds: standDownSeconds },
      ...(subscribedBefore && { subscribedBefore }),
    });
  }

  async #add(staffId: number, notice: Notice): Promise<void> {
    if ((await this.#options.store.add(staffId, notice)) > 0) this.#wake();
  }

  /** What came while no hub ran, or could not be queued. */
  async #addMissed(): Promise<void> {
    const { store, paidOnTheWay, worklist, clock } = this.#options;
    this.#missed = false;
    try {
      await store.prune();
      const people = await store.people();
      if (people.length === 0) return;
      for (const { caseId, payment } of await paidOnTheWay(people)) {
        const after = worklist.get(caseId);
        if (!after || Date.parse(payment.postedAt) < clock() - standDownSeconds * 1_000) continue;
        const { patchId } = after;
        const event = { caseId, patchId, payment, after, visited: true, before: undefined };
        await this.#standDown({ ...event, seenBeforeLog: false }, payment.postedAt);
      }
    } catch (error) {
      this.#missed = true;
      throw error;
    }
  }

  /** Sends what is due: now, or after the round that is under way. */
  #wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#round ??= this.#rounds().finally(() => {
      this.#round = null;
      if (this.#stopped) return;
      this.#timer = setTimeout(() => this.#wake(), this.#timing.pollMs);
    });
  }

  async #rounds(): Promise<void> {
    const { store, log } = this.#options;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        if (this.#missed) await this.#addMissed();
        const due = await store.take();
        if (due.length > 0) this.#again = true;
        await Promise.all(due.map((one) => this.#send(one)));
      }
    } catch (err) {
      log.warn({ err }, 'notifications were not sent: trying again');
    }
  }

  /**
   * How long a push service may keep it, in seconds: no longer than until the person's next quiet hours. 0: it is quiet now,
   * and it waits in the queue. A visit that they are on the way to is no matter for quiet hours.
   */
  async #allowedSeconds({ kind, staffId, ids, validSeconds }: Due): Promise<number> {
    if (kind === 'stand_down' || kind === 'withdrawn') return validSeconds;
    const { store } = this.#options;
    const { waitSeconds, openSeconds } = await store.untilQuiet(staffId);
    if (waitSeconds === 0) return Math.min(validSeconds, openSeconds);
    await store.later(ids, waitSeconds, false);
    return 0;
  }

  async #send(due: Due): Promise<void> {
    const { store, log, publicUrl } = this.#options;
    const validSeconds = await this.#allowedSeconds(due);
    if (validSeconds === 0) return;
    const subject = publicUrl?.startsWith('https:') ? publicUrl : 'mailto:doorstep@example.org';
    const sent = await sendPush({ ...due, validSeconds }, { ...this.#keys, subject, allows: this.allows });
    this.stats[sent.outcome] += 1;
    if (sent.outcome === 'sent') return store.done(due.ids);
    log.info({ kind: due.kind, status: sent.status, outcome: sent.outcome }, 'a notification was not sent');
    if (sent.outcome === 'gone') return store.remove(due.subscriptionId);
    if (sent.outcome === 'refused' || due.attempts >= mostAttempts) return store.done(due.ids);
    const wait = this.#timing.retrySeconds * 2 ** (due.attempts - 1);
    return store.later(due.ids, Math.max(wait, sent.afterSeconds), true);
  }
}
