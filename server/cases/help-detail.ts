// What the Help part of a case shows, as this room makes it; the wire's schema of it is server/contract/case-help.ts.
import type { BudgetLine, Guideline, HouseholdSize } from '../domain/budget.ts';
import type { Day, Method, PlanBasis, PlanRhythm, Rhythm } from '../domain/facts.ts';
import type { Prompt } from '../domain/prompts.ts';

export type HelpBudget = {
  id: number;
  ref: string;
  sitting: string;
  household: HouseholdSize;
  lines: BudgetLine[];
  note: string;
  by: string;
  at: string;
};
export type HelpPlan = {
  id: number;
  ref: string | null;
  instalmentPence: number;
  rhythm: PlanRhythm;
  firstDueOn: Day;
  agreedOn: Day;
  basis: PlanBasis;
  /** Null for plans that other systems wrote. */
  totalPence: number | null;
  arrearsPence: number | null;
  endsOn: Day | null;
  overReason: string;
  agreedBy: string;
  agreedWith: string;
  agreedHow: string | null;
  consent: string | null;
  note: string;
  endedOn: Day | null;
  endReason: string | null;
  endNote: string;
  endedBy: string;
};
export type HelpReferral = {
  id: number;
  ref: string;
  agency: { id: number; name: string } | null;
  about: string;
  reason: string;
  agreed: string;
  urgent: boolean;
  consent: string;
  /** Which version of the budget went along. */
  budgetId: number | null;
  sharedArrearsPence: number | null;
  by: string;
  at: string;
  state: 'sent' | 'taken' | 'closed';
  takenBy: string;
  takenAt: string | null;
  outcome: string | null;
  outcomeNote: string;
  outcomeBy: string;
  outcomeAt: string | null;
  version: number;
};
export type HelpAgency = {
  id: number;
  name: string;
  kind: string;
  helpsWith: string;
  phone: string;
  email: string;
  web: string;
  opens: string;
  madeUp: boolean;
};
export type CaseHelp = {
  budget: HelpBudget | null;
  /** The newest version of each other sitting that the writer of `budget` had not seen: somebody chooses. */
  beside: HelpBudget[];
  guidelines: Guideline[];
  /** In force. What it is judged to be is the summary's planState. */
  plan: HelpPlan | null;
  /** What has been, newest first. */
  pastPlans: HelpPlan[];
  prompts: (Prompt & { answer: { answer: string; note: string; by: string; at: string } | null })[];
  supportNeeds: {
    id: number;
    ref: string | null;
    kind: string;
    note: string;
    since: Day;
    by: string;
  }[];
  referrals: HelpReferral[];
  agencies: HelpAgency[];
  /** When money comes to the account, as far as it is known: paydays may be read from it. */
  calendar: { method: Method; rhythm: Rhythm; anchorOn: Day; amountPence: number; declared: boolean }[];
};
