// What everybody with the same patches sees, as a numbered journal of changes. A client is a position in it: a case that
// changed after that position is dirty for the client, and its latest state is what is sent. So a client costs a number,
// however far behind it is; clients at the same position share one encoded message; and a client that is further behind
// than the journal reaches gets a reset.
import type { Batch } from '../worklist/events.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import type { Cause } from '../contract/down.ts';
import { encodeFrame, type Frame } from './frame.ts';
import type { LiveWorklist } from './types.ts';
import { bindCursor } from './view-cursor.ts';

type Entry = { n: number; states: Map<number, CaseSummary | null>; because: Cause[] };
export type Message = { frame: Frame; to: number; cursor: string };

/** How many case states a journal keeps; its newest entry is kept whatever its size. */
const maxStates = 20_000;
/** More causes than this at once are of no use to a reader: the newest are sent. */
const maxCauses = 2_000;
/** An encoded reset is reused for this many times as long as it took to encode; newer changes follow it. */
const resetReuse = 10;
/** An encoded reset is dropped after this time. */
const resetKeptMs = 1_000;

export class View {
  readonly patchIds: readonly number[] | 'all';
  readonly #worklist: LiveWorklist;
  #entries: Entry[] = [];
  #states = 0;
  #n = 0;
  #asOf: Date;
  /** The cursor of the newest batch. The worklist's own can be behind it within this tick, and ahead of it later. */
  #cursor: string;
  #frames = new Map<number, Frame>();
  #reset: (Message & { at: number; tookMs: number }) | null = null;

  constructor(worklist: LiveWorklist, patchIds: readonly number[] | 'all', now: number) {
    this.#worklist = worklist;
    this.patchIds = patchIds;
    this.#asOf = new Date(now);
    this.#cursor = bindCursor(patchIds, worklist.cursor);
  }

  /** The newest position. */
  get position(): number {
    return this.#n;
  }

  get states(): number {
    return this.#states;
  }

  /** A batch that holds nothing for this view changes nothing. */
  add(batch: Batch): void {
    const states = new Map<number, CaseSummary | null>();
    const because: Cause[] = [];
    for (const [patchId, change] of batch.patches) {
      if (this.patchIds !== 'all' && !this.patchIds.includes(patchId)) continue;
      // A case that moves between two patches of this view is gone from one and changed in the other: changed wins.
      for (const id of change.gone) if (!states.has(id)) states.set(id, null);
      for (const one of change.changed) states.set(one.id, one);
      for (const cause of change.because) because.push(cause);
    }
    if (states.size === 0) return;
    this.#asOf = batch.asOf;
    this.#cursor = bindCursor(this.patchIds, batch.cursor);
    this.#n += 1;
    this.#entries.push({ n: this.#n, states, because });
    this.#states += states.size;
    this.#frames.clear();
    while (this.#states > maxStates && this.#entries.length > 1)
      this.#states -= this.#entries.shift()!.states.size;
  }

  /** The worklist was read anew: every position before now needs a reset. */
  clear(now: number): void {
    this.#n += 1;
    this.#entries = [];
    this.#states = 0;
    this.#frames.clear();
    this.#reset = null;
    this.#asOf = new Date(now);
  }

  /** Everything since that position as one message; null when the journal does not reach back so far. */
  changes(position: number): Message | null {
    const first = this.#entries[0];
    if (!first || first.n > position + 1) return null;
    let frame = this.#frames.get(position);
    if (!frame) {
      frame = this.#encodeChanges(this.#entries.slice(position + 1 - first.n));
      this.#frames.set(position, frame);
    }
    return { frame, to: this.#n, cursor: this.#cursor };
  }

  /** The whole list. May be a moment old where it is long, and `to` then says so: what is missing follows as changes. */
  reset(now: number): Message {
    const kept = this.#reset;
    if (kept?.to === this.#n) return kept;
    if (kept && now - kept.at < kept.tookMs * resetReuse && this.#reaches(kept.to)) return kept;
    const began = performance.now();
    const { cursor } = this;
    const frame = encodeFrame(
      'worklist:reset',
      {
        cursor,
        asOf: new Date(
          Math.max(this.#asOf.getTime(), this.#worklist.state.provedAt?.getTime() ?? 0),
        ).toISOString(),
        cases: this.#worklist.list(this.patchIds),
      },
      true,
    );
    this.#reset = { frame, to: this.#n, cursor, at: now, tookMs: performance.now() - began };
    return this.#reset;
  }

  /** The cursor of a client that has everything of this view. */
  get cursor(): string {
    return bindCursor(this.patchIds, this.#worklist.cursor);
  }

  /** Drops encoded messages that were not used lately. `now` in ms. */
  dropUnusedFrames(now: number): void {
    if (this.#reset && now - this.#reset.at >= resetKeptMs) this.#reset = null;
    if (!this.#reset) this.#frames.clear();
  }

  #reaches(position: number): boolean {
    const first = this.#entries[0];
    return first !== undefined && first.n <= position + 1;
  }

  #encodeChanges(entries: Entry[]): Frame {
    const latest = new Map<number, CaseSummary | null>();
    for (const entry of entries) for (const [id, state] of entry.states) latest.set(id, state);
    const states = [...latest];
    return encodeFrame(
      'worklist:changes',
      {
        cursor: this.#cursor,
        asOf: this.#asOf.toISOString(),
        changed: states.flatMap(([, state]) => (state ? [state] : [])),
        gone: states.flatMap(([id, state]) => (state ? [] : [id])),
        because: entries.flatMap((entry) => entry.because).slice(-maxCauses),
      },
      true,
    );
  }
}
