// What the worklist keeps of one case between two changes. Who is on a list has a CaseSummary, ready to be sent; of everybody
// else (two in three owe nothing) there is only what it takes to make one when somebody asks.
import type { CaseSummary } from '../contract/case-summary.ts';
import type { CaseFacts, Day, Instant } from '../domain/facts.ts';
import { addDays } from '../domain/days.ts';
import { formerDaysKept, type AboutRow, type MoneyRow, type PaymentRow } from './read.ts';
import { receiptEnd, unpackReceipts, type SourcedReceipt } from './unpack.ts';
import { unpackCircumstances, type Circumstances } from './unpack-circumstances.ts';

export type CachedCase = {
  about: AboutRow;
  /** The last CaseSummary; null if it was not requested since the last change. */
  case: CaseSummary | null;
  listed: boolean;
  version: number;
  balancePence: number;
  /** All of late, as read.ts packs them, while money is owed or a plan is in force. Else null. */
  receipts: string | null;
  /** The newest money in. */
  last: SourcedReceipt | null;
  sources: string[];
  /** Under a plan: its whole ledger is read anew with each payment. */
  planned: boolean;
  visiting: boolean;
  reassessAt: Instant | null;
  /** Until when somebody has it, also where that has passed. */
  claimedUntil: Instant | null;
  /** The number of the read that gave this: one that began earlier and ends later is not applied. */
  readNumber: number;
  /** When the case last changed without a logged change: time passed, or it was read again on request. */
  movedAt: Instant;
};

export function isCurrent(balancePence: number, endedOn: Day | null, today: Day): boolean {
  return endedOn === null || balancePence !== 0 || endedOn > addDays(today, -formerDaysKept);
}

/** A row as short as it can be. */
export function leanAbout(row: AboutRow, charges: string | null): AboutRow {
  return {
    id: row.id,
    reference: row.reference,
    tenant: row.tenant,
    address: row.address,
    postcode: row.postcode,
    latitude: row.latitude,
    longitude: row.longitude,
    patch_id: row.patch_id,
    weekly_rent_pence: row.weekly_rent_pence,
    started_on: row.started_on,
    ended_on: row.ended_on,
    charges,
    circumstances: row.circumstances,
  };
}

/** What was read of a case, unpacked. `receipts`: all that came with the reading, in the order of their ids. */
export type ParsedCase = {
  receipts: SourcedReceipt[];
  known: Circumstances;
  last: SourcedReceipt | null;
  sources: string[];
};

export function parseCase(money: MoneyRow, about: AboutRow, recentFrom: Day): ParsedCase {
  const receipts = unpackReceipts(money.receipts);
  const known = unpackCircumstances(about.circumstances);
  const recent = receipts.filter((r) => r.on >= recentFrom);
  return {
    receipts,
    known,
    last: newestOf(null, receipts),
    sources: sourcesOf([], recent, known.calendar),
  };
}

/** The same of a case that is on no list, from what is kept of it. */
export function parseAgain(kept: CachedCase): ParsedCase {
  const { last, sources, about } = kept;
  return {
    receipts: unpackReceipts(kept.receipts),
    known: unpackCircumstances(about.circumstances),
    last,
    sources,
  };
}

/** Whether these are nothing but new money in, of late, that a case can do with besides what is kept of it. */
export function canAdd(old: CachedCase, payments: readonly PaymentRow[]): boolean {
  const owed = payments[0]!.balance_pence > 0;
  return (
    payments.every(({ plain }) => plain) && !old.planned && (owed ? old.receipts !== null : !old.visiting)
  );
}

/** All receipts of a case with these besides. One comes twice where a reading was ahead of the log. */
export function receiptsWith(old: CachedCase, payments: readonly PaymentRow[]): string {
  let receipts = old.receipts ?? '';
  for (const { receipt } of payments) {
    if (receipts === '') receipts = receipt;
    else if (!receipts.includes(receipt)) receipts += receiptEnd + receipt;
  }
  return receipts;
}

/** By day, then by id; a reversal is not money in. */
export function newestOf(known: SourcedReceipt | null, receipts: SourcedReceipt[]): SourcedReceipt | null {
  let last = known;
  for (const r of receipts) {
    if (r.amountPence > 0 && (!last || r.on > last.on || (r.on === last.on && r.id > last.id))) last = r;
  }
  return last;
}

// A benefit's or a method's own source is named as the method is. Equal lists are one list: most cases depend on one of
// a handful.
const sourceLists = new Map<string, string[]>();

export function sourcesOf(
  carried: string[],
  receipts: SourcedReceipt[],
  calendar: CaseFacts['calendar'],
): string[] {
  const list = [...carried];
  for (const { source } of receipts) if (!list.includes(source)) list.push(source);
  for (const { method } of calendar) if (!list.includes(method)) list.push(method);
  if (list.length === carried.length && carried.length > 0) return carried;
  const key = list.length > 1 ? list.sort().join('\n') : (list[0] ?? '');
  const shared = sourceLists.get(key);
  if (shared) return shared;
  if (sourceLists.size > 10_000) sourceLists.clear();
  sourceLists.set(key, list);
  return list;
}
