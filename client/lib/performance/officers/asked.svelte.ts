// One question to the server, asked again when its address changes; an answer that is late for an older address is not
// taken for the newer one's.
import { Problem, request } from '../../live/api.ts';

export class Asked<T> {
  answer = $state.raw<T | null>(null);
  trouble = $state('');
  #url = '';

  /** In an effect: reads what the address says now. */
  async ask(url: string): Promise<void> {
    if (url === this.#url && this.trouble === '') return;
    this.#url = url;
    this.trouble = '';
    try {
      const answer = await request<T>(url);
      if (url === this.#url) this.answer = answer;
    } catch (error) {
      if (url !== this.#url) return;
      this.answer = null;
      this.trouble = error instanceof Problem ? error.message : 'This could not be read just now.';
    }
  }
}
