// One open case in full, fetched over HTTP and fetched again after any write to it. What is on screen stays while the new
// answer is on its way; without signal it stays, or is this device's copy, with its time.
import { untrack } from 'svelte';
import type { CaseDetail } from '#contract/case-detail.ts';
import type { HistoryEntry, HistoryPage } from '#contract/case-history.ts';
import type { LedgerLine, LedgerPage } from '#contract/ledger.ts';
import { afterPaint } from '../kit/when-idle.ts';
import { announcer } from './announcer.svelte.ts';
import { copyOf } from './answers-kept.ts';
import { copyAsOf, request, Problem } from './api.ts';
import { firstCaseShown, takeFirstCase } from './first-answers.ts';
import { live } from './live.svelte.ts';
import { noteOpened } from './opened-cases.ts';
import { session } from './session.svelte.ts';
import { money } from '../words/money.ts';
import { Pages } from './pages.svelte.ts';
import { lineWords } from '../words/case.ts';
import { openCase as words } from './later-words.ts';

export type LedgerFilter = { kind: LedgerLine['kind'] | ''; what: string; from: string; to: string };
const noFilter: LedgerFilter = { kind: '', what: '', from: '', to: '' };

/** Several writes of one moment are one reading. */
const gatherMs = 60;
/** After this time without an answer this device's copy is shown, if it has one. */
const patienceMs = 700;
/** After this time the parts that read something themselves do not wait for the page's connection any more. */
const settleMs = 1500;

/** One open case. `missing`: there is no such case for this person; `trouble`: why it could not be read. */
export class OpenCase {
  readonly id: number;
  detail = $state.raw<CaseDetail | null>(null);
  /** When `detail` was read (ISO instant), where there is no signal to read it again; null: read just now. */
  asOf = $state<string | null>(null);
  trouble = $state('');
  missing = $state(false);
  /**
   * The first answer has been painted, and no other reading is due: parts further down may load and read what they need. The
   * page's first connection causes one more reading, and each part would otherwise read everything twice.
   */
  settled = $state(false);
  /** Grows with each reading: parts that read something themselves read it again then. */
  readings = $state(0);

