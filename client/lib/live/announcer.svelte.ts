// The page's one polite live region. Messages within a few seconds are joined, so that a screen reader is not interrupted.
const everyMs = 4000;

class Announcer {
  text = $state('');
  #queue: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastAt = -Infinity;

  say(sentence: string): void {
    if (this.#queue.includes(sentence)) return;
    this.#queue.push(sentence);
    if (this.#timer !== undefined) return;
    const wait = Math.max(150, this.#lastAt + everyMs - performance.now());
    this.#timer = setTimeout(() => this.#speak(), wait);
  }

  #speak(): void {
    this.#timer = undefined;
    this.#lastAt = performance.now();
    // Only the newest three are read out.
    this.text = this.#queue.slice(-3).join(' ');
    this.#queue = [];
  }
}

export const announcer = new Announcer();
