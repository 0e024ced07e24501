// Words about this device: a slow start, storage that fails, and what a sign-out would lose.
import type { Trouble } from './device.ts';
import type { Step } from './session.svelte.ts';

/** What a slow start waits for. */
export const waitsForWords: Record<Step, string> = {
  device: 'Waiting for the storage on this device.',
  server: 'Waiting for the server.',
  '': 'Waiting for the page.',
};

/** Title and explanation of a store that fails; null: it works. */
export function storeWords(trouble: Trouble): { title: string; text: string } | null {
  const text = 'You can keep working. What you write is sent, but not saved on this device. Keep this page open until it shows “Nothing to send”.'; // prettier-ignore
  switch (trouble) {
    case '':
      return null;
    case 'silent':
      return { title: 'The storage on this device is not responding.', text };
    case 'full':
      return { title: 'The storage on this device is full.', text };
    case 'refused':
      return { title: 'This browser does not let Doorstep save anything.', text };
  }
}

/** What is on this device and nowhere else. */
export type Unsent = {
  records: number;
  refused: number;
  photographs: number;
  visits: number;
  messages: number;
  forms: number;
};

/** A line for each kind of which there is any, with its number: '2 records not sent'. */
export function unsentLines(unsent: Unsent): string[] {
  const count = (n: number, one: string, more: string) => (n === 0 ? [] : [`${n} ${n === 1 ? one : more}`]);
  return [
    ...count(unsent.records, 'record not sent', 'records not sent'),
    ...count(unsent.refused, 'record not accepted', 'records not accepted'),
    ...count(unsent.photographs, 'photograph not sent', 'photographs not sent'),
    ...count(unsent.visits, 'visit not finished', 'visits not finished'),
    ...count(unsent.messages, 'message not finished', 'messages not finished'),
    ...count(unsent.forms, 'form not sent', 'forms not sent'),
  ];
}
