// Limits how many costly answers are computed at once for each key; the next ones queue, and a full queue refuses. So one
// person with many tabs does not delay others: all answers share ten connections to the database.
import { createMiddleware } from 'hono/factory';
import { refuseTooMany } from './rate-limiter.ts';
import type { Env } from './parts.ts';
import { refuse } from './problem.ts';

/** At most `most` answers at a time for each key, and `mostWaiting` in its queue. */
export class ConcurrencyLimiter {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #queues = new Map<string, { busy: number; waiting: (() => void)[] }>();

  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** The number of keys with work in progress. */
  get size(): number {
    return this.#queues.size;
  }

  /** Runs the work in its turn; returns null without running it when the queue is full. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T | null> {
    const queue = this.#queues.get(key) ?? { busy: 0, waiting: [] };
    this.#queues.set(key, queue);
    if (queue.busy < this.#most) queue.busy += 1;
    else if (queue.waiting.length >= this.#mostWaiting) return null;
    // The call that finishes hands its slot to the next in the queue.
    else await new Promise<void>((mine) => queue.waiting.push(mine));
    try {
      return await work();
    } finally {
      const next = queue.waiting.shift();
      if (next) next();
      else if (--queue.busy === 0) this.#queues.delete(key);
    }
  }
}

/** Limits each person, over all their sessions. A request that was aborted while it queued is not computed. */
export const limitConcurrency = (limiter: ConcurrencyLimiter) =>
  createMiddleware<Env>(async (c, next) => {
    const done = await limiter.run(String(c.get('actor').staffId), async () => {
      if (c.req.raw.signal.aborted) refuse(503);
      await next();
      return true;
    });
    if (!done) refuseTooMany(5);
  });
