// The words of the law part of a case, by component, and of the list of tasks that are due. Court and its checklist have
// their own (court-words.ts).
import type { AlertKind } from '#domain/facts.ts';

export const holds = {
  title: 'Holds',
  none: 'No hold. You can talk about arrears.',
  since: (day: string) => `Since ${day}.`,
  lastDay: 'Last day:',
  whileTreated: 'It ends 30 days after treatment ends.',
  reviewOn: (day: string, window: string) => `Review due ${day}${window}.`,
  reviewLate: (day: string, window: string) => `Review was due ${day}${window}.`,
  window: (from: string, to: string) => ` (between ${from} and ${to})`,
  not: 'Not allowed',
  allowed: 'Allowed',
  review: 'Record a review',
  end: 'End early',
  onlyManager: 'Only a manager can end this kind of hold early.',
  did: { started: 'Started', reviewed: 'Reviewed', ended: 'Ended' },
  event: (did: string, day: string, by: string, note: string) =>
    `${did} ${day}${by ? ` by ${by}` : ''}${note ? `: ${note}` : ''}`,
  from: (day: string) => `from ${day}.`,
  cancel: 'Cancel this hold',
  start: 'Start a hold',
  past: (count: number) => (count === 1 ? '1 earlier hold' : `${count} earlier holds`),
  pastDays: (from: string, to: string) => (to ? `, ${from} to ${to}.` : `, ${from}.`),
  endTitle: 'End the hold',
  endWhy: 'Why are you ending it?',
  endSpace: 'Only a debt adviser or a court can end a breathing space early. Write who told us.',
  endToday: 'End the hold today',
};

export const holdStart = {
  title: 'Start a hold',
  save: 'Start hold',
  kind: 'Kind of hold',
  startsOn: 'Start date',
  spaceStart: 'Use the start date on the notification, even if it is not today.',
  lastDay: 'Last day:',
  then: 'The hold then ends and you get a task.',
  reviewWindow: (from: string, to: string, on: string) =>
    `Review it between ${from} and ${to}. Your task for this is due ${on}.`,
  crisis:
    'The hold ends 30 days after treatment ends. Every 4 weeks you get a task to ask about the treatment.',
  source: 'Who told us, and how',
  reason: 'Reason',
  notification: 'Notification number',
  reference: 'Reference',
  reviewOn: 'Review date',
  endsOn: 'Last day',
  noStart: 'Enter a start date.',
  noSource: 'Enter who told us.',
  noReason: 'Enter a reason.',
  noEnd: 'Enter a review date or a last day.',
};

export const holdReview = {
  title: (hold: string) => `Review: ${hold.toLowerCase()}`,
  save: 'Save review',
  note: 'What you found out',
  space: 'Does the breathing space cover this debt? Is it unfair to us? The end date stays the same.',
  treatmentEnded: 'Treatment ended on',
  treatmentHint: 'Leave this empty while treatment continues. The breathing space ends 30 days after it.',
  reviewOn: 'Next review',
  endsOn: 'Last day',
  noNote: 'Enter what you found out.',
  noEnd: 'Enter the next review or a last day.',
};

export const split = {
  frozen: (day: string) => `Frozen: arrears from before ${day}`,
  payable: 'Payable: due since then',
};

/** A task is for one of these, or for a person by name. */
const teams: Record<string, string> = {
  officer: 'an officer',
  manager: 'a manager',
  money_advice: 'the money advice team',
};

export const tasks = {
  title: 'Tasks',
  none: 'No tasks.',
  due: (day: string, isLate: boolean, who: string | null, by: string | null) =>
    `${isLate ? 'Was due' : 'Due'} ${day}${who ? `, for ${teams[who] ?? who}` : ''}${by ? `, added by ${by}` : ''}`,
  done: 'Mark as done',
  doneName: (what: string) => `Mark as done: ${what}`,
  doneNote: 'Write what happened, if it helps a colleague.',
  doneCount: (count: number) => `${count} done`,
  doneLine: (what: string, day: string, by: string | null, note: string | null) =>
    `${what}. Done ${day}${by ? ` by ${by}` : ''}${note ? `: ${note}` : ''}`,
  add: 'Add a task',
  save: 'Add task',
  what: 'What needs doing?',
  dueOn: 'Due date',
  who: 'Who will do it?',
  roles: {
    officer: 'The officer for this patch',
    manager: 'A manager',
    money_advice: 'The money advice team',
  },
  noWhat: 'Enter what needs doing.',
  noDay: 'Enter a due date.',
};

