// Rows that the server sends a page at a time.
import { Problem, request } from '../live/api.ts';
import { rowTable as words } from './words.ts';

export class PagedRows<Row, Page extends { rows: Row[] }> {
  rows = $state.raw<Row[]>([]);
  /** The newest page; null until the first has come. */
  page = $state.raw<Page | null>(null);
  /** Why it could not be read; '' when it could. */
  trouble = $state('');
  busy = $state(false);
  #asked = '';
  #last: (() => Promise<void>) | undefined;

  /**
   * Reads a page of `url`, with `after` (the rest of the address) added to it. `add`: a later page, which is added. `search`:
   * only rows that have these words, which are sent in the body.
   */
  async read(url: string, { after = '', add = false, search = '' } = {}): Promise<void> {
    this.#last = () => this.read(url, { after, add, search });
    const asked = `${url} ${search}`;
    this.#asked = asked;
    this.busy = true;
    try {
      const page = await request<Page>(
        url + after,
        search ? { method: 'POST', body: { words: search } } : {},
      );
      if (asked !== this.#asked) return;
      this.page = page;
      this.rows = add ? [...this.rows, ...page.rows] : page.rows;
      this.trouble = '';
    } catch (error) {
      if (asked !== this.#asked) return;
      this.trouble = error instanceof Problem ? error.message : words.failed;
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }

  /** Reads the page that was read last once more. */
  async again(): Promise<void> {
    await this.#last?.();
  }
}
