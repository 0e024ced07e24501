// Wakes when time itself changes a case: at the earliest due instant, and at the end of the day. A run that fails is tried
// again a second later.
import type { Log } from '../feed/feed.ts';

/** It never sleeps longer than this, so that a machine that was suspended notices. */
const longestSleepMs = 15 * 60_000;
const retryMs = 1_000;

export type DueTimerOptions = {
  clock: () => number;
  /** When it has to wake next, in ms since 1970. */
  nextDue: () => number;
  work: (now: number) => Promise<void>;
  log: Log;
};

export class DueTimer {
  readonly #options: DueTimerOptions;
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Infinity;
  #running: Promise<void> | null = null;
  #runningSince: number | null = null;
  #hasFailed = false;
  #isStopped = false;

  constructor(options: DueTimerOptions) {
    this.#options = options;
  }

  /** When the present run began, in ms since 1970. Null while there is no run. */
  get runningSince(): number | null {
    return this.#runningSince;
  }

  /** Runs now, or joins the run in progress. Throws what `work` throws. */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      this.#runningSince = null;
      this.schedule();
    });
    return this.#running;
  }

  /** To be called whenever the next due instant may have moved. */
  schedule(): void {
    if (this.#isStopped) return;
    const { clock, nextDue } = this.#options;
    const next = nextDue();
    if (next === this.#wakesAt) return;
    this.#wakesAt = next;
    clearTimeout(this.#timer);
    const wait = Math.min(Math.max(this.#hasFailed ? retryMs : 0, next - clock()), longestSleepMs);
    this.#timer = setTimeout(() => this.#wake(), wait).unref();
  }

  /** Waits for the run in progress. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
  }

  async #run(): Promise<void> {
    const now = this.#options.clock();
    this.#runningSince = now;
    try {
      await this.#options.work(now);
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
  }

  #wake(): void {
    this.#wakesAt = Infinity;
    this.run().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#options.log.warn({ reason }, 'the worklist could not pass time');
    });
  }
}
