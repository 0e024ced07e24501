// The residual between worklist and ledger, reckoned now and then in the background: it weighs the whole ledger.
import type { TileStale } from '../../contract/tiles.ts';
import type { Log } from '../../feed/feed.ts';
import type { Residual } from './worklist-seen.ts';

export class ResidualKept {
  readonly #read: Residual;
  readonly #log: Pick<Log, 'warn'>;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | null = null;
  #stopped = false;
  /** undefined until it was reckoned once. */
  now: { pence: number | null; asOf: string; stale: TileStale | null } | undefined;

  constructor(read: Residual, everyMs: number, log: Pick<Log, 'warn'>) {
    this.#read = read;
    this.#log = log;
    this.#timer = setInterval(() => this.again(), everyMs).unref();
    this.again();
  }

  again(): void {
    this.#running ??= this.#reckon().finally(() => (this.#running = null));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #reckon(): Promise<void> {
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
        stale: { since, why: 'Worklist and ledger could not be compared since then.' },
      };
    }
  }
}
