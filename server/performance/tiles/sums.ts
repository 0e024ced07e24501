// Running sums by patch. Each case, payment, visit and so on has a contribution; a change subtracts the old contribution and
// adds the new one, so it costs the same at a landlord of any size.
import type { CaseSummary } from '../../contract/case-summary.ts';
import type { TilePatches } from '../../contract/tiles.ts';

/** Amounts by slot, 'tile/part', for instance 'collected_today/card'. Pence or a count, as the tile is. */
export type Amounts = readonly (readonly [slot: string, amount: number])[];
export type Contribution = {
  patchId: number;
  caseId: number;
  /** When it happened, in ms; null for a current state, such as a case. */
  at: number | null;
  amounts: Amounts;
};
/** The kind and the row's id: 'case:1', 'payment:7'. */
export type Key = `${string}:${number}`;
export type Slots = ReadonlyMap<string, number>;

const nothing: Slots = new Map();

/** What one case of the worklist adds to the tiles. */
export function caseContribution(one: CaseSummary): Contribution {
  const whose = one.blockers.some(({ kind }) => kind === 'former_tenant') ? 'former' : 'current';
  const amounts: [string, number][] = [[`cases_by_action/${one.action}`, 1]];
  if (one.realArrearsPence !== 0) amounts.push([`real_arrears/${whose}`, one.realArrearsPence]);
  if (one.technicalArrearsPence !== 0)
    amounts.push([`technical_arrears/${whose}`, one.technicalArrearsPence]);
  if (one.planState === 'kept') amounts.push(['plans_kept/kept', 1]);
  if (one.planState === 'late') amounts.push(['plans_open/late', 1]);
  if (one.planState === 'broken') amounts.push(['plans_open/broken', 1]);
  return { patchId: one.patchId, caseId: one.id, at: null, amounts };
}

/** The sum of every slot, for each patch and in total, and the contributions that it is made of. */
export class Sums {
  readonly #contributions = new Map<Key, Contribution>();
  readonly #patches = new Map<number, Map<string, number>>();
  readonly #all = new Map<string, number>();
  /** The keys of each case's contributions, without the case's own. */
  readonly #ofCase = new Map<number, Set<Key>>();

  get size(): number {
    return this.#contributions.size;
  }

  get(key: Key): Contribution | undefined {
    return this.#contributions.get(key);
  }

  entries(): IterableIterator<[Key, Contribution]> {
    return this.#contributions.entries();
  }

  /** The keys of that kind that belong to the case. */
  keysOf(caseId: number, kind: string): Key[] {
    return [...(this.#ofCase.get(caseId) ?? [])].filter((key) => key.startsWith(`${kind}:`));
  }

  /** Replaces a contribution; null removes it. One without amounts is kept. */
  set(key: Key, is: Contribution | null): void {
    const was = this.#contributions.get(key);
    if (was) this.#add(was, -1);
    // Not removed if it stays: deleting and re-adding keys of a large map makes the engine rebuild it.
    if (was && (!is || is.caseId !== was.caseId)) {
      const keys = this.#ofCase.get(was.caseId);
      keys?.delete(key);
      if (keys?.size === 0) this.#ofCase.delete(was.caseId);
    }
    if (!is) {
      this.#contributions.delete(key);
      return;
    }
    this.#contributions.set(key, is);
    this.#add(is, 1);
    if (key.startsWith('case:')) return;
    const keys = this.#ofCase.get(is.caseId);
    if (keys) keys.add(key);
    else this.#ofCase.set(is.caseId, new Set([key]));
  }

  /** Removes every contribution of that kind. */
  clear(kind: string): void {
    for (const key of [...this.#contributions.keys()]) if (key.startsWith(`${kind}:`)) this.set(key, null);
  }

  /** The sums of those patches by slot; zeros are left out. */
  of(patches: TilePatches): Slots {
    if (patches === 'all') return this.#all;
    const [only, ...more] = new Set(patches);
    if (only === undefined) return nothing;
    if (more.length === 0) return this.#patches.get(only) ?? nothing;
    const sums = new Map<string, number>();
    for (const patchId of [only, ...more])
      for (const [slot, amount] of this.#patches.get(patchId) ?? nothing) addTo(sums, slot, amount);
    return sums;
  }

  #add({ patchId, amounts }: Contribution, sign: 1 | -1): void {
    let patch = this.#patches.get(patchId);
    if (!patch) this.#patches.set(patchId, (patch = new Map()));
    for (const [slot, amount] of amounts) {
      addTo(patch, slot, sign * amount);
      addTo(this.#all, slot, sign * amount);
    }
  }
}

function addTo(sums: Map<string, number>, slot: string, amount: number): void {
  const now = (sums.get(slot) ?? 0) + amount;
  if (now === 0) sums.delete(slot);
  else sums.set(slot, now);
}
