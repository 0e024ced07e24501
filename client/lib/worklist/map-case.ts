// A case as the map draws it, and the changes that the map receives: only those that it would draw differently. The same
// summary gives the same object.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { MapCase, MapChange } from '../map/case.ts';
import { roundMoney } from '../words/money.ts';
import { placeOf } from './order.ts';

const plain = new WeakMap<CaseSummary, MapCase>();
const crossedOut = new WeakMap<CaseSummary, MapCase>();

/**
 * `stop`: its number in today's round, where that is what is shown. undefined where the home's place is not known: it
 * is on the list and not on the map.
 */
export function mapCase(c: CaseSummary, stoodDown: boolean, stop?: number): MapCase | undefined {
  const at = placeOf(c);
  if (!at) return undefined;
  if (stop !== undefined) return asStop(mapCase(c, stoodDown)!, stop);
  const known = (stoodDown ? crossedOut : plain).get(c);
  if (known) return known;
  const made: MapCase = {
    id: c.id,
    latitude: at.latitude,
    longitude: at.longitude,
    action: c.action,
    label: `${c.tenant}, ${c.address}`,
    moneyText: roundMoney(c.realArrearsPence),
    alert: c.alerts.length > 0,
    onTheWay: c.visit?.state === 'on_the_way',
    stoodDown,
    urgency: c.urgency,
    ...(c.takenBy ? { takenBy: c.takenBy.name } : {}),
  };
  (stoodDown ? crossedOut : plain).set(c, made);
  return made;
}

const stops = new WeakMap<MapCase, MapCase>();
function asStop(c: MapCase, number: number): MapCase {
  const known = stops.get(c);
  if (known?.stop === number) return known;
  const made = { ...c, stop: number };
  stops.set(c, made);
  return made;
}

/** The cases on the map, and the function that draws them. */
export class MapFeed {
  readonly #now = new Map<number, MapCase>();
  /** Also those that have no place yet: they may get one. */
  #shown: ReadonlySet<number> = new Set();
  readonly #make: (id: number) => MapCase | undefined;
  #draw: ((change: MapChange) => void) | null = null;

  constructor(make: (id: number) => MapCase | undefined) {
    this.#make = make;
  }

  /** Calls `draw` at once with every case, then with each change. One subscriber: the map that is on the page. */
  readonly follow = (draw: (change: MapChange) => void): (() => void) => {
    this.#draw = draw;
    draw({ changed: [...this.#now.values()], gone: [] });
    return () => {
      if (this.#draw === draw) this.#draw = null;
    };
  };

  /** These ids are shown now; those that were shown before are taken as they were. */
  show(ids: readonly number[]): void {
    const changed: MapCase[] = [];
    for (const id of ids) if (!this.#now.has(id)) this.#take(id, changed);
    // Not by how many there are: some that are shown may have no place on the map.
    const stay = (this.#shown = new Set(ids));
    const gone = [...this.#now.keys()].filter((id) => !stay.has(id));
    for (const id of gone) this.#now.delete(id);
    this.#notify(changed, gone);
  }

  /** These cases may look different now; null: any of them may. */
  renew(touched: ReadonlySet<number> | null): void {
    const changed: MapCase[] = [];
    const gone: number[] = [];
    for (const id of touched ?? this.#shown) {
      if (!this.#shown.has(id) || this.#take(id, changed) || !this.#now.delete(id)) continue;
      gone.push(id);
    }
    this.#notify(changed, gone);
  }

  /** False where it has no place on the map (any more). */
  #take(id: number, changed: MapCase[]): boolean {
    const made = this.#make(id);
    if (!made) return false;
    if (this.#now.get(id) === made) return true;
    this.#now.set(id, made);
    changed.push(made);
    return true;
  }

  #notify(changed: MapCase[], gone: number[]): void {
    if (changed.length > 0 || gone.length > 0) this.#draw?.({ changed, gone });
  }
}
