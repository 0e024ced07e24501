// Runs work at most once a painted frame. A hidden page paints none, so a timer stands in: changes must go on being
// applied (and acknowledged) while the phone is in a pocket.
export class Frame {
  readonly #work: () => void;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(work: () => void) {
    this.#work = work;
  }

  ask(): void {
    if (this.#timer !== undefined) return;
    this.#frame = requestAnimationFrame(this.#run);
    this.#timer = setTimeout(this.#run, 120);
  }

  readonly #run = (): void => {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#work();
  };
}
