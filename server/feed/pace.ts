// When to read next: at once after a notification; soon, at slowly growing gaps, while changes keep coming and for a
// while after; otherwise when the safety timer ends. After a failed read we always wait for the timer. A read that
// returned changes is followed by a short rest: under a flood a read for every bell would slow the writers down.
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

  /** A bell, or a new connection: the flag stays set until the next read begins. */
  wake(): void {
    this.#dirty = true;
    if (!this.#failed && performance.now() >= this.#restUntil) this.#release?.();
  }

  /** Called after each read. Heartbeats alone do not count as changes: otherwise no hub would ever be idle. */
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

  /** Resolves when it is time to read; one caller at a time. */
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
    return this.#dirty ? this.#restUntil - performance.now() : this.#idleGap();
  }

  #idleGap(): number {
    return performance.now() < this.#lingerUntil ? this.#gap : this.#timing.safety;
  }
}
