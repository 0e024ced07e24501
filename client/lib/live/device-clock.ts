// The offset between the device's clock and the server's: learnt from each message of the server that has its time, kept on
// the device over restarts, and sent with what is recorded (server/domain/device-clock.ts says what the server makes of it).
// Plain logic: the clocks and the store are passed in.

/** offset: server's clock minus device's clock, in ms. at: when it was learnt, by the server's clock. */
export type KeptOffset = { offset: number; at: number };
/** What goes with each record. clockOffsetMs null: this device has never learnt it. */
export type Stamp = { madeAt: string; clockOffsetMs: number | null; clockLearntAt?: string };

export type Clocks = {
  /** Epoch ms, as the person's settings show it. */
  wall: () => number;
  /** Runs steadily from an unknown beginning; may pause while the device sleeps; ends with the page. */
  steady: () => number;
  read: () => KeptOffset | null;
  write: (kept: KeptOffset) => void;
};

/** The store is written when the offset changed by as much, or is as old. */
const changedMs = 1000;
const agedMs = 60_000;
/** By so much a steady clock may be wrong: a delayed estimate is not kept for ever. */
const driftPerMs = 0.001;

export class DeviceClock {
  readonly #clocks: Clocks;
  #kept: KeptOffset | null;
  #stored: KeptOffset | null;
  /** Server's time minus the steady clock, and when it was last estimated by the steady clock. */
  #base: { is: number; at: number } | null = null;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
    this.#kept = this.#stored = clocks.read();
  }

  /**
   * at: the server's time when it sent a message that has just arrived. It took a while to arrive, so each estimate is too
   * early; the latest of them is the best. Both are compared by the steady clock, which nobody sets.
   */
  learn(at: number): void {
    const { wall, steady } = this.#clocks;
    const now = steady();
    const before = this.#base === null ? -Infinity : this.#base.is - (now - this.#base.at) * driftPerMs;
    this.#base = { is: Math.max(at - now, before), at: now };
    const server = this.#base.is + now;
    // Less than a second is the transmission time.
    const offset = Math.abs(server - wall()) < changedMs ? 0 : Math.round(server - wall());
    this.#kept = { offset, at: server };
    const stored = this.#stored;
    if (stored && Math.abs(stored.offset - offset) < changedMs && Math.abs(server - stored.at) < agedMs)
      return;
    this.#stored = this.#kept;
    this.#clocks.write(this.#kept);
  }

  /** Server's clock minus device's clock now; null where it was never learnt. */
  get offset(): number | null {
    if (!this.#kept) return null;
    const { wall, steady } = this.#clocks;
    // The steady clock never runs ahead: where the other one is behind it, somebody has set that back.
    const least = this.#base === null ? -Infinity : this.#base.is + steady() - wall();
    return least - this.#kept.offset > changedMs ? Math.round(least) : this.#kept.offset;
  }

  /** Epoch ms by the server's clock, as far as it is known. */
  now(): number {
    return this.#clocks.wall() + (this.offset ?? 0);
  }

  /** The time of something that is recorded now. */
  stamp(): Stamp {
    const { offset } = this;
    const madeAt = safeIso(this.#clocks.wall() + (offset ?? 0));
    if (offset === null) return { madeAt, clockOffsetMs: null };
    return { madeAt, clockOffsetMs: offset, clockLearntAt: safeIso(this.#kept!.at) };
  }
}

/** A clock may say any year, and the contract has four digits for it. */
export const safeIso = (ms: number): string =>
  new Date(Math.min(Math.max(ms, firstIso), lastIso)).toISOString();
const firstIso = Date.parse('0001-01-01T00:00:00.000Z');
const lastIso = Date.parse('9999-12-31T23:59:59.999Z');
