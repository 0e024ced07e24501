// Stops everything that a command has started, in the opposite order, at the first Ctrl-C or SIGTERM or when the process
// that started the command is gone; within five seconds in any case.
import { whenParentIsGone } from './parent.ts';

type Stop = () => unknown;
/** Together with the time until the parent's end is noticed this stays below five seconds. */
const longestMs = 4_400;

export class Stopping {
  readonly #stops: Stop[] = [];
  #ending = false;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void this.end(0));
    // The reader of our output may be gone with our parent.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    whenParentIsGone(() => void this.end(0));
  }

  add(stop: Stop): void {
    this.#stops.push(stop);
    // Started while we were stopping.
    if (this.#ending) void stop();
  }

  get ending(): boolean {
    return this.#ending;
  }

  /** Prints the error, unless the command is ending already, and ends the process with code 1. */
  async fail(error: unknown): Promise<void> {
    if (!this.#ending) console.error(error instanceof Error ? error.message : String(error));
    await this.end(1);
  }

  /** Stops everything and ends the process with this code. */
  async end(code: number): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    setTimeout(() => process.exit(code || 1), longestMs).unref();
    for (const stop of this.#stops.reverse()) {
      try {
        await stop();
      } catch {
        // The others still have to stop.
      }
    }
    process.exit(code);
  }
}
