// Budget, repayment plan, prompts, support needs, referrals: each has a file of its own.
import { budgetHandlers } from './budgets.ts';
import { planHandlers } from './plans.ts';
import { referralHandlers } from './referrals.ts';
import type { Handlers } from './step.ts';
import { supportHandlers } from './support.ts';

export const helpHandlers = {
  ...budgetHandlers,
  ...planHandlers,
  ...supportHandlers,
  ...referralHandlers,
} satisfies Partial<Handlers>;
