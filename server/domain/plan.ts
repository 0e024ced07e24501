// Is a repayment plan kept? The plan is the rent as it falls due and the instalments besides. So since the agreement
// there must have come what was charged and the instalments due by now, less the rent that need not be paid yet: this
// week's, what the payment calendar will bring, and what was charged since the plan's own last due day.
//
// A plan that says what was really owed when it was agreed (arrearsPence) is judged more exactly: what is really owed now
// may be no more than that, less the instalments due by now. Money that was certain to come on the day of the agreement
// then counts for itself when it comes, and pays no instalment.
import { dueAfter, type Ledger } from './calendar.ts';
import { dayNumber, dayOf, plusWorkingDays } from './days.ts';
import type { Day, Plan } from './facts.ts';
import { countDue, endsOn, lastDue, recurs, termsWrong } from './plan-terms.ts';

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
  const anchor = dayNumber(plan.firstDueOn);
  const last = lastDue(plan.rhythm, anchor, today);
  if (isPaidOff(plan, input, last)) return { state: 'completed', shortfallPence: 0, dueOn: null };
  if (last < anchor) return { state: 'kept', shortfallPence: 0, dueOn: plan.firstDueOn };
  const firm =
    today > plusWorkingDays(last, plan.toleranceDays, bankHolidays)
      ? last
      : lastDue(plan.rhythm, anchor, last - 1);
  const ends = endOf(plan);
  const said = (due: number) => dayOf(Math.min(due, ends));

  const shortfallAt = (due: number): number => {
    if (due < anchor) return 0;
    const most = plan.totalPence ?? plan.balanceAtStartPence;
    const instalments = Math.min(most, plan.instalmentPence * countDue(plan.rhythm, anchor, due));
    return Math.max(0, owedBesides(plan, input, due) + instalments);
  };
  const broken = shortfallAt(firm);
  if (broken > input.slackPence) return { state: 'broken', shortfallPence: broken, dueOn: said(firm) };
  const late = shortfallAt(last);
  if (late > input.slackPence) return { state: 'late', shortfallPence: late, dueOn: said(last) };
  const next = dueAfter({ rhythm: recurs(plan.rhythm), anchor }, today);
  return { state: 'kept', shortfallPence: 0, dueOn: next > ends ? null : dayOf(next) };
}

/** What is owed beyond what would be with no instalment paid; less than nothing while instalments have been. */
function owedBesides(plan: Plan, input: PlanInput, due: number): number {
  const notYet = input.thisWeekPence + Math.max(input.expectedPence, input.chargedSince(due));
  return plan.arrearsPence == null
    ? plan.chargedPence - plan.paidPence - notYet
    : input.balancePence - plan.arrearsPence - notYet;
}

function isPaidOff(plan: Plan, input: PlanInput, last: number): boolean {
  if (input.balancePence <= 0) return true;
  if (plan.arrearsPence == null) return plan.balanceAtStartPence + plan.chargedPence - plan.paidPence <= 0;
  return owedBesides(plan, input, last) + (plan.totalPence ?? plan.arrearsPence) <= 0;
}

/** The day number of its last instalment; Infinity where the plan does not say what it adds up to. */
function endOf({ totalPence, instalmentPence, rhythm, firstDueOn }: Plan): number {
  if (totalPence == null) return Infinity;
  const terms = { totalPence, instalmentPence, rhythm, firstDueOn };
  return termsWrong(terms) ? Infinity : dayNumber(endsOn(terms));
}
