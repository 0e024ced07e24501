// The words of the wallboard, by component. It is read from across an office: short.

export const board = {
  subtitle: 'Rent recovery',
  live: 'Live',
  partlyLive: 'Some figures out of date',
  notProved: 'Figures out of date',
  noConnection: 'No connection',
  money: 'Money',
  work: 'Work',
  cases: 'Cases by action',
  casesToDo: (count: string) => `Cases by action: ${count} to do`,
  visits: 'Visits today',
  planned: 'planned',
  made: 'made',
  avoided: 'avoided',
  stopped: 'journeys saved: more is better',
  help: 'Help',
  plans: 'Repayment plans',
  plansMade: 'made this week',
  /** Below the count of those that are kept. */
  plansKept: (count: string) => `of ${count} on track`,
};

/** What a figure should be. Short: read from across an office. A goal of one figure stays in a line with its word. */
export const goals = {
  /** Not the figure above it: current tenants’ arrears when the last week closed, as on Today and Trend. */
  arrears: (share: string) => `Current arrears ${share}`,
  arrearsOf: (share: string, target: string) => `Current arrears ${share}, goal ${target}`,
  calculating: (done: number, of: number) => `Calculating past weeks: ${done} of ${of}`,
  day: (amount: string) => `usual day, goal ${amount}`,
  source: 'Goal: under 8 days old',
  sourceLate: (days: number) => `${days} days old, goal under 8`,
  noVisits: 'None planned today',
  visitsDone: 'Goal met: all done',
  visitsLeft: (count: string) => `Goal: all done. ${count} to go`,
  plansUsual: (usual: string) => `Usual week: ${usual}`,
  allKept: 'Goal met: all on track',
  notKept: (count: string) => `${count} not on track, goal\u00a00`,
  noneLate: 'Goal met: none late',
  late: (count: string) => `${count} late, goal\u00a00`,
};

export const pane = {
  noFigure: 'No figure yet',
  /** when: '14:32', '13 Nov'. */
  outOfDate: (when: string) => `Out of date: ${when}`,
  notProved: 'Figures out of date',
  noConnection: 'No connection',
};

export const collected = {
  asUsual: 'As usual',
  more: (amount: string) => `${amount} more`,
  less: (amount: string) => `${amount} less`,
  /** After those in bold. `stale`: the figure is of an earlier time. */
  thanUsual: (stale: boolean) => (stale ? 'than usual by then' : 'than usual by now'),
  byNow: (stale: boolean) => (stale ? 'by then' : 'by now'),
  today: 'today',
};

export const code = {
  title: 'Show your team’s figures on this screen',
  label: (letters: string) => `Code ${letters}`,
  /** Before the address in bold. */
  signIn: 'On your own computer, sign in to Doorstep as a manager and open',
  enter: 'Enter this code and name this screen.',
  wait: 'The figures then appear here.',
  until: (time: string) =>
    `This code works until ${time}. A new code then appears. No names or addresses are shown.`,
  loading: 'Loading a code…',
  away: 'No connection to Doorstep. This screen keeps trying.',
};

export const preview = {
  text: 'This is a preview. To set up an office screen, open this address on it. It shows a code.',
  back: 'Back to Doorstep',
};

export const screens = {
  title: 'Office screens',
  notAllowed:
    'Only managers and administrators can approve screens. Ask one of them to enter the screen’s code.',
  about:
    'An office screen shows the team’s live figures: payments today, arrears and the day’s work. It never shows names or addresses.',
  /** Before and after the address in bold. */
  openBefore: 'Open',
  openAfter: 'on that screen, then enter its code here.',
  approveTitle: 'Approve a screen',
  code: 'Code on the screen',
  codeHint: '8 letters and numbers. Only approve a code that you can see on a screen in your office.',
  name: 'Screen name',
  nameHint: 'Where it is, such as “First floor office”.',
  approve: 'Approve',
  approving: 'Approving…',
  approved: (name: string) => `${name} is approved. Its figures appear in a moment.`,
  signedOut: (name: string) => `${name} is signed out. It shows a code again.`,
  yours: 'Your screens',
  none: 'No screens yet.',
  loading: 'Loading screens…',
  approvedOn: (when: string, by: string) => `Approved ${when}${by && ` by ${by}`}`,
  showing: 'Showing now',
  neverSeen: 'Not connected yet',
  seenNow: 'Last seen just now',
  seen: (age: string) => `Last seen ${age} ago`,
  signOut: 'Sign out',
  signOutOf: (name: string) => `Sign out ${name}`,
  signOutQuestion: (name: string) => `Sign out ${name}?`,
  confirm: 'Yes, sign out',
  cancel: 'Cancel',
  preview: 'Preview an office screen',
  failed: 'Something went wrong. Try again in a moment.',
};
