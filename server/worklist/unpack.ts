// Turns what read.ts packed into the facts that an assessment looks at, and into what a Case shows of them.
import type { LastPayment, OpenRepair, OpenVisit } from '../contract/case-summary.ts';
import {
  methods,
  type Alert,
  type CaseFacts,
  type Charged,
  type Contact,
  type CourtStepKind,
  type Day,
  type ExpectedIncome,
  type Hold,
  type Instant,
  type Method,
  type PlanBasis,
  type PlanRhythm,
  type Receipt,
} from '../domain/facts.ts';
import type { VisitPurpose } from '../domain/law/holds.ts';

/** A receipt with what only the worklist needs of it. */
export type SourcedReceipt = Receipt & { id: number; source: string };

const origin = Date.UTC(2000, 0, 1) / 86_400_000;
const days: Day[] = [];
// The same few hundred days are in millions of rows: one string each.
function day(sinceOrigin: number): Day {
  return (days[sinceOrigin] ??= new Date((sinceOrigin + origin) * 86_400_000).toISOString().slice(0, 10));
}

const minus = 0x2d;
const zero = 0x30;
let at = 0;
// Reads a whole number from `at` and steps over what ends it. Tens of receipts a case, tens of thousands of cases:
// splitting them costs three times as much.
function wholeNumber(text: string): number {
  const negative = text.charCodeAt(at) === minus;
  if (negative) at++;
  let value = 0;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  at++;
  return negative ? -value : value;
}

// A slice would keep the whole text that it was cut from, for as long as a case has it as its last payment's source.
const sourceNames = new Map<string, string>();
function sourceName(slice: string): string {
  let name = sourceNames.get(slice);
  if (name === undefined) {
    if (sourceNames.size >= 1_000) sourceNames.clear();
    name = Buffer.from(slice).toString();
    sourceNames.set(name, name);
  }
  return name;
}

/** Stands between two packed receipts. */
export const receiptEnd = '\x1e';

/** In the order of their ids. Packed: amount, method, day, instant, id and source, each ended by a unit separator but for the last one. */
export function unpackReceipts(packed: string | null): SourcedReceipt[] {
  const receipts: SourcedReceipt[] = [];
  if (packed === null) return receipts;
  at = 0;
  while (at < packed.length) {
    const amountPence = wholeNumber(packed);
    const method = methods[wholeNumber(packed) - 1]!;
    const on = day(wholeNumber(packed));
    const postedAt = wholeNumber(packed);
    const id = wholeNumber(packed);
    let end = packed.indexOf(receiptEnd, at);
    if (end < 0) end = packed.length;
    receipts.push({ amountPence, method, on, postedAt, id, source: sourceName(packed.slice(at, end)) });
    at = end + 1;
  }
  return receipts.sort((a, b) => a.id - b.id);
}

export function unpackCharges(packed: string | null): Charged[] {
  const charges: Charged[] = [];
  if (packed === null) return charges;
  at = 0;
  while (at < packed.length) {
    const amountPence = wholeNumber(packed);
    charges.push({ amountPence, on: day(wholeNumber(packed)) });
  }
  return charges;
}

// Homes of one rent have one list of charges.
const known = new Map<string, string>();
/** The same text, but one that equal texts share. */
export function onceOnly(packed: string | null): string | null {
  if (packed === null) return null;
  const same = known.get(packed);
  if (same !== undefined) return same;
  if (known.size >= 50_000) known.clear();
  known.set(packed, packed);
  return packed;
}

type Lists = [
  [Method, number, ExpectedIncome['rhythm'], Day, number, number, boolean][] | null,
  [number, PlanRhythm, Day, Day, number, number | null, number | null, PlanBasis, number] | null,
  [Hold['kind'], Day, Day | null, Day | null][] | null,
  [Alert['kind'], Day, Day, Day][] | null,
  [number, string, string, string, number, number | null][] | null,
  [Contact['kind'], boolean, number, boolean][] | null,
  (
    | [
        number,
        number,
        string,
        OpenVisit['state'],
        Day,
        number | null,
        VisitPurpose,
        boolean,
        boolean,
        number | null,
        number | null,
      ]
    | null
  ),
  [number, Day, Day, number] | null,
  [number, string, number, number | null, string | null] | null,
  Day[] | null,
  [[CourtStepKind, Day, Day | null][], [number, number | null] | null, [Day, Day | null][] | null] | null,
];

