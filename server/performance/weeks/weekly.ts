// When the weekly job runs: soon after the server serves, and whenever a rent week ends. It works in a thread of its own
// on a connection of its own, and between two weeks it rests for as long as the last took, so that a past of sixty
// weeks is told without anybody waiting for it. Several hubs may run it: the database says whose turn it is.
import { Worker } from 'node:worker_threads';
import { isTransient } from '../../../db/transient-errors.ts';
import type { Change, Log } from '../../feed/feed.ts';
import { weeksBack, type Next } from './weeks.ts';
import type { Order, Said } from './weekly-thread.ts';

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
  /** A landlord's first load is over when nothing of it has come for so long. */
  quietMs: number;
};
const usual: WeeklyTiming = {
  firstMs: 5_000,
  restTimes: 1,
  restMs: 200,
  elsewhereMs: 20_000,
  againMs: 60_000,
  // A landlord's time zone or week may have changed meanwhile, or its first homes come.
  latestMs: 600_000,
  quietMs: 15_000,
};
/** What tells that a ledger is being loaded. */
const loads: ReadonlySet<string> = new Set(['account', 'charge', 'payment', 'adjustment', 'rules']);

/** Of the worklist: what the log told of, and that it begins anew. */
type Heard = {
  on(event: 'logged', told: (changes: readonly Pick<Change, 'kind'>[]) => void): unknown;
  on(event: 'reset', told: () => void): unknown;
};

export type WeeklyOptions = {
  url: string;
  log: Log;
  clock: () => number;
  back?: number;
  timing?: Partial<WeeklyTiming>;
};

export class WeeklyJob {
  readonly #options: WeeklyOptions;
  readonly #timing: WeeklyTiming;
  #timer: NodeJS.Timeout | undefined;
  #worker: Worker | null = null;
  #stopped = false;
  /** Nothing has ever been frozen, since this instant at the latest: the first load is waited for. */
  #emptySince: number | null = null;
  /** While a thread was looking. */
  #heardMeanwhile = false;

  constructor(options: WeeklyOptions) {
    this.#options = options;
    this.#timing = { ...usual, ...options.timing };
  }

  /** `heard`: what tells of a landlord's first load; its past is then worked out as soon as the load is over. */
  start(heard?: Heard): void {
    this.#after(this.#timing.firstMs);
    heard?.on('logged', (changes) => {
      if (changes.some(({ kind }) => loads.has(kind))) this.#loading();
    });
    heard?.on('reset', () => this.#loading());
  }

  /** Not in the middle of a load: a week that is frozen without its payments stays so. Payments that never pause do not hold it up. */
  #loading(): void {
    this.#heardMeanwhile = this.#worker !== null;
    if (this.#emptySince === null) return;
    const { quietMs, latestMs } = this.#timing;
    const left = this.#emptySince! + latestMs - performance.now();
    clearTimeout(this.#timer);
    this.#after(Math.max(1, Math.min(quietMs, left)));
  }

  /** No week was ever frozen, and it waits for a landlord's first load. */
  get isWaiting(): boolean {
    return this.#emptySince !== null;
  }

  /** What is half told is rolled back, and told by whoever comes next. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#worker?.terminate();
  }

  #after(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#run(), ms);
    this.#timer.unref();
  }

  /** A thread that lives as long as there is a week to tell. */
  #run(): void {
    const { url, log, clock, back = weeksBack } = this.#options;
    const { restTimes, restMs, againMs } = this.#timing;
    const order: Order = { url, back, restTimes, restMs, aheadMs: clock() - Date.now() };
    const worker = new Worker(new URL('./weekly-thread.ts', import.meta.url), { workerData: order });
    this.#worker = worker;
    this.#emptySince = null;
    this.#heardMeanwhile = false;
    let next: Next | null = null;
    worker.on('message', (said: Said) => {
      if (!('frozen' in said)) next = said.next;
      else log.info({ week: said.frozen, ms: said.ms }, 'a rent week was frozen');
    });
    worker.on('error', (error) => {
      const words = 'a rent week could not be frozen; it is tried again';
      if (isTransient(error)) log.warn({ err: error }, words);
      else log.error({ err: error }, words);
    });
    worker.on('exit', () => {
      this.#worker = null;
      if (next && 'told' in next && next.none) {
        this.#emptySince = performance.now();
        if (this.#heardMeanwhile) return this.#loading();
      }
      this.#after(next ? this.#until(next) : againMs);
    });
  }

  #until(next: Next): number {
    const { elsewhereMs, latestMs } = this.#timing;
    if ('told' in next && next.endsAt !== null)
      return Math.min(latestMs, Math.max(1, next.endsAt - this.#options.clock()));
    return 'elsewhere' in next ? elsewhereMs : latestMs;
  }
}
