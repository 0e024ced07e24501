// How a person wants the rows of one table: by which column, and with which words. The caller arranges the rows, by
// `arranged` where it has them all, or by asking the server.
import { arranged, type Sort, type SortValue } from '#domain/arranged.ts';
import { rows as wording } from './words.ts';

/** So many are on screen at once: with more, a table has a search field. */
export const fewRows = 20;
/** Milliseconds without a key, after which the server is asked. */
const pauseMs = 250;

export class RowOrder {
  /** Null: as they came. */
  sort = $state.raw<Sort | null>(null);
  /** What is in the field, and the same after a pause. */
  typed = $state('');
  words = $state('');
  /** How the rows are sorted, for a screen reader. */
  said = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** A column's button: first in one direction, then in the other, then as they came. */
  press(key: string, title: string, largestFirst: boolean): void {
    const { sort } = this;
    if (sort?.key !== key) this.sort = { key, isDown: largestFirst };
    else if (sort.isDown === largestFirst) this.sort = { key, isDown: !largestFirst };
    else this.sort = null;
    this.said = this.sort ? wording.sorted(title, this.sort.isDown) : wording.unsorted;
  }

  type(text: string): void {
    this.typed = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.words = text.trim()), text.trim() === '' ? 0 : pauseMs);
  }

  /** Whether the rows are other than they came. */
  get isArranged(): boolean {
    return this.sort !== null || this.typed.trim() !== '';
  }

  /** The rows of a table that has them all. */
  of<Row>(
    rows: readonly Row[],
    text: (row: Row) => string,
    values: Readonly<Record<string, (row: Row) => SortValue>>,
  ): Row[] {
    const { sort, typed } = this;
    const value = sort && values[sort.key];
    return arranged(rows, { words: typed, text }, value ? { value, isDown: sort.isDown } : null);
  }
}
