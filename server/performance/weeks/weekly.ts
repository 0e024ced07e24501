// Schedules the weekly job: soon after the server starts, and whenever a rent week ends. It runs in its own thread on its own
// connection and pauses after each week for as long as the week took, so that freezing sixty past weeks slows nobody down.
// Several hubs may run it: a lock in the database lets one work at a time.
import { Worker } from 'node:worker_threads';
import { isTransient } from '../../../db/transient-errors.ts';
import type { Change, Log } from '../../feed/feed.ts';
import { weeksBack, type Next } from './weeks.ts';
import type { WorkerInput, WorkerMessage } from './weekly-thread.ts';

export type WeeklyTiming = {
  /** All in milliseconds. From the start of the server to the first run. */
  firstMs: number;
  /** The pause after a week: this many times what the week took, and at least restMs. */
  restTimes: number;
  restMs: number;
  /** To the next run: while another hub is working, after a failure, and at the latest. */
  elsewhereMs: number;
  againMs: number;
  latestMs: number;
  /** A landlord's first load is over when no posting has come for this long. */
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
/** Kinds of change that show that a ledger is being loaded. */
const loadKinds: ReadonlySet<string> = new Set(['account', 'charge', 'payment', 'adjustment', 'rules']);

/** The worklist's events: logged changes, and a reload. */
type LogEvents = {
  on(event: 'logged', listener: (changes: readonly Pick<Change, 'kind'>[]) => void): unknown;
  on(event: 'reset', listener: () => void): unknown;
};

export type WeeklyOptions = {
  url: string;
  log: Log;
  clock: () => number;
  back?: number;
  timing?: Partial<WeeklyTiming>;
};

/** Freezes each rent week soon after it is over, in a worker thread, and works out the past of a new landlord. */
export class WeeklyJob {
  readonly #options: WeeklyOptions;
  readonly #timing: WeeklyTiming;
  #timer: NodeJS.Timeout | undefined;
  #worker: Worker | null = null;
  #stopped = false;
  /** Since when (performance.now()) it has waited for a landlord's first load; null: not waiting. */
  #emptySince: number | null = null;
  /** A load began while the thread was running. */
  #loadedMeanwhile = false;

  constructor(options: WeeklyOptions) {
    this.#options = options;
    this.#timing = { ...usual, ...options.timing };
  }

  /** `events`: with them, a landlord's past is worked out as soon as its first load is over. */
  start(events?: LogEvents): void {
    this.#after(this.#timing.firstMs);
    events?.on('logged', (changes) => {
      if (changes.some(({ kind }) => loadKinds.has(kind))) this.#loading();
    });
    events?.on('reset', () => this.#loading());
  }

  /** Waits for the end of a load, since a week that is frozen without its payments stays so; at most `latestMs`. */
  #loading(): void {
    this.#loadedMeanwhile = this.#worker !== null;
    if (this.#emptySince === null) return;
    const { quietMs, latestMs } = this.#timing;
    const left = this.#emptySince! + latestMs - performance.now();
    clearTimeout(this.#timer);
    this.#after(Math.max(1, Math.min(quietMs, left)));
  }

  /** Whether it waits for a landlord's first load: no week was ever frozen. */
  get isWaiting(): boolean {
    return this.#emptySince !== null;
  }

  /** A week in progress is rolled back; the next run freezes it. */
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

  /** Starts the thread, which ends when no week is left to freeze. */
  #run(): void {
    const { url, log, clock, back = weeksBack } = this.#options;
    const { restTimes, restMs, againMs } = this.#timing;
    const input: WorkerInput = { url, back, restTimes, restMs, aheadMs: clock() - Date.now() };
    const worker = new Worker(new URL('./weekly-thread.ts', import.meta.url), { workerData: input });
    this.#worker = worker;
    this.#emptySince = null;
    this.#loadedMeanwhile = false;
    let next: Next | null = null;
    worker.on('message', (message: WorkerMessage) => {
      if (!('frozen' in message)) next = message.next;
      else log.info({ week: message.frozen, ms: message.ms }, 'a rent week was frozen');
    });
    worker.on('error', (error) => {
      const words = 'a rent week was not closed: trying again';
      if (isTransient(error)) log.warn({ err: error }, words);
      else log.error({ err: error }, words);
    });
    worker.on('exit', () => {
      this.#worker = null;
      if (next && 'idle' in next && next.none) {
        this.#emptySince = performance.now();
        if (this.#loadedMeanwhile) return this.#loading();
      }
      this.#after(next ? this.#until(next) : againMs);
    });
  }

  #until(next: Next): number {
    const { elsewhereMs, latestMs } = this.#timing;
    if ('idle' in next && next.endsAt !== null)
      return Math.min(latestMs, Math.max(1, next.endsAt - this.#options.clock()));
    return 'elsewhere' in next ? elsewhereMs : latestMs;
  }
}
