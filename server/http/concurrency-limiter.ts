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
  readonly #lines = new Map<string, { busy: number; waiting: (() => void)[] }>();

  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** The number of keys with work in progress. */
  get size(): number {
    return this.#lines.size;
  }

  /** Runs the work in its turn; returns null without running it when the queue is full. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T | null> {
    const line = this.#lines.get(key) ?? { busy: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.busy < this.#most) line.busy += 1;
    else if (line.waiting.length >= this.#mostWaiting) return null;
    // The call that finishes hands its slot to the next in the queue.
    else await new Promise<void>((mine) => line.waiting.push(mine));
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else if (--line.busy === 0) this.#lines.delete(key);
    }
  }
}

/** Limits each person, over all their sessions. A request that was aborted while it queued is not computed. */
export const limitConcurrency = (line: ConcurrencyLimiter) =>
  createMiddleware<Env>(async (c, next) => {
    const done = await line.run(String(c.get('actor').staffId), async () => {
      if (c.req.raw.signal.aborted) refuse(503);
      await next();
      return true;
    });
    if (!done) refuseTooMany(5);
  });
