// Words of the help part. Pure.
import type { HelpPlan } from '#contract/case-help.ts';
import type { Period } from '#domain/help/budget.ts';
import type { PlanBasis, PlanRhythm } from '#domain/facts.ts';
import { money } from '../words/money.ts';
import { rhythmWords } from '#domain/money/recurring.ts';

export const periodWords: Record<Period, string> = { ...rhythmWords, yearly: 'a year' };
export const rhythmNames: Record<PlanRhythm, string> = {
  weekly: 'Every week',
  fortnightly: 'Every two weeks',
  four_weekly: 'Every four weeks',
  monthly: 'Every month',
  lump_sum: 'All at once',
};
export const eachTime: Record<PlanRhythm, string> = { ...rhythmWords, lump_sum: 'all at once' };

/** '£20.00 a week besides the rent', '£600.00 all at once'. */
export const planTitle = (
  plan: Pick<HelpPlan, 'instalmentPence' | 'rhythm'> & { totalPence?: number | null },
): string =>
  `${money(plan.instalmentPence)} ${plan.totalPence === plan.instalmentPence ? 'once' : eachTime[plan.rhythm]}${plan.rhythm === 'lump_sum' ? '' : ' besides the rent'}`;

export const planStates: Record<string, { label: string; tone: 'good' | 'warn' | 'stop' }> = {
  agreed: { label: 'Agreed', tone: 'good' },
  kept: { label: 'Kept', tone: 'good' },
  late: { label: 'Late', tone: 'warn' },
  broken: { label: 'Broken', tone: 'stop' },
  completed: { label: 'Paid off', tone: 'good' },
};

/** Who set the terms: the options of the form, and a line on the card. */
export const planBasisWords: Record<PlanBasis, string> = {
  informal: 'Agreed with the tenant',
  court_ordered: 'Ordered by the court',
};
/** What a tenant should do when they cannot pay: only the court can change what it ordered. */
export const cannotPayWords: Record<PlanBasis, string> = {
  informal: 'If something changes and you cannot pay, tell us first. We can change the plan together.',
  court_ordered:
    'The court ordered these payments. If something changes and you cannot pay, tell us first. Get advice about asking the court.',
};

export const endReasons: Record<string, string> = {
  completed: 'Paid off',
  replaced: 'Replaced by another plan',
  broken: 'Not kept',
  cannot_afford: 'Can’t be afforded any more',
  tenant_asked: 'The tenant asked',
  mistake: 'Entered by mistake',
  not_in_force: 'Never in force: another was agreed at the same time',
};
export const howWords: Record<string, string> = {
  visit: 'on a visit',
  call: 'on the phone',
  office: 'in the office',
  writing: 'in writing',
};
export const answerWords: Record<string, string> = {
  claiming: 'They are claiming',
  has_it: 'They have it',
  not_entitled: 'Not for them',
  declined: 'They don’t want to',
  later: 'Ask again later',
};
export const needWords: Record<string, string> = {
  mobility: 'Getting about',
  hearing: 'Hearing',
  sight: 'Sight',
  ill_health: 'Ill health',
  mental_health: 'Mental health',
  learning: 'Learning',
  literacy: 'Reading and writing',
  language: 'Another language',
  carer: 'Cares for somebody',
  bereavement: 'Bereavement',
  substance: 'Alcohol or drugs',
  domestic_abuse: 'Abuse at home',
  other: 'Something else',
};
export const aboutWords: Record<string, string> = {
  debt: 'Debts',
  benefits: 'Benefits',
  budgeting: 'Making ends meet',
  food: 'Food',
  energy: 'Heating and power',
  bereavement: 'Bereavement',
  mental_health: 'Mental health',
  domestic_abuse: 'Abuse at home',
  work: 'Work and training',
  other: 'Something else',
};
export const outcomeWords: Record<string, string> = {
  helped: 'Helped',
  more_income: 'More income found',
  debt_solution: 'A debt solution',
  passed_on: 'Passed on',
  no_contact: 'Could not be reached',
  declined: 'Did not want it',
  other: 'Something else',
};
export const consentWords: Record<string, string> = { spoken: 'said yes', signed: 'signed' };
/** How they agreed, as the options of a form. */
export const consents = (['spoken', 'signed'] as const).map((value) => ({
  value,
  label: consentWords[value]!,
}));
