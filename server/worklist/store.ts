// Every current case in memory, by id and by patch. Takes what was read, makes the Cases, and says what differs.
import type { CaseSummary } from '../contract/case-summary.ts';
import type { Instant } from '../domain/facts.ts';
import { onWorklist } from '../domain/worklist.ts';
import {
  canAdd,
  isCurrent,
  leanAbout,
  parseCase,
  parseAgain,
  newestOf,
  receiptsWith,
  sourcesOf,
  type CachedCase,
  type ParsedCase,
} from './cached-case.ts';
import { makeCase, sameCase, type Moment } from './make.ts';
import type { AboutRow, MoneyRow, PaymentRow } from './read.ts';
import { onceOnly, unpackReceipts, type SourcedReceipt } from './unpack.ts';

/** A read of some cases; `about` is null if only their money is read. `readNumber` grows with each read. */
export type CaseReading = {
  readNumber: number;
  ids: number[];
  money: MoneyRow[];
  about: AboutRow[] | null;
};

/** The ids of the payments that are new to each of these cases; and what was read of them. */
export type PaymentsByCase = Map<number, number[]>;
export type PaymentReading = { readNumber: number; wanted: PaymentsByCase; rows: PaymentRow[] };

/**
 * One case that a reading touched. `before`, `after`: the case before and after the reading; undefined where there was
 * none. `unlisted`: set when the case was and is on no list. Then `after` is undefined, and the case is assessed on request.
 */
export type Difference = {
  id: number;
  before: CaseSummary | undefined;
  after: CaseSummary | undefined;
  unlisted: CachedCase | null;
  receipts: SourcedReceipt[];
  /** The receipts that were kept before this reading, packed; null where none were. */
  formerReceipts: string | null;
};

/** How cases change: assessed at `moment`, from reading `readNumber`; `moved`: when, if the log does not have the change. */
type Update = { moment: Moment; readNumber: number; moved: Instant | null };

export class Store {
  readonly #kept = new Map<number, CachedCase>();
  readonly #patches = new Map<number, Set<CachedCase>>();
  /** How many cases are due at each instant. There are few: nearly all are due at some midnight. */
  readonly #due = new Map<Instant, number>();
  /** So that a case's version still grows when a hub starts again. */
  readonly #firstVersion: number;
  readonly #now: () => Moment;

  /** `now`: the instant for which a case is assessed that was not requested before. */
  constructor(begun: Instant, now: () => Moment) {
    this.#firstVersion = Math.floor(begun / 1000);
    this.#now = now;
  }

  get size(): number {
    return this.#kept.size;
  }

