// What the worklist keeps of one case between two changes: the Case, and what it takes to make it again when only its
// money was read.
import type { CaseFacts, Day, Instant } from '../domain/facts.ts';
import { assess, stillNothingOwed } from '../domain/assessment.ts';
import type { AssessmentClock } from '../domain/clock.ts';
import { sameCase, type Case, type LastPayment } from './case.ts';
import { addDays } from '../domain/days.ts';
import type { LandlordWide } from './landlord.ts';
import { formerDaysKept, type AboutRow, type MoneyRow, type PaymentRow } from './read.ts';
import {
  lastPaidOf,
  lastPaymentOf,
  receiptEnd,
  unpackCharges,
  unpackCircumstances,
  unpackReceipts,
  type SourcedReceipt,
} from './unpack.ts';

export type Kept = {
  case: Case;
  endedOn: Day | null;
  /** As read.ts packs them. */
  charges: string | null;
  circumstances: string;
  /** While money is owed, so that one payment more need not read them all again; else only the newest one's id counts. */
  receipts: string | null;
  lastPaidId: number;
  /** Under a plan, whose sums are read anew with each payment. */
  planned: boolean;
  reassessAt: Instant | null;
  /** The number of the reading that gave this: one that began earlier and ends later is not applied. */
  read: number;
  /** When the case last changed for another reason than a logged change: time passed, or it was asked for afresh. */
  movedAt: Instant;
};

export type Moment = {
  landlord: LandlordWide;
  clock: AssessmentClock;
  recentFrom: string;
};

export function isCurrent(money: MoneyRow, about: AboutRow, today: string): boolean {
  return (
    about.ended_on === null || money.balance_pence !== 0 || about.ended_on > addDays(today, -formerDaysKept)
  );
}

/** What was read of the case before, as it would be read again. */
export function aboutOf({ case: c, endedOn, charges, circumstances }: Kept): AboutRow {
  return {
    id: c.id,
    reference: c.reference,
    tenant: c.tenant,
    address: c.address,
    postcode: c.postcode,
    latitude: c.latitude,
    longitude: c.longitude,
    patch_id: c.patchId,
    weekly_rent_pence: c.weeklyRentPence,
    ended_on: endedOn,
    charges,
    circumstances,
  };
}

/** The money of a case with these new payments besides; null where only reading all of it again can tell. */
export function moneyWith(old: Kept, payments: readonly PaymentRow[]): MoneyRow | null {
  const balancePence = payments[0]!.balance_pence;
  if (old.planned || (balancePence > 0 && old.receipts === null)) return null;
  let receipts = balancePence > 0 ? old.receipts : null;
  for (const payment of payments) {
    if (!payment.plain) return null;
    if (!receipts) receipts = payment.receipt;
    // The same one comes twice where a reading was ahead of the log.
    else if (!receipts.includes(payment.receipt)) receipts += receiptEnd + payment.receipt;
  }
  return {
    id: old.case.id,
    balance_pence: balancePence,
    receipts,
    plan_charged_pence: null,
    plan_paid_pence: null,
  };
}

export type Made = { case: Case; reassessAt: Instant | null; receipts: SourcedReceipt[]; lastPaidId: number };

/** The Case that these payments make of one where nothing was and is owed: most of a file's, so by the shortest way. */
export function stillInCredit(old: Kept, money: MoneyRow): Made {
  const receipts = unpackReceipts(money.receipts);
  const last = newestOf(lastPaidOf(receipts), old);
  const said = stillNothingOwed(old.case, money.balance_pence);
  return {
    receipts,
    reassessAt: old.reassessAt,
    lastPaidId: last.id,
    case: {
      ...old.case,
      reasons: lean(said.reasons),
      blockers: lean(said.blockers),
      balancePence: money.balance_pence,
      lastPayment: last.payment,
      moneySources: sourcesOf(old.case.moneySources, receipts, []),
    },
  };
}

/**
 * The Case that these groups make at that moment, and when time alone may change it. With `before`, where nothing is
 * owed the receipts are only what came since that was made.
 */
