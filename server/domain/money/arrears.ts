// The money of one case, worked out once: what is owed, what of it is certain to come, what counts for a next step, and
// whether the plan is kept. Pence throughout; see the README for the four steps.
import { calendarState, type LineState } from './calendar.ts';
import type { AssessmentClock } from '../clock.ts';
import { dayNumber, dayNumbers } from '../days.ts';
import type { CaseFacts, Rhythm } from '../facts.ts';
import { noPlan, planView, type PlanContext, type PlanView } from './plan.ts';
import { chargingOf, graceEnds, rentWeeksOf, type Charging } from './rent-weeks.ts';
import type { Rules } from '../rules.ts';
import { changeOf, owedBefore, type Trend } from '../trend.ts';

/** The money of a case on a day. Pence, unless a field says weeks (of rent). `today` is a day number. */
export type Arrears = {
  today: number;
  realPence: number;
  technicalPence: number;
  weeksOwed: number | null;
  trend: Trend;
  /** What is owed more than so many days ago; below 0 where it is less. */
  changePence: number;
  changeDays: number;
  lines: LineState[];
  plan: PlanView;
  /** Charged for a time that is not over: this rent week, or this month where rent is charged by the month. */
  inGracePence: number;
  charged: Rhythm;
  /** Owed after grace, in pence and in weeks of rent; and that without what the calendar expected and did not get. */
  actionablePence: number;
  actionableWeeks: number;
  besidesExpectedWeeks: number;
  rentPence: number;
  /** Weeks of rent that were owed standingDays ago. */
  standingWeeks: number;
};

/**
 * Divides the balance into real and technical arrears and works out what is left to act on. Pence. Needs a balance
 * above 0; `planOf` is for the other cases.
 */
export function arrearsOf(facts: CaseFacts, clock: AssessmentClock, rules: Rules): Arrears {
  const balance = facts.balancePence;
  const today = dayNumber(clock.today);
  const weekStart = dayNumber(clock.weekStartsOn);
  const bankHolidays = dayNumbers(clock.bankHolidays);
  const rentPence = facts.weeklyRentPence > 0 ? facts.weeklyRentPence : rules.assumedWeeklyRentPence;

  const { ledger, charging } = ledgerOf(facts, today, weekStart);
  let inGrace = 0;
  for (const charge of ledger.charges) if (charge.inGrace) inGrace += charge.pence;
  const inGracePence = Math.max(0, inGrace);

  const { weeklyRentPence } = facts;
  const { timeZone } = clock;
  const context: PlanContext = { weeklyRentPence, charging, ledger, today, rules, bankHolidays, timeZone };
  const lines = calendarState(facts.calendar, context);
  let excused = 0;
  let excusedBeforeGrace = 0;
  let unreceived = 0;
  for (const state of lines) {
    excused += state.excusedPence;
    excusedBeforeGrace += state.excusedBeforeGracePence;
    unreceived += state.unreceivedPence;
  }
  const { trend, changePence, days } = changeOf(ledger, lines, today, rentPence, rules);
  const technicalPence = Math.min(balance, excused);
  const realPence = balance - technicalPence;
  const actionablePence = Math.max(0, balance - excusedBeforeGrace - inGracePence);
  return {
    today,
    realPence,
    technicalPence,
    weeksOwed: weeklyRentPence > 0 ? Math.round((realPence * 10) / weeklyRentPence) / 10 : null,
    trend,
    changePence,
    changeDays: days,
    lines,
    plan: facts.plan ? planView(facts.plan, balance, context, facts.calendar) : noPlan,
    inGracePence,
    charged: charging.rhythm,
    actionablePence,
    actionableWeeks: actionablePence / rentPence,
    besidesExpectedWeeks: (balance - inGracePence - unreceived) / rentPence,
    rentPence,
    standingWeeks: owedBefore(balance, ledger, today - rules.court.standingDays) / rentPence,
  };
}

/** The state of the plan where nothing is owed and nothing else is calculated. */
export function planOf(facts: CaseFacts, clock: AssessmentClock, rules: Rules): PlanView {
  if (!facts.plan) return noPlan;
  const today = dayNumber(clock.today);
  const { ledger, charging } = ledgerOf(facts, today, dayNumber(clock.weekStartsOn));
  const { weeklyRentPence, balancePence } = facts;
  const bankHolidays = dayNumbers(clock.bankHolidays);
  const { timeZone } = clock;
  const context = { weeklyRentPence, charging, ledger, today, rules, bankHolidays, timeZone };
  return planView(facts.plan, balancePence, context, facts.calendar);
}

function ledgerOf(
  facts: CaseFacts,
  today: number,
  weekStart: number,
): { ledger: PlanContext['ledger']; charging: Charging } {
  const receipts = facts.receipts.map((r) => ({
    on: dayNumber(r.on),
    pence: r.amountPence,
    method: r.method,
    postedAt: r.postedAt,
  }));
  const weeks = rentWeeksOf(weekStart, facts.rentFreeWeeks);
  const plain = facts.charges.map((charge) => ({ on: dayNumber(charge.on), pence: charge.amountPence }));
  const charging = chargingOf(plain, facts.weeklyRentPence, today, weeks);
  const rent = facts.weeklyRentPence;
  let firstChargeOn = Infinity;
  const charges = plain.map(({ on, pence }) => {
    if (on < firstChargeOn) firstChargeOn = on;
    const inGrace =
      on >= weekStart ||
      (charging.rhythm !== 'weekly' && today < graceEnds(charging, { on, size: pence / rent }));
    return { on, pence, inGrace };
  });
  return { ledger: { receipts, charges, firstChargeOn }, charging };
}
