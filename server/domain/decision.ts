// Which action, and the reasons that decided it. The order of decisions: too little to act on, a promise not yet due, a
// plan, and then the ladder of weeks owed and contacts made. Owing less never leads to an action that asks more.
import type { Action } from './action.ts';
import type { Reason } from './answer.ts';
import type { Arrears } from './arrears.ts';
import type { LineState } from './calendar.ts';
import { kindsTried, nextStep, type ContactView, type Level, type NextStep } from './contacts.ts';
import { dayOf } from './days.ts';
import type { CaseFacts } from './facts.ts';
import type { PlanView } from './plan.ts';
import type { PromiseView } from './promise.ts';
import { reason } from './reasons.ts';
import type { RepairsView } from './repairs.ts';
import type { Rules } from './rules.ts';

export type Decision = { action: Action; reasons: Reason[] };

export function decide(
  facts: CaseFacts,
  money: Arrears,
  contacts: ContactView,
  promise: PromiseView,
  repairs: RepairsView,
  rules: Rules,
): Decision {
  const { weeks } = rules;
  const owed = money.actionableWeeks;
  if (owed < weeks.message) return tooLittle(facts, money, rules);
  if (promise.state === 'pending') {
    const text = reason('promise_pending', { pence: promise.pence, on: promise.on });
    return { action: 'wait', reasons: [text, owesReason(money)] };
  }
  const { plan } = money;
  if (plan.state === 'broken') {
    const params = { shortfallPence: plan.shortfallPence, on: plan.dueOn! };
    const broken = reason('plan_broken', params);
    const step = nextStep(2, contacts, rules);
    if (step.action === 'wait') return patience(step, [broken, owesReason(money)]);
    return { action: 'plan_review', reasons: [broken, owesReason(money)] };
  }
  if (plan.state !== 'none') return { action: 'wait', reasons: [planReason(facts, plan), owesReason(money)] };

  let level: Level = owed >= weeks.court ? 4 : owed >= weeks.visit ? 3 : owed >= weeks.call ? 2 : 1;
  const late = money.lines.filter((state) => state.late);
  const reasons: Reason[] = [];
  if (level === 4) {
    const standing =
      money.standingWeeks >= weeks.visit &&
      kindsTried(contacts, rules.court.attemptDays) >= rules.court.attempts &&
      !repairs.damp &&
      !repairs.overdue;
    if (standing) {
      reasons.push(reason('court_standing', { weeks: Math.floor(rules.court.standingDays / 7) }));
    } else level = 3;
  }
  // Money that failed to come asks for a call to find out why; and while nothing else is owed, for no more than that
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
  if (level === 2) for (const state of late) pushLate(reasons, state);
  const step = nextStep(level as 1 | 2 | 3 | 4, contacts, rules);
  if (step.action === 'wait') return patience(step, [...reasons, owesReason(money)]);
  reasons.push(owesReason(money));
  if (step.because) {
    const code =
      step.because.kind === 'call' || step.because.kind === 'office'
        ? 'call_unanswered'
        : 'message_unanswered';
    reasons.push(reason(code, { on: dayOf(step.because.on) }));
  }
  return { action: step.action, reasons };
}

function patience(step: Extract<NextStep, { action: 'wait' }>, reasons: Reason[]): Decision {
  const { kind, on } = step.because;
  const params = { kind, on: dayOf(on), until: dayOf(step.untilDay) };
  return { action: 'wait', reasons: [reason('contact_working', params), ...reasons] };
}

function tooLittle(facts: CaseFacts, money: Arrears, rules: Rules): Decision {
  const balance = facts.balancePence;
  const onlyThisWeek = balance <= money.thisWeekPence + rules.tinyPence;
  if (onlyThisWeek) {
    return {
      action: 'none',
      reasons: [
        money.thisWeekPence > 0
          ? reason('only_this_week', { pence: balance })
          : reason('little', { pence: balance }),
      ],
    };
  }
  const reasons: Reason[] = [];
  if (money.plan.state !== 'none') reasons.push(planReason(facts, money.plan));
  if (money.actionablePence <= rules.tinyPence && money.technicalPence > 0)
    reasons.push(expectedReason(money));
  else if (money.actionablePence > 0) reasons.push(reason('little', { pence: money.actionablePence }));
  else reasons.push(owesReason(money));
  return { action: 'wait', reasons };
}

function planReason(facts: CaseFacts, plan: PlanView): Reason {
  const { instalmentPence, rhythm } = facts.plan!;
  if (plan.state === 'completed') return reason('plan_paid_off', {});
  if (plan.state === 'kept') return reason('plan_kept', { instalmentPence, rhythm });
  const params = { shortfallPence: plan.shortfallPence, on: plan.dueOn! };
  return reason(plan.state === 'late' ? 'plan_late' : 'plan_broken', params);
}

export const owesReason = (money: Arrears): Reason =>
  money.realPence > 0
    ? reason('owes', { pence: money.realPence, weeks: money.weeksOwed ?? 0, trend: money.trend })
    : expectedReason(money);

export function expectedReason(money: Arrears): Reason {
  const excusing = money.lines.filter((state) => state.excusedPence > 0);
  const most = excusing.reduce((a, b) => (b.excusedPence > a.excusedPence ? b : a));
  return reason('expected', {
    pence: money.technicalPence,
    method: most.line.method,
    others: excusing.length - 1,
  });
}

export function pushLate(reasons: Reason[], { line, late }: LineState): void {
  const { on, missingPence, cameNothing } = late!;
  const params = { method: line.method, on, missingPence, cameNothing: cameNothing ? 1 : 0 };
  reasons.push(reason('expected_late', params));
}
