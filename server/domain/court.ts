// Court steps as facts that people decide or a court makes, and what stands in the way of the next one. Nothing here
// sends anything. The landlord's own steps wait for the checklist, the notice's days and every hold; what a court did,
// and what takes a step back, is only recorded.
import type { Blocker } from './answer.ts';
import { addDays, formatDay } from './days.ts';
import type { Day } from './facts.ts';
import { gapsBefore, type CourtGate, type ItemState } from './pre-action.ts';

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
export type CourtStep = { kind: CourtStepKind; on: Day };

export const courtStepWords: Record<CourtStepKind, string> = {
  notice_served: 'Notice served',
  notice_withdrawn: 'Notice withdrawn',
  application_made: 'Application to court made',
  hearing_listed: 'Hearing listed',
  hearing_adjourned: 'Hearing adjourned',
  order_made: 'Order made',
  order_suspended: 'Order made and suspended on terms',
  claim_dismissed: 'Claim dismissed',
  claim_withdrawn: 'Claim withdrawn',
  warrant_requested: 'Warrant asked for',
};

/** What the landlord does to the tenant. The others are the court's, or take a step back. */
export const landlordSteps = ['notice_served', 'application_made', 'warrant_requested'] as const;
export type LandlordStep = (typeof landlordSteps)[number];
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

export type StandingNotice = {
  on: Day;
  /** The first day on which an application may be made, and the last; null where nothing limits it. */
  from: Day;
  until: Day | null;
};
export type CourtState = {
  /** The newest notice that was neither withdrawn nor void nor has run out on that day. */
  notice: StandingNotice | null;
  /** The newest notice was served inside a breathing space. */
  void: Day | null;
  claim: 'none' | 'open' | 'decided';
};

/** A notice ends a day's order; what was recorded later on the same day comes later. Steps in any order of days. */
export function courtState(
  steps: readonly CourtStep[],
  rule: NoticeRule | null,
  /** Did a breathing space bind on that day? A notice served then is void. */
  frozenOn: (day: Day) => boolean,
  day: Day,
): CourtState {
  const state: CourtState = { notice: null, void: null, claim: 'none' };
  for (const step of inOrder(steps)) {
    if (step.on > day) continue;
    switch (step.kind) {
      case 'notice_served':
        state.void = frozenOn(step.on) ? step.on : null;
        state.notice = state.void === null ? noticeOf(step.on, rule) : null;
        break;
      case 'notice_withdrawn':
        state.notice = null;
        break;
      case 'application_made':
        state.claim = 'open';
        break;
      case 'order_made':
      case 'order_suspended':
        state.claim = 'decided';
        break;
      case 'claim_dismissed':
      case 'claim_withdrawn':
        state.claim = 'none';
        break;
      case 'hearing_listed':
      case 'hearing_adjourned':
      case 'warrant_requested':
        break;
    }
  }
  if (state.notice?.until && state.notice.until < day) state.notice = null;
  return state;
}

const inOrder = <S extends CourtStep>(steps: readonly S[]): S[] =>
  steps
    .map((step, i) => ({ step, i }))
    .sort((a, b) => (a.step.on < b.step.on ? -1 : a.step.on > b.step.on ? 1 : a.i - b.i))
    .map(({ step }) => step);

const noticeOf = (on: Day, rule: NoticeRule | null): StandingNotice => ({
  on,
  from: addDays(on, rule?.noticeDays ?? 28),
  until: rule?.validWeeks ? addDays(on, rule.validWeeks * 7) : null,
});

const gateOf: Record<LandlordStep, CourtGate> = {
  notice_served: 'notice',
  application_made: 'application',
  warrant_requested: 'application',
};

/** What stands in the way of that step on that day, each a plain phrase; empty: a person may decide on it. */
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
  },
): string[] {
  const { day, blockers, states, state, rule, weeksOwed } = input;
  const reasons = blockers.map((blocker) => blocker.text);
  if (kind === 'notice_served') {
    if (!rule) reasons.push('No notice rule has been set up for this tenancy');
    else if (weeksOwed !== null && weeksOwed < rule.thresholdWeeks)
      reasons.push(
        `${weeksOwed} weeks of rent are really owed; a notice asks for ${rule.thresholdWeeks}${mark(rule)}`,
      );
    if (state.claim === 'open') reasons.push('A claim is open already');
  }
  if (kind === 'application_made') {
    if (state.claim !== 'none')
      reasons.push(state.claim === 'open' ? 'A claim is open already' : 'An order stands already');
    if (state.void !== null && state.notice === null)
      reasons.push(`The notice of ${formatDay(state.void)} is void: it was served in a breathing space`);
    else if (state.notice === null) reasons.push('No notice stands');
    else if (day < state.notice.from)
      reasons.push(
        `The notice of ${formatDay(state.notice.on)} runs until ${formatDay(state.notice.from)}${rule ? mark(rule) : ''}`,
      );
  }
  if (kind === 'warrant_requested' && state.claim !== 'decided') reasons.push('No order stands');
  return [...reasons, ...gapsBefore(gateOf[kind], states)];
}

const mark = (rule: NoticeRule): string => (rule.confirmed ? '' : ' †');
