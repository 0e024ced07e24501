// One answer of the server that a screen shows, read again when its address changes.
import { Problem, request } from './api.ts';

export class RemoteRead<T> {
  answer = $state.raw<T | null>(null);
  /** Why it could not be read; '' when it could. */
  trouble = $state('');
  readonly #failure: string;
  #url = '';

  /** failure: the words where the server gave no reason. */
  constructor(failure = 'This could not be read just now.') {
    this.#failure = failure;
  }

  /** Reads `url` unless it was read already. An answer to an earlier address is dropped; a failure removes the answer. */
  async read(url: string): Promise<void> {
    if (url === this.#url && this.trouble === '') return;
    this.#url = url;
    this.trouble = '';
    try {
      const answer = await request<T>(url);
      if (url === this.#url) this.answer = answer;
    } catch (error) {
      if (url !== this.#url) return;
      this.answer = null;
      this.trouble = error instanceof Problem ? error.message : this.#failure;
    }
  }
}
