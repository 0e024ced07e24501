// The service worker, which keeps the app's own files on the device, so that it opens without signal. On a new device it
// fetches all of them, half a megabyte: SvelteKit would register it at the load event, when list and map still need the
// line and the processor.
import { whenIdle } from '../kit/when-idle.ts';

/** By then the map and what follows the list have usually loaded. */
const afterMs = 2500;

/** Call when the page shows its content. Without signal it waits until that is back: an attempt would fail, and would not be
 * made again before the next opening. Returns a function that prevents it. */
export function keepApp(): () => void {
  if (!('serviceWorker' in navigator)) return () => {};
  let cancel: () => void;
  const register = () =>
    void navigator.serviceWorker.register('/service-worker.js', { type: 'module' }).catch(() => {
      // The signal was lost meanwhile, or the browser stores nothing: the next opening tries again.
    });
  const whenOnline = () => {
    if (navigator.onLine) return register();
    window.addEventListener('online', register, { once: true });
    cancel = () => window.removeEventListener('online', register);
  };
  const timer = setTimeout(() => (cancel = whenIdle(whenOnline)), afterMs);
  cancel = () => clearTimeout(timer);
  return () => cancel();
}
