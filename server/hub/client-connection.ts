// One person's connection: a position in their view's journal, with at most one batch in flight, and an outlet for all
// other messages. What changes while a batch is in flight is read off the view when it has been acknowledged.
import { mayIn, type Actor } from '../access/rights.ts';
import type { Cause } from '../contract/down.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import { encodeFrame, sendFrame, type Frame } from './frame.ts';
import { Outlet } from './outlet.ts';
import type { HubSocket } from './types.ts';
import type { Message, View } from './view.ts';
import { bindCursor } from './view-cursor.ts';

export type CaughtUp = {
  cursor: string;
  asOf: Date;
  changed: CaseSummary[];
  gone: number[];
  because: Cause[];
};
export type Sent = 'reset' | 'changes';

export class ClientConnection {
  readonly socket: HubSocket;
  readonly outlet: Outlet;
  readonly #clock: () => number;
  readonly #onSent: (kind: Sent, bytes: number) => void;
  #view: View | null = null;
  #position = 0;
  #cursor = '';
  /** The batch that waits for its acknowledgement; `at` in ms. */
  #inFlight: { to: number; at: number; cursor: string } | null = null;

  constructor(
    socket: HubSocket,
    options: { clock: () => number; sent: (kind: Sent, bytes: number) => void; overflowed: () => void },
  ) {
    this.socket = socket;
    this.#clock = options.clock;
    this.#onSent = options.sent;
    this.outlet = new Outlet(socket, options.overflowed);
    this.outlet.emptied = (topic) => {
      if (topic === 'stand-down') this.flush();
    };
  }

  /** Writes to the socket at once, however much waits: for what the outlet lets out. */
  readonly send = (frame: Frame): void => sendFrame(this.socket, frame);

  get actor(): Actor {
    return this.socket.data.actor;
  }
  sees(patchId: number): boolean {
    return mayIn(this.actor, 'cases', patchId);
  }
  get view(): View | null {
    return this.#view;
  }
  /** Has acknowledged everything that its view has. */
  get isCurrent(): boolean {
    return this.#view !== null && !this.#inFlight && this.#position === this.#view.position;
  }
  /** The cursor of the newest acknowledged batch; '' before the first. */
  get cursor(): string {
    return this.#cursor;
  }
  /** How long the batch in flight has been waiting for its acknowledgement, in ms; 0 when none is. */
  waitingMs(now: number): number {
    return this.#inFlight ? now - this.#inFlight.at : 0;
  }

  /** A new view starts with everything in it, at once: what the person may no longer see must not linger. */
  reset(view: View | null): void {
    this.#view = view;
    this.#inFlight = null;
    if (!view) return;
    this.#sendBatch('reset', view.reset(this.#clock()));
  }

  /** What was missed since the client's own cursor, read while `position` was the view's newest. */
  catchUp(view: View, position: number, missed: CaughtUp): void {
    this.#view = view;
    const cursor = bindCursor(view.patchIds, missed.cursor);
    const message = { ...missed, cursor, asOf: missed.asOf.toISOString() };
    const frame = encodeFrame('worklist:changes', message, true);
    this.#sendBatch('changes', { frame, to: position, cursor });
  }

  /** Sends what is new, unless a batch is in flight or a stand-down waits, which comes first. */
  flush(): void {
    const view = this.#view;
    if (!view || this.#inFlight || this.outlet.holds('stand-down') || this.#position === view.position)
      return;
    const changes = view.changes(this.#position);
    if (changes) this.#sendBatch('changes', changes);
    else this.reset(view);
  }

  #sendBatch(kind: Sent, { frame, to, cursor }: Message): void {
    const batch = { to, at: this.#clock(), cursor };
    this.#inFlight = batch;
    this.#onSent(kind, frame.bytes);
    sendFrame(this.socket, frame, () => {
      // An older batch that is acknowledged after a reset does not acknowledge the reset.
      if (this.#inFlight !== batch) return;
      this.#inFlight = null;
      this.#position = to;
      this.#cursor = cursor;
      this.flush();
    });
  }
}
