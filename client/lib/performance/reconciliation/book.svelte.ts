// What the page of the tie-out holds: the statement of one instant, the line that is open in it, where to look, the
// history and the money in suspense. Opening a line brings the statement of the same instant, so that a line and its rows
// always agree.
import type {
  Discrepancies,
  Reconciliation,
  Suspense,
  TieHistory,
  TieLine,
  TieRows,
} from '#contract/performance/reconciliation.ts';
import { Problem, request } from '../../live/api.ts';
import { keyOf } from './words.ts';

export const path = '/api/performance/reconciliation';

export class Book {
  statement = $state.raw<Reconciliation | null>(null);
  opened = $state.raw<TieRows | null>(null);
  /** The line that is being opened, by its key. */
  opening = $state('');
  discrepancies = $state.raw<Discrepancies | null>(null);
  history = $state.raw<TieHistory | null>(null);
  suspense = $state.raw<Suspense | null>(null);
  /** Why something could not be read just now; '' when it could. */
  trouble = $state('');
  reading = $state(false);
  #control: number | null = null;
  /** Whose rows to look at stand there. */
  #foundFor: number | null = null;
  #turn = 0;

  /** The figure that is looked at; null: the newest. */
  async show(control: number | null): Promise<void> {
    this.#control = control;
    await this.read();
  }

  /** All of it again. */
  async read(): Promise<void> {
    const turn = ++this.#turn;
    this.reading = true;
    this.trouble = '';
    try {
      const [statement] = await Promise.all([
        request<Reconciliation>(path + this.#query()).then((told) => {
          if (turn !== this.#turn) return told;
          // It is what somebody came for: the rest follows.
          [this.statement, this.opened] = [told, null];
          if (told.control?.id !== this.#foundFor) this.discrepancies = null;
          return told;
        }),
        request<TieHistory>(`${path}/history`).then((told) => turn === this.#turn && (this.history = told)),
        request<Suspense>(`${path}/suspense`).then((told) => turn === this.#turn && (this.suspense = told)),
      ]);
      if (turn !== this.#turn) return;
      this.#foundFor = statement.control?.id ?? null;
      const discrepancies =
        statement.residualPence === 0 ? null : await request<Discrepancies>(`${path}/blame${this.#query()}`);
      if (turn === this.#turn) this.discrepancies = discrepancies;
    } catch (error) {
      if (turn === this.#turn) this.trouble = wordsOf(error);
    } finally {
      if (turn === this.#turn) this.reading = false;
    }
  }

  /** Opens a line, or closes it where it is open. */
  async open(line: TieLine): Promise<void> {
    if (this.opened && keyOf(this.opened.line) === keyOf(line)) {
      this.opened = null;
      return;
    }
    const turn = ++this.#turn;
    this.opening = keyOf(line);
    this.trouble = '';
    try {
      const told = await request<TieRows>(`${path}/rows${this.lineQuery(line)}`);
      if (turn !== this.#turn) return;
      this.statement = told.reconciliation;
      this.opened = told;
    } catch (error) {
      if (turn === this.#turn) this.trouble = wordsOf(error);
    } finally {
      if (turn === this.#turn) this.opening = '';
      this.reading = false;
    }
  }

  file(form: 'csv' | 'xlsx', line?: TieLine): string {
    return line ? `${path}/rows.${form}${this.lineQuery(line)}` : `${path}.${form}${this.#query()}`;
  }

  lineQuery({ line, what }: TieLine): string {
    const query = new URLSearchParams({ line, ...(what && { what }) });
    if (this.#control !== null) query.set('control', String(this.#control));
    return `?${query}`;
  }

  #query(): string {
    return this.#control === null ? '' : `?control=${this.#control}`;
  }
}

export const wordsOf = (error: unknown): string =>
  error instanceof Problem ? error.message : 'This could not be read just now. Try again in a moment.';
