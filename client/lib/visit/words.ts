// What a mutation and an outcome are called on screen.
import type { MutationKind, visitOutcomes } from '#contract/up.ts';

export const mutationWords: Record<MutationKind, string> = {
  'visit.plan': 'Visit planned',
  'visit.set-out': 'On the way',
  'visit.knock-check': 'Knock check',
  'visit.go-anyway': 'Going anyway',
  'visit.turn-back': 'Turned back',
  'visit.finish': 'Visit recorded',
  'visit.met': 'Who was there',
  'visit.no-access': 'Nobody was there',
  'check.record': 'Quick checks',
  'visit.next': 'What comes next',
  'hazard.step': 'Step of a hazard',
  'budget.record': 'Budget',
  'plan.agree': 'Plan agreed',
  'plan.end': 'Plan ended',
  'prompt.answer': 'Prompt answered',
  'support.add': 'Support need',
  'support.end': 'Support need ended',
  'referral.make': 'Referral',
  'referral.take': 'Referral taken',
  'referral.outcome': 'Outcome of a referral',
  'contact.record': 'Contact recorded',
  'thread.start': 'Question to the repairs team',
  'message.send': 'Message',
  'thread.read': 'Read',
  'thread.take': 'Who answers',
  'thread.settle': 'Conversation settled',
  'thread.reopen': 'Conversation open again',
  'message.to-repair': 'Note on a repair',
  'repair.note': 'Note on a repair',
  'repair-note.to-thread': 'Message',
  'case.take': 'Case taken',
  'case.release': 'Case released',
  'case.ask': 'Asked for the case',
  'case.keep': 'Case kept',
  'hold.start': 'Hold started',
  'hold.review': 'Hold reviewed',
  'hold.end': 'Hold ended',
  'alert.add': 'Alert added',
  'alert.review': 'Alert reviewed',
  'alert.end': 'Alert taken away',
  'evidence.add': 'Evidence added',
  'evidence.withdraw': 'Evidence withdrawn',
  'court.step': 'Court step recorded',
  'task.add': 'Task added',
  'task.done': 'Task done',
  'person.correct': 'A detail put right',
};

export type Outcome = (typeof visitOutcomes)[number];
export const outcomeWords: Record<Outcome, string> = {
  seen_tenant: 'Spoke to the tenant',
  seen_other: 'Spoke to somebody else',
  promise: 'They promised to pay',
  paid_at_door: 'They paid there and then',
  no_access: 'No answer',
  card_left: 'No answer, left a card',
  refused: 'They did not want to talk',
  unsafe: 'It did not feel safe',
};

/** Titles of notices about a door; only a stand-down means that the officer turns back. */
export const doorTitles = {
  'stand-down': 'Stand down',
  withdrawn: 'You can visit after all',
  paid: 'A payment has come in',
  returned: 'A payment was returned',
  changed: 'The case has changed',
} as const;

/** Reasons that officers give for going although the money came; free words are always possible. */
export const goAnywayReasons = [
  'Welfare check',
  'Repair or damp to look at',
  'They are expecting me',
  'Still owes from before',
] as const;
