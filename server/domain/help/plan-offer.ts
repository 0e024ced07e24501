// What a household could pay: from the budget's surplus and the real arrears, a plan in any rhythm whose days fall just
// after their money comes. It is never more than the surplus: a plan of more needs a reason. Technical arrears are no part
// of it: benefit pays those.
import { aYear, eachAtMost, paidDirect, perYear, type BudgetLine } from './budget.ts';
import { lineKinds } from './budget-lines.ts';
import { dueAfter } from '../money/recurring.ts';
import { calendarDate, dayNumber, dayOf } from '../days.ts';
import type { Day, ExpectedIncome, PlanRhythm, Rhythm } from '../facts.ts';
import { formatPence } from '../money.ts';
import { endsOn, instalmentCount, recurs, termsWrong, type PlanTerms } from '../money/plan-terms.ts';

/** When money comes into the household. anchorOn: any day on which it does. */
export type Payday = { rhythm: Rhythm; anchorOn: Day; pence: number; from: 'budget' | 'payments' };

/** A plan that the household could pay. */
export type Offer = PlanTerms & {
  count: number;
  lastPence: number;
  endsOn: Day;
  /** Null where no income is known. */
  payday: Payday | null;
};

/** The household's paydays, the one that brings most in first. What a budget says beats what was seen in the payments. */
export function paydaysOf(
  lines: readonly BudgetLine[],
  calendar: readonly Pick<ExpectedIncome, 'method' | 'rhythm' | 'anchorOn' | 'amountPence'>[],
): Payday[] {
  const declared = lines
    .filter(
      (line) =>
        lineKinds[line.code].section === 'income' &&
        line.nextOn &&
        line.period !== 'yearly' &&
        !paidDirect(line),
    )
    .sort((a, b) => aYear(b) - aYear(a))
    .map((line): Payday => ({
      rhythm: line.period as Rhythm,
      anchorOn: line.nextOn!,
      pence: line.amountPence,
      from: 'budget',
    }));
  // Benefit that the landlord is paid directly never passes through the household's hands.
  const seen = calendar
    .filter(({ method }) => method !== 'housing_benefit' && method !== 'universal_credit')
    .sort((a, b) => b.amountPence * perYear[b.rhythm] - a.amountPence * perYear[a.rhythm])
    .map(({ rhythm, anchorOn, amountPence }): Payday => ({
      rhythm,
      anchorOn,
      pence: amountPence,
      from: 'payments',
    }));
  return [...declared, ...seen];
}

/**
 * The first due day: the day after money next comes, today's included. Where it comes at a month's end, the first of
 * the next month, so that a short month's due day does not fall on the payday itself. A week from today where no payday
 * is known. Money due on a weekend or bank holiday is paid before it, so the day after is never too early.
 */
export function firstDue(payday: Payday | null, rhythm: PlanRhythm, today: Day): Day {
  const now = dayNumber(today);
  if (!payday) return dayOf(now + 7);
  const next = dueAfter({ rhythm: payday.rhythm, anchor: dayNumber(payday.anchorOn) }, now - 1);
  let due = next + 1;
  if (recurs(rhythm) === 'monthly' && calendarDate(next).date >= 28)
    while (calendarDate(due).date !== 1) due++;
  return dayOf(due);
}

/** A year's pence as an instalment of that rhythm: rounded down, to whole pounds from £2.00 on. 0 where nothing is left. */
export function affordable(availableYearPence: number, rhythm: Rhythm): number {
  const most = Math.max(0, eachAtMost(availableYearPence, rhythm));
  return most >= 200 ? most - (most % 100) : most;
}

/**
 * A plan of that rhythm within the surplus; null where nothing is owed, nothing is left over, or it would never end. A lump
 * sum is the whole: whether they have it is for them to say.
 */
export function offerPlan(
  arrearsPence: number,
  availableYearPence: number,
  rhythm: PlanRhythm,
  paydays: readonly Payday[],
  today: Day,
): Offer | null {
  const instalmentPence =
    rhythm === 'lump_sum' ? arrearsPence : Math.min(arrearsPence, affordable(availableYearPence, rhythm));
  const payday = paydays[0] ?? null;
  return offerOf(
    { totalPence: arrearsPence, instalmentPence, rhythm, firstDueOn: firstDue(payday, rhythm, today) },
    payday,
  );
}

/** The same for terms that people chose; null where they are no plan. */
export function offerOf(terms: PlanTerms, payday: Payday | null = null): Offer | null {
  if (termsWrong(terms)) return null;
  const count = instalmentCount(terms);
  const lastPence = terms.totalPence - (count - 1) * terms.instalmentPence;
  return { ...terms, count, lastPence, endsOn: endsOn(terms), payday };
}

/** Why these terms need a reason: they take more than the budget leaves. Null where they do not. */
export function overSurplus(terms: PlanTerms, availableYearPence: number | null): string | null {
  if (availableYearPence === null) return null;
  const { rhythm, instalmentPence, totalPence } = terms;
  if (rhythm === 'lump_sum') {
    const month = Math.max(0, eachAtMost(availableYearPence, 'monthly'));
    if (totalPence <= month) return null;
    return `The budget leaves ${formatPence(month)} a month. How can they afford this payment?`;
  }
  const most = Math.max(0, eachAtMost(availableYearPence, rhythm));
  if (instalmentPence <= most) return null;
  const by = formatPence(instalmentPence - most);
  return `This is ${by} more than the budget leaves for each payment. How can they afford it?`;
}
