// When the weekly job runs: soon after the server serves, and whenever a rent week ends. A week is one transaction on a
// connection of its own, and between two of them it rests for longer than the last took, so that a past of sixty weeks
// is told without anybody waiting for it. Several hubs may run it: the database says whose turn it is.
import { isAway } from '../../db/away.ts';
import { connect, type Sql } from '../../db/connect.ts';
import type { Log } from '../feed/feed.ts';
import { freezeNext, weeksBack, type Next } from './weeks.ts';

export type WeeklyTiming = {
  /** All in milliseconds. After the server has begun to serve. */
  firstMs: number;
  /** Rest between two weeks: so many times what the last took, and never less than restMs. */
  restTimes: number;
  restMs: number;
  /** Until it asks again: while another hub is at it, after a failure, and at the very latest. */
  elsewhereMs: number;
  againMs: number;
  latestMs: number;
};
const usual: WeeklyTiming = {
  firstMs: 5_000,
  restTimes: 2,
  restMs: 200,
  elsewhereMs: 20_000,
  againMs: 60_000,
  // A landlord's time zone or week may have changed meanwhile, or its first homes come.
  latestMs: 600_000,
};

export type WeeklyOptions = {
  url: string;
  log: Log;
  clock: () => number;
  back?: number;
  timing?: Partial<WeeklyTiming>;
};

export class WeeklyJob {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #clock: () => number;
  readonly #back: number;
  readonly #timing: WeeklyTiming;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor({ url, log, clock, back = weeksBack, timing }: WeeklyOptions) {
    // One core at most, and no plan that takes longer to compile than to run.
    this.#sql = connect(url, {
      max: 1,
      applicationName: 'doorstep weeks',
      settings: { max_parallel_workers_per_gather: 0, jit: 'off', work_mem: '64MB' },
    });
    this.#log = log;
    this.#clock = clock;
    this.#back = back;
    this.#timing = { ...usual, ...timing };
  }

  start(): void {
    this.#after(this.#timing.firstMs);
  }

  /** What is half told is rolled back, and told by whoever comes next. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#sql.end({ timeout: 0 });
    await this.#turn;
  }

  #after(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => (this.#turn = this.#run()), ms);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    const began = performance.now();
    try {
      const next = await freezeNext({
        sql: this.#sql,
        log: this.#log,
        clock: this.#clock,
        back: this.#back,
      });
      this.#after(this.#until(next, performance.now() - began));
    } catch (error) {
      if (this.#stopped) return;
      const words = 'a rent week could not be frozen; it is tried again';
      if (isAway(error)) this.#log.warn({ err: error }, words);
      else this.#log.error({ err: error }, words);
      this.#after(this.#timing.againMs);
    }
  }

  #until(next: Next, tookMs: number): number {
    const { restTimes, restMs, elsewhereMs, latestMs } = this.#timing;
    if ('frozen' in next) return Math.max(restMs, restTimes * tookMs);
    if ('elsewhere' in next) return elsewhereMs;
    return next.endsAt === null ? latestMs : Math.min(latestMs, Math.max(1, next.endsAt - this.#clock()));
  }
}
