// One connected person: a view of the worklist, a position in it, and at most one batch in flight. While that is not
// acknowledged nothing more is sent and nothing is kept for them: what changes meanwhile is read off the view later.
import { mayIn, type Actor } from '../access/rights.ts';
import type { Cause } from '../contract/down.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import { encodeFrame, sendFrame } from './frame.ts';
import type { HubServer, HubSocket } from './types.ts';
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

export class Client {
  readonly socket: HubSocket;
  readonly #told: (kind: Sent, bytes: number) => void;
  #view: View | null = null;
  #position = 0;
  #cursor = '';
  #flight: { to: number; at: number; cursor: string } | null = null;

  constructor(socket: HubSocket, told: (kind: Sent, bytes: number) => void) {
    this.socket = socket;
    this.#told = told;
  }

  get actor(): Actor {
    return this.socket.data.actor;
  }
  sees(patchId: number): boolean {
    return mayIn(this.actor, 'cases', patchId);
  }
  get view(): View | null {
    return this.#view;
  }
  /** Has everything that its view has. */
  get level(): boolean {
    return this.#view !== null && !this.#flight && this.#position === this.#view.position;
  }
  /** Up to where this client has everything, as it has acknowledged; '' before the first time. */
  get cursor(): string {
    return this.#cursor;
  }
  /** How long the batch in flight has been waiting for its acknowledgement, in ms; 0 when none is. */
  waitingMs(now: number): number {
    return this.#flight ? now - this.#flight.at : 0;
  }

  /** A new view starts with everything in it, at once: what the person may no longer see must not linger. */
  reset(view: View | null, now: number): void {
    this.#view = view;
    this.#flight = null;
    if (!view) return;
    this.#send('reset', view.reset(now), now);
  }

  /** What was missed since the client's own cursor, read while `position` was the view's newest. */
  catchUp(io: HubServer, view: View, position: number, missed: CaughtUp, now: number): void {
    this.#view = view;
    const cursor = bindCursor(view.patchIds, missed.cursor);
    const message = { ...missed, cursor, asOf: missed.asOf.toISOString() };
    const frame = encodeFrame(io, 'worklist:changes', message, true);
    this.#send('changes', { frame, to: position, cursor }, now);
  }

  /** Sends what is new, unless a batch is in flight. */
  flush(now: number): void {
    const view = this.#view;
    if (!view || this.#flight || this.#position === view.position) return;
    const changes = view.changes(this.#position);
    if (changes) this.#send('changes', changes, now);
    else this.reset(view, now);
  }

  #send(kind: Sent, { frame, to, cursor }: Message, now: number): void {
    const flight = { to, at: now, cursor };
    this.#flight = flight;
    this.#told(kind, frame.bytes);
    sendFrame(this.socket, frame, () => {
      // An older batch that is acknowledged after a reset says nothing about the reset.
      if (this.#flight !== flight) return;
      this.#flight = null;
      this.#position = to;
      this.#cursor = cursor;
      this.acknowledged();
    });
  }

  /** Set by the hub: flushes with its clock. */
  acknowledged: () => void = () => {};
}
