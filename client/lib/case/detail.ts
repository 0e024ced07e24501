// The answer of GET /api/cases/:id as this client reads it. Pence are integers, days 'YYYY-MM-DD', instants ISO strings.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { AlertKind, Method, Rhythm } from '#domain/facts.ts';

export type LedgerLine = {
  kind: 'charge' | 'payment' | 'adjustment';
  id: number;
  on: string;
  postedAt: string;
  /** A charge's or an adjustment's kind, a payment's method. */
  what: string;
  source: string | null;
  /** Positive adds to what is owed. */
  amountPence: number;
  /** After this line. */
  balancePence: number;
};
/** next: where the page after begins; null at the end. */
export type LedgerPage = { lines: LedgerLine[]; next: string | null };
export type HistoryItem = { id: number; staffName: string; note: string; at: string } & (
  | {
      kind: 'visit';
      state: string;
      plannedFor: string;
      goAnywayReason: string | null;
      outcome: string | null;
      promise: { amountPence: number; on: string } | null;
    }
  | { kind: 'contact'; by: string; reached: boolean }
);
export type CaseDetail = {
  summary: CaseSummary;
  asOf: string;
  home: { patch: string; kind: string; bedrooms: number };
  tenancy: { startDate: string; endDate: string | null; kind: string };
  people: {
    id: number;
    name: string;
    role: 'tenant' | 'joint_tenant' | 'household';
    phone: string | null;
    email: string | null;
    preferredContact: string;
    language: string;
  }[];
  ledger: LedgerPage;
  lastPayments: {
    id: number;
    amountPence: number;
    method: Method;
    source: string;
    on: string;
    postedAt: string;
  }[];
  expected: {
    method: Method;
    amountPence: number;
    rhythm: Rhythm;
    nextOn: string | null;
    declared: boolean;
  }[];
  repairs: {
    id: number;
    category: string;
    priority: string;
    description: string;
    status: string;
    reportedAt: string;
    targetAt: string | null;
    completedAt: string | null;
  }[];
  alerts: {
    id: number;
    kind: AlertKind;
    text: string;
    detail: string;
    source: string;
    reviewOn: string;
    expiresOn: string;
  }[];
  supportNeeds: { id: number; kind: string; note: string; since: string }[];
  holds: { id: number; kind: string; reason: string; startsOn: string; endsOn: string | null }[];
  plan: {
    instalmentPence: number;
    rhythm: Rhythm;
    firstDueOn: string;
    agreedOn: string;
    state: string;
  } | null;
  history: HistoryItem[];
};
