// The words of the frame around every page. All of it loads first; its dialogs have their own (dialog-words.ts).

export const shell = {
  name: 'Doorstep',
  places: 'Main',
  inbox: 'Inbox',
  messages: 'Messages',
  repairs: 'Repairs',
  referrals: 'Referrals',
  home: 'Home',
  worklist: 'Worklist',
  tasks: 'Tasks',
  visits: 'Visits',
  performance: 'Performance',
  /** Performance, where there is little room. */
  performanceShort: 'Team',
  settings: 'Settings',
  help: 'Help',
  you: 'You',
  facts: 'How up to date is this?',
  /** After a number, for a screen reader. */
  toAnswer: ' to answer',
  answered: ' answered',
};

export const facts = {
  connecting: 'Connecting',
  connected: 'Connected',
  noConnection: 'No connection',
  refused: (count: number) => `${count} not accepted`,
  toSend: (count: number) => `${count} to send`,
  nothing: 'Nothing to send',
  receivedUpTo: (when: string) => `Payments received up to ${when}.`,
  more: 'Show details',
};

export const opening = {
  failed: 'Doorstep could not open',
  slow: 'Doorstep is taking longer than usual',
  tries: 'We are still trying. Your work on this device is safe.',
  safe: 'Your work on this device is safe.',
  tryAgain: 'Try again',
  opening: 'Opening Doorstep…',
};

export const news = {
  label: 'New messages',
  count: (count: number) => `, ${count} messages`,
  dismiss: (name: string) => `Dismiss message from ${name}`,
  spoken: (name: string, address: string, message: string) => `${name} about ${address}: ${message}`,
  /** On a locked screen: no name, no address, no message. */
  question: 'A question for you',
  answer: 'The repairs team has answered',
  open: 'Open Doorstep to read it.',
};
