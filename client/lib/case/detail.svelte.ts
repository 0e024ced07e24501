// One open case in full, fetched over HTTP and fetched again when the worklist says that it changed. What is on screen
// stays while the new answer is on its way; without signal it stays for good, with its age.
import { request, Problem } from '../live/api.ts';
import { live } from '../live/live.svelte.ts';
import type { CaseDetail, LedgerPage } from './detail.ts';

export class OpenCase {
  readonly id: number;
  detail = $state.raw<CaseDetail | null>(null);
  trouble = $state('');
  missing = $state(false);
  /** Older lines of the ledger are on their way. */
  reading = $state(false);
  #asked = 0;
  #pages = 1;

  constructor(id: number) {
    this.id = id;
    // Each change of the case in the list, and each return of the connection or of the server's database, asks again.
    $effect(() => {
      void live.get(id);
      void live.connected;
      void live.serverStale;
      const timer = setTimeout(() => void this.fetch(), this.detail ? 120 : 0);
      return () => clearTimeout(timer);
    });
  }

  async fetch(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const detail = await request<CaseDetail>(`/api/cases/${this.id}`);
      // As many pages as are on screen, all read anew: a late posting may have moved the balances of older lines.
      let { ledger } = detail;
      for (let page = 1; page < this.#pages && ledger.next !== null; page++) {
        const before = encodeURIComponent(ledger.next);
        const older = await request<LedgerPage>(`/api/cases/${this.id}/ledger?before=${before}`);
        ledger = { lines: [...ledger.lines, ...older.lines], next: older.next };
      }
      if (asked !== this.#asked) return;
      this.detail = { ...detail, ledger };
      this.trouble = '';
      this.missing = false;
    } catch (error) {
      if (asked !== this.#asked) return;
      if (error instanceof Problem && error.status === 404) this.missing = true;
      this.trouble = error instanceof Problem ? error.message : 'The case could not be read just now.';
    }
  }

  async readOlder(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    this.#pages++;
    await this.fetch();
    this.reading = false;
  }
}