export function makeCase(
  money: MoneyRow,
  about: AboutRow,
  { landlord, clock, recentFrom }: Moment,
  before?: Kept,
): Made {
  const all = unpackReceipts(money.receipts);
  const known = unpackCircumstances(about.circumstances);
  const receipts = all.filter((r) => r.on >= recentFrom);
  const charged = money.plan_charged_pence ?? 0;
  const paid = money.plan_paid_pence ?? 0;
  const facts: CaseFacts = {
    calendar: known.calendar,
    holds: known.holds,
    alerts: known.alerts,
    repairs: known.repairs,
    contacts: known.contacts,
    promise: known.promise,
    weeklyRentPence: about.weekly_rent_pence,
    balancePence: money.balance_pence,
    tenancyEndedOn: about.ended_on,
    receipts,
    charges: money.balance_pence > 0 ? unpackCharges(about.charges) : [],
    plan: known.plan && {
      ...known.plan,
      balanceAtStartPence: money.balance_pence - charged + paid,
      chargedPence: charged,
      paidPence: paid,
    },
  };
  const assessment = assess(facts, clock, landlord.rules);
  // Nothing owed is assessed without receipts; the rest of what they show carries over.
  const carried = before && money.balance_pence <= 0 ? before : null;
  const last = newestOf(lastPaidOf(all), carried);
  return {
    reassessAt: assessment.reassessAt,
    receipts: all,
    lastPaidId: last.id,
    case: {
      id: money.id,
      reference: about.reference,
      tenant: about.tenant ?? '',
      address: about.address,
      postcode: about.postcode,
      latitude: about.latitude,
      longitude: about.longitude,
      patchId: about.patch_id,
      balancePence: money.balance_pence,
      realArrearsPence: assessment.realArrearsPence,
      technicalArrearsPence: assessment.technicalArrearsPence,
      weeklyRentPence: about.weekly_rent_pence,
      weeksOwed: assessment.weeksOwed,
      trend: assessment.trend,
      planState: assessment.planState,
      action: assessment.action,
      urgency: assessment.urgency,
      reasons: lean(assessment.reasons),
      blockers: lean(assessment.blockers),
      alerts: lean(assessment.alerts),
      lastPayment: last.payment,
      lastContactAt: known.lastContactAt,
      openRepairs: lean(known.openRepairs),
      visit: known.visit,
      moneySources: sourcesOf(carried?.case.moneySources ?? [], receipts, facts.calendar),
      knownUpTo: '',
      version: 0,
    },
  };
}

const none: never[] = [];
/** The same list without the room to grow that pushing leaves, and its sentences in one piece each. */
function lean<T extends object>(list: T[]): T[] {
  if (list.length === 0) return none;
  for (const one of list) if ('text' in one) seen ^= (one.text as string).charCodeAt(0);
  return list.slice();
}
// A joined string stays a tree of its parts until somebody looks at a letter of it, and keeps the letter.
let seen = 0;

function newestOf(
  paid: SourcedReceipt | null,
  old: Kept | null,
): { id: number; payment: LastPayment | null } {
  const known = old?.case.lastPayment ?? null;
  if (old && known && (!paid || paid.on < known.on || (paid.on === known.on && paid.id <= old.lastPaidId)))
    return { id: old.lastPaidId, payment: known };
  return paid ? { id: paid.id, payment: lastPaymentOf(paid) } : { id: 0, payment: null };
}

// A benefit's or a method's own source is named as the method is. Equal lists are one list: most cases depend on one of
// a handful.
const sourceLists = new Map<string, string[]>();

function sourcesOf(carried: string[], receipts: SourcedReceipt[], calendar: CaseFacts['calendar']): string[] {
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

/** The old Case where nothing that people see differs; else the new one with the next version. */
export function nextVersion(old: Case | undefined, made: Case, firstVersion: number): Case {
  if (!old) return { ...made, version: firstVersion };
  if (sameCase(old, made)) return old;
  made.version = old.version + 1;
  return made;
}
