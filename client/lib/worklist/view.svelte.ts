// What the worklist screen shows: one filtered, ordered set for list and map, and the freeze that keeps it still while
// somebody reads, touches or scrolls it. What the person asks for (a filter, a search, an order) applies at once.
import { untrack } from 'svelte';
import type { CaseSummary } from '#contract/case-summary.ts';
import { live } from '../live/live.svelte.ts';
import { actionOrder, toDo } from '../words/actions.ts';
import { matchesAction, matchesRest, noFilters, type ActionFilter, type Filters } from './filter.ts';
import { anyWaits, nothingWaits, pillWords, same, shownIds, waits } from './held.ts';
import { mapCase } from './map-case.ts';
import { inOrder, type Order } from './order.ts';
import { place } from './place.svelte.ts';

class WorklistView {
  filters = $state.raw<Filters>(noFilters);
  order = $state<Order>('nearest');
  paused = $state(false);
  /** Set by the list: a finger, a focus or a scroll is on it. */
  busy = $state(false);
  /** The case whose marker and row stand out: the one that is open, or the one the keyboard is on. */
  chosenId = $state<number | null>(null);

  held = $derived(this.busy || this.paused);
  /** By urgency until there is a point to measure from. */
  effectiveOrder = $derived<Order>(this.order === 'nearest' && place.point ? 'nearest' : 'urgent');

  #rest = $derived([...live.cases.values()].filter((c) => matchesRest(c, this.filters)));
  wanted = $derived.by(() => {
    const { action, text } = this.filters;
    // A search goes through everything: whoever types a name wants that person.
    const chosen = text.trim() && action === 'todo' ? 'all' : action;
    const matching = this.#rest.filter((c) => matchesAction(c, chosen));
    // A stand-down that nobody has answered yet stays in its place, struck, whatever the filters say.
    const there = new Set(matching.map((c) => c.id));
    const struck = [...live.standDowns.keys()].flatMap((id) => (there.has(id) ? [] : (live.get(id) ?? [])));
    return inOrder(
      struck.length === 0 ? matching : [...matching, ...struck],
      this.effectiveOrder,
      place.point,
    );
  });
  /** Cases of each action, within the other filters. */
  counts = $derived.by(() => {
    const counts = { all: this.#rest.length, todo: 0 } as Record<ActionFilter, number>;
    for (const action of actionOrder) counts[action] = 0;
    for (const c of this.#rest) {
      counts[c.action]++;
      if (toDo.has(c.action)) counts.todo++;
    }
    return counts;
  });

  shown = $state.raw<readonly number[]>([]);
  waits = $derived(same(this.shown, this.wanted) ? nothingWaits : waits(this.shown, this.wanted));
  anyWaits = $derived(anyWaits(this.waits));
  pill = $derived(pillWords(this.waits, this.waits.left.filter((id) => this.#paidOff(id)).length));
  #left = $derived(new Set(this.waits.left));
  mapCases = $derived(
    this.shown.flatMap((id) => {
      const c = live.get(id);
      return c ? [mapCase(c, this.isLeft(id))] : [];
    }),
  );

  /** Keeps `shown` in step; call once from the screen's effect root. */
  follow(): void {
    $effect(() => {
      const wanted = this.wanted;
      const held = this.held;
      untrack(() => {
        const next = shownIds(this.shown, wanted, held && this.shown.length > 0);
        if (!same(this.shown, next)) this.shown = next;
      });
    });
  }

  /** The person asked: whatever waits is shown now, held or not. */
  letGo(): void {
    this.shown = this.wanted;
  }

  setFilters(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    this.letGo();
  }

  setOrder(order: Order): void {
    this.order = order;
    this.letGo();
  }

  clear(): void {
    this.setFilters(noFilters);
  }

  /** Shown, but no longer part of the set: struck until let go. */
  isLeft(id: number): boolean {
    return this.#left.has(id) || live.standDowns.has(id);
  }

  #paidOff(id: number): boolean {
    return live.picture.paid.has(id) || live.standDowns.has(id);
  }
}

export const view = new WorklistView();

/** Every case on the list, for a search of a start point. */
export function addresses(): CaseSummary[] {
  return [...live.cases.values()];
}
