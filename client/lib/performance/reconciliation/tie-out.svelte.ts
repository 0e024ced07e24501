// The data of the tie-out page: the statement of one instant, its open line, the possible causes of a difference, the
// history and the money in suspense. Opening a line also reads the statement of the same instant, so that a line and its
// rows always agree.
import type {
  Discrepancies,
  Reconciliation,
  Suspense,
  TieHistory,
  TieLine,
  TieRows,
} from '#contract/performance/reconciliation.ts';
import { tieLineKey } from '#domain/statistics/tie-words.ts';
import { Problem, request } from '../../live/api.ts';
import { page as words } from './words.ts';

export const path = '/api/performance/reconciliation';

export class TieOutStore {
  statement = $state.raw<Reconciliation | null>(null);
  opened = $state.raw<TieRows | null>(null);
  /** The key of the line that is being opened; '' for none. */
  opening = $state('');
  discrepancies = $state.raw<Discrepancies | null>(null);
  history = $state.raw<TieHistory | null>(null);
  suspense = $state.raw<Suspense | null>(null);
  /** Why something could not be read just now; '' when it could. */
  trouble = $state('');
  reading = $state(false);
  #control: number | null = null;
  /** The id of the control total that `discrepancies` is about. */
  #foundFor: number | null = null;
  /** The latest reading of the statement, by opening a line too: an earlier answer is void. */
  #latest = 0;
  /** The latest reading of everything. Opening a line leaves its history, suspense and causes valid. */
  #reading = 0;

  /** Shows one control total; null: the newest. */
  async show(control: number | null): Promise<void> {
    this.#control = control;
    await this.read();
  }

  /** Reads everything again. A later call makes earlier answers void. */
  async read(): Promise<void> {
    const stated = ++this.#latest;
    const mine = ++this.#reading;
    const isLatest = () => mine === this.#reading;
    this.reading = true;
    [this.opening, this.trouble] = ['', ''];
    try {
      const [statement] = await Promise.all([
        request<Reconciliation>(path + this.#query()).then((answer) => {
          if (stated !== this.#latest) return answer;
          // Shown at once, without waiting for history and suspense.
          [this.statement, this.opened] = [answer, null];
          if (answer.control?.id !== this.#foundFor) this.discrepancies = null;
          return answer;
        }),
        request<TieHistory>(`${path}/history`).then((answer) => isLatest() && (this.history = answer)),
        request<Suspense>(`${path}/suspense`).then((answer) => isLatest() && (this.suspense = answer)),
      ]);
      if (!isLatest()) return;
      this.#foundFor = statement.control?.id ?? null;
      const discrepancies =
        statement.residualPence === 0 ? null : await request<Discrepancies>(`${path}/blame${this.#query()}`);
      if (isLatest()) this.discrepancies = discrepancies;
    } catch (error) {
      if (isLatest()) this.trouble = wordsOf(error);
    } finally {
      if (isLatest()) this.reading = false;
    }
  }

  /** Opens a line; closes it if it is open. */
  async open(line: TieLine): Promise<void> {
    if (this.opened && tieLineKey(this.opened.line) === tieLineKey(line)) {
      this.opened = null;
      return;
    }
    const mine = ++this.#latest;
    this.opening = tieLineKey(line);
    this.trouble = '';
    try {
      const answer = await request<TieRows>(`${path}/rows${this.#lineQuery(line)}`);
      if (mine !== this.#latest) return;
      this.statement = answer.reconciliation;
      this.opened = answer;
    } catch (error) {
      if (mine === this.#latest) this.trouble = wordsOf(error);
    } finally {
      if (mine === this.#latest) this.opening = '';
    }
  }

  /** The address of the statement, or of one line's rows, as a file. */
  file(form: 'csv' | 'xlsx', line?: TieLine): string {
    return line ? `${path}/rows.${form}${this.#lineQuery(line)}` : `${path}.${form}${this.#query()}`;
  }

  #lineQuery({ line, what }: TieLine): string {
    const query = new URLSearchParams({ line, ...(what && { what }) });
    if (this.#control !== null) query.set('control', String(this.#control));
    return `?${query}`;
  }

  #query(): string {
    return this.#control === null ? '' : `?control=${this.#control}`;
  }
}

export const wordsOf = (error: unknown): string => (error instanceof Problem ? error.message : words.failed);
