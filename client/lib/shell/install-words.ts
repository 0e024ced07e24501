// The words about installing the app. They load later.

export const install = {
  title: 'Add Doorstep to this device',
  offer: 'Add Doorstep to this device.',
  why: 'It opens with one press and keeps your list and unsent work.',
  share: 'Press Share, then “Add to Home Screen”.',
  menu: 'Open the browser’s menu, then choose “Install” or “Add to Home screen”.',
  install: 'Install Doorstep',
  notNow: 'Not now',
};
