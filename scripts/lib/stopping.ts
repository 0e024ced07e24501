// Whatever a command has started, stopped in the opposite order at the first Ctrl-C or SIGTERM, and never later than
// five seconds after it.

type Stop = () => unknown;
const longestMs = 4_800;

export class Stopping {
  readonly #stops: Stop[] = [];
  #ending = false;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void this.end(0));
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
