// Collects the rows that the change log has named since they were last read, and reads them into the sums.
import type { Sql } from '../../../db/connect.ts';
import type { Instant } from '../../domain/facts.ts';
import { factKinds, readFacts, type Fact, type FactKind, type TileDay, type Which } from './facts.ts';
import type { Key, Sums } from './sums.ts';

/** A change of the log. */
export type TileChange = { kind: string; caseId: number | null; ref: number | null };
type Pending = Record<FactKind, { refs: Set<number>; cases: Set<number> }>;

const nothing = (): Pending =>
  Object.fromEntries(
    factKinds.map((kind) => [kind, { refs: new Set<number>(), cases: new Set<number>() }]),
  ) as Pending;
/** Kinds of change that name the row of a fact of the same kind. */
const rowKinds: ReadonlySet<string> = new Set<FactKind>(['payment', 'visit', 'contact', 'plan']);
const namesRow = (kind: string): kind is FactKind => rowKinds.has(kind);
/** After these changes a case may be in another patch, or have another rent. */
const movesCase: ReadonlySet<string> = new Set(['property', 'tenancy', 'account']);
/** Rows read in one statement. */
const slice = 2_000;

/**
 * Keeps the contributions of payments, visits, contacts, plans and conversations in the sums up to date with the
 * change log.
 */
export class FactReader {
  readonly #sql: Sql;
  readonly #sums: Sums;
  #pending = nothing();

  constructor(sql: Sql, sums: Sums) {
    this.#sql = sql;
    this.#sums = sums;
  }

  get hasPending(): boolean {
    return factKinds.some((kind) => this.#pending[kind].refs.size + this.#pending[kind].cases.size > 0);
  }

  /** Adds changes to what is pending. False if no tile depends on any of them. */
  add(changes: readonly TileChange[]): boolean {
    let isOurs = false;
    for (const { kind, caseId, ref } of changes) {
      if (caseId === null) continue;
      if (movesCase.has(kind) || (namesRow(kind) && ref === null)) {
        for (const one of factKinds) this.#pending[one].cases.add(caseId);
      } else if (namesRow(kind)) {
        this.#pending[kind].refs.add(ref!);
        // The payment may make a visit of today an avoided one.
        if (kind === 'payment' && this.#sums.keysOf(caseId, 'visit').length > 0)
          this.#pending.visit.cases.add(caseId);
      } else if (kind === 'message' || kind === 'thread') this.#pending.thread.cases.add(caseId);
      else continue;
      isOurs = true;
    }
    return isOurs;
  }

  /** Reads what is pending; after a failure it is pending again. Returns how many rows were read. `now` in ms. */
  async read(day: TileDay, now: Instant): Promise<{ rows: number; threads: boolean }> {
    const taken = this.#pending;
    this.#pending = nothing();
    const threads = taken.thread.cases.size > 0;
    let rows = 0;
    try {
      for (const kind of factKinds) {
        for (const cases of slices(taken[kind].cases)) {
          rows += this.#apply(kind, { cases }, await this.#read(kind, { cases }, day, now));
          cases.forEach((id) => taken[kind].cases.delete(id));
        }
        for (const refs of slices(taken[kind].refs)) {
          rows += this.#apply(kind, { refs }, await this.#read(kind, { refs }, day, now));
          refs.forEach((id) => taken[kind].refs.delete(id));
          if (refs.length === slice) await new Promise(setImmediate);
        }
      }
    } catch (error) {
      for (const kind of factKinds) {
        for (const id of taken[kind].cases) this.#pending[kind].cases.add(id);
        for (const id of taken[kind].refs) this.#pending[kind].refs.add(id);
      }
      throw error;
    }
    return { rows, threads };
  }

  /** Replaces all contributions of these kinds by a new reading. */
  async readAll(day: TileDay, now: Instant, kinds: readonly FactKind[] = factKinds): Promise<void> {
    const all = await Promise.all(kinds.map((kind) => this.#read(kind, 'all', day, now)));
    kinds.forEach((kind, i) => {
      this.#sums.clear(kind);
      this.#apply(kind, 'all', all[i]!);
    });
  }

  #read(kind: FactKind, which: Which, day: TileDay, now: Instant): Promise<Fact[]> {
    return readFacts(this.#sql, kind, which, day, now);
  }

  #apply(kind: FactKind, which: Which, facts: Fact[]): number {
    const here = new Set(facts.map(({ key }) => key));
    const requested: Key[] =
      which === 'all'
        ? []
        : 'refs' in which
          ? which.refs.map((ref): Key => `${kind}:${ref}`)
          : which.cases.flatMap((id) => this.#sums.keysOf(id, kind));
    for (const key of requested) if (!here.has(key)) this.#sums.set(key, null);
    for (const { key, ...fact } of facts) this.#sums.set(key, fact);
    return facts.length;
  }
}

function* slices(ids: ReadonlySet<number>): Iterable<number[]> {
  const all = [...ids];
  for (let from = 0; from < all.length; from += slice) yield all.slice(from, from + slice);
}
