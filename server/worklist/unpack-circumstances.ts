// Unpacks what read.ts packs of a case other than its money: its calendar, plan, holds, alerts, repairs, contacts, visit,
// promise, claim and court steps.
import type { OpenRepair, OpenVisit } from '../contract/case-summary.ts';
import type {
  Alert,
  CaseFacts,
  Contact,
  CourtStepKind,
  Day,
  ExpectedIncome,
  Hold,
  Instant,
  Method,
  Plan,
  PlanBasis,
  PlanRhythm,
} from '../domain/facts.ts';
import type { VisitPurpose } from '../domain/law/holds.ts';
import { instant } from './unpack.ts';

type PackedPlan = [
  instalmentPence: number,
  rhythm: PlanRhythm,
  firstDueOn: Day,
  agreedOn: Day,
  toleranceDays: number,
  totalPence: number | null,
  arrearsPence: number | null,
  basis: PlanBasis,
  cameAt: Instant,
];
type PackedRepair = [
  id: number,
  category: string,
  priority: string,
  status: string,
  reportedAt: Instant,
  targetAt: Instant | null,
];
type PackedVisit = [
  id: number,
  staffId: number,
  staffName: string,
  state: OpenVisit['state'],
  plannedFor: Day,
  setOutAt: Instant | null,
  purpose: VisitPurpose,
  met: boolean,
  goesAnyway: boolean,
  checkedAt: Instant | null,
  setOutBalancePence: number | null,
];
type PackedPromise = [amountPence: number, on: Day, madeOn: Day, cameAt: Instant];
type PackedClaim = [
  staffId: number,
  name: string,
  until: Instant,
  askedById: number | null,
  askedByName: string | null,
];
type PackedCourt = [
  steps: [kind: CourtStepKind, on: Day, hearingOn: Day | null][],
  notice: [noticeDays: number, validWeeks: number | null] | null,
  frozen: [startsOn: Day, endsOn: Day | null][] | null,
];

/** What `circumstances` in read.ts packs, in its order. Instants are ms since 1970. */
type Packed = [
  calendar:
    | [
        method: Method,
        amountPence: number,
        rhythm: ExpectedIncome['rhythm'],
        anchorOn: Day,
        toleranceDays: number,
        confidence: number,
        declared: boolean,
      ][]
    | null,
  plan: PackedPlan | null,
  holds: [kind: Hold['kind'], startsOn: Day, reviewOn: Day | null, endsOn: Day | null][] | null,
  alerts: [kind: Alert['kind'], startsOn: Day, reviewOn: Day, expiresOn: Day][] | null,
  repairs: PackedRepair[] | null,
  contacts: [kind: Contact['kind'], reached: boolean, at: Instant, aboutDebt: boolean][] | null,
  visit: PackedVisit | null,
  promise: PackedPromise | null,
  claim: PackedClaim | null,
  freeWeeks: Day[] | null,
  court: PackedCourt | null,
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

/** One text of `circumstances` (read.ts) as facts for the rules, and what the case shows of them. */
export function unpackCircumstances(packed: string): Circumstances {
  const [calendar, plan, holds, alerts, repairs, contacts, visit, promise, claim, freeWeeks, court] =
    JSON.parse(packed) as Packed;
  const madePlan = plan && unpackPlan(plan);
  const madePromise = promise && unpackPromise(promise);
  const openVisit = visit && unpackVisit(visit);
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
    plan: madePlan && madePlan.plan,
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
      targetAt: instantOrNull(targetAt),
    })),
    contacts: (contacts ?? []).map(([kind, reached, at, aboutDebt]) => ({
      kind,
      reached,
      at,
      about: aboutDebt ? ('debt' as const) : ('other' as const),
    })),
    lastContactAt: contacts ? instant(Math.max(...contacts.map(([, , at]) => at))) : null,
    visit: openVisit && openVisit.visit,
    promise: madePromise && madePromise.promise,
    came: {
      planAt: madePlan && madePlan.cameAt,
      promiseAt: madePromise && madePromise.cameAt,
      setOutBalancePence: openVisit && openVisit.setOutBalancePence,
    },
    claim: claim && unpackClaim(claim),
    ownFreeWeeks: freeWeeks ?? [],
    court: court && unpackCourt(court),
  };
}

function unpackPlan(packed: PackedPlan): { plan: Plan; cameAt: Instant } {
  const [
    instalmentPence,
    rhythm,
    firstDueOn,
    agreedOn,
    toleranceDays,
    totalPence,
    arrearsPence,
    basis,
    cameAt,
  ] = packed;
  const terms = { instalmentPence, rhythm, firstDueOn, agreedOn, toleranceDays };
  return { plan: { ...terms, totalPence, arrearsPence, basis }, cameAt };
}

function unpackPromise([amountPence, on, madeOn, cameAt]: PackedPromise) {
  return { promise: { amountPence, on, madeOn }, cameAt };
}

function unpackVisit(packed: PackedVisit): { visit: OpenVisit; setOutBalancePence: number | null } {
  const [id, staffId, staffName, state, plannedFor, setOutAt, purpose, met, goesAnyway, checkedAt, owed] =
    packed;
  const underWay = {
    setOutAt: instantOrNull(setOutAt),
    purpose,
    met,
    goesAnyway,
    checkedAt: instantOrNull(checkedAt),
    // What money came since is known when the case is made (make.ts).
    moneySince: null,
  };
  const visit = { id, staffId, staffName, state, plannedFor };
  return {
    visit: { ...visit, underWay: state === 'on_the_way' ? underWay : null },
    setOutBalancePence: owed,
  };
}

function unpackClaim([staffId, name, until, askedById, askedByName]: PackedClaim): Claim {
  const askedBy = askedById === null ? null : { staffId: askedById, name: askedByName ?? '' };
  return { staffId, name, until, askedBy };
}

function unpackCourt([steps, notice, frozen]: PackedCourt): CaseFacts['court'] {
  return {
    steps: steps.map(([kind, on, hearingOn]) => ({ kind, on, hearingOn })),
    notice: notice && { noticeDays: notice[0], validWeeks: notice[1] },
    frozen: (frozen ?? []).map(([startsOn, endsOn]) => ({ startsOn, endsOn })),
  };
}

const instantOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : instant(milliseconds);
