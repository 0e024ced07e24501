// What an assessment answers: an action, its urgency, and why, in codes and in sentences.
import type { Action } from './action.ts';
import type { AlertKind, Day, HoldKind, Instant } from './facts.ts';
import type { PlanState } from './money/plan.ts';
import type { Reason } from './reasons.ts';

/** What stops work on a debt: a hold, or a tenancy that is over, or nothing owed. */
export type BlockerKind = HoldKind | 'former_tenant' | 'credit';
/** `until`: the first day on which it no longer applies; null: no such day is known. */
export type Blocker = { kind: BlockerKind; until: Day | null; text: string };

/** An alert in force. `expiresOn` is its last day. */
export type ActiveAlert = { kind: AlertKind; reviewOn: Day; expiresOn: Day; text: string };

export type Assessment = {
  action: Action;
  /** 0..100; orders cases of the same action. */
  urgency: number;
  reasons: Reason[];
  blockers: Blocker[];
  alerts: ActiveAlert[];
  realArrearsPence: number;
  technicalArrearsPence: number;
  /** Real arrears in weeks of rent, one decimal; null where the rent is nothing. */
  weeksOwed: number | null;
  trend: 'rising' | 'steady' | 'falling';
  planState: PlanState;
  /** When the answer may differ though no fact has changed: the next instant to ask again; null for never. */
  reassessAt: Instant | null;
};
