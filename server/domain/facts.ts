// What is known of one case, as plain values: everything that an assessment may look at, and nothing else.
// Money is integer pence. A day is 'YYYY-MM-DD' in the landlord's time zone; an instant is epoch milliseconds.
// No protected characteristic is here, and none may be added.

/** 'YYYY-MM-DD', in the landlord's time zone. */
export type Day = string;
/** Milliseconds since 1970, UTC. */
export type Instant = number;

export const methods = [
  'direct_debit',
  'card',
  'cash',
  'standing_order',
  'bank_transfer',
  'housing_benefit',
  'universal_credit',
  'other',
] as const;
export type Method = (typeof methods)[number];

export const rhythms = ['weekly', 'fortnightly', 'four_weekly', 'monthly'] as const;
export type Rhythm = (typeof rhythms)[number];

/** A repayment plan may also be one sum on one day. */
export const planRhythms = [...rhythms, 'lump_sum'] as const;
export type PlanRhythm = (typeof planRhythms)[number];

/** Money in (positive), or a reversal (negative). */
export type Receipt = { amountPence: number; method: Method; on: Day; postedAt: Instant };

/** A debit (positive), or its reversal (negative). */
export type Charged = { amountPence: number; on: Day };

/**
 * One line of the payment calendar: money that is expected, declared or learnt. anchorOn is any day on which it is due,
 * past or to come; the others follow from it both ways. Monthly: on its day of the month (31 is the last).
 */
export type ExpectedIncome = {
  method: Method;
  amountPence: number;
  rhythm: Rhythm;
  anchorOn: Day;
  toleranceDays: number;
  confidence: number;
  declared: boolean;
  /** A declared line that is new (a claim, a mandate): nothing was due by it before this day. */
  since?: Day | null;
};

/** The kinds of hold. All forbid work on the debt (law/holds.ts). */
export const holdKinds = [
  'breathing_space',
  'mental_health_crisis',
  'court_decree',
  'deceased',
  'safeguarding',
  'agreed',
] as const;
export type HoldKind = (typeof holdKinds)[number];

/** endsOn is the first day on which it no longer applies; null while unknown. */
export type Hold = { kind: HoldKind; startsOn: Day; reviewOn: Day | null; endsOn: Day | null };

/** court_ordered: the terms of an order that a court suspended. Breaking it is a matter for the court. */
export const planBases = ['informal', 'court_ordered'] as const;
export type PlanBasis = (typeof planBases)[number];

/**
 * A plan is the rent as it falls due, and the instalments besides. totalPence is what the instalments add up to, and
 * arrearsPence what was really owed at the agreement, technical arrears apart; plans that other systems wrote lack both, and
 * are taken to be for the whole balance of that day.
 */
export type Plan = {
  instalmentPence: number;
  rhythm: PlanRhythm;
  firstDueOn: Day;
  agreedOn: Day;
  toleranceDays: number;
  totalPence?: number | null;
  arrearsPence?: number | null;
  /** Informal where left out. */
  basis?: PlanBasis;
};

/** The kinds of alert, in the order in which they are listed; what each forbids is in law/alerts.ts. */
export const alertKinds = [
  'no_lone_visits',
  'do_not_attend',
  'no_female_staff',
  'no_male_staff',
  'dangerous_animal',
  'unsafe_environment',
  'threats_or_abuse',
  'translation_needed',
] as const;
export type AlertKind = (typeof alertKinds)[number];
/** It applies from `startsOn` to `expiresOn`, both included. */
export type Alert = { kind: AlertKind; startsOn: Day; reviewOn: Day; expiresOn: Day };

export type OpenRepair = {
  category: string;
  priority: string;
  status: string;
  reportedAt: Instant;
  targetAt: Instant | null;
};

/** about: whether the debt was spoken of; the debt where left out. */
export type Contact = {
  kind: 'call' | 'message' | 'letter' | 'email' | 'office' | 'visit';
  reached: boolean;
  at: Instant;
  about?: 'debt' | 'other';
};

/** The newest promise that was made on a visit or call, to pay this much by that day. */
export type PromiseToPay = { amountPence: number; on: Day; madeOn: Day };

/** The steps on the way to court: those of the landlord, and what the court did. */
export const courtStepKinds = [
  'notice_served',
  'notice_withdrawn',
  'application_made',
  'hearing_listed',
  'hearing_adjourned',
  'order_made',
  'order_suspended',
  'claim_dismissed',
  'claim_withdrawn',
  'warrant_requested',
] as const;
export type CourtStepKind = (typeof courtStepKinds)[number];
/** hearingOn: of a hearing that was listed or adjourned, its day. */
export type CourtStep = { kind: CourtStepKind; on: Day; hearingOn?: Day | null };
/** steps: in the order in which they were recorded. frozen: every breathing space; endsOn is the first day after it. */
export type CourtFacts = {
  steps: readonly CourtStep[];
  notice: { noticeDays: number; validWeeks: number | null } | null;
  frozen: readonly { startsOn: Day; endsOn: Day | null }[];
};

/** All that the rules may know of a case: the input of `assess`. */
export type CaseFacts = {
  weeklyRentPence: number;
  balancePence: number;
  tenancyEndedOn: Day | null;
  /** Null or left out where it is not known. */
  tenancyStartedOn?: Day | null;
  /** Everything charged and received in the last recentDays (rules) and since the plan was agreed, any order. */
  receipts: readonly Receipt[];
  charges: readonly Charged[];
  calendar: readonly ExpectedIncome[];
  plan: Plan | null;
  holds: readonly Hold[];
  alerts: readonly Alert[];
  repairs: readonly OpenRepair[];
  /** The newest of each kind, outcome and subject is enough; any order. */
  contacts: readonly Contact[];
  promise: PromiseToPay | null;
  /** Any day of each rent-free week of the account, from a year back to a year ahead. None where left out. */
  rentFreeWeeks?: readonly Day[];
  /** Null or left out where no court step was ever recorded. */
  court?: CourtFacts | null;
};
