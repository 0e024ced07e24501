// Limits what one session may send, by a token bucket: a large burst, because a phone that was offline sends its queue
// at once, then a steady rate. Above it nothing is done and the answer says how long to wait. Other sessions, also of the
// same person, are not affected. A bucket is deleted when it is full again.
import { createMiddleware } from 'hono/factory';
import type { Env } from './parts.ts';
import { refuse, waitInWords } from './problem.ts';

export type Limit = { burst: number; perSecond: number };

/** A day's work of a phone that had no signal fits into the burst many times over. Chosen, not sourced. */
export const limits = {
  mutations: { burst: 2_000, perSecond: 50 },
  photos: { burst: 120, perSecond: 1 },
  settings: { burst: 60, perSecond: 1 },
} as const satisfies Record<string, Limit>;

const mostKept = 10_000;

export class RateLimiter {
  readonly #limit: Limit;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(limit: Limit, clock: () => number) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Takes the cost and returns 0, or takes nothing and returns the whole seconds to wait. A cost above the burst counts as the burst. */
  wait(key: string, cost = 1): number {
    const { burst, perSecond } = this.#limit;
    const now = this.#clock();
    const was = this.#buckets.get(key);
    // A clock that is set back gives nothing, and takes nothing.
    const left = was ? Math.min(burst, was.left + (Math.max(0, now - was.at) / 1000) * perSecond) : burst;
    const needs = Math.min(Math.max(cost, 1), burst);
    const enough = left >= needs;
    if (!was && this.#buckets.size >= mostKept) this.#prune(now);
    this.#buckets.set(key, { left: enough ? left - needs : left, at: now });
    return enough ? 0 : Math.ceil((needs - left) / perSecond);
  }

  /** Deletes the buckets that are full again; if too many are left, deletes all. */
  #prune(now: number): void {
    const { burst, perSecond } = this.#limit;
    for (const [key, { left, at }] of this.#buckets)
      if (left + ((now - at) / 1000) * perSecond >= burst) this.#buckets.delete(key);
    if (this.#buckets.size >= mostKept) this.#buckets.clear();
  }
}

export function refuseTooMany(seconds: number): never {
  return refuse(
    429,
    `This is too much at once. Wait ${waitInWords(seconds)}, then send the same again: nothing of it was done, and nothing is done twice.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}

/** After too many guesses. */
export function refuseGuess(seconds: number): never {
  return refuse(429, `Wait ${waitInWords(seconds)}, then try again.`, {
    headers: { 'retry-after': String(seconds) },
  });
}

/** For routes where each request counts as one. Before the body is read. */
export const limitRate = (limiter: RateLimiter) =>
  createMiddleware<Env>(async (c, next) => {
    const seconds = c.req.method === 'POST' ? limiter.wait(c.get('sessionId')) : 0;
    return seconds > 0 ? refuseTooMany(seconds) : next();
  });
