// The words of the help part of a case: prompts, support needs, agencies, and what its cards share. Budgets, plans, what a
// tenant reads of a plan, and referrals have files of their own.

export const sheet = { close: 'Close' };

/** How a tenant agreed, as the options of a form. */
export const consents = [
  { value: 'spoken', label: 'They said yes' },
  { value: 'signed', label: 'They signed' },
] as const;

export const prompts = {
  title: 'Help to ask about',
  unconfirmed: 'To be confirmed by your landlord.',
  rule: (from: string, source: string) => `Rule since ${from}: ${source}.`,
  answers: {
    claiming: 'They are claiming',
    has_it: 'They already get it',
    not_entitled: 'They can’t get it',
    declined: 'They don’t want it',
    later: 'Ask again later',
  } as Record<string, string>,
  answered: (answer: string, by: string, when: string) => `${answer}, ${by}, ${when}.`,
  about: (help: string) => `What they said about ${help.toLowerCase()}`,
  change: 'Change the answer',
  ask: 'What did they say?',
  allAsked: 'You have asked about everything here.',
  asked: (count: number) => `${count} already asked about`,
  notAdvice:
    'Things to check with the tenant, not advice. Answers, age and household never change what Doorstep suggests.',
};

export const needs = {
  title: 'Support needs',
  none: 'No support needs recorded.',
  since: (day: string, by: string | null) => `Since ${day}${by ? `, recorded by ${by}` : ''}`,
  end: 'End',
  endName: (need: string) => `End: ${need}`,
  add: 'Add a need',
  kinds: {
    mobility: 'Mobility',
    hearing: 'Hearing',
    sight: 'Sight',
    ill_health: 'Health condition',
    mental_health: 'Mental health',
    learning: 'Learning',
    literacy: 'Reading and writing',
    language: 'Another language',
    carer: 'Carer',
    bereavement: 'Bereavement',
    substance: 'Alcohol or drugs',
    domestic_abuse: 'Domestic abuse',
    other: 'Something else',
  } as Record<string, string>,
};

export const needForm = {
  addTitle: 'Add a support need',
  add: 'Add need',
  endTitle: 'End this support need',
  end: 'End need',
  changed: 'What has changed',
  kind: 'What is it about?',
  choose: 'Choose',
  helps: 'What helps them',
  noKind: 'Choose what it is about.',
};

export const agencies = {
  title: 'Other places to get help',
  madeUp: 'Made-up details for the demo.',
};
