// Of all that was written into a household's budgets: which one stands, and what its writer cannot have seen. Pure.
import type { HelpBudget } from '../../contract/case-help.ts';

/** The newest version of a sitting. basedOn: the newest version of any sitting that its writer had seen; null for none. */
export type BudgetVersion = HelpBudget & { basedOn: number | null };

/** `newest`: one of each sitting, the one that happened last first. */
export function besideOf(newest: readonly BudgetVersion[]): {
  current: HelpBudget | null;
  beside: HelpBudget[];
} {
  const [current, ...others] = newest;
  if (!current) return { current: null, beside: [] };
  const seen = current.basedOn ?? 0;
  return { current: plain(current), beside: others.filter((one) => one.id > seen).map(plain) };
}

const plain = ({ basedOn: _, ...budget }: BudgetVersion): HelpBudget => budget;
