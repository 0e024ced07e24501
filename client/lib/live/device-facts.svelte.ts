// What is wrong with this device's store, for screens, and the browser's question before a page is closed that holds
// unsaved words only in its memory.
import { onlyInPage, watchTrouble, type Trouble } from './device.ts';

class DeviceFacts {
  trouble = $state<Trouble>('');

  /** Follows the store until the returned call. */
  start(): () => void {
    watchTrouble((now) => (this.trouble = now));
    const closing = (event: BeforeUnloadEvent) => {
      if (onlyInPage()) event.preventDefault();
    };
    window.addEventListener('beforeunload', closing);
    return () => window.removeEventListener('beforeunload', closing);
  }
}

export const deviceFacts = new DeviceFacts();
