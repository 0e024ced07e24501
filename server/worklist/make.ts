// Makes a CaseSummary of what was read: assesses it by the domain's rules and puts it into the words that lists and maps show.
import type { CaseSummary, OpenVisit } from '../contract/case-summary.ts';
import type { Assessment } from '../domain/answer.ts';
import { assess } from '../domain/assessment.ts';
import type { AssessmentClock } from '../domain/clock.ts';
import type { CaseFacts, Day, Instant } from '../domain/facts.ts';
import { waitedAlready } from '../domain/stand-down.ts';
import type { ParsedCase } from './cached-case.ts';
import type { LandlordWide } from './landlord.ts';
import type { AboutRow, MoneyRow } from './read.ts';
import { instant, lastPaymentOf, unpackCharges, type SourcedReceipt } from './unpack.ts';

export type Moment = {
  landlord: LandlordWide;
  clock: AssessmentClock;
  recentFrom: Day;
};

/** The CaseSummary at that moment, and when time alone may change it. */
export function makeCase(
  money: Omit<MoneyRow, 'receipts'>,
  about: AboutRow,
  { receipts, known, last, sources }: ParsedCase,
  { landlord, clock, recentFrom }: Moment,
): { case: CaseSummary; reassessAt: Instant | null } {
  const { plan, ownFreeWeeks } = known;
  const from = plan && plan.agreedOn < recentFrom ? plan.agreedOn : recentFrom;
  // The ledger says nothing about a case where nothing is owed, but whether its plan is kept.
  const hasLedger = money.balance_pence > 0 || plan !== null;
  const facts: CaseFacts = {
    calendar: known.calendar,
    holds: known.holds,
    alerts: known.alerts,
    repairs: known.repairs,
    contacts: known.contacts,
    promise: known.promise,
    court: known.court ?? null,
    weeklyRentPence: about.weekly_rent_pence,
    balancePence: money.balance_pence,
    tenancyEndedOn: about.ended_on,
    tenancyStartedOn: about.started_on,
    receipts: hasLedger ? receipts.filter((r) => r.on >= from) : [],
    charges: hasLedger ? unpackCharges(about.charges) : [],
    plan,
    rentFreeWeeks:
      ownFreeWeeks.length > 0 ? [...landlord.rentFreeWeeks, ...ownFreeWeeks] : landlord.rentFreeWeeks,
  };
  const assessment = assess(facts, clock, landlord.rules);
  const claim = known.claim && known.claim.until > clock.now ? known.claim : null;
  return {
    reassessAt: earliest(assessment.reassessAt, claim && claim.until),
    case: {
      id: about.id,
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
      lastPayment: last && lastPaymentOf(last),
      lastContactAt: known.lastContactAt,
      openRepairs: lean(known.openRepairs),
      visit: withWaitedBefore(withMoneySince(known.visit, receipts), assessment, known, money.balance_pence),
      takenBy: claim && { ...claim, until: instant(claim.until) },
      moneySources: sources,
      knownUpTo: '',
      version: 0,
    },
  };
}

/** Money that was posted since the officer set out, the newest line by the time of posting. */
function withMoneySince(visit: OpenVisit | null, receipts: readonly SourcedReceipt[]): OpenVisit | null {
  if (!visit?.underWay?.setOutAt) return visit;
  const setOutAt = Date.parse(visit.underWay.setOutAt);
  const since = receipts.filter((one) => one.postedAt > setOutAt);
  if (since.length === 0) return visit;
  const newest = since.reduce((a, b) =>
    b.postedAt > a.postedAt || (b.postedAt === a.postedAt && b.id > a.id) ? b : a,
  );
  const { amountPence, method, postedAt } = newest;
  const netPence = since.reduce((sum, one) => sum + one.amountPence, 0);
  const moneySince = { netPence, amountPence, method, postedAt: instant(postedAt) };
  return { ...visit, underWay: { ...visit.underWay, moneySince } };
}

/** Marks a visit whose officer set out to a case that already waited or needed no action. */
function withWaitedBefore(
  visit: OpenVisit | null,
  assessment: Assessment,
  { contacts, came: { planAt, promiseAt, setOutBalancePence } }: ParsedCase['known'],
  balancePence: number,
): OpenVisit | null {
  if (!visit?.underWay?.setOutAt) return visit;
  const setOutAt = Date.parse(visit.underWay.setOutAt);
  const correctedSince = setOutBalancePence === null || balancePence < setOutBalancePence;
  if (!waitedAlready(assessment, { contacts, planAt, promiseAt, correctedSince }, setOutAt)) return visit;
  return { ...visit, underWay: { ...visit.underWay, waitedBefore: true } };
}

const earliest = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

const none: never[] = [];

/** The same list without the room to grow that pushing leaves, and each of its sentences in one piece. */
function lean<T extends object>(list: T[]): T[] {
  if (list.length === 0) return none;
  // A joined string stays a tree of its parts until somebody looks at a letter of it.
  for (const one of list) if ('text' in one && Number.isNaN((one.text as string).charCodeAt(0))) return list;
  return list.slice();
}

/** Equal in everything that people see; version and knownUpTo apart. */
export function sameCase(a: CaseSummary, b: CaseSummary): boolean {
  for (const key in a) {
    if (key === 'version' || key === 'knownUpTo') continue;
    if (!same(a[key as keyof CaseSummary], b[key as keyof CaseSummary])) return false;
  }
  return true;
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
