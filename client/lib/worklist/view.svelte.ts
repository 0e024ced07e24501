// What the worklist screen shows: one filtered, ordered set for list and map, and the freeze that keeps it still while
// somebody reads, touches or scrolls it. What the person chooses (a filter, a search, an order) applies at once. What
// the server changes costs as much as it touches: wanted.ts keeps the set, each row follows its own case.
import { untrack } from 'svelte';
import type { CaseSummary } from '#contract/case-summary.ts';
import { live } from '../live/live.svelte.ts';
import { matchesAction, matchesRest, noFilters, type Filters } from './filter.ts';
import { anyWaits, nothingWaits, pillWords, same, shownIds, waits } from '../kit/held.ts';
import { mapCase, MapFeed } from './map-case.ts';
import type { DayOrder, Order } from './order.ts';
import { doors } from '../visit/doors.svelte.ts';
import { place } from './place.svelte.ts';
import { chosenAction, Wanted } from './wanted.ts';
import { list } from './words.ts';

class WorklistView {
  filters = $state.raw<Filters>(noFilters);
  order = $state<Order>('nearest');
  paused = $state(false);
  /** Set by the list: a finger, a focus or a scroll is on it. */
  busy = $state(false);
  /** The case whose marker and row are highlighted: the open one, or the one with the keyboard's focus. */
  chosenId = $state<number | null>(null);

  held = $derived(this.busy || this.paused);
  /** Today's round, where one is planned (lib/day), and the same as the rows show it. */
  day = $state.raw<DayOrder | null>(null);
  dayShown = $state.raw<DayOrder | null>(null);
  /** By urgency until there is a point to measure from. A search includes cases outside the round. */
  effectiveOrder = $derived<Order>(
    this.order === 'day' && this.day && !this.filters.text.trim()
      ? 'day'
      : this.order !== 'urgent' && place.point
        ? 'nearest'
        : 'urgent',
  );

  readonly #wanted = new Wanted();
  wanted = $state.raw<readonly number[]>([]);
  /** Cases of each action, within the other filters. */
  counts = $state.raw(this.#wanted.counts);
  anyAlert = $state(false);

  shown = $state.raw<readonly number[]>([]);
  /** Stood down and no longer in the set: shown at the person's wish, by themselves. */
  stoodDown = $state.raw<readonly number[]>([]);
  waits = $derived(same(this.shown, this.wanted) ? nothingWaits : waits(this.shown, this.wanted));
  anyWaits = $derived(anyWaits(this.waits));
  pill = $derived(
    pillWords(this.waits, this.waits.left.filter((id) => this.#paidOff(id)).length, list.stopped),
  );

  /** The shown cases, for the map. */
  readonly map = new MapFeed((id) => {
    const c = live.get(id);
    if (!c) return undefined;
    const stop = this.effectiveOrder === 'day' ? this.dayShown?.stops.get(id) : undefined;
    return mapCase(c, this.isLeft(id), stop?.number);
  });

  /** Keeps everything in step with the list of cases; call once from the screen's effect root. */
  follow(): void {
    $effect(() => {
      // A new order, a step further, a stand-down: the set is computed anew.
      void [this.effectiveOrder, place.point, doors.stoodDown];
      untrack(() => this.#select());
    });
    $effect(() =>
      live.onApplied((touched) => {
        if (touched) this.#wanted.update(touched, live.cases, this.#last);
        else this.#select();
        this.#publish();
        this.map.renew(touched);
      }),
    );
    $effect(() => {
      if (!this.held)
        untrack(() => {
          this.shown = this.#next();
          this.#showDay();
        });
    });
    $effect(() => {
      const shown = this.shown;
      untrack(() => this.map.show(shown));
    });
  }

  readonly #last = (id: number): CaseSummary | undefined => live.get(id);

  #select(): void {
    const selection = {
      filters: this.filters,
      order: this.effectiveOrder,
      from: place.point,
      stoodDown: doors.stoodDown,
    };
    this.#wanted.select(selection, live.cases, this.#last);
    this.#publish();
    this.map.renew(null);
  }

  #publish(): void {
    const ids = this.effectiveOrder === 'day' ? this.day!.ids : this.#wanted.ids;
    if (!same(this.wanted, ids)) {
      this.wanted = ids;
      this.shown = this.#next();
    }
    // A payment that came back brings the case back: it is in the list again.
    if (this.stoodDown.length > 0) {
      const has = new Set(ids);
      if (this.stoodDown.some((id) => has.has(id)))
        this.stoodDown = this.stoodDown.filter((id) => !has.has(id));
    }
    this.#showDay();
    this.counts = this.#wanted.counts;
    this.anyAlert = this.#wanted.anyAlert;
  }

  /** Its times change in place; its stops, and so their numbers, only when rows may move. */
  #showDay(): void {
    const { day, dayShown } = this;
    if (day === dayShown) return;
    const still = this.held && day && dayShown && this.shown.length > 0 && !same(day.ids, dayShown.ids);
    if (still) return;
    this.dayShown = day;
    this.map.renew(null);
  }

  #next(): readonly number[] {
    return shownIds(this.shown, this.wanted, this.held && this.shown.length > 0);
  }

  /** At the person's request: all pending changes are shown now, held or not. */
  letGo(): void {
    this.stoodDown = [];
    this.shown = this.wanted;
    if (this.day !== this.dayShown) {
      this.dayShown = this.day;
      this.map.renew(null);
    }
  }

  /**
   * Shows what waits: new cases in their places, and stood-down ones in a group of their own with the reason, until it is
   * put away.
   */
  show(): void {
    const left = this.waits.left.filter((id) => this.#paidOff(id));
    this.letGo();
    this.stoodDown = left;
  }

  putAway(): void {
    this.stoodDown = [];
  }

  /** The round as it is now, or none. */
  setDay(day: DayOrder | null): void {
    this.day = day;
    this.#publish();
    this.map.renew(null);
  }

  setFilters(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    this.#select();
    this.letGo();
  }

  setOrder(order: Order): void {
    this.order = order;
    this.#select();
    this.letGo();
  }

  clear(): void {
    this.setFilters(noFilters);
  }

  /** Shown, but no longer part of the set: crossed out until the list is updated. */
  isLeft(id: number): boolean {
    if (doors.stoodDown.has(id) || !live.listed(id)) return true;
    if (this.effectiveOrder === 'day') return !this.day!.stops.has(id);
    const c = live.get(id);
    return !c || !matchesRest(c, this.filters) || !matchesAction(c, chosenAction(this.filters));
  }

  #paidOff(id: number): boolean {
    return live.picture.paid.has(id) || doors.stoodDown.has(id);
  }
}

export const view = new WorklistView();

/** Every case on the list, for a search of a start point. */
export function addresses(): CaseSummary[] {
  return [...live.cases.values()];
}
