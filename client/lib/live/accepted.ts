// Optimistic state between the server's answer to a write and the change of the list that it causes. The two arrive
// separately: in between, neither the outbox nor the list has the write, and without this the former button came back on
// screen for a fifth of a second. What is read with the open case (plan, budget, hazards …) arrives later still: for that,
// the writes of the last seconds are kept whether or not the list has changed.
import type { Send } from './outbox.ts';
import type { Waiting } from './waiting.ts';

/** Milliseconds after which a write is dropped, also when nothing on the list has changed. */
const keepMs = 5000;

/** Writes that the server has accepted and that the list, or the open case, does not show yet. */
export class Accepted {
  #recent: readonly { item: Waiting; listed: boolean }[] = [];
  readonly #inFlight = new Set<{ caseId: number; listed: boolean }>();
  readonly #changed: (notListed: readonly Waiting[], recent: readonly Waiting[]) => void;
  readonly #later: (work: () => void, ms: number) => unknown;

  /**
   * changed: called with what the list does not show yet, and with all of the last seconds, when either changes. later:
   * runs work after so many milliseconds.
   */
  constructor(
    changed: (notListed: readonly Waiting[], recent: readonly Waiting[]) => void,
    later: (work: () => void, ms: number) => unknown = (work, ms) => setTimeout(work, ms),
  ) {
    this.#changed = changed;
    this.#later = later;
  }

  /** Sends one write by `send` and keeps it if it was applied. */
  async send(item: Waiting, send: () => ReturnType<Send>): ReturnType<Send> {
    const flight = { caseId: item.args.caseId, listed: false };
    this.#inFlight.add(flight);
    try {
      const answer = await send();
      if (answer && answer !== 'undecided' && answer.status === 'applied')
        this.#keep({ ...item, answer }, flight.listed);
      return answer;
    } finally {
      this.#inFlight.delete(flight);
    }
  }

  /** The list has changed for these cases; null: for all. */
  listed(touched: ReadonlySet<number> | null): void {
    const isListed = (caseId: number) => touched === null || touched.has(caseId);
    for (const flight of this.#inFlight) flight.listed ||= isListed(flight.caseId);
    this.#set(this.#recent.map((one) => (isListed(one.item.args.caseId) ? { ...one, listed: true } : one)));
  }

  /** Somebody else may sign in: nothing is kept. */
  clear(): void {
    this.#set([]);
  }

  #keep(item: Waiting, listed: boolean): void {
    this.#set([...this.#recent, { item, listed }]);
    this.#later(() => this.#set(this.#recent.filter((one) => one.item !== item)), keepMs);
  }

  #set(recent: readonly { item: Waiting; listed: boolean }[]): void {
    const same = recent.length === this.#recent.length;
    if (same && recent.every((one, at) => one.listed === this.#recent[at]?.listed)) return;
    this.#recent = recent;
    this.#changed(
      recent.filter(({ listed }) => !listed).map(({ item }) => item),
      recent.map(({ item }) => item),
    );
  }
}
