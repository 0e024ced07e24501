// Court steps as facts, decided by people or a court, and what prevents the next one. Nothing here
// sends anything. The landlord's own steps wait for the checklist, the notice's days and every hold; what a court did,
// and what takes a step back, is only recorded.
import type { Blocker } from '../answer.ts';
import { addDays, daysBetween, formatDay } from '../days.ts';
import type { CourtFacts, CourtStep, CourtStepKind, Day } from '../facts.ts';
import type { PlanState } from '../money/plan.ts';
import type { RepairsView } from '../repairs.ts';
import type { Rules } from '../rules.ts';
import { gapsBefore, type CourtGate, type ItemState } from './pre-action.ts';

export { courtStepKinds, type CourtStep, type CourtStepKind } from '../facts.ts';

export const courtStepWords: Record<CourtStepKind, string> = {
  notice_served: 'Notice served',
  notice_withdrawn: 'Notice withdrawn',
  application_made: 'Application made to court',
  hearing_listed: 'Hearing listed',
  hearing_adjourned: 'Hearing adjourned',
  order_made: 'Order made',
  order_suspended: 'Order made and suspended on terms',
  claim_dismissed: 'Claim dismissed',
  claim_withdrawn: 'Claim withdrawn',
  warrant_requested: 'Warrant requested',
};

/** What the landlord does to the tenant. The others are the court's, or take a step back. */
export const landlordSteps = ['notice_served', 'application_made', 'warrant_requested'] as const;
export type LandlordStep = (typeof landlordSteps)[number];
/** Whether the landlord takes this step. The court's own decisions are recorded whatever is in force. */
export const isLandlordStep = (kind: CourtStepKind): kind is LandlordStep =>
  (landlordSteps as readonly CourtStepKind[]).includes(kind);

/** A landlord's row; confirmed false: †. */
export type NoticeRule = {
  name: string;
  noticeDays: number;
  validWeeks: number | null;
  thresholdWeeks: number;
  source: string;
  confirmed: boolean;
  fromOn: Day;
  untilOn: Day | null;
};

type StandingNotice = {
  on: Day;
  /** The first day on which an application may be made, and the last; null where nothing limits it. */
  from: Day;
  until: Day | null;
};
/** How far the landlord has gone to court, on a day. */
export type CourtState = {
  /** The newest valid notice that was not withdrawn and has not run out on that day. A void one changes nothing. */
  notice: StandingNotice | null;
  /** The newest notice that was served inside a breathing space, so is void, where no valid one came after it. */
  void: Day | null;
  claim: 'none' | 'open' | 'decided';
  /** The day of the hearing that was listed last, of a claim that is open; null where none is listed. */
  hearing: Day | null;
  /** A warrant was requested on the order in force. */
  warrant: boolean;
};

/** A notice ends a day's order; what was recorded later on the same day comes later. Steps in any order of days. */
export function courtState(
  steps: readonly CourtStep[],
  rule: Pick<NoticeRule, 'noticeDays' | 'validWeeks'> | null,
  /** Did a breathing space bind on that day? A notice served then is void. */
  frozenOn: (day: Day) => boolean,
  day: Day,
): CourtState {
  const state: CourtState = { notice: null, void: null, claim: 'none', hearing: null, warrant: false };
  for (const step of inOrder(steps)) {
    if (step.on > day) continue;
    switch (step.kind) {
      case 'notice_served':
        if (frozenOn(step.on)) state.void = step.on;
        else {
          state.void = null;
          state.notice = noticeOf(step.on, rule);
        }
        break;
      case 'notice_withdrawn':
        state.notice = null;
        break;
      case 'application_made':
        state.claim = 'open';
        state.hearing = null;
        state.warrant = false;
        break;
      case 'hearing_listed':
      case 'hearing_adjourned':
        state.hearing = step.hearingOn ?? null;
        break;
      case 'order_made':
      case 'order_suspended':
        state.claim = 'decided';
        state.hearing = null;
        state.warrant = false;
        break;
      case 'claim_dismissed':
      case 'claim_withdrawn':
        state.claim = 'none';
        state.hearing = null;
        state.warrant = false;
        break;
      case 'warrant_requested':
        state.warrant = true;
        break;
    }
  }
  if (state.notice?.until && state.notice.until < day) state.notice = null;
  return state;
}

/** The state of a case in court on a day, from the facts of an assessment. */
export function courtOf(facts: CourtFacts | null | undefined, day: Day): CourtState | null {
  if (!facts || facts.steps.length === 0) return null;
  const frozenOn = (when: Day) =>
    facts.frozen.some(({ startsOn, endsOn }) => startsOn <= when && (endsOn === null || when < endsOn));
  return courtState(facts.steps, facts.notice, frozenOn, day);
}

