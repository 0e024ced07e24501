// Writes that the server has accepted, kept until the list has changed for their case. The answer to a write and the change
// of the list that it makes travel separately: between the two, neither the outbox nor the list knows of the write. Without
// this, "On my way" came back on screen for a fifth of a second, under the thumb that was about to start the visit.
import type { MutationAnswer } from '#contract/up.ts';
import type { Waiting } from './outbox.ts';

/** A write that changes nothing on the list is forgotten after this long. */
const keepMs = 5000;

export class Accepted {
  #all: readonly Waiting[] = [];
  readonly #inFlight = new Set<{ caseId: number; listed: boolean }>();
  readonly #changed: (all: readonly Waiting[]) => void;
  readonly #later: (work: () => void, ms: number) => unknown;

  /** changed: is given everything that is kept, each time that this changes. later: runs work after so many milliseconds. */
  constructor(
    changed: (all: readonly Waiting[]) => void,
    later: (work: () => void, ms: number) => unknown = (work, ms) => setTimeout(work, ms),
  ) {
    this.#changed = changed;
    this.#later = later;
  }

  /** Sends one write by `send` and keeps it if it was applied, unless the list has changed for its case meanwhile. */
  async send(item: Waiting, send: () => Promise<MutationAnswer | null>): Promise<MutationAnswer | null> {
    const flight = { caseId: item.args.caseId, listed: false };
    this.#inFlight.add(flight);
    try {
      const answer = await send();
      if (answer?.status === 'applied' && !flight.listed) this.#keep({ ...item, answer });
      return answer;
    } finally {
      this.#inFlight.delete(flight);
    }
  }

  /** The list has changed for these cases; null: for all. */
  listed(touched: ReadonlySet<number> | null): void {
    const isListed = (caseId: number) => touched === null || touched.has(caseId);
    for (const flight of this.#inFlight) flight.listed ||= isListed(flight.caseId);
    this.#set(this.#all.filter((item) => !isListed(item.args.caseId)));
  }

  #keep(item: Waiting): void {
    this.#set([...this.#all, item]);
    this.#later(() => this.#set(this.#all.filter((one) => one !== item)), keepMs);
  }

  #set(all: readonly Waiting[]): void {
    if (all.length === this.#all.length) return;
    this.#all = all;
    this.#changed(all);
  }
}
