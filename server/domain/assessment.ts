// What to do next about one case, and why: a pure function of (facts, clock, rules). The same in gives the same out,
// whatever the order of the facts; nothing handed in is changed. Three invariants are held by property tests:
// a blocked case never gets a debt action; no payment makes a case more urgent; technical + real = balance.
import type { ActiveAlert, Assessment, Blocker } from './answer.ts';
import { activeAlerts } from './law/alerts.ts';
import { arrearsOf, planOf, type Arrears } from './money/arrears.ts';
import { contactView, type ContactView } from './contacts.ts';
import type { AssessmentClock } from './clock.ts';
import { courtOf } from './law/court.ts';
import { dayNumber } from './days.ts';
import {
  cameBack,
  cameBackReason,
  lastPaid,
  lateReason,
  longAgoDays,
  noPaymentReason,
  returnedDays,
} from './causes.ts';
import { courtReasons, decide, expectedReason, owesReason } from './decision.ts';
import type { CaseFacts, Day } from './facts.ts';
import { blockersOn } from './law/holds.ts';
import { promiseView } from './money/promise.ts';
import { reason, type Reason } from './reasons.ts';
import { repairsView } from './repairs.ts';
import type { Rules } from './rules.ts';

export type Assess = (facts: CaseFacts, clock: AssessmentClock, rules: Rules) => Assessment;

/**
 * The assessment of one case at the instant of `clock`: what to do next, how urgent it is, and why. Pure; amounts are
 * pence. `reassessAt` of the result is when it may differ although no fact has changed.
 */
export const assess: Assess = (facts, clock, rules) => {
  const blockers = blockersOn(facts, clock.today);
  const alerts = activeAlerts(facts.alerts, clock.today);
  if (facts.balancePence <= 0) return nothingOwed(facts, clock, rules, blockers, alerts);

  const money = arrearsOf(facts, clock, rules);
  const contacts = contactView(facts.contacts, money.today, clock.timeZone);
  const promise = promiseView(facts.promise, facts.receipts, clock.today, rules);
  const repairs = repairsView(facts.repairs, clock);
  const court = courtOf(facts.court, clock.today);
  const decision =
    blockers.length > 0
      ? {
          action: 'hold' as const,
          reasons: blockers.map(({ kind, text }) => reason('blocked', { kind, text })),
        }
      : decide({ facts, money, contacts, promise, repairs, court, rules });

  const { reasons } = decision;
  if (decision.action !== 'hold' && decision.action !== 'none') {
    reasons.push(...courtReasons(court, clock.today));
    if (repairs.damp) reasons.push(reason('damp_first', { on: repairs.damp }));
    if (repairs.overdue) reasons.push(reason('repair_first', repairs.overdue));
    for (const state of money.lines) if (state.late) reasons.push(lateReason(state));
    if (money.technicalPence > 0) reasons.push(expectedReason(money));
    pushReceipts(reasons, facts, clock.today, rules);
    reasons.push(
      contacts.spoken
        ? reason('no_contact', { days: contacts.spoken.daysAgo })
        : reason('never_contacted', {}),
    );
  } else if (decision.action === 'hold') reasons.push(owesReason(money));

  return {
    action: decision.action,
    urgency:
      decision.action === 'hold' || decision.action === 'none'
        ? 0
        : urgencyOf(money, contacts, promise.state === 'broken', rules),
    reasons: once(reasons),
    blockers,
    alerts,
    realArrearsPence: money.realPence,
    technicalArrearsPence: money.technicalPence,
    weeksOwed: money.weeksOwed,
    trend: money.trend,
    planState: money.plan.state,
    // Nearly everything is by the day: contacts age, tolerances end, the rent week turns.
    reassessAt:
      repairs.nextOverdueAt === null
        ? clock.nextMidnight
        : Math.min(clock.nextMidnight, repairs.nextOverdueAt),
  };
};

function nothingOwed(
  facts: CaseFacts,
  clock: AssessmentClock,
  rules: Rules,
  blockers: Blocker[],
  alerts: ActiveAlert[],
): Assessment {
  const { today } = clock;
  const datesAhead =
    (facts.tenancyEndedOn !== null && facts.tenancyEndedOn > today) ||
    facts.plan !== null ||
    facts.holds.some((hold) => hold.endsOn === null || hold.endsOn > today) ||
    facts.alerts.some((alert) => alert.expiresOn >= today);
  return {
    action: 'none',
    urgency: 0,
    reasons: blockers.map(({ kind, text }) => reason('blocked', { kind, text })),
    blockers,
    alerts,
    realArrearsPence: 0,
    technicalArrearsPence: 0,
    weeksOwed: facts.weeklyRentPence > 0 ? 0 : null,
    trend: 'steady',
    planState: planOf(facts, clock, rules).state,
    reassessAt: datesAhead ? clock.nextMidnight : null,
  };
}

/** The newest payment that was not returned, and the newest return of the last two weeks. */
function pushReceipts(reasons: Reason[], facts: CaseFacts, today: Day, rules: Rules): void {
  const paid = lastPaid(facts.receipts);
  const back = cameBack(facts);
  if (back && dayNumber(today) - dayNumber(back.on) <= returnedDays) reasons.push(cameBackReason(back));
  reasons.push(
    paid
      ? reason('last_paid', {
          method: paid.method,
          pence: paid.amountPence,
          on: paid.on,
          withYear: dayNumber(today) - dayNumber(paid.on) > longAgoDays ? 1 : 0,
        })
      : noPaymentReason(facts, today, rules),
  );
}

function urgencyOf(
  money: Arrears,
  contacts: ContactView,
  promiseBroken: boolean,
  { urgency }: Rules,
): number {
  const part = (value: number, fullAt: number) => Math.min(1, value / fullAt);
  const silence = contacts.reached ? contacts.reached.daysAgo : urgency.contactFullAtDays;
  const points =
    urgency.owedPoints * part(money.actionableWeeks, urgency.owedFullAtWeeks) +
    (money.trend === 'rising'
      ? urgency.risingPoints
      : money.trend === 'steady'
        ? urgency.risingPoints / 2
        : 0) +
    urgency.contactPoints * part(silence, urgency.contactFullAtDays) +
    (promiseBroken ? urgency.brokenPromisePoints : 0);
  return Math.min(100, Math.round(points * 10) / 10);
}

/** Each sentence once, at its first place. */
function once(reasons: Reason[]): Reason[] {
  const seen = new Set<string>();
  return reasons.filter(({ text }) => !seen.has(text) && seen.add(text));
}
