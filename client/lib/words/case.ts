// A case in words. Pure.
import type { CaseDetail } from '#contract/case-detail.ts';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { LedgerLine } from '#contract/ledger.ts';
import { methodWords, sayWord } from './actions.ts';
import { money } from './money.ts';
import { rhythmWords } from '#domain/money/recurring.ts';

/** How to reach a person. */
export const reach = {
  preferences: {
    phone: 'Prefers a call',
    text: 'Prefers a text message',
    email: 'Prefers email',
    letter: 'Prefers a letter',
    visit: 'Prefers a visit',
  } as Record<string, string>,
  /** Empty for English; null or empty: not recorded, which does not mean English. */
  speaks: (language: string | null): string =>
    !language ? 'Language not recorded' : isEnglish(language) ? '' : `Speaks ${language}`,
};

const isEnglish = (language: string): boolean => /^en/i.test(language);

/** The people of a home of whom it is recorded that they speak another language than English. */
export const needsInterpreter = <T extends { language: string | null }>(
  people: readonly T[],
): (T & { language: string })[] =>
  people.filter((one): one is T & { language: string } => !!one.language && !isEnglish(one.language));

/** Who holds the tenancy: the people of a case without the other members of the household. */
export const tenantsOf = <T extends { role: CaseDetail['people'][number]['role'] }>(
  people: readonly T[],
): T[] => people.filter(({ role }) => role !== 'household');

/** 'Rent', 'Card', 'Write-off': a ledger's line. */
export function lineWords(line: LedgerLine): string {
  if (line.kind === 'payment') {
    const by = sayWord(methodWords[line.what as keyof typeof methodWords] ?? line.what);
    return line.amountPence > 0 ? `${by}, returned` : by;
  }
  return sayWord(line.what);
}

const planStates: Record<CaseSummary['planState'], string> = {
  none: '',
  agreed: 'First payment not due yet.',
  kept: 'Payments are on time.',
  late: 'A payment is late.',
  broken: 'Broken.',
  completed: 'Paid off.',
};
export const planWords = (plan: NonNullable<CaseDetail['plan']>): string =>
  `${money(plan.instalmentPence)} ${rhythmWords[plan.rhythm]} on top of the rent. ${planStates[plan.state as CaseSummary['planState']] ?? ''}`.trim();

/** What the one history can be filtered by; a kind without a name here is shown as it is called. */
const kindWords: Record<string, string> = {
  visit: 'Visits',
  contact: 'Contacts',
  payment: 'Payments',
  charge: 'Charges',
  adjustment: 'Adjustments',
  plan: 'Plans',
  hold: 'Holds',
  support: 'Support needs',
  repair: 'Repairs',
  message: 'Messages',
  check: 'Checks',
  referral: 'Referrals',
  budget: 'Budgets',
  court: 'Court steps',
  task: 'Tasks',
  claim: 'Claims',
  review: 'Reviews of holds',
  alert: 'Alerts',
  evidence: 'Evidence',
  prompt: 'Help checked',
  repair_note: 'Notes on repairs',
  correction: 'Corrections',
  refused: 'Refused attempts',
  clock: 'Times to check',
};
export const kindName = (kind: string): string => kindWords[kind] ?? sayWord(kind);
export const ledgerKinds: readonly string[] = ['payment', 'charge', 'adjustment'];

/** '£12.34' as the balance moves by it: money in has a minus, as on a statement. */
export const signed = (pence: number): string => (pence < 0 ? `−${money(-pence)}` : money(pence));
