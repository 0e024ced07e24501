// The Help part of a case: budget, plan, prompts, support needs, referrals. A key of the case's detail (case-detail.ts).
import { z } from 'zod';
import { day, instant } from './scalars.ts';
import { periods } from '../domain/help/budget.ts';
import { guidelineCategories, lineCodes } from '../domain/help/budget-lines.ts';
import { methods, planBases, planRhythms, rhythms } from '../domain/facts.ts';
import { promptCodes } from '../domain/help/prompts.ts';
import { budgetLine, householdSize } from './mutations/help.ts';

const pence = z.int();

export const helpBudget = z.object({
  id: z.int(),
  ref: z.uuid(),
  sitting: z.uuid(),
  household: householdSize,
  lines: z.array(budgetLine),
  note: z.string(),
  by: z.string(),
  at: instant,
});
export type HelpBudget = z.infer<typeof helpBudget>;

export const helpPlan = z.object({
  id: z.int(),
  ref: z.uuid().nullable(),
  instalmentPence: pence,
  rhythm: z.enum(planRhythms),
  firstDueOn: day,
  agreedOn: day,
  /** Left out by a server from before the field was added. */
  basis: z.enum(planBases).optional(),
  /** Null for plans that other systems wrote. */
  totalPence: pence.nullable(),
  arrearsPence: pence.nullable(),
  endsOn: day.nullable(),
  overReason: z.string(),
  /** Why it was agreed without a complete budget; left out by a server from before the field was added. */
  noBudgetReason: z.string().optional(),
  agreedBy: z.string(),
  agreedWith: z.string(),
  agreedHow: z.string().nullable(),
  consent: z.string().nullable(),
  note: z.string(),
  endedOn: day.nullable(),
  endReason: z.string().nullable(),
  endNote: z.string(),
  endedBy: z.string(),
});
export type HelpPlan = z.infer<typeof helpPlan>;

export const helpReferral = z.object({
  id: z.int(),
  ref: z.uuid(),
  agency: z.object({ id: z.int(), name: z.string() }).nullable(),
  about: z.string(),
  reason: z.string(),
  agreed: z.string(),
  urgent: z.boolean(),
  consent: z.string(),
  budgetId: z.int().nullable(),
  sharedArrearsPence: pence.nullable(),
  by: z.string(),
  at: instant,
  state: z.enum(['sent', 'taken', 'closed']),
  takenBy: z.string(),
  takenAt: instant.nullable(),
  outcome: z.string().nullable(),
  outcomeNote: z.string(),
  outcomeBy: z.string(),
  outcomeAt: instant.nullable(),
  version: z.int(),
});
export type HelpReferral = z.infer<typeof helpReferral>;

/** A line of income that is known before anybody asks. amountPence: null where only that it comes is known. */
const knownIncome = z.object({
  code: z.enum(lineCodes),
  amountPence: pence.nullable(),
  period: z.enum(periods),
  what: z.string(),
  toLandlord: z.boolean(),
  says: z.string(),
  source: z.string(),
  on: day.nullable(),
});

export const caseHelp = z.object({
  budget: helpBudget.nullable(),
  /** Versions that others wrote in the meantime and the writer of `budget` had not seen: a person chooses. */
  beside: z.array(helpBudget),
  guidelines: z.array(
    z.object({
      category: z.enum(guidelineCategories),
      person: z.enum(['first_adult', 'further_adult', 'child_under_14', 'child_14_to_17']),
      amountPence: pence,
      period: z.enum(periods),
      from: day,
      until: day.nullable(),
      source: z.string(),
      madeUp: z.boolean(),
    }),
  ),
  /** In force; its state is the summary's planState. */
  plan: helpPlan.nullable(),
  pastPlans: z.array(helpPlan),
  prompts: z.array(
    z.object({
      code: z.enum(promptCodes),
      title: z.string(),
      says: z.string(),
      because: z.array(z.object({ says: z.string(), source: z.string(), on: day.nullable() })),
      rule: z.object({ source: z.string(), confirmed: z.boolean(), from: day }),
      answer: z.object({ answer: z.string(), note: z.string(), by: z.string(), at: instant }).nullable(),
    }),
  ),
  supportNeeds: z.array(
    z.object({
      id: z.int(),
      ref: z.uuid().nullable(),
      kind: z.string(),
      note: z.string(),
      since: day,
      by: z.string(),
    }),
  ),
  referrals: z.array(helpReferral),
  agencies: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      kind: z.string(),
      helpsWith: z.string(),
      phone: z.string(),
      email: z.string(),
      web: z.string(),
      opens: z.string(),
      madeUp: z.boolean(),
    }),
  ),
  calendar: z.array(
    z.object({
      method: z.enum(methods),
      rhythm: z.enum(rhythms),
      anchorOn: day,
      amountPence: pence,
      declared: z.boolean(),
    }),
  ),
  /** Left out by a server from before the fields were added. */
  knownIncome: z.array(knownIncome).optional(),
  /** In how many of the 52 weeks rent is charged. */
  rentWeeksAYear: z.int().optional(),
});
export type CaseHelp = z.infer<typeof caseHelp>;
export type HelpAgency = CaseHelp['agencies'][number];