export const dueTasks = {
  title: 'Tasks',
  about: 'Reviews of holds and alerts, tasks from holds that ended, and tasks that colleagues added.',
  failed: 'The tasks did not load.',
  old: 'This list may be out of date.',
  groups: { late: 'Late', today: 'Today', week: 'Next 7 days', later: 'Later' },
  none: 'No tasks due in the next 2 weeks.',
  filters: 'Show only some tasks',
  kind: 'Kind',
  allKinds: 'All kinds',
  kinds: {
    written: 'Added by a colleague',
    hold_review: 'Review of a hold',
    hold_ended: 'A hold that ended',
    alert_review: 'Review of an alert',
    hearing_passed: 'Outcome of a hearing',
  },
  officer: 'Officer',
  allOfficers: 'All officers',
  heldBy: (officers: readonly string[]) => officers.map((one) => ` · ${one}`).join(''),
  due: 'Due',
  allDays: 'Any day',
  noneSuch: 'No tasks match these filters.',
  showAll: 'Show all tasks',
  loading: 'Loading tasks…',
};

export const alerts = {
  title: 'Cautionary alerts',
  none: 'No alerts at this address.',
  /** What an alert asks of the person who visits. */
  gates: {
    do_not_attend: 'Do not visit. A manager decides.',
    no_lone_visits: 'Two people must visit together.',
    no_male_staff: 'Before a visit, you must confirm that you have read this.',
    no_female_staff: 'Before a visit, you must confirm that you have read this.',
  } as Partial<Record<AlertKind, string>>,
  days: (source: string, review: string, end: string) => `From ${source}. ${review} Ends ${end}.`,
  reviewOn: (day: string) => `Review due ${day}.`,
  reviewLate: (day: string) => `Review was due ${day}.`,
  review: 'Review',
  reviewName: (alert: string) => `Review: ${alert}`,
  remove: 'Remove',
  removeName: (alert: string) => `Remove: ${alert}`,
  add: 'Add an alert',
  removeTitle: 'Remove this alert',
  removeWhy: 'Why is it no longer needed?',
  removeSave: 'Remove alert',
};

export const alertForm = {
  add: 'Add a cautionary alert',
  review: (alert: string) => `Review: ${alert.toLowerCase()}`,
  saveNew: 'Add alert',
  saveReview: 'Save review',
  note: 'What you found out',
  kind: 'What should colleagues know?',
  detail: 'Details',
  detailHint: 'Facts only. No guesses about people.',
  source: 'Source',
  sourceHint: 'Who told us, or where it is written down.',
  reviewOn: 'Review date',
  endsOn: 'End date',
  endsHint: 'The alert disappears after this day.',
  noDays: 'Enter a review date and an end date.',
  wrongDays: 'Enter an end date that is not before the review date.',
  noNote: 'Enter what you found out.',
  noSource: 'Enter the source.',
};

export const reason = { missing: 'Write a few words for your colleagues.' };

export const refused = {
  title: 'Refused attempts',
  line: (by: string | null, kind: string, when: string) =>
    `${by ?? 'A colleague'} tried ${tried[kind] ?? 'to change this case'}, ${when}.`,
  wrote: (text: string) => `They wrote: ${text}`,
  more: (count: number) => `Show ${count} more`,
};

/** What was tried, after a name: 'Sam Example tried to set out on a visit'. */
const tried: Record<string, string> = {
  'visit.plan': 'to plan a visit',
  'visit.set-out': 'to set out on a visit',
  'visit.knock-check': 'to check before knocking',
  'visit.go-anyway': 'to go on after the tenant paid',
  'visit.turn-back': 'to turn back',
  'visit.finish': 'to record a visit',
  'contact.record': 'to record a contact',
  'plan.agree': 'to agree a repayment plan',
  'court.step': 'to record a court step',
  'hold.start': 'to start a hold',
  'hold.review': 'to review a hold',
  'hold.end': 'to end a hold',
  'alert.add': 'to add an alert',
  'alert.review': 'to review an alert',
  'alert.end': 'to remove an alert',
  'evidence.add': 'to add evidence',
};