  ids(): number[] {
    return [...this.#kept.keys()];
  }

  get(id: number): CaseSummary | undefined {
    const kept = this.#kept.get(id);
    return kept && (kept.case ?? this.#make(kept));
  }

  kept(id: number): CachedCase | undefined {
    return this.#kept.get(id);
  }

  *inPatches(patchIds: readonly number[] | 'all'): Iterable<CachedCase> {
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
      .map((k) => k.about.id);
  }

  /**
   * Applies a reading to the cases that have no newer one. `moved` marks changes that are not in the log. `again`: the cases
   * that a newer reading overtook. They are read again with the same changes, so that each change has its events.
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
    const update = { moment, readNumber: reading.readNumber, moved };
    for (const id of reading.ids) {
      const old = this.#kept.get(id);
      if (old && reading.readNumber < old.readNumber) {
        again.push(id);
        continue;
      }
      const newMoney = money.get(id);
      const newAbout = about ? about.get(id) : old?.about;
      if (
        !newMoney ||
        !newAbout ||
        !isCurrent(newMoney.balance_pence, newAbout.ended_on, moment.clock.today)
      ) {
        if (old) this.#remove(old);
        const before = old?.case ?? undefined;
        differences.push({
          id,
          before,
          after: undefined,
          unlisted: null,
          receipts: [],
          formerReceipts: null,
        });
        continue;
      }
      const parsed = parseCase(newMoney, newAbout, moment.recentFrom);
      differences.push(this.#keep(old, newMoney, newAbout, parsed, update));
    }
    return { differences, again };
  }

  /** Adds payments to what is kept. `again`: the cases whose money must be read as a whole instead. */
  add(reading: PaymentReading, moment: Moment): { differences: Difference[]; again: number[] } {
    const rows = Map.groupBy(reading.rows, ({ account }) => account);
    const differences: Difference[] = [];
    const again: number[] = [];
    const update = { moment, readNumber: reading.readNumber, moved: null };
    for (const [id, wanted] of reading.wanted) {
      const old = this.#kept.get(id);
      const payments = rows.get(id) ?? [];
      const isOvertaken = old !== undefined && reading.readNumber < old.readNumber;
      if (!old || isOvertaken || payments.length !== wanted.length || !canAdd(old, payments)) {
        again.push(id);
        continue;
      }
      const { about } = old;
      const balance_pence = payments[0]!.balance_pence;
      const receipts = balance_pence > 0 ? receiptsWith(old, payments) : null;
      const money = { id, balance_pence, receipts };
      if (!isCurrent(balance_pence, about.ended_on, moment.clock.today)) again.push(id);
      else if (balance_pence > 0) {
        const parsed = parseCase(money, about, moment.recentFrom);
        differences.push(this.#keep(old, money, about, parsed, update));
      } else differences.push(this.#credit(old, payments, update));
    }
    return { differences, again };
  }

  #keep(
    old: CachedCase | undefined,
    money: MoneyRow,
    about: AboutRow,
    { receipts, known, last, sources }: ParsedCase,
    update: Update,
  ): Difference {
    const { moment, readNumber, moved } = update;
    const before = old?.case ?? undefined;
    const wasListed = old?.listed ?? false;
    const formerReceipts = old?.receipts ?? null;
    const kept = old ?? this.#begin(about);
    const from = old?.about.patch_id;
    if (kept.about !== about) kept.about = leanAbout(about, onceOnly(about.charges));
    kept.balancePence = money.balance_pence;
    kept.planned = known.plan !== null;
    kept.receipts = money.balance_pence > 0 || kept.planned ? (money.receipts ?? '') : null;
    kept.last = last;
    kept.sources = sources;
    kept.visiting = known.visit !== null;
    kept.claimedUntil = known.claim?.until ?? null;
    kept.listed = money.balance_pence > 0 || kept.visiting;
    kept.readNumber = readNumber;
    if (from !== about.patch_id) this.#place(kept, from);
    if (!kept.listed) return this.#unlist(kept, { before, receipts, formerReceipts }, wasListed, update);

    const made = makeCase(money, about, { receipts, known, last, sources }, moment);
    this.#setDue(kept, made.reassessAt);
    if (!before || !sameCase(before, made.case)) {
      made.case.version = ++kept.version;
      kept.case = made.case;
      if (moved !== null) kept.movedAt = moved;
    }
    return { id: about.id, before, after: kept.case!, unlisted: null, receipts, formerReceipts };
  }

  /** Nothing is owed after these payments: there is nothing to assess. */
  #credit(kept: CachedCase, payments: readonly PaymentRow[], update: Update): Difference {
    const before = kept.case ?? undefined;
    const wasListed = kept.listed;
    const receipts = payments.flatMap(({ receipt }) => unpackReceipts(receipt));
    const formerReceipts = kept.receipts;
    kept.balancePence = payments[0]!.balance_pence;
    kept.receipts = null;
    kept.last = newestOf(kept.last, receipts);
    kept.sources = sourcesOf(kept.sources, receipts, []);
    kept.listed = false;
    kept.readNumber = update.readNumber;
    return this.#unlist(kept, { before, receipts, formerReceipts }, wasListed, update);
  }

  #unlist(
    kept: CachedCase,
    difference: Pick<Difference, 'before' | 'receipts' | 'formerReceipts'>,
    wasListed: boolean,
    { moment, moved }: Update,
  ): Difference {
    const { id } = kept.about;
    // The day's turn reads everything again: before it, time changes nothing where nothing is owed, but for a claim.
    const { claimedUntil } = kept;
    this.#setDue(kept, claimedUntil !== null && claimedUntil > moment.clock.now ? claimedUntil : null);
    kept.version++;
    kept.case = null;
    if (!wasListed) return { ...difference, id, before: undefined, after: undefined, unlisted: kept };
    if (moved !== null) kept.movedAt = moved;
    return { ...difference, id, after: this.#make(kept, moment), unlisted: null };
  }

  /** The CaseSummary of somebody who is on no list. */
  #make(kept: CachedCase, moment = this.#now()): CaseSummary {
    const money = { id: kept.about.id, balance_pence: kept.balancePence };
    kept.case = makeCase(money, kept.about, parseAgain(kept), moment).case;
    kept.case.version = kept.version;
    return kept.case;
  }

  #begin(about: AboutRow): CachedCase {
    const kept: CachedCase = {
      about: leanAbout(about, onceOnly(about.charges)),
      case: null,
      listed: false,
      version: this.#firstVersion - 1,
      balancePence: 0,
      receipts: null,
      last: null,
      sources: [],
      planned: false,
      visiting: false,
      claimedUntil: null,
      reassessAt: null,
      readNumber: 0,
      movedAt: 0,
    };
    this.#kept.set(about.id, kept);
    return kept;
  }

  #setDue(kept: CachedCase, at: Instant | null): void {
    if (kept.reassessAt === at) return;
    if (kept.reassessAt !== null) {
      const left = this.#due.get(kept.reassessAt)! - 1;
      if (left === 0) this.#due.delete(kept.reassessAt);
      else this.#due.set(kept.reassessAt, left);
    }
    if (at !== null) this.#due.set(at, (this.#due.get(at) ?? 0) + 1);
    kept.reassessAt = at;
  }

  #place(kept: CachedCase, from: number | undefined): void {
    if (from !== undefined) this.#patches.get(from)?.delete(kept);
    let patch = this.#patches.get(kept.about.patch_id);
    if (!patch) this.#patches.set(kept.about.patch_id, (patch = new Set()));
    patch.add(kept);
  }

  #remove(old: CachedCase): void {
    this.#setDue(old, null);
    this.#kept.delete(old.about.id);
    this.#patches.get(old.about.patch_id)?.delete(old);
  }
}

function byId<Row extends { id: number }>(rows: Row[]): Map<number, Row> {
  const map = new Map<number, Row>();
  for (const row of rows) map.set(row.id, row);
  return map;
}

/** Whether the difference is in a batch: the case is or was on a list, and differs. */
export function isListChange({ before, after }: Difference): boolean {
  if (before === after) return false;
  return (before !== undefined && onWorklist(before)) || (after !== undefined && onWorklist(after));
}
