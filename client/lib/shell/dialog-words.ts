// The words of the shell's dialogs, which load later.
import { saving } from '../words/saving.ts';

export const account = {
  settings: 'Settings',
  screens: 'Office screens',
  yours: 'Your patches and absences',
  offline: 'Work without signal',
  appearance: 'Appearance',
  themes: { system: 'Same as device', light: 'Light', dark: 'Dark' },
  notifyRepairs: 'Notify me of new questions',
  notifyHow: 'You get a notification while Doorstep is open but not in view. It shows no names.',
  allow: 'Allow notifications',
  noNotifications:
    'This browser cannot show notifications. On an iPhone or iPad, add Doorstep to the home screen first.',
  loses: 'If you sign out now, you lose:',
  keepThis: 'To keep this, stay signed in until it is finished or sent.',
  stay: 'Stay signed in',
  signOut: 'Sign out',
  signOutAnyway: 'Sign out anyway',
  storageKept: 'This browser keeps your list and unsent work on this device.',
  storageNotKept:
    'This browser may clear Doorstep when the device is short of space. To keep your list and unsent work, add Doorstep to this device.',
  removes: 'Signing out removes all Doorstep data from this device.',
};

export const facts = {
  connection: 'Connection',
  connected: 'Connected. Changes appear as they happen.',
  noConnection: 'No connection. Doorstep keeps trying. You can keep working.',
  ready: 'See what is ready without signal',
  list: 'Your list',
  noList: 'No list on this device yet.',
  stale: (when: string, age: string) => `Last updated ${when} (${age === 'now' ? age : `${age} ago`}).`,
  fresh: 'Up to date.',
  sources: 'Payments received up to:',
  device: 'On this device',
  nothing: 'Nothing to send.',
  photographs: (count: number) => `${count} ${count === 1 ? 'photograph' : 'photographs'}. ${saving.waits}`,
  aCase: 'a case',
  waits: (what: string, address: string, when: string) => `${what}, ${address}, ${when}. ${saving.waits}`,
  each: 'See what waits to be sent',
};

export const help = {
  marks: 'What the marks mean',
  meaning: {
    visit: 'Visit the home.',
    call: 'Phone the tenant first.',
    message: 'A message is enough.',
    plan_review: 'Review the repayment plan.',
    court_review: 'Decide whether court action is right.',
    wait: 'A payment is due, or a plan is on track.',
    hold: 'Do not ask for money. There is breathing space or another hold.',
    none: 'Nothing to do.',
  },
  shortcuts: {
    nextCase: 'Next and previous case',
    open: 'Open the case',
    action: 'Use the main button of the open case',
    escape: 'Close the case, or leave search',
    full: 'Show the case full width or next to the list',
    search: 'Search',
    order: 'Sort by nearest, by urgency or by your day',
    planDay: 'Plan my day',
    moveStop: 'In your day: move this stop earlier or later',
    visits: 'Show planned visits only',
    waiting: 'Show waiting changes',
    pause: 'Pause or resume live updates',
    help: 'Help',
  },
  keys: { enter: 'Enter', escape: 'Esc', earlier: 'Alt ↑', later: 'Alt ↓' },
  money: 'Money',
  moneyText: 'A row shows what is overdue: the balance less payments due, such as housing benefit.',
  live: 'Live changes',
  liveText:
    'Amounts change in place. Rows never move while you touch, read or scroll the list. A button at the top counts the waiting changes. Press it to show them.',
};
