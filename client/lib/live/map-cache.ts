// The extract of the basemap that this device keeps (lib/map/kept), as the device's owner sees it: which area was kept tells
// whose patches they are, so it is removed with every other copy.
import { orNullAfter } from './or-null-after.ts';

/** The name of its cache, in which it is the only entry. */
export const mapCache = 'doorstep-map';

/** Removes the extract. Rejects where the browser does not do it in time (3 s). */
export async function forgetMap(): Promise<void> {
  if (typeof caches === 'undefined') return;
  // A browser that refuses storage has kept nothing.
  const removed = caches.delete(mapCache).catch(() => false);
  if ((await orNullAfter(removed, 3000)) === null) throw new Error();
}
