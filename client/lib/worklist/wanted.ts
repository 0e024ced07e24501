// The ids that the list should show, in order, kept as cases change: a change costs as much as the cases that it touches,
// not as the list is long. Pure of screens and of where cases come from.
//   [UI-66] after any changes it is what sorting and filtering everything anew would give, counts included.
import type { CaseSummary } from '#contract/case-summary.ts';
import { actionOrder, toDo } from '../words/actions.ts';
import { matchesAction, matchesRest, noFilters, type ActionFilter, type Filters } from './filter.ts';
import { metresOrLast, type Order, type Point } from './order.ts';

export type Selection = {
  filters: Filters;
  order: Order;
  /** Where distances are measured from; null: by urgency. */
  from: Point | null;
  /** Stood down and not answered yet: they stay, whatever the filters say. */
  stoodDown: ReadonlySet<number>;
};
export type Counts = Record<ActionFilter, number>;

type Entry = {
  action: CaseSummary['action'];
  urgency: number;
  metres: number;
  counted: boolean;
  shown: boolean;
};

/** More changes at once than this share of the list: sorting it anew is cheaper. */
const manyShare = 0.1;

/** The ids that the list should show, in order, and the counts of its filters. */
export class Wanted {
  /** A new array whenever it differs. */
  ids: readonly number[] = [];
  /** A new object whenever it differs: cases of each action, within the other filters. */
  counts: Counts = noCounts();
  #selection: Selection = { filters: noFilters, order: 'urgent', from: null, stoodDown: new Set() };
  #entries = new Map<number, Entry>();
  #withAlert = new Set<number>();

  /** Whether any case at all has a cautionary alert. */
  get anyAlert(): boolean {
    return this.#withAlert.size > 0;
  }

  /** last: a case as it was before it left the list, for one that is stood down and not answered yet. */
  select(
    selection: Selection,
    cases: ReadonlyMap<number, CaseSummary>,
    last: (id: number) => CaseSummary | undefined,
  ): void {
    this.#selection = selection;
    this.#entries = new Map();
    this.#withAlert = new Set();
    this.counts = noCounts();
    for (const c of cases.values()) this.#enter(c, true);
    for (const id of selection.stoodDown) {
      const c = cases.has(id) ? undefined : last(id);
      if (c) this.#enter(c, false);
    }
    this.#sortAll();
  }

  /** Takes these cases as they are now. */
  update(
    touched: ReadonlySet<number>,
    cases: ReadonlyMap<number, CaseSummary>,
    last: (id: number) => CaseSummary | undefined,
  ): void {
    const counts = { ...this.counts };
    const before = this.counts;
    this.counts = counts;
    const out = new Set<number>();
    const into: number[] = [];
    for (const id of touched) {
      const old = this.#entries.get(id);
      this.#leave(id);
      const c = cases.get(id);
      const row = c ?? (this.#selection.stoodDown.has(id) ? last(id) : undefined);
      const now = row && this.#enter(row, c !== undefined);
      const inPlace =
        old?.shown === (now?.shown ?? false) &&
        (!now || (old.urgency === now.urgency && old.metres === now.metres));
      if (inPlace) continue;
      if (old?.shown) out.add(id);
      if (now?.shown) into.push(id);
    }
    if (sameCounts(before, counts)) this.counts = before;
    if (out.size + into.length > this.ids.length * manyShare) this.#sortAll();
    else if (out.size + into.length > 0) this.#move(out, into);
  }

  #enter(c: CaseSummary, listed: boolean): Entry {
    const { filters, from, order, stoodDown } = this.#selection;
    const counted = listed && matchesRest(c, filters);
    const entry: Entry = {
      action: c.action,
      urgency: c.urgency,
      metres: order === 'nearest' && from ? metresOrLast(from, c) : 0,
      counted,
      shown: stoodDown.has(c.id) || (counted && matchesAction(c, chosenAction(filters))),
    };
    this.#entries.set(c.id, entry);
    if (listed && c.alerts.length > 0) this.#withAlert.add(c.id);
    if (counted) this.#count(c.action, 1);
    return entry;
  }

  #leave(id: number): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#withAlert.delete(id);
    if (entry.counted) this.#count(entry.action, -1);
  }

  #count(action: CaseSummary['action'], by: 1 | -1): void {
    this.counts.all += by;
    this.counts[action] += by;
    if (toDo.has(action)) this.counts.todo += by;
  }

  /** Nearer first, then more urgent, then the lower id: the order of the same cases is always the same. */
  readonly #compare = (a: number, b: number): number => {
    const [one, other] = [this.#entries.get(a)!, this.#entries.get(b)!];
    return one.metres - other.metres || other.urgency - one.urgency || a - b;
  };

  #sortAll(): void {
    const ids: number[] = [];
    for (const [id, entry] of this.#entries) if (entry.shown) ids.push(id);
    this.ids = ids.sort(this.#compare);
  }

  #move(out: ReadonlySet<number>, into: readonly number[]): void {
    const ids = out.size > 0 ? this.ids.filter((id) => !out.has(id)) : [...this.ids];
    for (const id of into) {
      let low = 0;
      let high = ids.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.#compare(ids[middle]!, id) < 0) low = middle + 1;
        else high = middle;
      }
      ids.splice(low, 0, id);
    }
    // Out and in again at the same place is no change.
    if (ids.length !== this.ids.length || ids.some((id, at) => id !== this.ids[at])) this.ids = ids;
  }
}

/** A search includes every case: a person who types a name wants that tenant. */
export const chosenAction = ({ text, action }: Filters): ActionFilter =>
  text.trim() && action === 'todo' ? 'all' : action;

function noCounts(): Counts {
  const counts = { all: 0, todo: 0 } as Counts;
  for (const action of actionOrder) counts[action] = 0;
  return counts;
}

const sameCounts = (a: Counts, b: Counts): boolean =>
  (Object.keys(a) as ActionFilter[]).every((key) => a[key] === b[key]);
