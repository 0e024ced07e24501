// Which action, and the reasons that decided it. The order of decisions: too little to act on, a promise not yet due, a
// plan, and then the ladder of weeks owed and contacts made. Owing less never leads to an action that asks more.
import type { Action } from './action.ts';
import type { Arrears } from './money/arrears.ts';
import { cameBack, cameBackReason, causeOf } from './causes.ts';
import {
  kindsTried,
  nextStep,
  type ContactView,
  type Level,
  type NewFact,
  type NextStep,
} from './contacts.ts';
import { heldUpBy, hearingWithoutOutcome, type CourtState } from './law/court.ts';
import { dayNumber, dayOf } from './days.ts';
import type { CaseFacts, Day } from './facts.ts';
import type { PlanView } from './money/plan.ts';
import type { PromiseView } from './money/promise.ts';
import { reason, type Reason } from './reasons.ts';
import type { RepairsView } from './repairs.ts';
import type { Rules } from './rules.ts';

/** The action, and the reasons that decided it, the most important first. */
export type Decision = { action: Action; reasons: Reason[] };

/** What a decision looks at: the facts, and what the other files of this folder found in them. */
export type DecisionInput = {
  facts: CaseFacts;
  money: Arrears;
  contacts: ContactView;
  promise: PromiseView;
  repairs: RepairsView;
  court: CourtState | null;
  rules: Rules;
};

/**
 * Decides the next action of a case that owes money and has no blocker, and gives the reasons for it, the deciding one
 * first. The reasons that only add information are added by `assess`.
 */
export function decide(input: DecisionInput): Decision {
  const { facts, money, promise, rules } = input;
  if (money.actionableWeeks < rules.weeks.message) return tooLittle(facts, money, rules);
  if (promise.state === 'pending') {
    const text = reason('promise_pending', { pence: promise.pence, on: promise.on });
    return { action: 'wait', reasons: [text, owesReason(money)] };
  }
  const newFact = newFactOf(facts, promise);
  return decideByPlan(input, newFact) ?? decideByLadder(input, newFact);
}

/** The decision where a plan runs, or has fallen behind; null where there is none, or it is over. */
function decideByPlan({ facts, money, contacts, rules }: DecisionInput, newFact: NewFact): Decision | null {
  const { plan } = money;
  if (plan.state === 'none' || plan.over) return null;
  const reasons = [planReason(facts, plan), owesReason(money)];
  if (plan.state === 'broken' && plan.basis === 'court_ordered') return { action: 'court_review', reasons };
  if (plan.state === 'broken' || (plan.state === 'completed' && plan.shortfallPence > 0)) {
    const step = nextStep(2, contacts, rules, newFact);
    return step.action === 'wait' ? patience(step, reasons) : { action: 'plan_review', reasons };
  }
  return { action: 'wait', reasons };
}

/** The decision by the weeks of rent that are owed and the contacts that were made. */
function decideByLadder(input: DecisionInput, newFact: NewFact): Decision {
  const { facts, money, contacts, rules } = input;
  const { level, reasons } = levelOf(input);
  const step = nextStep(level, contacts, rules, newFact);
  // Without the money that came back it would have been quiet: say so first.
  const quiet = nextStep(level, contacts, rules);
  const back = cameBack(facts);
  if (step.action !== 'wait' && quiet.action === 'wait' && back && quiet.because.at < back.postedAt)
    reasons.unshift(cameBackReason(back));
  const plan = money.plan.over ? planReason(facts, money.plan) : null;
  // A plan that is paid off with rent unpaid since is a cause; one that is only paid off is good news.
  if (plan?.code === 'plan_over') reasons.push(plan);
  else if (reasons.length === 0 && step.action !== 'wait') reasons.push(causeOf(input, level, step));
  if (plan?.code === 'plan_paid_off') reasons.push(plan);
  reasons.push(owesReason(money));
  return step.action === 'wait' ? patience(step, reasons) : { action: step.action, reasons };
}

/** How strong a step the debt calls for, and the reasons for that other than the sum itself. */
function levelOf({ money, contacts, promise, repairs, court, rules }: DecisionInput): {
  level: Exclude<Level, 0>;
  reasons: Reason[];
} {
  const { weeks } = rules;
  const owed = money.actionableWeeks;
  let level: Exclude<Level, 0> =
    owed >= weeks.court ? 4 : owed >= weeks.visit ? 3 : owed >= weeks.call ? 2 : 1;
  const late = money.lines.filter((state) => state.late);
  const reasons: Reason[] = [];
  if (level === 4) {
    const standing =
      money.standingWeeks >= weeks.visit &&
      kindsTried(contacts, rules.court.attemptDays) >= rules.court.attempts &&
      heldUpBy({ ...repairs, plan: null }, dayOf(money.today), rules).length === 0;
    const next = standing ? courtReason(court, dayOf(money.today), rules) : null;
    if (next) reasons.push(next);
    else level = 3;
  }
  // Money that did not arrive calls for a call to find out why; and while nothing else is owed, for no more than that
  // until somebody has called.
  if (level < 2 && (late.length > 0 || promise.state === 'broken')) level = 2;
  const calledLately = contacts.call !== null && contacts.call.daysAgo <= rules.contact.rememberDays;
  if (level > 2 && money.besidesExpectedWeeks < weeks.message && !calledLately) {
    level = 2;
    reasons.length = 0;
  }
  if (promise.state === 'broken') {
    const { pence, on, paidPence } = promise;
    reasons.push(reason('promise_broken', { pence, on, paidPence }));
  }
  return { level, reasons };
}

