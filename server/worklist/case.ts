// What the worklist hands to whoever listens: one case as lists and maps show it, and the batches in which cases
// change. A Case has the fields of the contract's CaseSummary (the hub's code lets TypeScript check that where it
// sends one), and is never changed after it was handed out, but for knownUpTo.
import type { Action } from '../domain/action.ts';
import type { ActiveAlert, Assessment, Blocker, Reason } from '../domain/answer.ts';
import type { Method } from '../domain/facts.ts';
import type { VisitPurpose } from '../domain/holds.ts';
import type { MoneySince } from '../domain/stand-down.ts';

export type LastPayment = {
  amountPence: number;
  method: Method;
  source: string;
  on: string;
  postedAt: string;
};
export type OpenRepair = {
  id: number;
  category: string;
  priority: string;
  status: string;
  reportedAt: string;
  targetAt: string | null;
};
export type OpenVisit = {
  id: number;
  staffId: number;
  staffName: string;
  state: 'planned' | 'on_the_way';
  plannedFor: string;
  /** Null while it is only planned. Instants are ISO strings. */
  underWay: UnderWay | null;
};
/** A visit between setting out and its end: all that the verdict at the door needs besides the case itself. */
export type UnderWay = {
  setOutAt: string | null;
  purpose: VisitPurpose;
  /** It is recorded who was there, or that nobody was. */
  met: boolean;
  /** The officer goes on although they were stood down. */
  goesAnyway: boolean;
  /** The last knock check. */
  checkedAt: string | null;
  moneySince: MoneySince | null;
  /** The case waited, or asked for nothing, already when they set out (domain/stand-down.ts). */
  waitedBefore?: boolean;
};

export type TakenBy = {
  staffId: number;
  name: string;
  until: string;
  askedBy: { staffId: number; name: string } | null;
};

export type Case = {
  id: number;
  reference: string;
  tenant: string;
  address: string;
  postcode: string;
  /** Both null: nobody has said where the home is. */
  latitude: number | null;
  longitude: number | null;
  patchId: number;
  balancePence: number;
  realArrearsPence: number;
  technicalArrearsPence: number;
  weeklyRentPence: number;
  weeksOwed: number | null;
  trend: Assessment['trend'];
  planState: Assessment['planState'];
  action: Action;
  urgency: number;
  reasons: Reason[];
  blockers: Blocker[];
  alerts: ActiveAlert[];
  lastPayment: LastPayment | null;
  lastContactAt: string | null;
  openRepairs: OpenRepair[];
  visit: OpenVisit | null;
  takenBy: TakenBy | null;
  /** The money sources that this case may depend on, by name: of those it knows, the heartbeat says up to when. */
  moneySources: string[];
  /** The slowest of them. Right when handed out; its own passing is told by heartbeats, not case by case. */
  knownUpTo: string;
  version: number;
};

/** Why a case is in a batch. */
export type Cause = { caseId: number; kind: string; at: string; amountPence?: number; method?: Method };

export type PatchBatch = { changed: Case[]; gone: number[]; because: Cause[] };
export type Batch = {
  /** Everything up to here is in this batch and those before it. */
  cursor: string;
  asOf: Date;
  patches: Map<number, PatchBatch>;
  /** Kinds of change that were not one case's: rights, rules, patch, source, ... */
  landlord: Set<string>;
};

/** One case in which something was logged, whether or not its row differs; for whoever said that they want to know. */
export type Touched = {
  caseId: number;
  /** Null where it is no current case. */
  patchId: number | null;
  kinds: string[];
  /** The changed rows' own ids; null where a row has no number. */
  refs: { kind: string; ref: number | null }[];
  /** The newest. */
  at: string;
};
/** Which touches are told: every one of these cases, and every one of these kinds. */
export type Watch = { open: (caseId: number) => boolean; kinds: ReadonlySet<string> };

/**
 * Something that may matter at the door: money moved, or a case changed to which somebody is on the way. Told before the
 * batch that brings the same change to every list.
 */
export type DoorEvent = {
  caseId: number;
  patchId: number;
  /** The newest payment of the batch; below 0 it came back. Null where no money moved. */
  payment: { amountPence: number; method: Method; postedAt: string } | null;
  /** Somebody is on the way there, or was until this change. */
  visited: boolean;
  before: Case | undefined;
  /** Undefined where it is no case any more. Made when it is read, for whoever is on no list; so in the same tick. */
  readonly after: Case | undefined;
};

export type SourceKnown = { name: string; label: string; knownUpTo: string };

/** Equal in everything that people see; version and knownUpTo apart. */
export function sameCase(a: Case, b: Case): boolean {
  for (const key in a) {
    if (key === 'version' || key === 'knownUpTo') continue;
    if (!same(a[key as keyof Case], b[key as keyof Case])) return false;
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
