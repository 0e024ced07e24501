// Everything that can be done to a case, by its kind.
import { checkHandlers } from './visits/checks.ts';
import { claimHandlers } from './claims.ts';
import { contactHandlers } from './visits/contacts.ts';
import { correctionHandlers } from './corrections.ts';
import { householdHandlers } from './household.ts';
import { budgetHandlers } from './help/budgets.ts';
import { planHandlers } from './help/plans.ts';
import { referralHandlers } from './help/referrals.ts';
import { supportHandlers } from './help/support.ts';
import { alertHandlers } from './law/alerts.ts';
import { courtHandlers } from './law/court-steps.ts';
import { evidenceHandlers } from './law/evidence.ts';
import { holdHandlers } from './law/holds.ts';
import { taskHandlers } from './law/tasks.ts';
import type { Handlers } from './step.ts';
import { threadHandlers } from './threads/threads.ts';
import { visitHandlers } from './visits/visits.ts';

/** The handler of each kind of mutation; the types require one for every kind of the contract. */
export const handlers: Handlers = {
  ...visitHandlers,
  ...checkHandlers,
  ...contactHandlers,
  ...claimHandlers,
  ...correctionHandlers,
  ...householdHandlers,
  ...threadHandlers,
  ...budgetHandlers,
  ...planHandlers,
  ...supportHandlers,
  ...referralHandlers,
  ...holdHandlers,
  ...alertHandlers,
  ...evidenceHandlers,
  ...courtHandlers,
  ...taskHandlers,
};
