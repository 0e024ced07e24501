// Every current case in memory, by id and by patch. Takes what was read, makes the Cases, and says what differs.
import type { Instant } from '../domain/facts.ts';
import { onWorklist } from '../domain/worklist.ts';
import type { Case } from './case.ts';
import {
  aboutOf,
  isCurrent,
  makeCase,
  moneyWith,
  nextVersion,
  stillInCredit,
  type Kept,
  type Made,
  type Moment,
} from './kept.ts';
import type { AboutRow, MoneyRow, PaymentRow } from './read.ts';
import { onceOnly, type SourcedReceipt } from './unpack.ts';

/** A reading of some cases; `about` is null where only their money was asked for. `number` grows with each reading begun. */
export type CaseReading = {
  number: number;
  ids: number[];
  money: MoneyRow[];
  about: AboutRow[] | null;
};

/** The ids of the payments that are new to each of these cases; and what was read of them. */
export type PaymentsByCase = Map<number, number[]>;
export type PaymentReading = { number: number; wanted: PaymentsByCase; rows: PaymentRow[] };

/** One case that a reading touched. before/after: undefined where it was or is no case. */
export type Difference = {
  id: number;
  before: Case | undefined;
  after: Case | undefined;
  receipts: SourcedReceipt[];
};

export class Store {
  readonly #kept = new Map<number, Kept>();
  readonly #patches = new Map<number, Set<Kept>>();
  /** How many cases are due at each instant. There are few: nearly all are due at some midnight. */
  readonly #due = new Map<Instant, number>();
  /** So that a case's version still grows when a hub starts again. */
  readonly #firstVersion: number;

  constructor(now: Instant) {
    this.#firstVersion = Math.floor(now / 1000);
  }

  get size(): number {
    return this.#kept.size;
  }

  ids(): number[] {
    return [...this.#kept.keys()];
  }

  get(id: number): Case | undefined {
    return this.#kept.get(id)?.case;
  }

  kept(id: number): Kept | undefined {
    return this.#kept.get(id);
  }

  *inPatches(patchIds: readonly number[] | 'all'): Iterable<Kept> {
    if (patchIds === 'all') yield* this.#kept.values();
    else for (const id of new Set(patchIds)) yield* this.#patches.get(id) ?? [];
  }

  /** The earliest time at which time alone changes a case; Infinity for never. */
  nextDue(): Instant {
    return Math.min(...this.#due.keys());
  }

  due(now: Instant): number[] {
    return [...this.#kept.values()]
      .filter((k) => k.reassessAt !== null && k.reassessAt <= now)
      .map((k) => k.case.id);
  }

  /**
   * Applies what is newer than what stands. `moved` marks changes that the log does not tell of. `again`: the cases that
   * another reading overtook, and so perhaps in their money only: read them again.
   */
  apply(
    reading: CaseReading,
    moment: Moment,
    moved: Instant | null,
  ): { differences: Difference[]; again: number[] } {
    const money = byId(reading.money);
    const about = reading.about && byId(reading.about);
    const differences: Difference[] = [];
    const again: number[] = [];
    for (const id of reading.ids) {
      const old = this.#kept.get(id);
      if (old && reading.number < old.read) {
        if (about) again.push(id);
        continue;
      }
      const newMoney = money.get(id);
      const newAbout = about ? about.get(id) : old && aboutOf(old);
      if (!newMoney || !newAbout || !isCurrent(newMoney, newAbout, moment.clock.today)) {
        if (old) this.#remove(old);
        differences.push({ id, before: old?.case, after: undefined, receipts: [] });
        continue;
      }
      const made = makeCase(newMoney, newAbout, moment);
      differences.push(this.#keep(old, made, newMoney, newAbout, reading.number, moved));
    }
    return { differences, again };
  }

  /** Adds payments to what is kept. `again`: the cases whose money must be read as a whole instead. */
  add(reading: PaymentReading, moment: Moment): { differences: Difference[]; again: number[] } {
    const rows = Map.groupBy(reading.rows, ({ account }) => account);
    const differences: Difference[] = [];
    const again: number[] = [];
    for (const [id, wanted] of reading.wanted) {
      const old = this.#kept.get(id);
      if (old && reading.number < old.read) continue;
      const payments = rows.get(id);
      const money = old && payments?.length === wanted.length ? moneyWith(old, payments) : null;
      const about = old && aboutOf(old);
      if (!money || !about || !isCurrent(money, about, moment.clock.today)) again.push(id);
      else {
        const inCredit = old.case.balancePence <= 0 && money.balance_pence <= 0;
        const made = inCredit ? stillInCredit(old, money) : makeCase(money, about, moment, old);
        differences.push(this.#keep(old, made, money, about, reading.number, null));
      }
    }
    return { differences, again };
  }

  #keep(
    old: Kept | undefined,
    made: Made,
    money: MoneyRow,
    about: AboutRow,
    number: number,
    moved: Instant | null,
  ): Difference {
    const before = old?.case;
    const after = nextVersion(before, made.case, this.#firstVersion);
    const kept = old ?? this.#begin(after);
    kept.case = after;
    kept.endedOn = about.ended_on;
    if (kept.charges !== about.charges) kept.charges = onceOnly(about.charges);
    kept.circumstances = about.circumstances;
    kept.receipts = money.balance_pence > 0 ? (money.receipts ?? '') : null;
    kept.lastPaidId = made.lastPaidId;
    kept.planned = money.plan_charged_pence !== null;
    this.#setDue(kept, made.reassessAt);
    kept.read = number;
    if (moved !== null && after !== before) kept.movedAt = moved;
    if (before === undefined || before.patchId !== after.patchId) this.#place(kept, before?.patchId);
    return { id: after.id, before, after, receipts: made.receipts };
  }

  #begin(made: Case): Kept {
    const kept: Kept = {
      case: made,
      endedOn: null,
      charges: null,
      circumstances: '',
      receipts: null,
      lastPaidId: 0,
      planned: false,
      reassessAt: null,
      read: 0,
      movedAt: 0,
    };
    this.#kept.set(made.id, kept);
    return kept;
  }

  #setDue(kept: Kept, at: Instant | null): void {
    if (kept.reassessAt === at) return;
    if (kept.reassessAt !== null) {
      const left = this.#due.get(kept.reassessAt)! - 1;
      if (left === 0) this.#due.delete(kept.reassessAt);
      else this.#due.set(kept.reassessAt, left);
    }
    if (at !== null) this.#due.set(at, (this.#due.get(at) ?? 0) + 1);
    kept.reassessAt = at;
  }

  #place(kept: Kept, from: number | undefined): void {
    if (from !== undefined) this.#patches.get(from)?.delete(kept);
    let patch = this.#patches.get(kept.case.patchId);
    if (!patch) this.#patches.set(kept.case.patchId, (patch = new Set()));
    patch.add(kept);
  }

  #remove(old: Kept): void {
    this.#setDue(old, null);
    this.#kept.delete(old.case.id);
    this.#patches.get(old.case.patchId)?.delete(old);
  }
}

function byId<Row extends { id: number }>(rows: Row[]): Map<number, Row> {
  const map = new Map<number, Row>();
  for (const row of rows) map.set(row.id, row);
  return map;
}

/** Whether anybody is told: it is or was on a list, and differs. */
export function isTold({ before, after }: Difference): boolean {
  if (before === after) return false;
  return (before !== undefined && onWorklist(before)) || (after !== undefined && onWorklist(after));
}
