// Computes the residual between worklist and ledger in the background at intervals, since it reads the whole ledger.
import type { TileStale } from '../../contract/tiles.ts';
import type { Log } from '../../feed/feed.ts';

/** What is unexplained between the worklist and the ledger; pence is null if there is no control total yet. */
export type Residual = () => Promise<{ pence: number | null; asOf: string }>;

/** The residual as it was computed last; marked stale, with the reason, after a failure. */
export class ResidualCache {
  readonly #read: Residual;
  readonly #log: Pick<Log, 'warn'>;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | null = null;
  #stopped = false;
  /** undefined until it was computed once. */
  now: { pence: number | null; asOf: string; stale: TileStale | null } | undefined;

  constructor(read: Residual, everyMs: number, log: Pick<Log, 'warn'>) {
    this.#read = read;
    this.#log = log;
    this.#timer = setInterval(() => this.refresh(), everyMs).unref();
    this.refresh();
  }

  refresh(): void {
    this.#running ??= this.#compute().finally(() => (this.#running = null));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #compute(): Promise<void> {
    try {
      const { pence, asOf } = await this.#read();
      this.now = { pence, asOf, stale: null };
    } catch (error) {
      if (this.#stopped) return;
      this.#log.warn({ err: error }, 'the residual could not be reckoned');
      const since = this.now?.asOf ?? null;
      this.now = {
        pence: this.now?.pence ?? null,
        asOf: since ?? new Date().toISOString(),
        stale: { since, why: 'The worklist and ledger have not been compared since then.' },
      };
    }
  }
}
