// The service worker, which keeps the app's own files on the device, so that it opens without signal. On a new device it
// fetches all of them, half a megabyte: SvelteKit would register it at the load event, when list and map still need the
// line and the processor.
import { whenIdle } from '../kit/when-idle.ts';

/** By then the map and what follows the list have usually loaded. */
const afterMs = 2500;

/** Call when the page shows its content. Returns a function that prevents it. */
export function keepApp(): () => void {
  if (!('serviceWorker' in navigator)) return () => {};
  let cancel: () => void;
  const register = () =>
    void navigator.serviceWorker.register('/service-worker.js', { type: 'module' }).catch(() => {
      // Without signal, or where the browser stores nothing: the next opening tries again.
    });
  const timer = setTimeout(() => (cancel = whenIdle(register)), afterMs);
  cancel = () => clearTimeout(timer);
  return () => cancel();
}
