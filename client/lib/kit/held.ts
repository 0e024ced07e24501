// The order freeze: what the list shows while it may not move. Pure, and about ids only; fields change in place elsewhere.
//   [UI-1] while held, the shown ids and their order never change;
//   [UI-2] when released, the shown order is exactly the wanted one;
//   [UI-3] the waiting changes are exactly the difference: arrived, left and moved, nothing twice.
import { pill as words } from './words.ts';

export type Waits<Id = number> = {
  /** Wanted but not shown yet. */
  arrived: Id[];
  /** Shown but no longer wanted: they stay, struck through, until released. */
  left: Id[];
  /** Shown and wanted, but in another place among those that stay. */
  moved: number;
};

export const nothingWaits: Waits<never> = { arrived: [], left: [], moved: 0 };

/** The ids to show: the wanted ones, or while held the ones that were shown. */
export function shownIds<Id>(shown: readonly Id[], wanted: readonly Id[], held: boolean): readonly Id[] {
  return held ? shown : wanted;
}

/** The difference between what is shown and what should be: arrived, left, and how many moved. */
export function waits<Id>(shown: readonly Id[], wanted: readonly Id[]): Waits<Id> {
  if (same(shown, wanted)) return nothingWaits;
  const has = new Set(shown);
  const wants = new Set(wanted);
  const arrived = wanted.filter((id) => !has.has(id));
  const left = shown.filter((id) => !wants.has(id));
  const stay = shown.filter((id) => wants.has(id));
  const place = new Map(wanted.filter((id) => has.has(id)).map((id, at) => [id, at]));
  return { arrived, left, moved: stay.length - longestRise(stay.map((id) => place.get(id)!)) };
}

export function anyWaits(w: Waits<unknown>): boolean {
  return w.arrived.length > 0 || w.left.length > 0 || w.moved > 0;
}

/**
 * '3 new, 1 case stopped, 2 gone'; '' when nothing waits. `named` counts those of `left` that have words of their own:
 * `nameWords` gives them.
 */
export function pillWords(w: Waits<unknown>, named = 0, nameWords = words.gone): string {
  const parts = [
    [w.arrived.length, words.arrived],
    [named, nameWords],
    [w.left.length - named, words.gone],
    // An order that shifts is only worth a word when nothing else happened.
    [w.arrived.length + w.left.length === 0 ? w.moved : 0, words.moved],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, wordsFor]) => wordsFor(count))
    .join(', ');
}

/** Whether both have the same ids in the same order. */
export function same<Id>(a: readonly Id[], b: readonly Id[]): boolean {
  return a === b || (a.length === b.length && a.every((id, at) => id === b[at]));
}

// The most that can stay where they are: the rest moved. Length of the longest rising subsequence.
function longestRise(places: readonly number[]): number {
  const ends: number[] = [];
  for (const place of places) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < place) low = middle + 1;
      else high = middle;
    }
    ends[low] = place;
  }
  return ends.length;
}
