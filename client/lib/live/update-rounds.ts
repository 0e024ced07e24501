// Runs work at most once per painted frame, and less often when the work is slow: a round that took long to apply and
// paint is followed by a pause of twice its time, so that a slow phone under many changes keeps two thirds of its time
// for input. A hidden page paints no frames, so a timer runs the round there: changes are still applied and acknowledged.

/** The pause in milliseconds after a round that took `cost` milliseconds: none if it fitted into a frame. */
const pauseAfter = (cost: number): number => (cost < 8 ? 0 : Math.min(400, cost * 2));

/** Schedules rounds of `work`, which is called at most once per painted frame. */
export class UpdateRounds {
  readonly #work: () => void;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** By performance.now(). */
  #notBefore = 0;
  readonly #painted = new MessageChannel();

  constructor(work: () => void) {
    this.#work = work;
    // The message arrives after the frame was painted, so the cost includes styles, layout and paint.
    this.#painted.port1.onmessage = ({ data: began }: MessageEvent<number>) => {
      const now = performance.now();
      this.#notBefore = now + pauseAfter(now - began);
    };
  }

  /** Asks for a round. Further calls before it has run change nothing. */
  request(): void {
    if (this.#timer !== undefined) return;
    const pause = this.#notBefore - performance.now();
    if (pause > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.request();
      }, pause);
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
