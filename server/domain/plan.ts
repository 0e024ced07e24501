// Is a repayment plan kept? The plan is the rent as it falls due and the instalments besides, so what may still be
// owed today is what was owed when it was agreed, less the instalments due by now, and rent that is not due to be
// paid yet: this week's, what the payment calendar will bring, and what was charged since the plan's own last due day.
import { dueAfter, dueOnOrBefore } from './calendar.ts';
import { dayNumber, dayOf, plusWorkingDays } from './days.ts';
import type { Day, Plan } from './facts.ts';

export type PlanState = 'none' | 'kept' | 'late' | 'broken' | 'completed';
export type PlanView = { state: PlanState; shortfallPence: number; dueOn: Day | null };

export type PlanInput = {
  balancePence: number;
  /** Charged in this rent week. */
  thisWeekPence: number;
  /** What the payment calendar still excuses, this week's charges left out. */
  expectedPence: number;
  /** Charged from that day until this rent week began. */
  chargedSince: (day: number) => number;
  today: number;
  bankHolidays: ReadonlySet<number>;
  slackPence: number;
};

export function planView(plan: Plan | null, input: PlanInput): PlanView {
  if (!plan) return { state: 'none', shortfallPence: 0, dueOn: null };
  const { today, bankHolidays } = input;
  if (input.balancePence <= 0 || plan.balanceAtStartPence + plan.chargedPence - plan.paidPence <= 0) {
    return { state: 'completed', shortfallPence: 0, dueOn: null };
  }
  const recurring = { rhythm: plan.rhythm, anchor: dayNumber(plan.firstDueOn) };
  const last = dueOnOrBefore(recurring, today);
  if (last < recurring.anchor) return { state: 'kept', shortfallPence: 0, dueOn: plan.firstDueOn };
  const firm =
    today > plusWorkingDays(last, plan.toleranceDays, bankHolidays)
      ? last
      : dueOnOrBefore(recurring, last - 1);

  const shortfallAt = (due: number): number => {
    if (due < recurring.anchor) return 0;
    const instalments = Math.min(plan.balanceAtStartPence, plan.instalmentPence * countDue(recurring, due));
    const notYet = input.chargedSince(due);
    const byBalance =
      input.balancePence -
      input.thisWeekPence -
      Math.max(input.expectedPence, notYet) -
      (plan.balanceAtStartPence - instalments);
    const byPayments = plan.chargedPence + instalments - plan.paidPence - input.thisWeekPence - notYet;
    return Math.max(0, Math.min(byBalance, byPayments));
  };
  const broken = shortfallAt(firm);
  if (broken > input.slackPence) return { state: 'broken', shortfallPence: broken, dueOn: dayOf(firm) };
  const late = shortfallAt(last);
  if (late > input.slackPence) return { state: 'late', shortfallPence: late, dueOn: dayOf(last) };
  return { state: 'kept', shortfallPence: 0, dueOn: dayOf(dueAfter(recurring, today)) };
}

/** How many due days lie from the first up to `due`, which is one of them. */
function countDue(recurring: { rhythm: Plan['rhythm']; anchor: number }, due: number): number {
  const { rhythm, anchor } = recurring;
  const days = due - anchor;
  if (rhythm === 'weekly') return days / 7 + 1;
  if (rhythm === 'fortnightly') return days / 14 + 1;
  if (rhythm === 'four_weekly') return days / 28 + 1;
  return Math.round(days / 30.4375) + 1;
}
