// The money of one case, worked out once: what is owed, what of it is certain to come, what counts for a next step, and
// whether the plan is kept. Pence throughout; see the README for the four steps.
import { calendarState, type Ledger, type LineState } from './calendar.ts';
import type { AssessmentClock } from './clock.ts';
import { dayNumber, dayNumbers } from './days.ts';
import type { CaseFacts } from './facts.ts';
import { noPlan, planView, sinceAgreement, type PlanView } from './plan.ts';
import type { Rules } from './rules.ts';
import { owedBefore, trendOf, type Trend } from './trend.ts';

export type Arrears = {
  today: number;
  realPence: number;
  technicalPence: number;
  weeksOwed: number | null;
  trend: Trend;
  lines: LineState[];
  plan: PlanView;
  thisWeekPence: number;
  /** Owed after grace, in pence and in weeks of rent; and that without what the calendar expected and did not get. */
  actionablePence: number;
  actionableWeeks: number;
  besidesExpectedWeeks: number;
  rentPence: number;
  /** Weeks of rent that were owed standingDays ago. */
  standingWeeks: number;
};

export function arrearsOf(facts: CaseFacts, clock: AssessmentClock, rules: Rules): Arrears {
  const balance = facts.balancePence;
  const today = dayNumber(clock.today);
  const weekStart = dayNumber(clock.weekStartsOn);
  const bankHolidays = dayNumbers(clock.bankHolidays);
  const rentPence = facts.weeklyRentPence > 0 ? facts.weeklyRentPence : rules.assumedWeeklyRentPence;

  const receipts = facts.receipts.map((r) => ({
    on: dayNumber(r.on),
    pence: r.amountPence,
    method: r.method,
  }));
  let firstChargeOn = Infinity;
  let thisWeek = 0;
  const charges = facts.charges.map((charge) => {
    const on = dayNumber(charge.on);
    if (on < firstChargeOn) firstChargeOn = on;
    if (on >= weekStart) thisWeek += charge.amountPence;
    return { on, pence: charge.amountPence };
  });
  const ledger: Ledger = { receipts, charges, firstChargeOn };
  const thisWeekPence = Math.max(0, thisWeek);

  const lines = calendarState(
    facts.calendar,
    facts.weeklyRentPence,
    ledger,
    today,
    weekStart,
    rules,
    bankHolidays,
  );
  let excused = 0;
  let excusedBeforeWeek = 0;
  let unreceived = 0;
  for (const state of lines) {
    excused += state.excusedPence;
    excusedBeforeWeek += state.excusedBeforeWeekPence;
    unreceived += state.unreceivedPence;
  }
  const technicalPence = Math.min(balance, excused);
  const realPence = balance - technicalPence;
  const actionablePence = Math.max(0, balance - excusedBeforeWeek - thisWeekPence);
  const plan = planOf(facts, ledger, today, weekStart, rules, bankHolidays);
  return {
    today,
    realPence,
    technicalPence,
    weeksOwed: facts.weeklyRentPence > 0 ? Math.round((realPence * 10) / facts.weeklyRentPence) / 10 : null,
    trend: trendOf(ledger, lines, today, rentPence, rules),
    lines,
    plan,
    thisWeekPence,
    actionablePence,
    actionableWeeks: actionablePence / rentPence,
    besidesExpectedWeeks: (balance - thisWeekPence - unreceived) / rentPence,
    rentPence,
    standingWeeks: owedBefore(balance, ledger, today - rules.court.standingDays) / rentPence,
  };
}

function planOf(
  facts: CaseFacts,
  ledger: Ledger,
  today: number,
  weekStart: number,
  rules: Rules,
  bankHolidays: ReadonlySet<number>,
): PlanView {
  const { plan, balancePence } = facts;
  if (!plan) return noPlan;
  const since = sinceAgreement(ledger, dayNumber(plan.agreedOn));
  const rent = facts.weeklyRentPence;
  const lines = calendarState(facts.calendar, rent, since, today, weekStart, rules, bankHolidays);
  const charged = (from: number, before: number) => {
    let sum = 0;
    for (const charge of since.charges) if (charge.on >= from && charge.on < before) sum += charge.pence;
    return Math.max(0, sum);
  };
  return planView(plan, {
    balancePence,
    thisWeekPence: charged(weekStart, Infinity),
    expectedPence: lines.reduce((sum, state) => sum + state.excusedBeforeWeekPence, 0),
    chargedSince: (day) => charged(day, weekStart),
    today,
    bankHolidays,
    slackPence: rules.plan.slackPence,
  });
}
