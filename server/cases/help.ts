// Budget, repayment plan, prompts, support needs, referrals: each has a file of its own.
import { budgetHandlers, type BudgetArgs } from './budgets.ts';
import { planHandlers, type PlanArgs } from './plans.ts';
import { referralHandlers, type ReferralArgs } from './referrals.ts';
import type { Handlers } from './step.ts';
import { supportHandlers, type SupportArgs } from './support.ts';

export type HelpArgs = BudgetArgs & PlanArgs & SupportArgs & ReferralArgs;

export const helpHandlers: Handlers<HelpArgs> = {
  ...budgetHandlers,
  ...planHandlers,
  ...supportHandlers,
  ...referralHandlers,
};