export type Circumstances = Pick<
  CaseFacts,
  'calendar' | 'plan' | 'holds' | 'alerts' | 'repairs' | 'contacts' | 'promise' | 'court'
> & {
  /** The rent-free weeks of this account. Those of the landlord are added to them. */
  ownFreeWeeks: Day[];
  openRepairs: OpenRepair[];
  visit: OpenVisit | null;
  /** When the plan and the promise came, and what was owed when the officer set out (null: not known). */
  came: { planAt: Instant | null; promiseAt: Instant | null; setOutBalancePence: number | null };
  lastContactAt: string | null;
  claim: Claim | null;
};
/** Who has taken the case; it may have run out. */
type Claim = {
  staffId: number;
  name: string;
  until: Instant;
  askedBy: { staffId: number; name: string } | null;
};

export function unpackCircumstances(packed: string): Circumstances {
  const [calendar, plan, holds, alerts, repairs, contacts, visit, promise, claim, free, court] = JSON.parse(
    packed,
  ) as Lists;
  return {
    calendar: (calendar ?? []).map(
      ([method, amountPence, rhythm, anchorOn, toleranceDays, confidence, declared]) => ({
        method,
        amountPence,
        rhythm,
        anchorOn,
        toleranceDays,
        confidence,
        declared,
      }),
    ),
    plan: plan && {
      instalmentPence: plan[0],
      rhythm: plan[1],
      firstDueOn: plan[2],
      agreedOn: plan[3],
      toleranceDays: plan[4],
      totalPence: plan[5],
      arrearsPence: plan[6],
      basis: plan[7],
    },
    holds: (holds ?? []).map(([kind, startsOn, reviewOn, endsOn]) => ({ kind, startsOn, reviewOn, endsOn })),
    alerts: (alerts ?? []).map(([kind, startsOn, reviewOn, expiresOn]) => ({
      kind,
      startsOn,
      reviewOn,
      expiresOn,
    })),
    repairs: (repairs ?? []).map(([, category, priority, status, reportedAt, targetAt]) => ({
      category,
      priority,
      status,
      reportedAt,
      targetAt,
    })),
    openRepairs: (repairs ?? []).map(([id, category, priority, status, reportedAt, targetAt]) => ({
      id,
      category,
      priority,
      status,
      reportedAt: instant(reportedAt),
      targetAt: targetAt === null ? null : instant(targetAt),
    })),
    contacts: (contacts ?? []).map(([kind, reached, at, debt]) => ({
      kind,
      reached,
      at,
      about: debt ? ('debt' as const) : ('other' as const),
    })),
    lastContactAt: contacts ? instant(Math.max(...contacts.map((c) => c[2]))) : null,
    visit: visit && {
      id: visit[0],
      staffId: visit[1],
      staffName: visit[2],
      state: visit[3],
      plannedFor: visit[4],
      // What money came since is known when the case is made (make.ts).
      underWay:
        visit[3] === 'on_the_way'
          ? {
              setOutAt: visit[5] === null ? null : instant(visit[5]),
              purpose: visit[6],
              met: visit[7],
              goesAnyway: visit[8],
              checkedAt: visit[9] === null ? null : instant(visit[9]),
              moneySince: null,
            }
          : null,
    },
    promise: promise && { amountPence: promise[0], on: promise[1], madeOn: promise[2] },
    came: {
      planAt: plan && plan[8],
      promiseAt: promise && promise[3],
      setOutBalancePence: visit && visit[10],
    },
    claim: claim && {
      staffId: claim[0],
      name: claim[1],
      until: claim[2],
      askedBy: claim[3] === null ? null : { staffId: claim[3], name: claim[4] ?? '' },
    },
    ownFreeWeeks: free ?? [],
    court: court && {
      steps: court[0].map(([kind, on, hearingOn]) => ({ kind, on, hearingOn })),
      notice: court[1] && { noticeDays: court[1][0], validWeeks: court[1][1] },
      frozen: (court[2] ?? []).map(([startsOn, endsOn]) => ({ startsOn, endsOn })),
    },
  };
}

export function lastPaymentOf({ amountPence, method, source, on, postedAt }: SourcedReceipt): LastPayment {
  return { amountPence, method, source, on, postedAt: instant(postedAt) };
}

// A file's payments were all posted at one instant: one string for them.
let written = { at: NaN, text: '' };
export function instant(milliseconds: number): string {
  if (written.at !== milliseconds) written = { at: milliseconds, text: new Date(milliseconds).toISOString() };
  return written.text;
}
