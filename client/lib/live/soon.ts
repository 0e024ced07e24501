/** Runs `work` at most `ms` milliseconds after the first `ask` since it ran last: later ones do not put it off. */
export class Soon {
  readonly #work: () => void;
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(work: () => void, ms: number) {
    this.#work = work;
    this.#ms = ms;
  }

  ask(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work();
    }, this.#ms);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