/** A listed hearing whose day is over and that has no recorded outcome; null if there is none. */
export const hearingWithoutOutcome = ({ hearing }: CourtState, day: Day): Day | null =>
  hearing !== null && hearing < day ? hearing : null;

/** The present repairs and plan: by the landlord's rules they may prevent a notice and court. */
export type Standing = {
  damp: RepairsView['damp'];
  overdue: RepairsView['overdue'];
  plan: { state: PlanState; agreedOn: Day } | null;
};

/** Which of them prevent the step on that day, in plain phrases. A new plan prevents it in any state. */
export function heldUpBy({ damp, overdue, plan }: Standing, day: Day, rules: Rules): string[] {
  const reasons: string[] = [];
  if (rules.court.waitForRepairs === 1) {
    if (damp) reasons.push(`Damp or mould reported ${formatDay(damp, true)} is not fixed`);
    if (overdue)
      reasons.push(
        `A repair has been overdue since ${formatDay(overdue.on, true)} (${overdue.category.replaceAll('_', ' ')})`,
      );
  }
  if (rules.court.waitForPlan === 1 && plan) {
    if (plan.state === 'agreed' || daysBetween(plan.agreedOn, day) < rules.plan.newDays)
      reasons.push(`A plan was agreed on ${formatDay(plan.agreedOn, true)}`);
    else if (plan.state === 'kept' || plan.state === 'late')
      reasons.push(`The tenant is keeping to the plan of ${formatDay(plan.agreedOn, true)}`);
  }
  return reasons;
}

const inOrder = <S extends CourtStep>(steps: readonly S[]): S[] =>
  steps
    .map((step, i) => ({ step, i }))
    .sort((a, b) => (a.step.on < b.step.on ? -1 : a.step.on > b.step.on ? 1 : a.i - b.i))
    .map(({ step }) => step);

const noticeOf = (on: Day, rule: Pick<NoticeRule, 'noticeDays' | 'validWeeks'> | null): StandingNotice => ({
  on,
  from: addDays(on, rule?.noticeDays ?? 28),
  until: rule?.validWeeks ? addDays(on, rule.validWeeks * 7) : null,
});

const gateOf: Record<LandlordStep, CourtGate> = {
  notice_served: 'notice',
  application_made: 'application',
  warrant_requested: 'application',
};

/** What prevents that step on that day, each a plain phrase; empty: a person may decide on it. */
export function inTheWayOf(
  kind: LandlordStep,
  input: {
    day: Day;
    blockers: readonly Blocker[];
    states: readonly ItemState[];
    state: CourtState;
    rule: NoticeRule | null;
    /** Real arrears in weeks of rent; null where the rent is nothing. */
    weeksOwed: number | null;
    /** The repairs or plan that prevent it: from heldUpBy. */
    heldUp: readonly string[];
  },
): string[] {
  const { day, blockers, states, state, rule, weeksOwed, heldUp } = input;
  const reasons = [...blockers.map((blocker) => blocker.text), ...heldUp];
  if (kind === 'notice_served') {
    if (!rule) reasons.push('No notice rule is set up for this tenancy');
    else if (weeksOwed !== null && weeksOwed < rule.thresholdWeeks)
      reasons.push(
        `${weeksOwed} weeks of rent are overdue, and a notice needs ${rule.thresholdWeeks}${mark(rule)}`,
      );
    if (state.claim === 'open') reasons.push('There is already an open claim');
  }
  if (kind === 'application_made') {
    if (state.claim !== 'none')
      reasons.push(
        state.claim === 'open' ? 'There is already an open claim' : 'There is already a court order',
      );
    if (state.void !== null && state.notice === null)
      reasons.push(
        `The notice served ${formatDay(state.void)} is void because there was a breathing space on that day`,
      );
    else if (state.notice === null) reasons.push('There is no valid notice');
    else if (day < state.notice.from)
      reasons.push(
        `The notice served ${formatDay(state.notice.on)} allows an application from ${formatDay(state.notice.from)}${rule ? mark(rule) : ''}`,
      );
  }
  if (kind === 'warrant_requested') {
    if (state.claim !== 'decided') reasons.push('There is no court order');
    else if (state.warrant) reasons.push('A warrant has already been requested');
  }
  return [...reasons, ...gapsBefore(gateOf[kind], states)];
}

const mark = (rule: NoticeRule): string => (rule.confirmed ? '' : ' †');
