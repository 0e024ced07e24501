// Turns what read.ts packed into the facts that an assessment looks at, and into what a Case shows of them.
import type {
  Alert,
  CaseFacts,
  Charged,
  Contact,
  Day,
  ExpectedIncome,
  Hold,
  Method,
  Receipt,
} from '../domain/facts.ts';
import type { LastPayment, OpenRepair, OpenVisit } from './case.ts';

/** A receipt with what only the worklist needs of it. */
export type SourcedReceipt = Receipt & { id: number; source: string };

const origin = Date.UTC(2000, 0, 1) / 86_400_000;
const days: Day[] = [];
// The same few hundred days stand in millions of rows: one string each.
function day(sinceOrigin: number): Day {
  return (days[sinceOrigin] ??= new Date((sinceOrigin + origin) * 86_400_000).toISOString().slice(0, 10));
}

export function unpackReceipts(packed: string | null): SourcedReceipt[] {
  if (packed === null) return [];
  return packed.split('\x1e').map((one) => {
    const [amount, method, on, postedAt, id, source] = one.split('\x1f') as [
      string,
      Method,
      string,
      string,
      string,
      string,
    ];
    return { amountPence: +amount, method, on: day(+on), postedAt: +postedAt, id: +id, source };
  });
}

export function unpackCharges(packed: string | null): Charged[] {
  if (packed === null) return [];
  return packed.split(',').map((one) => {
    const colon = one.indexOf(':');
    return { amountPence: +one.slice(0, colon), on: day(+one.slice(colon + 1)) };
  });
}

type Lists = [
  [Method, number, ExpectedIncome['rhythm'], Day, number, number, boolean][] | null,
  [number, ExpectedIncome['rhythm'], Day, Day, number] | null,
  [Hold['kind'], Day, Day | null, Day | null][] | null,
  [Alert['kind'], Day, Day, Day][] | null,
  [number, string, string, string, number, number | null][] | null,
  [Contact['kind'], boolean, number][] | null,
  [number, number, string, OpenVisit['state'], Day] | null,
  [number, Day, Day] | null,
];

export type Circumstances = Pick<
  CaseFacts,
  'calendar' | 'holds' | 'alerts' | 'repairs' | 'contacts' | 'promise'
> & {
  plan: Omit<NonNullable<CaseFacts['plan']>, 'balanceAtStartPence' | 'chargedPence' | 'paidPence'> | null;
  openRepairs: OpenRepair[];
  visit: OpenVisit | null;
  lastContactAt: string | null;
};

export function unpackCircumstances(packed: string): Circumstances {
  const [calendar, plan, holds, alerts, repairs, contacts, visit, promise] = JSON.parse(packed) as Lists;
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
    contacts: (contacts ?? []).map(([kind, reached, at]) => ({ kind, reached, at })),
    lastContactAt: contacts ? instant(Math.max(...contacts.map((c) => c[2]))) : null,
    visit: visit && {
      id: visit[0],
      staffId: visit[1],
      staffName: visit[2],
      state: visit[3],
      plannedFor: visit[4],
    },
    promise: promise && { amountPence: promise[0], on: promise[1], madeOn: promise[2] },
  };
}

/** The newest money in; a reversal is not a payment. */
export function lastPaymentOf(receipts: SourcedReceipt[]): LastPayment | null {
  let last: SourcedReceipt | undefined;
  for (const r of receipts) {
    if (r.amountPence > 0 && (!last || r.on > last.on || (r.on === last.on && r.id > last.id))) last = r;
  }
  if (!last) return null;
  const { amountPence, method, source, on, postedAt } = last;
  return { amountPence, method, source, on, postedAt: instant(postedAt) };
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
