// The words of court: the checklist before it, its evidence, the notice and the steps.

export const court = {
  title: 'Before court',
  /** Before and after '3 of 8'. */
  checklist: 'Pre-action checklist:',
  met: (met: number, all: number) => `${met} of ${all}`,
  withEvidence: 'with evidence',
  /** Before and after the day. */
  notice: (served: string) => `Notice served ${served}. Earliest court application:`,
  noticeUntil: (day: string) => `, latest: ${day}`,
  void: (day: string) => `The notice served ${day} is void because there was a breathing space on that day.`,
  ready: (step: string) => `${step}: nothing is missing.`,
  youDecide: 'You decide. Doorstep sends nothing.',
  managers: 'A manager decides whether to go to court.',
  record: (step: string) => `Record: ${step.toLowerCase()}`,
  notYet: (step: string) => `${step}: not yet.`,
  more: (count: number) => `And ${count} more.`,
  recordWithdrawal: 'Record a withdrawn notice',
  recordCourt: 'Record what the court did',
  steps: 'Court steps',
  step: (day: string, hearing: string | null, reference: string) =>
    `, ${day}${hearing ? `, hearing ${hearing}` : ''}${reference ? `, ${reference}` : ''}.`,
  rule: (name: string, days: number, weeks: number) =>
    `${name}: ${days} days’ notice, from ${weeks} weeks of rent overdue.`,
  validFor: (weeks: number) => `Valid for ${weeks} weeks.`,
  unconfirmed: (source: string) => `† Not confirmed: ${source}.`,
};

export const courtStep = {
  title: 'Record a court step',
  save: 'Save step',
  about: 'Record what has already happened. Doorstep does not serve notices or apply to court.',
  kind: 'What happened?',
  on: 'Date',
  hearingOn: 'Hearing date',
  reference: 'Reference',
  note: 'Note',
  wrongDay: 'Enter the date it happened: today or earlier.',
  noHearing: 'Enter the hearing date.',
};

export const checklist = {
  about: 'You can record a court step when every item it needs has evidence.',
  met: (from: string | null, until: string | null) =>
    `Evidence${from ? ` from ${from}` : ''}${until ? `, valid until ${until}` : ''}`,
  counts: 'What counts:',
  source: (source: string, confirmed: boolean) =>
    confirmed ? `${source}.` : `${source}. † Not confirmed yet. Check before you rely on it.`,
  withdrawn: (why: string) => `Withdrawn: ${why}`,
  withdraw: 'Withdraw',
  withdrawTitle: 'Withdraw this evidence',
  withdrawWhy: 'What is wrong with it?',
  withdrawHint: 'It stays on the case but no longer counts.',
  add: 'Add',
  addName: (item: string) => `Add evidence: ${item}`,
};

export const evidenceAdd = {
  title: 'Add evidence',
  save: 'Save evidence',
  counts: (what: string) => `What counts: ${what}.`,
  found: 'Already on the case',
  who: 'Which tenant?',
  choose: 'Choose a tenant',
  on: 'Date it was done',
  note: 'Describe the evidence',
  noteHint: 'Where it is kept, and who wrote or said it.',
  noDay: 'Enter the date it was done.',
  noTenant: 'Choose a tenant.',
  noNote: 'Describe the evidence.',
};
