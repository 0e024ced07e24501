// What would change a suggestion: the assessment is run again with payments that have not come, and with later days on
// which none comes. Nothing is estimated: the same rules give each figure.
import type { CoveredBy, IfNothingComes, TurningPoint } from '../../contract/case-why.ts';
import { actionRank, type Action } from '../../domain/action.ts';
import { arrearsOf } from '../../domain/money/arrears.ts';
import { assess } from '../../domain/assessment.ts';
import { clockAt, type AssessmentClock } from '../../domain/clock.ts';
import { dayNumber, formatDay } from '../../domain/days.ts';
import type { CaseFacts } from '../../domain/facts.ts';
import { formatPence } from '../../domain/money.ts';
import { chargingOf, rentWeeksOf, weeksChargedBetween } from '../../domain/money/rent-weeks.ts';
import type { CasePast, Then } from './case-past.ts';

/** After "£12.00 today": what it would come to. */
const would: Record<Action, string> = {
  none: 'would leave nothing to do',
  wait: 'would be enough to wait',
  message: 'would be enough to send a message instead',
  call: 'would be enough to call instead',
  visit: 'would be enough to visit instead',
  plan_review: 'would mean a review of the plan instead',
  court_review: 'would mean a review for court instead',
  hold: 'would mean a hold instead',
};
const suggested: Record<Action, string> = {
  none: 'nothing',
  wait: 'waiting',
  message: 'a message',
  call: 'a call',
  visit: 'a visit',
  plan_review: 'a review of the plan',
  court_review: 'a review for court',
  hold: 'no step',
};

/** The facts with this much more paid, in no way that the payment calendar waits for. */
function paying(facts: CaseFacts, pence: number, { clock }: Then): CaseFacts {
  const receipt = { amountPence: pence, method: 'other' as const, on: clock.today, postedAt: clock.now };
  return {
    ...facts,
    balancePence: facts.balancePence - pence,
    receipts: [...facts.receipts, receipt],
  };
}

/**
 * The least that must be paid today for each further action that asks less, smallest first. No payment makes a case more
 * urgent ([DOMAIN] holds that), so each is found by halving.
 */
export function turningPoints(then: Then): TurningPoint[] {
  const { facts, clock, rules } = then;
  const found: TurningPoint[] = [];
  if (facts.balancePence <= 0) return found;
  const actionAt = (pence: number) => assess(paying(facts, pence, then), clock, rules).action;
  let action = assess(facts, clock, rules).action;
  const last = actionAt(facts.balancePence);
  for (let paid = 0; action !== last && found.length < 8;) {
    let low = paid;
    let high = facts.balancePence;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (actionAt(middle) === action) low = middle;
      else high = middle;
    }
    paid = high;
    action = actionAt(paid);
    found.push({ pence: paid, action, text: `${formatPence(paid)} today ${would[action]}.` });
  }
  return found;
}

const aheadDays = 42;

/** The first day on which more is suggested, if no money comes and the rent falls due each week; null within six weeks. */
export function ifNothingComes(past: CasePast, then: Then): IfNothingComes | null {
  const { rules, facts } = then;
  const now = assess(facts, then.clock, rules).action;
  let clock = then.clock;
  let ahead = facts;
  for (let n = 0; n < aheadDays; n++) {
    clock = clockAt(clock.nextMidnight, past.settings);
    const rentPence = rentDueOn(facts, clock, then.clock);
    if (rentPence > 0 && !past.charges.some((one) => one.on === clock.today)) {
      ahead = {
        ...ahead,
        balancePence: ahead.balancePence + rentPence,
        charges: [...ahead.charges, { amountPence: rentPence, on: clock.today }],
      };
    }
    const { action } = assess(ahead, clock, rules);
    if (actionRank[action] > actionRank[now])
      return {
        on: clock.today,
        action,
        text: `Without a payment, the suggestion is ${suggested[action]} from ${formatDay(clock.today)}.`,
      };
  }
  return null;
}

/** The rent that falls due on that day to come, by the rhythm in which it has been charged; nothing in a rent-free week. */
function rentDueOn(facts: CaseFacts, clock: AssessmentClock, now: AssessmentClock): number {
  const weeks = rentWeeksOf(dayNumber(clock.weekStartsOn), facts.rentFreeWeeks);
  const charges = facts.charges.map(({ on, amountPence }) => ({ on: dayNumber(on), pence: amountPence }));
  const charging = chargingOf(charges, facts.weeklyRentPence, dayNumber(now.today), weeks);
  const day = dayNumber(clock.today);
  return Math.round(weeksChargedBetween(charging, day, day + 1) * facts.weeklyRentPence);
}

/** Which money that is certain to come covers how much of the balance, most first. */
export function coveredBy({ facts, clock, rules }: Then): CoveredBy[] {
  if (facts.balancePence <= 0) return [];
  return arrearsOf(facts, clock, rules)
    .lines.filter((state) => state.excusedPence > 0)
    .map(({ line, excusedPence }) => ({
      method: line.method,
      rhythm: line.rhythm,
      pence: excusedPence,
      declared: line.declared,
    }))
    .sort((a, b) => b.pence - a.pence);
}
