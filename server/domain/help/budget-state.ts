// How far a budget is filled in, and what it begins with. A line with £0.00 is an answer ("no income", "water is in the
// rent"); a line that is not there is a question that nobody has asked yet.
import type { BudgetLine } from './budget.ts';
import { lineCodes, lineKinds, type LineCode } from './budget-lines.ts';

/** What a budget must say before a plan can rest on it: an income, and the costs that every home has. */
const essentials = lineCodes.filter((code) => lineKinds[code].essential);

export type BudgetState = {
  /** none: it says nothing but the rent, which the account knows. */
  state: 'none' | 'incomplete' | 'complete';
  missing: ('income' | LineCode)[];
};

export function budgetState(lines: readonly Pick<BudgetLine, 'code'>[]): BudgetState {
  const has = new Set(lines.map(({ code }) => code));
  const income = [...has].some((code) => lineKinds[code].section === 'income');
  const missing = [...(income ? [] : (['income'] as const)), ...essentials.filter((code) => !has.has(code))];
  const told = [...has].some((code) => code !== 'rent');
  return { state: missing.length === 0 ? 'complete' : told ? 'incomplete' : 'none', missing };
}

/**
 * The account's rent as a line: by the week, or by the month where some of the 52 weeks are rent-free (weeks charged × weekly
 * rent ÷ 12, as Universal Credit counts it), rounded up to the penny so that a surplus is never too high.
 */
export const rentLine = (
  weeklyRentPence: number,
  weeksAYear: number,
): Pick<BudgetLine, 'amountPence' | 'period'> =>
  weeksAYear >= 52
    ? { amountPence: weeklyRentPence, period: 'weekly' }
    : { amountPence: Math.ceil((weeklyRentPence * weeksAYear) / 12), period: 'monthly' };
