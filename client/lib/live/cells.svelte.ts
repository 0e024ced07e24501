// A signal for each case, so that a change updates the rows of that case and no others. A cell keeps the last state of a
// case that has left the list: a frozen row still shows it.
import type { CaseSummary } from '#contract/case-summary.ts';

class Cell {
  known = $state.raw<CaseSummary | undefined>();
  listed = $state(true);
  constructor(known: CaseSummary) {
    this.known = known;
  }
}

/** The signals of all cases, by id. */
export class Cells {
  readonly #cells = new Map<number, Cell>();

  /** Call outside of effects and deriveds only: a signal that is created inside one is not tracked by it. */
  set(c: CaseSummary): void {
    const cell = this.#cells.get(c.id);
    if (cell) {
      cell.known = c;
      cell.listed = true;
    } else this.#cells.set(c.id, new Cell(c));
  }

  /** It has left the list. */
  leave(id: number): void {
    const cell = this.#cells.get(id);
    if (cell) cell.listed = false;
  }

  leaveAllBut(cases: ReadonlyMap<number, CaseSummary>): void {
    for (const [id, cell] of this.#cells) if (!cases.has(id)) cell.listed = false;
  }

  /** Removes the last known state of cases that left the list too: this person may no longer see them. */
  forgetLeft(): void {
    for (const id of this.#cells.keys()) this.forget(id);
  }

  /** The same of one case, if it has left the list. */
  forget(id: number): void {
    const cell = this.#cells.get(id);
    if (!cell || cell.listed) return;
    cell.known = undefined;
    this.#cells.delete(id);
  }

  listed(id: number): boolean {
    return this.#cells.get(id)?.listed ?? false;
  }

  get(id: number): CaseSummary | undefined {
    return this.#cells.get(id)?.known;
  }

  has(id: number): boolean {
    return this.#cells.has(id);
  }

  clear(): void {
    this.#cells.clear();
  }
}
