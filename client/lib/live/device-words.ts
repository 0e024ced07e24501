// Words about this device: a slow start, and storage that fails.
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