function patience(step: Extract<NextStep, { action: 'wait' }>, reasons: Reason[]): Decision {
  const { kind, on } = step.because;
  const params = { kind, on: dayOf(on), until: dayOf(step.untilDay) };
  return { action: 'wait', reasons: [reason('contact_working', params), ...reasons] };
}

/** What ends the quiet after a contact: a promise that was broken since, or money that came back since. */
function newFactOf(facts: CaseFacts, promise: PromiseView): NewFact {
  const brokenAfter = promise.state === 'broken' ? dayNumber(promise.on) : -Infinity;
  let backAt = -Infinity;
  for (const { amountPence, postedAt } of facts.receipts)
    if (amountPence < 0 && postedAt > backAt) backAt = postedAt;
  return ({ on, at }) => on <= brokenAfter || at < backAt;
}

/**
 * The next step towards court that a person may decide on; null where none is due: a notice still runs, a claim is before the
 * court, a warrant was requested.
 */
function courtReason(court: CourtState | null, today: Day, rules: Rules): Reason | null {
  if (court?.claim === 'open' || court?.warrant) return null;
  if (court?.claim === 'decided') return reason('order_stands', {});
  if (court?.notice) {
    const { on, from } = court.notice;
    return today < from ? null : reason('notice_over', { on });
  }
  return reason('court_standing', { weeks: Math.floor(rules.court.standingDays / 7) });
}

/** How far the landlord has gone to court, shown with the case. */
export function courtReasons(court: CourtState | null, today: Day): Reason[] {
  if (!court) return [];
  const passed = hearingWithoutOutcome(court, today);
  if (passed) return [reason('hearing_passed', { on: passed })];
  if (court.hearing) return [reason('hearing_ahead', { on: court.hearing })];
  if (court.claim === 'open') return [reason('claim_open', {})];
  if (court.claim === 'none' && court.notice && today < court.notice.from)
    return [reason('notice_runs', { on: court.notice.on, until: court.notice.from })];
  return [];
}

function tooLittle(facts: CaseFacts, money: Arrears, rules: Rules): Decision {
  const balance = facts.balancePence;
  const onlyThisPeriod = balance <= money.inGracePence + rules.tinyPence;
  const { charged } = money;
  if (onlyThisPeriod) {
    return {
      action: 'none',
      reasons: [
        money.inGracePence > 0
          ? reason('only_this_week', { pence: balance, charged })
          : reason('little', { pence: balance, charged }),
      ],
    };
  }
  const reasons: Reason[] = [];
  if (money.plan.state !== 'none') reasons.push(planReason(facts, money.plan));
  if (money.actionablePence <= rules.tinyPence && money.technicalPence > 0)
    reasons.push(expectedReason(money));
  else if (money.actionablePence > 0)
    reasons.push(reason('little', { pence: money.actionablePence, charged }));
  else reasons.push(owesReason(money));
  return { action: 'wait', reasons };
}

function planReason(facts: CaseFacts, plan: PlanView): Reason {
  const { instalmentPence, rhythm } = facts.plan!;
  const { state, shortfallPence } = plan;
  if (state === 'completed')
    return shortfallPence > 0 ? reason('plan_over', { shortfallPence }) : reason('plan_paid_off', {});
  const on = plan.dueOn!;
  if (state === 'agreed') return reason('plan_agreed', { instalmentPence, rhythm, on });
  if (state === 'kept') return reason('plan_kept', { instalmentPence, rhythm });
  if (state === 'late') return reason('plan_late', { shortfallPence, on });
  return reason(plan.basis === 'court_ordered' ? 'order_broken' : 'plan_broken', { shortfallPence, on });
}

/** What is really owed; where that is nothing, the money that is expected for all of it. */
export const owesReason = (money: Arrears): Reason =>
  money.realPence > 0
    ? reason('owes', { pence: money.realPence, weeks: money.weeksOwed ?? 0, trend: money.trend })
    : expectedReason(money);

/** The money that is certain to come. Needs a line that excuses some of the balance; throws without one. */
export function expectedReason(money: Arrears): Reason {
  const excusing = money.lines.filter((state) => state.excusedPence > 0);
  const most = excusing.reduce((a, b) => (b.excusedPence > a.excusedPence ? b : a));
  return reason('expected', {
    pence: money.technicalPence,
    method: most.line.method,
    others: excusing.length - 1,
  });
}
