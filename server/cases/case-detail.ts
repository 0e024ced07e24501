// Everything that the case page shows, as this room makes it; the wire's own schema of the same (server/contract/
// case-detail.ts) is checked against it where it is sent (server/http/worklist.ts). What the repairs team gets is a shape
// of its own: it has no place for money.
import type { AlertKind, Day, Hold, Method, PlanRhythm, Rhythm } from '../domain/facts.ts';
import type { CaseHelp } from './help-detail.ts';
import type { HistoryPage } from './history.ts';
import type { LedgerPage } from './ledger.ts';
import type { CaseLaw } from './read-law.ts';
import type { CaseFound } from './read-checks.ts';
import type { PromiseSeen } from './read-promises.ts';
import type { CaseNow } from './step.ts';

export type CasePerson = {
  id: number;
  name: string;
  role: 'tenant' | 'joint_tenant' | 'household';
  phone: string | null;
  email: string | null;
  preferredContact: string;
  language: string;
  dateOfBirth: Day | null;
  version: number;
};
export type CaseRepair = {
  id: number;
  category: string;
  priority: string;
  description: string;
  status: string;
  reportedAt: string;
  targetAt: string | null;
  completedAt: string | null;
};
export type CaseHome = {
  id: number;
  reference: string;
  address: string;
  postcode: string;
  latitude: number | null;
  longitude: number | null;
  patchId: number;
  patch: string;
  kind: string;
  bedrooms: number;
};
export type CaseAlert = {
  id: number;
  kind: AlertKind;
  text: string;
  detail: string;
  source: string;
  reviewOn: Day;
  expiresOn: Day;
};
export type ExpectedMoney = {
  method: Method;
  amountPence: number;
  rhythm: Rhythm;
  nextOn: Day | null;
  dates: Day[];
  confidence: number;
  declared: boolean;
};
/** Summary is the case as the worklist has it, read for this answer. */
export type CaseDetail<Summary = CaseNow['case']> = {
  summary: Summary;
  asOf: string;
  home: CaseHome;
  tenancy: { startDate: Day; endDate: Day | null; kind: string };
  people: CasePerson[];
  ledger: LedgerPage;
  expected: ExpectedMoney[];
  repairs: CaseRepair[];
  alerts: CaseAlert[];
  supportNeeds: { id: number; kind: string; note: string; since: Day }[];
  holds: (Hold & { id: number; reason: string })[];
  plan: {
    id: number;
    instalmentPence: number;
    rhythm: PlanRhythm;
    firstDueOn: Day;
    agreedOn: Day;
    state: string;
  } | null;
  history: HistoryPage;
  help: CaseHelp;
  law: CaseLaw;
  found: CaseFound;
  promises: PromiseSeen[];
};

export type RepairsDetail = { home: CaseHome; repairs: CaseRepair[]; alerts: CaseAlert[]; found: CaseFound };
