// The note after a conversation was closed, which loads right after the list.
export const undoClose = {
  /** Before the subject, in bold. */
  closed: 'Closed:',
  at: (address: string) => `, ${address}.`,
  undo: 'Undo',
  dismiss: 'Dismiss',
  spokenClosed: 'Closed. Press Z to undo. A new message reopens it.',
  spokenReopened: 'Reopened.',
};
