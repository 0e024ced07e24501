// What the connection, the session and the reading of the server's answers show. All of it loads first.
import type { Me } from '#contract/me.ts';

export const request = {
  noSignal: 'Cannot reach Doorstep. Check your signal and try again.',
  failed: 'Something went wrong at our end. Try again in a minute.',
};

export const freshness = {
  none: 'No list yet',
  upToDate: 'Up to date',
  asOf: (time: string) => `As of ${time}`,
  old: (time: string, age: string) => `As of ${time}, ${age} old`,
};

export const reading = { failed: 'This did not load. Try again in a minute.' };

export const sending = { refused: 'This was not saved. Try again.' };

export const openCase = {
  newInLedger: (line: string, amount: string) => `New in the ledger: ${line}, ${amount}.`,
  news: (title: string, who: string | null) => `${title}${who ? `, ${who}` : ''}.`,
  failed: 'The case did not load. Try again in a minute.',
};

export const photograph = { refused: 'The photograph was not accepted.' };

export const roleWords: Record<Me['role'], string> = {
  officer: 'Income officer',
  manager: 'Team manager',
  repairs: 'Repairs team',
  money_advice: 'Money advice',
  admin: 'Administrator',
};

export const signedOut = {
  over: 'Your session has ended. Sign in again.',
  pending: 'You are signed out on this device. The server signs you out when you have signal.',
  unread: 'You are signed in, but your details did not load. Try again.',
};
