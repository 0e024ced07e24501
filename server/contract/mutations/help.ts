// Budget, repayment plan, prompts, support needs, referrals. The device creates the ids, so that a plan written offline
// can refer to a budget that the server does not know yet.
import { z } from 'zod';
import { lineCodes } from '../../domain/help/budget-lines.ts';
import { periods } from '../../domain/help/budget.ts';
import { planBases, planRhythms } from '../../domain/facts.ts';
import { promptCodes } from '../../domain/help/prompts.ts';
import { caseId, madeId, pence, text, words } from './parts.ts';
import { recordedDay, rowId } from '../scalars.ts';

const few = z.int().min(0).max(30);
/** Pence, from 0 to a million pounds. */
const anyPence = z.int().min(0).max(100_000_000);
const short = (most: number) => text.refine((words) => words.length <= most, `is over ${most} characters`);
/** A row by the number that the server gave it, or by the uuid that a device gave it. */
const rowOrMade = z.union([rowId, madeId]);

export const budgetLine = z.object({
  code: z.enum(lineCodes),
  amountPence: anyPence,
  period: z.enum(periods),
  what: short(100).optional(),
  nextOn: recordedDay.optional(),
  owedPence: anyPence.optional(),
  /** Benefit that the landlord is paid directly. */
  toLandlord: z.boolean().optional(),
});
export const householdSize = z.object({ adults: few, childrenUnder14: few, children14to17: few });

export const agreedHow = ['visit', 'call', 'office', 'writing'] as const;
export const consents = ['spoken', 'signed'] as const;
export const planEndings = ['completed', 'broken', 'cannot_afford', 'tenant_asked', 'mistake'] as const;
export const promptAnswers = ['claiming', 'has_it', 'not_entitled', 'declined', 'later'] as const;
export const supportKinds = [
  'mobility',
  'hearing',
  'sight',
  'ill_health',
  'mental_health',
  'learning',
  'literacy',
  'language',
  'carer',
  'bereavement',
  'substance',
  'domestic_abuse',
  'other',
] as const;
export const referralAbout = [
  'debt',
  'benefits',
  'budgeting',
  'food',
  'energy',
  'bereavement',
  'mental_health',
  'domestic_abuse',
  'work',
  'other',
] as const;
export const referralOutcomes = [
  'helped',
  'more_income',
  'debt_solution',
  'passed_on',
  'no_contact',
  'declined',
  'other',
] as const;
export type ReferralOutcome = (typeof referralOutcomes)[number];

export const helpArgs = {
  /**
   * One version of a sitting at the form; a form that saves itself sends many. basedOn: the newest version of any sitting
   * that its writer had seen.
   */
  'budget.record': z.object({
    caseId,
    budgetId: madeId,
    sittingId: madeId,
    basedOn: rowId.optional(),
    household: householdSize,
    lines: z.array(budgetLine).max(100),
    note: text.default(''),
  }),
  /**
   * baseVersion: the number (id) of the plan in force as the device knew it, 0 where it knew of none. Another plan in
   * force is a conflict: both are kept, and sending it again with that plan's number replaces that plan.
   * arrearsPence: the debt without technical arrears. A lump sum is one instalment of the whole.
   */
  'plan.agree': z.object({
    caseId,
    planId: madeId,
    totalPence: pence,
    arrearsPence: pence,
    instalmentPence: pence,
    rhythm: z.enum(planRhythms),
    firstDueOn: recordedDay,
    /** Left out: informal, as before the field was added. court_ordered: the terms of an order that a court suspended. */
    basis: z.enum(planBases).optional(),
    budgetId: madeId.optional(),
    /** Why it is more than the budget leaves; needed where it is. */
    overReason: short(1000).default(''),
    /** Why there is no complete budget; needed where there is none. Left out: a device from before the field was added. */
    noBudgetReason: short(1000).optional(),
    agreedWith: short(200).refine((words) => words.length > 0, 'is empty'),
    agreedHow: z.enum(agreedHow),
    consent: z.enum(consents),
    note: text.default(''),
  }),
  'plan.end': z.object({ caseId, plan: rowOrMade, reason: z.enum(planEndings), note: text.default('') }),
  'prompt.answer': z.object({
    caseId,
    answerId: madeId,
    code: z.enum(promptCodes),
    answer: z.enum(promptAnswers),
    note: text.default(''),
  }),
  'support.add': z.object({
    caseId,
    needId: madeId,
    kind: z.enum(supportKinds),
    note: text.default(''),
    since: recordedDay.optional(),
  }),
  'support.end': z.object({ caseId, need: rowOrMade, note: text.default('') }),
  /** agencyId: left out for the money-advice team. What is shared is what the tenant agreed to: that budget, that figure. */
  'referral.make': z.object({
    caseId,
    referralId: madeId,
    agencyId: rowId.optional(),
    about: z.enum(referralAbout),
    reason: words,
    agreed: text.default(''),
    urgent: z.boolean().default(false),
    consent: z.enum(consents),
    budgetId: madeId.optional(),
    sharedArrearsPence: z.int().min(0).max(100_000_000).optional(),
  }),
  /** Assigns it to the sender, or to nobody. */
  'referral.take': z.object({ caseId, referralId: madeId, mine: z.boolean() }),
  'referral.outcome': z.object({
    caseId,
    referralId: madeId,
    outcome: z.enum(referralOutcomes),
    note: text.default(''),
  }),
} as const;
