// Is a repayment plan kept? The plan is the rent as it falls due and the instalments besides. So since the agreement
// there must have come what was charged and the instalments due by now, less the rent that need not be paid yet: this
// week's, what the payment calendar will bring, and what was charged since the plan's own last due day.
import { dueAfter, dueOnOrBefore, type Ledger } from './calendar.ts';
import { dayNumber, dayOf, plusWorkingDays } from './days.ts';
import type { Day, Plan } from './facts.ts';

export type PlanState = 'none' | 'kept' | 'late' | 'broken' | 'completed';
export type PlanView = { state: PlanState; shortfallPence: number; dueOn: Day | null };

export type PlanInput = {
  balancePence: number;
  /** Of the ledger since the agreement: see sinceAgreement. */
  thisWeekPence: number;
  /** What the payment calendar still excuses of it, this week's charges left out. */
  expectedPence: number;
  /** Charged from that day until this rent week began. */
  chargedSince: (day: number) => number;
  today: number;
  bankHolidays: ReadonlySet<number>;
  slackPence: number;
};

/**
 * What a plan is judged by: charges after its day and payments from its day on. What was owed or paid before is in its
 * starting balance already.
 */
export function sinceAgreement(ledger: Ledger, agreedOn: number): Ledger {
  return {
    receipts: ledger.receipts.filter(({ on }) => on >= agreedOn),
    charges: ledger.charges.filter(({ on }) => on > agreedOn),
    firstChargeOn: Math.max(agreedOn, ledger.firstChargeOn),
  };
}

export const noPlan: PlanView = { state: 'none', shortfallPence: 0, dueOn: null };

export function planView(plan: Plan, input: PlanInput): PlanView {
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
    const notYet = input.thisWeekPence + Math.max(input.expectedPence, input.chargedSince(due));
    return Math.max(0, plan.chargedPence + instalments - plan.paidPence - notYet);
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
