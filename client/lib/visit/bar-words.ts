// The words of a visit on the case page: its bar, the check at the door, going anyway, recording it in one form.
import type { Outcome } from './draft.ts';

export const bar = {
  label: 'Visit',
  onTheWay: (name: string) => `${name} is on the way there.`,
  /** `day` is 'today' or 'Mon 9 Nov', or '' where it is not known. */
  plans: (name: string, day: string) => (day ? `${name} plans to visit ${day}.` : `${name} plans to visit.`),
  noArrears: 'Do not talk about arrears. You can talk about repairs and welfare.',
  turnBack: 'Turn back',
  continue: 'Continue the visit',
  continueHow: 'Step by step. What you wrote is kept.',
  start: 'Start the visit',
  startHow: 'Step by step: checks, budget, plan',
  record: 'Record the visit',
  recordHow: 'Outcome only, in one form',
  speaks: (name: string, language: string) => `${name} speaks ${language}`,
  instead: 'Visit instead',
  anyway: 'Visit anyway',
  goAnyway: 'Go anyway',
  cancel: 'Cancel this visit',
  barred: 'Do not attend this address.',
  barredHow: 'Refer it to your manager.',
  hold: 'On hold.',
  holdHow: 'Do not visit about rent. You can visit about repairs or welfare.',
  notAlone: 'Do not visit alone.',
  together: 'A colleague is coming with me.',
  hasRead: 'I have read this and I can go.',
  planned: (day: string) => `Visit planned for ${day}.`,
  today: 'today',
  setOut: 'On my way',
  setOutHome: 'On my way, not about rent',
  remove: 'Remove from my plan',
  plan: 'Plan for today',
};

export const check = {
  checking: 'Checking…',
  again: 'Check again',
  first: 'Check before you knock',
  titles: {
    clear: 'Clear to knock',
    changed: 'Something has changed',
    'stand-down': 'Do not knock',
    unknown: 'Not checked',
  },
  deviceOnly: 'From this device only',
};

export const goAnyway = {
  title: 'Go anyway?',
  button: 'Go anyway',
  why: 'You may not need to visit. We keep your reason with the visit.',
  reason: 'Why are you going?',
  missing: 'Enter why you are going.',
  /** Reasons to choose from; free words are always possible. */
  reasons: ['Welfare check', 'Repair or damp check', 'Tenant expects me', 'Still in arrears'],
};

export const record = {
  title: 'Record the visit',
  save: 'Save',
  outcome: 'What happened?',
  amount: 'Amount in pounds',
  on: 'Pay by',
  note: 'Note',
  noOutcome: 'Choose what happened.',
  noDay: 'Choose a day.',
};

export const outcomeWords: Record<Outcome, string> = {
  seen_tenant: 'Spoke to the tenant',
  seen_other: 'Spoke to someone else',
  promise: 'Promised to pay',
  paid_at_door: 'Paid at the door',
  no_access: 'No answer',
  card_left: 'No answer, card left',
  refused: 'Did not want to talk',
  unsafe: 'Felt unsafe',
};
