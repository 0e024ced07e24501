// The words of the page "Work without signal".

export const offline = {
  title: 'Work without signal',
  about: 'Doorstep keeps your cases on this device, so that you can work where there is no signal.',
  states: {
    ready: 'Ready without signal',
    almost: 'Not everything is on this device',
    working: 'Updating',
    off: 'Nothing is kept on this device',
    none: 'Nothing is on this device yet',
  },
  /** After the state: '87 cases, as of 09:42, 3.1 MB'. */
  cases: (count: number) => `${count} ${count === 1 ? 'case' : 'cases'}`,
  asOf: (when: string) => `as of ${when}`,
  list: 'Your list',
  listOf: (cases: string, when: string) => `${cases}, as of ${when}`,
  noList: 'Not on this device yet',
  full: 'Cases in full',
  fullOf: (count: number, wanted: string) => `${count} of ${wanted}`,
  fullHow:
    'Tenants and phone numbers, alerts, needs, rent account, plan, budget, repairs, messages and history.',
  dayOnly: 'Your connection is slow or saves data. Only the cases of your day are kept.',
  mine: 'The cases that you plan to visit, or have opened.',
  missing: (cases: string) => `${cases} to load or update.`,
  noRoom: (cases: string) => `No room for ${cases}`,
  noRoomHow: 'Free some space on this device to keep them. They open when you have signal.',
  needsSignal: 'They load when you have signal.',
  update: 'Update now',
  updating: 'Updating',
  updateNeedsSignal: 'You need signal to update.',
  space: 'Space on this device',
  used: (used: string, allowed: string) =>
    `Doorstep uses ${used} of the ${allowed} that this browser allows.`,
  usedOnly: (used: string) => `Doorstep uses ${used}.`,
  persistent: 'This browser keeps it until you sign out.',
  notPersistent: 'This browser may remove it when the device is short of space. Install Doorstep to keep it.',
  keepNothing: 'Keep nothing on this device but my unsent work',
  keepNothingHow: 'For a device that other people use. Without signal you then see no cases.',
  keepAgain: 'Keep my cases on this device',
  offHow: 'Your unsent work is safe. Without signal you see no cases.',
  map: {
    label: 'Street map of your patch',
    states: {
      kept: 'On this device',
      taking: 'Loading',
      none: 'Not on this device yet',
      notSetUp: 'No street map set up',
      unsupported: 'This browser cannot keep the street map.',
    },
    facts: (when: string, size: string) => `As of ${when}, ${size}`,
    lessDetail: 'There is no room for the map with every detail. Places are less exact when you zoom in.',
    outside: (cases: string) => `${cases} outside the map on this device.`,
    sparing: 'Your connection is slow or saves data. The map loads on a better one.',
    noRoom: 'Free some space on this device to keep the map.',
  },
  needs: 'What needs signal',
  needsList: [
    'Search of tenancies that are not on your list',
    'Older rent account lines and history',
    'Rent statements',
    'Team figures and settings',
  ],
  megabytes: (bytes: number) =>
    bytes >= 1e9
      ? `${(bytes / 1e9).toFixed(1)} GB`
      : bytes >= 1e7
        ? `${Math.round(bytes / 1e6)} MB`
        : `${(bytes / 1e6).toFixed(1)} MB`,
  spoken: { done: 'Your cases are up to date on this device.', removed: 'Removed from this device.' },
};
