// When to read next. At once if somebody called; soon, at slowly longer gaps, while changes keep coming and for a while
// after; else when the safety timer is up. A read that failed waits for the timer whatever happens. Under a flood every
// bell would be a read, and the reads would take from the writers what they need: so a read that brought something is
// followed by a short rest.
import { jittered, type Timing } from './timing.ts';

export class Pace {
  readonly #timing: Timing;
  #dirty = false;
  #failed = false;
  #gap: number;
  #lingerUntil = 0;
  #release: (() => void) | null = null;
  #began = 0;
  #restUntil = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
    this.#gap = timing.lingerGap;
  }

  /** A bell, a new connection: the flag stands until the next read begins. */
  wake(): void {
    this.#dirty = true;
    if (!this.#failed && performance.now() >= this.#restUntil) this.#release?.();
  }

  /** Called after each read. Beats alone do not count as change: else no hub would ever rest. */
  read(something: boolean): void {
    if (something) {
      this.#gap = this.#timing.lingerGap;
      this.#lingerUntil = performance.now() + this.#timing.linger;
      this.#restUntil = this.#began + this.#timing.rest;
    } else {
      this.#gap = Math.min(this.#gap * this.#timing.lingerGrowth, this.#timing.lingerGapMax);
    }
  }

  failed(): void {
    this.#failed = true;
  }

  /** Resolves when it is time; single caller. */
  async next(): Promise<void> {
    const wait = this.#wait();
    if (wait > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        this.#release = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#release = null;
    }
    this.#failed = false;
    this.#dirty = false;
    this.#began = performance.now();
  }

  #wait(): number {
    if (this.#failed) return jittered(this.#timing.safety);
    return this.#dirty ? this.#restUntil - performance.now() : this.#quiet();
  }

  #quiet(): number {
    return performance.now() < this.#lingerUntil ? this.#gap : this.#timing.safety;
  }
}
