// Sums by patch, kept by what each single thing (a case, a payment, a visit) adds to them: a change takes off what the
// thing added before and puts on what it adds now, so it costs the same at a landlord of any size.
import type { TilePatches } from '../../contract/tiles.ts';

/** 'tile/part', for instance 'collected_today/card'; what is no tile's own is for its `of`. */
export type Adds = readonly (readonly [slot: string, amount: number])[];
export type Contribution = {
  patchId: number;
  caseId: number;
  /** When it happened; null where it is a state of now. */
  at: number | null;
  adds: Adds;
};
/** 'case:1', 'payment:7': its kind, then its row's own number. */
export type Key = `${string}:${number}`;
export type Slots = ReadonlyMap<string, number>;

const nothing: Slots = new Map();

export class Sums {
  readonly #things = new Map<Key, Contribution>();
  readonly #patches = new Map<number, Map<string, number>>();
  readonly #all = new Map<string, number>();
  /** What happened in each case, without the case itself. */
  readonly #ofCase = new Map<number, Set<Key>>();

  get size(): number {
    return this.#things.size;
  }

  get(key: Key): Contribution | undefined {
    return this.#things.get(key);
  }

  entries(): IterableIterator<[Key, Contribution]> {
    return this.#things.entries();
  }

  /** Of these kinds, what stands of that case. */
  keysOf(caseId: number, kind: string): Key[] {
    return [...(this.#ofCase.get(caseId) ?? [])].filter((key) => key.startsWith(`${kind}:`));
  }

  /** null: it is gone. What adds nothing just now is still there. */
  set(key: Key, is: Contribution | null): void {
    const was = this.#things.get(key);
    if (was) this.#add(was, -1);
    // What stays is not taken out first: a large map that is emptied and filled again is made anew now and then.
    if (was && (!is || is.caseId !== was.caseId)) {
      const keys = this.#ofCase.get(was.caseId);
      keys?.delete(key);
      if (keys?.size === 0) this.#ofCase.delete(was.caseId);
    }
    if (!is) {
      this.#things.delete(key);
      return;
    }
    this.#things.set(key, is);
    this.#add(is, 1);
    if (key.startsWith('case:')) return;
    const keys = this.#ofCase.get(is.caseId);
    if (keys) keys.add(key);
    else this.#ofCase.set(is.caseId, new Set([key]));
  }

  /** Everything of that kind is gone. */
  clear(kind: string): void {
    for (const key of [...this.#things.keys()]) if (key.startsWith(`${kind}:`)) this.set(key, null);
  }

  /** Only what is not zero. */
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

  #add({ patchId, adds }: Contribution, sign: 1 | -1): void {
    let patch = this.#patches.get(patchId);
    if (!patch) this.#patches.set(patchId, (patch = new Map()));
    for (const [slot, amount] of adds) {
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
