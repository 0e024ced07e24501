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
  #url = '';

  /** Reads the first page of `url`, or with `after` (the rest of the address) a later one, which is added. */
  async read(url: string, after = ''): Promise<void> {
    this.#url = url;
    this.busy = true;
    try {
      const page = await request<Page>(url + after);
      if (url !== this.#url) return;
      this.page = page;
      this.rows = after ? [...this.rows, ...page.rows] : page.rows;
      this.trouble = '';
    } catch (error) {
      if (url !== this.#url) return;
      this.trouble = error instanceof Problem ? error.message : words.failed;
    } finally {
      this.busy = false;
    }
  }
}
