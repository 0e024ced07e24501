// Stand-downs that could not be told when the money came: no signal, a hub that was away, or a setting out that reached us
// after the payment. Asked of the database; told with figures that hold the payment, or by the feed if that is quicker.
import type { DoorEvent } from '../worklist/events.ts';
import type { HubOptions } from './types.ts';

const lookEveryMs = 25;
/** A feed that is further behind than this is stale, and every screen says so. */
const waitAtMostMs = 3_000;

type Options = Pick<HubOptions, 'paidOnTheWay' | 'worklist' | 'log'>;
type Tell = (event: DoorEvent, staffId: number) => void;

export class Missed {
  readonly #options: Options;
  readonly #tell: Tell;
  /** Of cases whose money is on its way to us: when the payments were posted that the feed has told meanwhile. */
  readonly #heard = new Map<number, Set<number>>();

  constructor(options: Options, tell: Tell) {
    this.#options = options;
    this.#tell = tell;
  }

  /** The feed has told whoever is on the way there of this payment. */
  told({ caseId, payment }: Pick<DoorEvent, 'caseId' | 'payment'>): void {
    if (payment) this.#heard.get(caseId)?.add(Date.parse(payment.postedAt));
  }

  async look(staffIds: number[]): Promise<void> {
    if (staffIds.length === 0) return;
    try {
      const found = await this.#options.paidOnTheWay(staffIds);
      await Promise.all(found.map((one) => this.#one(one)));
    } catch (err) {
      this.#options.log.warn({ err }, 'whether somebody must be stood down could not be read');
    }
  }

  async #one(found: Awaited<ReturnType<HubOptions['paidOnTheWay']>>[number]): Promise<void> {
    const { staffId, caseId, payment, balancePence } = found;
    if (await this.#heardMeanwhile(caseId, payment.postedAt, balancePence)) return;
    const after = this.#options.worklist.get(caseId);
    if (!after) return;
    this.#tell({ caseId, patchId: after.patchId, payment, visited: true, before: undefined, after }, staffId);
  }

  /** Waits until our figures hold what the database's do: else somebody would be told of a payment and of the debt before it. */
  async #heardMeanwhile(caseId: number, postedAt: string, balancePence: number): Promise<boolean> {
    const current = () => this.#options.worklist.get(caseId)?.balancePence === balancePence;
    if (current()) return false;
    const heard = this.#heard.get(caseId) ?? new Set();
    this.#heard.set(caseId, heard);
    for (let waited = 0; waited < waitAtMostMs && !current(); waited += lookEveryMs)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs).unref());
    this.#heard.delete(caseId);
    return heard.has(Date.parse(postedAt));
  }
}
