// Requests that the browser does not clear what Doorstep stores on this device. Safari removes a site's storage after seven
// days of use without a visit, and any browser may when space is short; an installed site that requests it is exempt.

/** Opened from the home screen or as an app of its own. */
export const installed = (): boolean => matchMedia('(display-mode: standalone)').matches;

/**
 * Safari and Chrome answer without a question; Firefox asks the person, in a tab. So a tab requests it only when it is
 * `needed`: something waits on this device alone, or the app has just been installed. Never throws; true if the storage is
 * persistent.
 */
export async function keepStorage(needed = false): Promise<boolean> {
  try {
    if (!needed && !installed()) return false;
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
