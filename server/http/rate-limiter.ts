// Limits what one session may send, by a token bucket: a large burst, because a phone that was offline sends its queue
// at once, then a steady rate. Above it nothing is done and the answer says how long to wait. Other sessions, also of the
// same person, are not affected. A bucket is deleted when it is full again.
import { createMiddleware } from 'hono/factory';
import { TokenBucket, type Limit } from '../access/token-bucket.ts';
import type { Env } from './parts.ts';
import { refuse, waitInWords } from './problem.ts';

/** A day's work of a phone that had no signal fits into the burst many times over. Chosen, not sourced. */
export const limits = {
  mutations: { burst: 2_000, perSecond: 50 },
  photos: { burst: 120, perSecond: 1 },
  /** Somebody who types searches several times a second. */
  searches: { burst: 60, perSecond: 3 },
  /** Each may be a request to the router, which the whole landlord shares. A planned day takes one or two. */
  travel: { burst: 60, perSecond: 1 },
  /** A device takes a patch of 500 cases along in ten answers, and asks each minute what has changed. */
  offline: { burst: 60, perSecond: 0.5 },
  /** A device takes one when its patches or the basemap change. Each reads up to 30 MB of the archive. */
  mapExtracts: { burst: 10, perSecond: 1 / 60 },
  /** A device reports when it connects and when its counts changed, at most every 20 seconds. */
  devices: { burst: 20, perSecond: 0.2 },
  settings: { burst: 60, perSecond: 1 },
} as const satisfies Record<string, Limit>;

const mostKept = 10_000;

/** A token bucket for each key; `clock` in ms. */
export class RateLimiter {
  readonly #limit: Limit;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(limit: Limit, clock: () => number) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Takes the cost from that bucket and returns 0, or takes nothing and returns the whole seconds to wait. */
  wait(key: string, cost = 1): number {
    const now = this.#clock();
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= mostKept) this.#prune(now);
      this.#buckets.set(key, (bucket = new TokenBucket(this.#limit, now)));
    }
    return bucket.take(now, cost);
  }

  /** Deletes the buckets that are full again; if too many are left, deletes all. */
  #prune(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
    if (this.#buckets.size >= mostKept) this.#buckets.clear();
  }
}

/** Throws the 429 with the seconds to wait, in words and in Retry-After. */
export function refuseTooMany(seconds: number): never {
  return refuse(
    429,
    `Too many requests. Wait ${waitInWords(seconds)}, then send it again. Nothing was done yet, and nothing is done twice.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}

/** After too many guesses. */
export function refuseGuess(seconds: number): never {
  return refuse(429, `Wait ${waitInWords(seconds)}, then try again.`, {
    headers: { 'retry-after': String(seconds) },
  });
}

/** Limits all requests of each session, whatever their method. Refuses with 429. */
export const limitRequests = (limiter: RateLimiter) =>
  createMiddleware<Env>(async (c, next) => {
    const seconds = limiter.wait(c.get('sessionId'));
    return seconds > 0 ? refuseTooMany(seconds) : next();
  });

/** Limits the POST requests of each session, before the body is read; each counts as one. Refuses with 429. */
export const limitPosts = (limiter: RateLimiter) =>
  createMiddleware<Env>(async (c, next) => {
    const seconds = c.req.method === 'POST' ? limiter.wait(c.get('sessionId')) : 0;
    return seconds > 0 ? refuseTooMany(seconds) : next();
  });
