// Stand-downs that could not be sent when the money came: no signal, a hub that was away, or a setting out that reached us
// after the payment. The database is queried; they are sent once the figures in memory hold the payment, unless the feed
// has sent them meanwhile.
import type { DoorEvent } from '../worklist/events.ts';
import type { HubOptions } from './types.ts';

const pollMs = 25;
/** A feed that is further behind than this is stale, and every screen says so. */
const maxWaitMs = 3_000;

type Options = Pick<HubOptions, 'paidOnTheWay' | 'worklist' | 'log'>;
type Send = (event: DoorEvent, staffId: number) => void;

export class MissedStandDowns {
  readonly #options: Options;
  readonly #send: Send;
  /** The cases whose payment has not reached memory yet, with the times (ms) of the payments that the feed delivered. */
  readonly #fromFeed = new Map<number, Set<number>>();

  constructor(options: Options, send: Send) {
    this.#options = options;
    this.#send = send;
  }

  /** The feed has brought this payment, and the officer on the way there was sent it. */
  sentByFeed({ caseId, payment }: Pick<DoorEvent, 'caseId' | 'payment'>): void {
    if (payment) this.#fromFeed.get(caseId)?.add(Date.parse(payment.postedAt));
  }

  /** Sends these people what they missed. Never throws. */
  async sendTo(staffIds: number[]): Promise<void> {
    if (staffIds.length === 0) return;
    try {
      const found = await this.#options.paidOnTheWay(staffIds);
      await Promise.all(found.map((one) => this.#sendOne(one)));
    } catch (err) {
      this.#options.log.warn({ err }, 'missed stand-downs were not loaded');
    }
  }

  async #sendOne(found: Awaited<ReturnType<HubOptions['paidOnTheWay']>>[number]): Promise<void> {
    const { staffId, caseId, payment, balancePence } = found;
    if (await this.#arrivesByFeed(caseId, payment.postedAt, balancePence)) return;
    const after = this.#options.worklist.get(caseId);
    if (!after) return;
    this.#send(
      {
        caseId,
        patchId: after.patchId,
        payment,
        visited: true,
        before: undefined,
        seenBeforeLog: false,
        after,
      },
      staffId,
    );
  }

  /** Waits until memory holds the payment: an officer must not be sent a payment with the debt from before it. */
  async #arrivesByFeed(caseId: number, postedAt: string, balancePence: number): Promise<boolean> {
    const current = () => this.#options.worklist.get(caseId)?.balancePence === balancePence;
    if (current()) return false;
    const posted = this.#fromFeed.get(caseId) ?? new Set();
    this.#fromFeed.set(caseId, posted);
    for (let waited = 0; waited < maxWaitMs && !current(); waited += pollMs)
      await new Promise((resolve) => setTimeout(resolve, pollMs).unref());
    this.#fromFeed.delete(caseId);
    return posted.has(Date.parse(postedAt));
  }
}