  ledgerFilter = $state.raw(noFilter);
  readonly ledger: Pages<LedgerLine>;
  /** null: everything but the ledger's lines. */
  historyKinds = $state.raw<readonly string[] | null>(null);
  readonly history: Pages<HistoryEntry>;
  #running: Promise<void> | null = null;
  /** Readings are numbered: one that was sent earlier and answered later is not shown. */
  #sent = 0;
  #shown = 0;
  #wanted = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(id: number) {
    this.id = id;
    this.ledger = new Pages<LedgerLine>(
      async (before) => {
        const given = Object.entries({ ...this.ledgerFilter, before: before ?? '' }).filter(
          ([, v]) => v !== '',
        );
        const query = new URLSearchParams(given as [string, string][]);
        const page = await request<LedgerPage>(`/api/cases/${id}/ledger?${query}`);
        return { items: page.lines, next: page.next };
      },
      (line) => `${line.kind}${line.id}`,
    );
    this.history = new Pages<HistoryEntry>(
      async (before) => {
        const query = new URLSearchParams();
        if (before) query.set('before', before);
        if (this.historyKinds) query.set('kinds', this.historyKinds.join());
        const page = await request<HistoryPage>(`/api/cases/${id}/history?${query}`);
        return { items: page.entries, next: page.next };
      },
      (entry) => `${entry.kind} ${entry.ref}`,
    );
    // It is read again at each change of the case in the list and each return of the connection or the server's database. A
    // list that arrives with the case as it was read brings no change.
    let first = true;
    $effect(() => {
      const listed = live.get(id);
      // Also when it leaves the list as it was: it may be in another patch now.
      void live.listed(id);
      if (!first && !(listed && listed.version === untrack(() => this.detail?.summary.version)))
        untrack(() => this.#soon());
    });
    $effect(() => {
      void live.connected;
      void live.connecting;
      void live.serverStale;
      if (!first) untrack(() => this.#soon());
      first = false;
    });
    // The answer to a request may have been lost with the connection, and its failure is noticed after minutes: it is sent
    // again when the connection is back. The earlier one may still be answered.
    let lost = false;
    $effect(() => {
      if (!live.connected && !live.connecting) lost = true;
      else if (live.connected && lost) {
        lost = false;
        if (untrack(() => this.#running)) {
          this.#running = null;
          void this.fetch();
        }
      }
    });
    $effect(() => live.onMessage('case:touched', (message) => message.caseId === id && this.#soon()));
    $effect(() => () => {
      clearTimeout(this.#timer);
      clearTimeout(this.#settling);
      this.#stopped = true;
      this.ledger.stop();
      this.history.stop();
    });
    // Requested before anything is drawn: the answer is on its way while the page is built.
    void this.fetch();
  }

  /** At once when nothing is known yet; otherwise after a short time, which later changes do not extend. */
  #soon(): void {
    if (!this.detail && !this.#running) void this.fetch();
    else
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        void this.fetch();
      }, gatherMs);
  }

  /** One reading at a time: requests during a reading cause one more, so that many changes cannot starve it. */
  fetch(): Promise<void> {
    if (this.#running) {
      this.#wanted = true;
      return this.#running;
    }
    const reading = this.#read().finally(() => {
      if (this.#running !== reading) return;
      this.#running = null;
      if (this.#wanted && !this.#stopped) {
        this.#wanted = false;
        void this.fetch();
      }
    });
    return (this.#running = reading);
  }

  async #read(): Promise<void> {
    const mine = ++this.#sent;
    const path = `/api/cases/${this.id}`;
    // A weak line is not waited for while this device has something to show.
    const early = setTimeout(() => void this.#showCopy(path), patienceMs);
    try {
      const requested = takeFirstCase(this.id);
      // Requested before this page was connected: what has changed since was not reported to it.
      if (requested !== undefined && live.connected) this.#wanted = true;
      const detail = await request<CaseDetail>(path, { requested });
      clearTimeout(early);
      if (this.#stopped || mine < this.#shown) return;
      const copied = copyAsOf(detail);
      if (copied !== null && this.detail && this.detail.asOf >= detail.asOf) this.asOf = this.detail.asOf;
      else await this.#show(detail, copied, mine);
    } catch (error) {
      clearTimeout(early);
      firstCaseShown();
      const isGone = error instanceof Problem && error.status === 404;
      if (isGone) live.forget(this.id);
      if (this.#stopped || mine < this.#sent) return;
      if (isGone) {
        this.#shown = mine;
        this.missing = true;
        this.detail = null;
      } else if (error instanceof Problem && error.status === 0 && this.detail) this.asOf = this.detail.asOf;
      this.trouble = error instanceof Problem ? error.message : words.failed;
    }
  }

  /** Shows this device's copy while the answer is on its way. */
  async #showCopy(path: string): Promise<void> {
    if (this.detail) return;
    const copy = await copyOf(path);
    if (copy && !this.detail && !this.missing && !this.#stopped)
      await this.#show(copy.answer as CaseDetail, copy.asOf, 0);
  }

  /** `copied`: when a copy was read; null: the server's answer of now. `mine`: the reading's number; 0: none. */
  async #show(detail: CaseDetail, copied: string | null, mine: number): Promise<void> {
    // Reads all pages on screen again: a late posting may have changed the balances of older lines.
    const ledger = this.ledgerFilter === noFilter ? detail.ledger : null;
    const history = this.historyKinds === null ? detail.history : null;
    const [lines, entries] = await Promise.all([
      this.ledger.again(ledger && { items: ledger.lines, next: ledger.next }),
      this.history.again(history && { items: history.entries, next: history.next }),
    ]);
    if (this.#stopped || mine < this.#shown) return;
    this.#shown = mine;
    this.detail = detail;
    this.asOf = copied;
    this.trouble = '';
    this.missing = false;
    noteOpened(this.id);
    this.readings++;
    this.#settle();
    for (const line of lines)
      announcer.say(words.newInLedger(lineWords(line), money(Math.abs(line.amountPence))));
    for (const { who, title } of entries) if (who !== session.me?.name) announcer.say(words.news(title, who));
  }

  #settle(): void {
    if (this.settled) return;
    afterPaint(firstCaseShown);
    this.#settling ??= setTimeout(() => (this.settled = true), settleMs);
    if (live.connecting || this.#wanted || this.#timer !== undefined) return;
    clearTimeout(this.#settling);
    afterPaint(() => (this.settled = true));
  }

  filterLedger(filter: Partial<LedgerFilter>): void {
    const next = { ...this.ledgerFilter, ...filter };
    this.ledgerFilter = Object.values(next).every((value) => value === '') ? noFilter : next;
    void this.ledger.begin();
  }

  filterHistory(kinds: readonly string[] | null): void {
    this.historyKinds = kinds;
    void this.history.begin();
  }
}
