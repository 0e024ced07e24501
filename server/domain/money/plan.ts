// Is a repayment plan kept? A plan means paying the rent when it is due, and the instalments in addition. So a simple ledger is
// kept from the day of the agreement: each bill (rent, instalment) on its day, and each payment on its own day. A payment first
// pays charged rent, the oldest first, then due instalments; the rest pays the next bill. So a payment of rent never counts as
// an instalment, and the plan is paid off only when its whole amount has been paid.
//
// Rent that a line of the payment calendar pays (benefit, a direct debit) is billed on that line's days with what it brings,
// so that neither an instalment between two of them nor the payment itself moves the plan. The other rent is billed when it is
// charged, and must have come by the plan's next due day, but not before its own grace is over. Money that came back never came.
//
// A plan that is paid off covers nothing more. Its case has peace until a rent charge that came after it has left its grace,
// so that paying a plan off never makes a case more urgent; from then on the case is judged as one without a plan.
import type { Ledger, LineContext } from './expected-line.ts';
import { dueAfter } from './recurring.ts';
import { dayNumber, dayOf, plusWorkingDays } from '../days.ts';
import type { Day, ExpectedIncome, Instant, Plan, PlanBasis } from '../facts.ts';
import { booksOf, settle, sum, type Books, type Open } from './plan-books.ts';
import { endsOn, lastDue, recurs, termsWrong } from './plan-terms.ts';
import type { Rules } from '../rules.ts';
import { dayNumberIn } from '../zone.ts';

/**
 * agreed: its first instalment is still to come. completed: paid off, or after its last day short of no more than the rules
 * let a plan lack; it may have a shortfall, of the rent since.
 */
export type PlanState = 'none' | 'agreed' | 'kept' | 'late' | 'broken' | 'completed';
/** over: it is completed, and the case is judged as one without a plan. */
export type PlanView = {
  state: PlanState;
  shortfallPence: number;
  dueOn: Day | null;
  basis: PlanBasis;
  over: boolean;
};

/** The view of a case without a plan. */
export const noPlan: PlanView = {
  state: 'none',
  shortfallPence: 0,
  dueOn: null,
  basis: 'informal',
  over: false,
};

/** As of an account without a plan, and when each payment was posted. */
export type PlanContext = Omit<LineContext, 'ledger'> & {
  timeZone: string;
  ledger: Omit<Ledger, 'receipts'> & {
    receipts: readonly (Ledger['receipts'][number] & { postedAt: Instant })[];
  };
};

/** balancePence: what is owed now. calendar: the account's lines as known today, trusted or not. */
export function planView(
  plan: Plan,
  balancePence: number,
  context: PlanContext,
  calendar: readonly ExpectedIncome[],
): PlanView {
  const { today, bankHolidays } = context;
  const basis = plan.basis ?? 'informal';
  const anchor = dayNumber(plan.firstDueOn);
  const last = lastDue(plan.rhythm, anchor, today);
  let firm = last;
  while (firm >= anchor && today <= plusWorkingDays(firm, plan.toleranceDays, bankHolidays))
    firm = lastDue(plan.rhythm, anchor, firm - 1);

  const books = booksOf(plan, balancePence, context, calendar);
  const ends = endOf(plan, books.total);
  const named = (due: number) => dayOf(Math.min(due, ends));
  const closing = settle(books, neededOf(plan, books, context), today);
  const running = closing.paidOff ? settle(books, Infinity, today) : closing;
  const unpaidRent = ({ rent }: Open, due: number) =>
    sum(rent, (bill) => (bill.on < due && bill.missingFrom <= today ? bill.pence : 0));
  const shortAt = (due: number) =>
    due < anchor
      ? 0
      : unpaidRent(running, due) + sum(running.instalments, (bill) => (bill.on <= due ? bill.pence : 0));

  if (closing.paidOff) {
    if (isOver(plan, balancePence, context, calendar)) {
      const shortfallPence = unpaidRent(closing, today);
      return { state: 'completed', shortfallPence, dueOn: null, basis, over: true };
    }
    // Money that came before its instalments were due covers the rent until then: the payment that pays the plan off must
    // not turn rent that was covered until then into missing rent.
    const since = firm < anchor ? 0 : Math.min(unpaidRent(closing, firm), shortAt(firm));
    const shortfallPence = since > context.rules.plan.slackPence ? since : 0;
    return { state: 'completed', shortfallPence, dueOn: null, basis, over: false };
  }
  const over = false;
  const slack = slackOf(plan, context.rules);
  if (last < anchor) return { state: 'agreed', shortfallPence: 0, dueOn: plan.firstDueOn, basis, over };
  const broken = shortAt(firm);
  if (broken > slack) return { state: 'broken', shortfallPence: broken, dueOn: named(firm), basis, over };
  const late = shortAt(last);
  if (late > slack) return { state: 'late', shortfallPence: late, dueOn: named(last), basis, over };
  const next = dueAfter({ rhythm: recurs(plan.rhythm), anchor }, today);
  return { state: 'kept', shortfallPence: 0, dueOn: next > ends ? null : dayOf(next), basis, over };
}

/** What of its total must come for the plan to be paid off: after its last day, with its tolerance, less what it may lack. */
function neededOf(plan: Plan, { total }: Books, { today, bankHolidays, rules }: LineContext): number {
  const ends = endOf(plan, total);
  const ended = ends < today && today > plusWorkingDays(ends, plan.toleranceDays, bankHolidays);
  const slack = ended ? slackOf(plan, rules) : 0;
  return total > slack ? total - slack : total;
}

/** What a plan may lack of what is due: less than an instalment. */
const slackOf = ({ instalmentPence }: Plan, { plan }: Rules): number =>
  Math.min(plan.slackPence, Math.floor(instalmentPence * plan.slackShare), instalmentPence - 1);

/**
 * Whether a plan that is paid off was so all the time since before the last rent week, by what was known on each day: a charge
 * that came after that has left its grace. Money counts from when it was posted, so that none that is booked back to an
 * earlier day ends a plan's peace on the day on which it becomes known.
 */
function isOver(
  plan: Plan,
  balancePence: number,
  context: PlanContext,
  calendar: readonly ExpectedIncome[],
): boolean {
  const { ledger, today, charging, timeZone } = context;
  const receipts = ledger.receipts.map((one) => ({
    ...one,
    knownOn: Math.max(one.on, dayNumberIn(timeZone, one.postedAt)),
  }));
  const before = charging.weeks.weekStart - 8;
  const days = new Set([before]);
  for (const { knownOn } of receipts) if (knownOn > before && knownOn < today) days.add(knownOn);
  return [...days].every((day) => {
    const known = receipts.filter(({ knownOn }) => knownOn <= day);
    const unknown = sum(receipts, ({ knownOn, pence }) => (knownOn > day ? pence : 0));
    const then = { ...context, ledger: { ...ledger, receipts: known } };
    const books = booksOf(plan, balancePence + unknown, then, calendar);
    return settle(books, neededOf(plan, books, context), today).paidOff;
  });
}

/** The day number of its last instalment; Infinity for terms that never end. */
function endOf({ instalmentPence, rhythm, firstDueOn }: Plan, totalPence: number): number {
  const terms = { totalPence, instalmentPence, rhythm, firstDueOn };
  return termsWrong(terms) ? Infinity : dayNumber(endsOn(terms));
}
