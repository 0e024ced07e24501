// A token bucket: a burst at once, then a steady rate.

/** `burst` is what a full bucket holds; `perSecond` is how fast it fills again. */
export type Limit = { burst: number; perSecond: number };

export class TokenBucket {
  readonly #limit: Limit;
  #left: number;
  #at: number;

  /** Full. `now` is in ms, here and below. */
  constructor(limit: Limit, now: number) {
    this.#limit = limit;
    this.#left = limit.burst;
    this.#at = now;
  }

  /**
   * Takes the cost and returns 0, or takes nothing and returns the whole seconds to wait. A cost above the burst counts as
   * the burst.
   */
  take(now: number, cost = 1): number {
    const { burst, perSecond } = this.#limit;
    const needs = Math.min(Math.max(cost, 1), burst);
    this.#left = this.#leftAt(now);
    this.#at = Math.max(this.#at, now);
    if (this.#left < needs) return Math.ceil((needs - this.#left) / perSecond);
    this.#left -= needs;
    return 0;
  }

  isFull(now: number): boolean {
    return this.#leftAt(now) >= this.#limit.burst;
  }

  // A clock that is set back gives nothing and takes nothing, also when it is set forward again.
  #leftAt(now: number): number {
    const { burst, perSecond } = this.#limit;
    return Math.min(burst, this.#left + (Math.max(0, now - this.#at) / 1000) * perSecond);
  }
}
