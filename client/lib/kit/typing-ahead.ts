// Keys that are pressed while something opens. They belong to what is opening and not to what is still on screen: words
// go into the field that will be there, and no shortcut acts on what nobody has seen yet.

/** What opened less than this long ago cannot have been read yet. */
const unseenMs = 600;
/** After this time the keys are no longer kept, because the opening has probably failed. */
const waitsAtMostMs = 10_000;

type Opening = {
  since: number;
  /** The person steps through a list with j and k: these keys are not kept, only those of a reply. */
  steps: boolean;
  words: string;
  /** Words are wanted: the field takes the focus when it is there. */
  replies: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
};

/** Keeps the keys that are pressed while something opens, and hands them to it once it is there. */
export class TypingAhead {
  #opening: Opening | null = null;
  /** Ends the opening that is ready but cannot have been read yet; null where nothing waits. */
  #finish: (() => void) | null = null;

  /** Something opens now. steps: by going from one to the next. */
  begin({ steps = false } = {}): void {
    this.cancel();
    this.#opening = { since: performance.now(), steps, words: '', replies: false, timer: undefined };
  }

  cancel(): void {
    clearTimeout(this.#opening?.timer);
    this.#opening = null;
  }

  /**
   * It is there: what was typed goes in at once, and the keys are free again when it could be seen. `take` is handed the
   * words, which may be '' where only a reply was requested; it is not called where nothing was pressed.
   */
  ready(take: (words: string) => void): void {
    const opening = this.#opening;
    if (!opening) return;
    const finish = () => {
      if (this.#opening !== opening) return;
      this.#opening = null;
      if (opening.replies) take(opening.words);
    };
    clearTimeout(opening.timer);
    const left = unseenMs - (performance.now() - opening.since);
    if (opening.replies || left <= 0) finish();
    else {
      opening.timer = setTimeout(finish, left);
      this.#finish = finish;
    }
  }

  /** True where the key was kept for what is opening: then nobody else may act on it. */
  press(event: KeyboardEvent): boolean {
    const opening = this.#opening;
    if (opening && performance.now() - opening.since > waitsAtMostMs) this.cancel();
    if (!this.#opening || !opening || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
      return false;
    if ((event.target as HTMLElement | null)?.closest('input, textarea, select, [contenteditable]'))
      return false;
    if (document.querySelector('dialog[open]')) return false;
    const { key } = event;
    if (key === 'Backspace' && opening.replies) opening.words = opening.words.slice(0, -1);
    else if (key.length !== 1 || (key === ' ' && !opening.replies)) return false;
    else if (!opening.replies && key.toLowerCase() === 'r') opening.replies = true;
    else if (!opening.replies && opening.steps) {
      // Keys that step through the list pass; `e` (settle) is kept back, because it would act on something unseen.
      if (key.toLowerCase() !== 'e') return false;
    } else {
      opening.replies = true;
      opening.words += key;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    // The field is there already: it need not wait until everything could be read.
    if (opening.replies && opening.timer !== undefined) this.#finish?.();
    return true;
  }
}
