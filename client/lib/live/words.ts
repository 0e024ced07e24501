// What the connection and the session show. All of it loads first.

export const request = {
  noSignal: 'Cannot reach Doorstep. Check your signal and try again.',
  failed: 'Something went wrong at our end. Try again in a minute.',
};

export const freshness = {
  none: 'No list yet',
  upToDate: 'Up to date',
  asOf: (time: string) => `As of ${time}`,
  aged: (age: string) => `${age} old`,
  old: (time: string, age: string) => `As of ${time}, ${age} old`,
};

export const photograph = { refused: 'The photograph was not accepted.' };

export const signedOut = {
  over: 'Your session has ended. Sign in again.',
  pending: 'You are signed out on this device. The server signs you out when you have signal.',
  unread: 'You are signed in, but your details did not load. Try again.',
};
