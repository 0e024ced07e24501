// The note after conversations were closed or snoozed, which loads right after the list.
export const undoClose = {
  /** Before the subject, in bold. */
  closed: 'Closed:',
  /** `until`: 'tomorrow 08:00'. */
  snoozed: (until: string) => `Snoozed until ${until}:`,
  at: (address: string) => `, ${address}.`,
  /** In place of the subject and the address. */
  several: (count: number) => `${count} conversations.`,
  undo: 'Undo',
  dismiss: 'Dismiss',
  spokenClosed: 'Closed. Press Z to undo. A new message reopens it.',
  spokenReopened: 'Reopened.',
  /** `when`: 'tomorrow 08:00'. */
  spokenSnoozed: (when: string) => `Snoozed until ${when}. Press Z to undo.`,
  spokenWoken: 'Back in the list.',
};
