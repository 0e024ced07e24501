// How many costly answers are made at once: each key has so many on the way, the next ones wait in line, and who has a
// long line already is told so. One person with many tabs, or many addresses, so waits for themselves and not everybody
// else for them: answers share ten connections to the database.
import { createMiddleware } from 'hono/factory';
import { tooManyRequests } from './rate-limiter.ts';
import type { Env } from './parts.ts';
import { problem } from './problem.ts';

export class ConcurrencyLimiter {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #lines = new Map<string, { busy: number; waiting: (() => void)[] }>();

  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** How many keys have something on the way. */
  get size(): number {
    return this.#lines.size;
  }

  /** Does the work when its turn comes; null where the line is too long: then nothing was done. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T | null> {
    const line = this.#lines.get(key) ?? { busy: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.busy < this.#most) line.busy += 1;
    else if (line.waiting.length >= this.#mostWaiting) return null;
    // Whoever is done hands their place on.
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

/** By person, however many sessions. Whoever has gone by the time of their turn is not worked for. */
export const limitConcurrency = (line: ConcurrencyLimiter) =>
  createMiddleware<Env>(async (c, next) => {
    const done = await line.run(String(c.get('actor').staffId), async () => {
      if (c.req.raw.signal.aborted) return { answer: problem(503) };
      await next();
      return { answer: undefined };
    });
    return done ? done.answer : tooManyRequests(5);
  });
