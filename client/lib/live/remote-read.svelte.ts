// One answer of the server that a screen shows: read when its address changes, and again on request or in a rhythm. Without
// signal it is this device's copy, with its time.
import { untrack } from 'svelte';
import { copyAsOf, Problem, request } from './api.ts';
import { reading as words } from './later-words.ts';

/** One answer of the server, with why it could not be read. */
export class RemoteRead<T> {
  answer = $state.raw<T | null>(null);
  /** When the answer was read (ISO instant), where there is no signal to read it again; null: read just now. */
  asOf = $state<string | null>(null);
  /** Why it could not be read; '' when it could. An answer that is there all the same is the last one of this address. */
  trouble = $state('');
  /** The server has no such thing, or not for this person. */
  missing = $state(false);
  readonly #failure: string;
  #url = '';
  /** The answer of another address: shown until this address is answered, and removed if that fails. */
  #former: T | null = null;
  /** When the server gave the answer that is shown. */
  #readAt = '';
  #sent = 0;
  #newest = 0;

  /** failure: the words where the server gave no reason. */
  constructor(failure = words.failed) {
    this.#failure = failure;
  }

  /** Reads `url` unless it was read already. */
  async read(url: string): Promise<void> {
    if (url !== this.#url || this.trouble !== '') await this.again(url);
  }

  /** Reads in any case. Shows each answer that is newer than the shown one, also while a later request is on its way. */
  async again(url = this.#url): Promise<void> {
    const mine = ++this.#sent;
    if (url !== this.#url) {
      this.#former = untrack(() => this.answer);
      this.#url = url;
      this.trouble = '';
    }
    try {
      const answer = await request<T>(url);
      if (!this.#isNewest(url, mine)) return;
      this.#take(answer);
      this.#former = null;
      this.trouble = '';
      this.missing = false;
    } catch (error) {
      if (!this.#isNewest(url, mine)) return;
      if (this.answer === this.#former) this.answer = null;
      this.trouble = error instanceof Problem ? error.message : this.#failure;
      // 400: the address has an id that the server cannot read.
      this.missing = error instanceof Problem && [400, 403, 404].includes(error.status);
    }
  }

  /** A copy that is no newer than what is shown takes nothing away from the screen but its freshness. */
  #take(answer: T): void {
    const copied = copyAsOf(answer);
    const isShown = untrack(() => this.answer !== null && this.answer !== this.#former);
    if (copied === null || !isShown || copied > this.#readAt) {
      this.answer = answer;
      this.#readAt = copied ?? (answer as { asOf?: string } | null)?.asOf ?? new Date().toISOString();
    }
    this.asOf = copied === null ? null : this.#readAt;
  }

  /** Whether the result of that request counts: it is of this address, and no later request has ended before. */
  #isNewest(url: string, mine: number): boolean {
    if (url !== this.#url || mine < this.#newest) return false;
    this.#newest = mine;
    return true;
  }

  /** Reads now, every `everyMs` while the page is visible, when it becomes visible and when the device comes online.
   * Returns a function that stops it. */
  follow(url: string, everyMs: number): () => void {
    const read = () => void this.again(url);
    const shown = () => !document.hidden && read();
    const timer = setInterval(shown, everyMs);
    document.addEventListener('visibilitychange', shown);
    window.addEventListener('online', read);
    read();
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
      window.removeEventListener('online', read);
    };
  }
}
