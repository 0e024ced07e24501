// Runs work at most once a painted frame, and at a rhythm that follows what the work costs: a round that took long to
// apply and paint is followed by a pause of twice as long, so that a slow phone under a flood still has two thirds of
// its time for fingers. A hidden page paints no frames, so a timer stands in: changes must go on being applied (and
// acknowledged) while the phone is in a pocket.

/** Milliseconds to leave alone after a round that took `cost`: nothing where it fitted into a frame. */
export const restAfter = (cost: number): number => (cost < 8 ? 0 : Math.min(400, cost * 2));

export class Frame {
  readonly #work: () => void;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #notBefore = 0;
  readonly #painted = new MessageChannel();

  constructor(work: () => void) {
    this.#work = work;
    // Comes after the frame that the work went into: styles, layout and paint are part of its cost.
    this.#painted.port1.onmessage = ({ data: began }: MessageEvent<number>) => {
      const now = performance.now();
      this.#notBefore = now + restAfter(now - began);
    };
  }

  ask(): void {
    if (this.#timer !== undefined) return;
    const rest = this.#notBefore - performance.now();
    if (rest > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.ask();
      }, rest);
      return;
    }
    this.#frame = requestAnimationFrame(this.#run);
    this.#timer = setTimeout(this.#run, 120);
  }

  readonly #run = (): void => {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#painted.port2.postMessage(performance.now());
    this.#work();
  };
}
