// The words of repayment plans for the people who agree them with tenants. What a tenant reads is in tenant-words.ts.
import type { HelpPlan } from '#contract/case-help.ts';
import type { PlanBasis, PlanRhythm } from '#domain/facts.ts';
import { rhythmWords } from '#domain/money/recurring.ts';
import { money } from '../words/money.ts';

/** '£20.00 a week on top of the rent', '£600.00 in one payment'. */
export const planTitle = (
  plan: Pick<HelpPlan, 'instalmentPence' | 'rhythm'> & { totalPence?: number | null },
): string => {
  const rhythm = plan.totalPence === plan.instalmentPence ? 'lump_sum' : plan.rhythm;
  return `${money(plan.instalmentPence)} ${rhythmWords[rhythm]}${plan.rhythm === 'lump_sum' ? '' : ' on top of the rent'}`;
};

/** Who set the terms: the options of the form, and a line on the card. */
export const planBasisWords: Record<PlanBasis, string> = {
  informal: 'Agreed with the tenant',
  court_ordered: 'Ordered by the court',
};

export const planCard = {
  title: 'Repayment plan',
  states: {
    agreed: { label: 'Agreed', tone: 'good' },
    kept: { label: 'On time', tone: 'good' },
    late: { label: 'Late', tone: 'warn' },
    broken: { label: 'Broken', tone: 'stop' },
    completed: { label: 'Paid off', tone: 'good' },
  } as Record<string, { label: string; tone: 'good' | 'warn' | 'stop' }>,
  firstPayment: (state: string, day: string) => `${state}, first payment ${day}`,
  next: 'Next payment',
  nextDay: (money: string, day: string) => `${money}, ${day}`,
  total: 'Total',
  totalBy: (money: string, day: string) => `${money} by ${day}`,
  terms: 'Terms',
  agreed: 'Agreed',
  recorded: 'Recorded',
  how: {
    visit: 'on a visit',
    call: 'on the phone',
    office: 'in the office',
    writing: 'in writing',
  } as Record<string, string>,
  /** 'yesterday with Ann Example on a visit, recorded by Sam Example' */
  agreedLine: (day: string, tenant: string, how: string, by: string) =>
    `${day}${tenant ? ` with ${tenant}` : ''}${how ? ` ${how}` : ''}${by ? `, recorded by ${by}` : ''}`,
  over: (reason: string) => `More than the budget allows: ${reason}`,
  noBudget: (reason: string) => `Agreed without a complete budget: ${reason}`,
  all: (count: number) => `All ${count} payments`,
  print: 'Print or show',
  end: 'End plan',
  none: 'No repayment plan.',
  held: (hold: string) => `${hold}. Do not ask for a plan.`,
  agreeAnother: 'Agree a new plan',
  workOut: 'Work out a plan',
  past: (count: number) => (count === 1 ? '1 earlier plan' : `${count} earlier plans`),
  pastLine: (plan: string, day: string, by: string) => `${plan}, agreed ${day}${by ? ` by ${by}` : ''}`,
  pastEnd: (reason: string, day: string) => `${reason}${day ? `, ${day}` : ''}.`,
  ended: 'Ended',
};

export const endReasons: Record<string, string> = {
  completed: 'Paid off',
  replaced: 'Replaced by another plan',
  broken: 'Payments missed',
  cannot_afford: 'Tenant can no longer afford it',
  tenant_asked: 'Tenant asked to end it',
  mistake: 'Entered by mistake',
  not_in_force: 'Not used: another plan was agreed at the same time',
};

export const planEnd = {
  title: 'End the plan',
  save: 'End plan',
  why: 'Why is it ending?',
  note: 'Note',
  noReason: 'Choose a reason.',
};

