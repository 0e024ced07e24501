// The words of how the inbox is arranged: sorted, selected, assigned, snoozed; and of a repair's status.
import type { Sort } from './sorting.ts';

export const arrange = {
  sort: 'Sort by',
  sorts: {
    usual: 'Most urgent',
    waited: 'Waited longest',
    newest: 'Newest message',
    address: 'Address',
  } as Record<Sort, string>,
  select: 'Select',
  cancel: 'Cancel',
  all: 'Select all',
  /** `what` is an address and a subject. */
  one: (what: string) => `Select ${what}`,
  selected: (count: number) => `${count} selected`,
  bar: 'With the selected conversations',
  close: 'Close',
  assign: 'Assign',
  snooze: 'Snooze',
};

export const assign = {
  title: 'Assign to',
  me: 'Me',
  none: 'No one',
  now: 'Now',
  loading: 'Loading colleagues…',
  alone: 'You are the only one in your team here.',
  failed: 'Your colleagues did not load. Try again with signal.',
  assigned: (name: string) => `Assigned to ${name}.`,
  unassigned: 'Assigned to no one.',
};

export const snooze = {
  title: 'Snooze until',
  about: 'It comes back earlier with a new message, or when something in it is due.',
  day: 'Another day',
  button: 'Snooze',
  noDay: 'Choose a day.',
  late: (late: number, of: number) =>
    of === 1
      ? 'This is late, so it stays in the list. Answer it first.'
      : late === 1
        ? '1 of these is late and stays in the list.'
        : `${late} of these are late and stay in the list.`,
  wake: 'Bring back now',
};

export const repairStatus = {
  status: 'Status',
  /** After "Status", for a screen reader. */
  of: (repair: string) => ` of the repair: ${repair}`,
  waits: 'Saved on this device. Will send.',
  saved: 'Status saved.',
  /** `status`: 'ordered'. */
  changed: (status: string) => `Changed from ${status}.`,
  undo: 'Undo',
  undone: 'Status changed back.',
};

export const lawRequires = {
  title: 'The law still requires:',
  nothing: 'All steps the law requires are recorded.',
  /** `when`: 'tomorrow', 'Thu 3 Dec 14:05'. */
  due: (when: string) => `due ${when}`,
  late: (when: string) => `late, was due ${when}`,
  later: 'after the investigation',
  recorded: (day: string) => `recorded: ${day}`,
  reason: 'Reason to complete the repair without these steps',
  hint: 'For example: the investigation found no hazard. The reason stays in the history.',
  noReason: 'Enter a reason, or record each step.',
  anyway: 'Complete anyway',
  complete: 'Complete the repair',
  /** `status`: 'ordered'. */
  keep: (status: string) => `Keep as ${status}`,
};
