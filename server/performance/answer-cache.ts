/** Answers that are read once for each key and reused for `keptMs`, at most `most` of them. A failed one is not kept. */
export class AnswerCache<T> {
  readonly #answers = new Map<string, { at: number; answer: Promise<T> }>();
  readonly #options: { keptMs: number; most: number; clock: () => number };

  constructor(options: { keptMs: number; most: number; clock: () => number }) {
    this.#options = options;
  }

  /** The answer, and when it was read (ms). */
  get(key: string, read: () => Promise<T>): { at: number; answer: Promise<T> } {
    const { keptMs, most, clock } = this.#options;
    const now = clock();
    const known = this.#answers.get(key);
    if (known && now - known.at <= keptMs) return known;
    if (this.#answers.size >= most) this.#answers.clear();
    const made = { at: now, answer: read() };
    this.#answers.set(key, made);
    made.answer.catch(() => this.#answers.delete(key));
    return made;
  }
}
