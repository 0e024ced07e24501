// Whatever a command has started, stopped in the opposite order at the first Ctrl-C or SIGTERM, or when whoever
// started it is gone, and never later than five seconds after it.

import { whenParentIsGone } from './parent.ts';

type Stop = () => unknown;
/** With the time in which a parent's death is noticed it stays below five seconds. */
const longestMs = 4_400;

export class Stopping {
  readonly #stops: Stop[] = [];
  #ending = false;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void this.end(0));
    // Whoever read what we say may be gone with our parent.
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

  /** Does not return. */
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
