// The words about visits that load first: the visits in progress, the notices about a door, the answer of a knock check.
// The case page's bar has bar-words.ts, the steps of a visit step-words.ts.

export const inProgress = {
  label: 'Visits in progress',
  onTheWay: 'On the way',
  continue: 'Continue',
  step: (step: number) => `, step ${step}`,
  unknown: 'a visit',
};

export const door = {
  /** Titles of notices; only a stand-down means that the officer turns back. */
  titles: {
    'stand-down': 'Do not visit',
    withdrawn: 'You can visit after all',
    paid: 'Payment received',
    returned: 'Payment returned',
    changed: 'Case changed',
  },
  check: 'Open Doorstep before you knock.',
  unknown: 'The home you are going to',
  thisCase: 'This case',
  turnBack: 'Turn back',
  goAnyway: 'Go anyway',
  close: (title: string) => `Close: ${title}`,
  /** `ago` is '2 minutes', or '' for now. */
  received: (amount: string, ago: string) =>
    `${amount} received ${ago ? `${ago} ago` : 'just now'}. Continue the visit.`,
  returned: (amount: string, ago: string) =>
    `${amount} was returned ${ago ? `${ago} ago` : 'just now'}. Continue the visit.`,
};

export const knock = {
  checkedAt: (time: string) => `Checked at ${time}`,
  unknown: 'No signal, and this case is not on this device yet.',
  /** `when` is '10:42' or 'yesterday 10:42'; `ago` is '5 minutes', or '' for now. */
  noSignal: (overdue: string, when: string, ago: string) =>
    `No signal. Last known: ${overdue} overdue (${when}${ago && `, ${ago} ago`}). Later payments do not show.`,
  notRecorded: 'This was not recorded. Try again.',
};
