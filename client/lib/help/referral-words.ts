// The words of referrals: the form, the case’s list, and the money advice team’s page.
import { referralOutcomeNames } from '#domain/help/referrals.ts';

/** What a referral is about. */
export const aboutWords: Record<string, string> = {
  debt: 'Debts',
  benefits: 'Benefits',
  budgeting: 'Budgeting',
  food: 'Food',
  energy: 'Energy bills',
  bereavement: 'Bereavement',
  mental_health: 'Mental health',
  domestic_abuse: 'Domestic abuse',
  work: 'Work and training',
  other: 'Something else',
};

export const outcomeWords: Record<string, string> = referralOutcomeNames;

export const referrals = {
  title: 'Referrals',
  none: 'No referrals yet.',
  team: 'Money advice team',
  urgent: 'Urgent',
  closed: 'Closed',
  outcome: (outcome: string, by: string, when: string) => `${outcome}, ${by}, ${when}.`,
  taken: (name: string) => `${name} is working on it.`,
  noOutcome: 'No outcome yet.',
  waiting: 'Waiting for the money advice team.',
  agreed: (text: string) => `Agreed: ${text}`,
  by: (name: string, when: string) => `${name}, ${when}.`,
  budgetShared: 'Budget shared.',
  recordOutcome: 'Record the outcome',
  refer: 'Refer for help',
};

export const referralForm = {
  to: 'Refer to',
  team: 'Our money advice team',
  about: 'About',
  choose: 'Choose',
  reason: 'What they need help with',
  agreed: 'What you agreed',
  urgent: 'Urgent: can’t wait a week',
  share: 'What to share',
  budget: 'Current budget',
  arrears: (money: string) => `${money} overdue, and the rent`,
  always: 'Name, address and contact details are always shared. Nothing else from the account is.',
  consent: 'How did they agree to this?',
  noAbout: 'Choose what it is about.',
  noReason: 'Enter what they need help with.',
  noConsent: 'They must agree before you share anything.',
  send: 'Refer',
};

export const outcomeForm = {
  title: 'Record the outcome',
  save: 'Save',
  outcome: 'How did it end?',
  note: 'What the officer should know',
  noteHint: 'Only what they need for their work. The tenant can ask to read this.',
  noOutcome: 'Choose how it ended.',
};

export const queue = {
  list: 'List of referrals',
  spoken: (changes: string) => `In the list: ${changes}.`,
  title: 'Referrals',
  waiting: (count: number) =>
    count === 0
      ? 'No referrals are waiting.'
      : count === 1
        ? '1 referral is waiting.'
        : `${count} referrals are waiting.`,
  groups: {
    sent: 'Not taken yet',
    mine: 'Yours',
    colleagues: 'With colleagues',
    closed: 'Closed in the last 90 days',
  },
  household: 'A household',
  urgent: 'Urgent.',
  closed: 'Closed',
  with: (about: string, name: string) => `${about}, with ${name}`,
  search: 'name, reason or officer',
  show: 'Show',
  shows: { open: 'Open', sent: 'Not taken', mine: 'Yours', urgent: 'Urgent', closed: 'Closed' },
  noMatch: (text: string) => `No referral here matches “${text}”.`,
  clear: 'Clear search',
  none: 'No referrals here.',
  empty: 'New referrals from officers appear here.',
  loading: 'Loading referrals…',
  choose: 'Choose a referral to read it.',
  failed: 'The referrals did not load.',
};

export const openReferral = {
  label: 'Referral',
  back: 'Referrals',
  household: 'A household',
  urgent: 'Urgent.',
  by: (name: string, when: string) => `Referred by ${name}, ${when}.`,
  why: 'Why they need help',
  agreed: 'Agreed:',
  consent: {
    spoken: 'They said yes to sharing this.',
    signed: 'They signed to agree to sharing this.',
  } as Record<string, string>,
  consented: 'They agreed to sharing this.',
  contact: 'Contact details',
  shared: 'What they share',
  overdue: 'overdue on that day.',
  rent: (money: string) => `The rent is ${money} a week.`,
  noArrears: 'Nothing from the rent account.',
  noBudget: 'No budget.',
  outcome: 'Outcome',
  closed: 'Closed',
  outcomeBy: (name: string, when: string) => `, ${name}, ${when}.`,
  missing: 'Referral not found. It may not be for your team.',
  failed: 'The referral did not load.',
  loading: 'Loading the referral…',
  take: 'I’ll take this',
  recordOutcome: 'Record the outcome',
  giveBack: 'Give it back',
  taken: (name: string) => `${name} is working on it.`,
  changeOutcome: 'Change the outcome',
};