export const planEditor = {
  nothing: 'Nothing is overdue, so there is nothing to agree.',
  nothingCovered: 'Nothing is overdue. Payments due will cover the balance.',
  overdue: 'overdue.',
  covered: (money: string) => `Another ${money} is covered by payments due, so it is not part of the plan.`,
  noBudget: 'No budget yet.',
  noBudgetSo: 'We do not know what they can afford.',
  incomplete: 'The budget is not complete.',
  incompleteSo: (missing: string) => `Still to ask: ${missing}.`,
  income: 'income',
  and: (most: string, last: string) => `${most} and ${last}`,
  startBudget: 'Work out a budget',
  completeBudget: 'Complete the budget',
  whyNone: 'Why is there no budget?',
  whyIncomplete: 'Why is the budget not complete?',
  whyHint: 'A plan should rest on a budget. If you agree one without, say why.',
  whySuggestions: [
    'They did not want to give figures',
    'They chose this amount',
    'No time today. We will do the budget next',
  ],
  noWhy: 'Enter why there is no complete budget.',
  nothingLeft: 'The budget leaves nothing over.',
  lookAtHelp: 'Look at help and priority debts first.',
  /** rhythm: 'a week' */
  affordable: (money: string, rhythm: string) => `They can afford up to ${money} ${rhythm}.`,
  notAffordable: 'The budget leaves nothing for a plan.',
  left: (week: string, month: string) =>
    `The budget leaves ${week} a week (${month} a month). A smaller amount that they can keep up is better.`,
  meanwhile: (by: string, plan: string) =>
    `${by || 'A colleague'} has just agreed a plan of ${plan}. You will be asked which one to keep.`,
  replaces: (plan: string) => `This replaces the plan of ${plan}.`,
  basis: 'Who set the terms',
  rhythm: 'How often',
  rhythms: {
    weekly: 'Every week',
    fortnightly: 'Every fortnight',
    four_weekly: 'Every 4 weeks',
    monthly: 'Every month',
    lump_sum: 'All at once',
  } satisfies Record<PlanRhythm, string> as Record<PlanRhythm, string>,
  pounds: (rhythm: string) => `Pounds ${rhythm}`,
  firstDay: 'First payment',
  onlyDay: 'Payment date',
  total: 'Total',
  payday: {
    budget: 'Timed to follow their income in the budget.',
    payments: 'Timed to follow their income, based on past payments.',
  },
  /** After the plan’s title. last: the last payment where it differs from the others, or ''. */
  result: (count: number, last: string, day: string, total: string) =>
    count === 1
      ? `Due ${day}. Total ${total}.`
      : `${count} payments. The last${last ? `, ${last},` : ''} is due ${day}. Total ${total}.`,
  show: 'Show the tenant',
  back: 'Back',
  agreedWith: 'Agreed with',
  explainedTo: 'Explained to',
  where: 'Where',
  places: [
    ['visit', 'On a visit'],
    ['call', 'On the phone'],
    ['office', 'In the office'],
    ['writing', 'In writing'],
  ],
  consent: {
    informal: 'How did they show that they understand and agree?',
    court_ordered: 'How did they show that they understand?',
  },
  note: 'Note',
  save: { informal: 'Agree the plan', court_ordered: 'Save the court’s terms' },
  noOver: 'Enter why they can pay more than the budget leaves.',
  noPerson: { informal: 'Enter who agreed.', court_ordered: 'Enter who you explained it to.' },
  noConsent: {
    informal: 'Choose how they agreed.',
    court_ordered: 'Choose how they showed that they understand.',
  },
  wrongTotal: 'A plan can’t be for more than is overdue.',
  noFirstDay: 'Enter the date of the first payment.',
} as const;

export const sendPlan = {
  notNow: (hold: string) => `You can’t send it now: ${hold}.`,
  send: 'Send',
  record: 'Record that you sent it',
  copied: 'Copied. Paste it into a message to the tenant.',
  recorded: 'Recorded on the case.',
  failed: 'This device can’t share the text. Print the plan, or show it here.',
  /** The note on the case. */
  note: 'Sent a summary of the repayment plan.',
};
