// The words about notifications on this device. They load later.

export const notifications = {
  title: 'Notifications on this device',
  on: 'On. You get a notification when a visit you are on is stopped, even when Doorstep is closed. It shows no names.',
  off: 'Off. Turn on notifications to know when a visit you are on is stopped, even when Doorstep is closed. They show no names.',
  turnOn: 'Turn on notifications',
  turnOff: 'Turn off notifications',
  denied:
    'Your browser blocks notifications from Doorstep. Allow them in the browser’s site settings, then open Doorstep again.',
  install:
    'On an iPhone or iPad, add Doorstep to the home screen first. Open it from there, then turn on notifications.',
  impossible: 'This browser cannot show notifications when Doorstep is closed.',
  failed: 'Notifications did not turn on. Check your signal, then try again.',
  offer: 'Get a notification if this visit is stopped.',
  offerWhy: 'It reaches you even when Doorstep is closed, and shows no names.',
  notNow: 'Not now',
};
