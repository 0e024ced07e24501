// The words of the worklist: search and filters, the list and its rows, the sheet, the start point. All of it loads first.

export const filters = {
  search: 'name, address or reference',
  show: 'Show',
  toDo: 'To do',
  all: 'All',
  filter: 'Filter',
  /** Before the number of filters that are on, for a screen reader. */
  on: ', on: ',
  more: 'More filters',
  visits: 'Planned visits',
  alerts: 'With an alert',
  patch: 'Patch',
  allPatches: 'All patches',
};

const cases = (count: string | number, of: number) => `${count} ${of === 1 ? 'case' : 'cases'}`;

export const list = {
  label: 'Cases',
  stopped: (count: number) => `${cases(count, count)} stopped`,
  hide: 'Hide',
  dayDone: 'No visits left in this plan.',
  dayDoneHow: 'Change the hours, or choose Urgent.',
  empty: 'No cases now.',
  emptyHow: 'New cases in your patches appear here.',
  noMatch: (text: string) => `No case on your list matches “${text}”.`,
  /** A search found nothing under the filters, and that many without them. */
  outside: (count: number) => `Show ${count} outside these filters`,
  clear: 'Clear search and filters',
  noneFiltered: 'No case matches these filters.',
  total: (count: number) => `${cases(count, count)} on your list.`,
  showAll: 'Show all cases',
  loading: 'Loading your list…',
  waiting: 'Waiting for a connection…',
  noPatch: {
    what: 'You have no patch yet.',
    how: 'Ask a manager to give you one in Settings. Your list then appears here.',
  },
  noPatches: {
    what: 'There are no patches yet.',
    how: 'The list appears here when homes and patches are added.',
  },
};

export const row = {
  notOnMap: 'Not on the map',
  stop: (number: number) => `Stop ${number}: `,
  rising: 'rising, ',
  kept: 'Kept in your day',
  onMyWay: 'You are on the way',
  onTheWay: (name: string) => `${name} is on the way`,
  planned: 'Visit planned',
  plannedBy: (name: string) => `Visit planned by ${name}`,
  damp: 'Damp',
  repair: 'Repair',
  paymentsTo: (when: string) => `Payments to ${when}`,
  at: (time: string) => `at ${time}`,
  on: (day: string) => `on ${day}`,
  /** `when` is 'at 10:42', 'yesterday 10:42' or 'on Mon 9 Nov'. `method` may be ''. */
  paid: (amount: string, method: string, when: string) =>
    method ? `Paid ${amount} by ${method} ${when}.` : `Paid ${amount} ${when}.`,
  now: (action: string) => `Now: ${action.toLowerCase()}.`,
  nothing: 'Nothing to do now.',
  gone: 'No longer on your list.',
};

export const distanceWords = {
  here: 'Here',
  miles: (miles: string) => `${miles} miles`,
};

export const sheet = {
  label: 'List of cases',
  moreMap: 'Show more map',
  moreList: 'Show more list',
};

export const startPoint = {
  nearest: 'Nearest first?',
  private: 'Your position stays on this device.',
  notNow: 'Not now',
  finding: 'Finding you…',
  use: 'Use my position',
  elsewhere: 'Start elsewhere',
  title: 'Start from',
  mine: 'My position',
  onMap: 'A point on the map',
  address: 'An address on your list',
  noMatch: 'No address matches.',
  clear: 'Clear the start point',
  notHere: 'This device has no location. Choose a start point.',
  notAllowed: 'Location is off for Doorstep. Allow it in your browser’s settings, or choose a start point.',
  notFound: 'Your position was not found. Try again outdoors, or choose a start point.',
};

/** While a start point is chosen on the map. */
export const pickPoint = {
  /** The label of a start that was chosen on the map. */
  chosenPoint: 'your chosen point',
  pick: 'Move the map until the cross is at your start.',
  startHere: 'Start here',
  cancel: 'Cancel',
};

export const toolbar = {
  stops: (count: number) => `${count} ${count === 1 ? 'stop' : 'stops'}`,
  /** `text` is the count as it is shown: '1,204'. */
  cases: (count: number, text: string) => cases(text, count),
  /** In place of the count, until the list has come. */
  unknown: 'Cases',
  order: 'Order',
  nearest: 'Nearest',
  urgent: 'Urgent',
  day: 'My day',
  /** On paper, in place of the buttons. */
  byUrgency: 'Most urgent first.',
  byDay: 'In the order of my day.',
  pause: 'Pause live updates',
  resume: 'Resume live updates',
  position: 'your position',
  finding: 'Finding your position…',
  nearestFrom: (place: string) => `Nearest first, from ${place}.`,
  change: 'Change',
  paused: 'Paused. Rows stay in place.',
  resumeNow: 'Resume',
};
