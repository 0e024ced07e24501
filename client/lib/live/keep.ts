// Requests that the browser does not clear what Doorstep stores on this device. Safari removes a site's storage after seven
// days of use without a visit, and any browser may when space is short; an installed site that requests it is exempt.

/**
 * Requests it only where the app is on the home screen: there Safari and Chrome grant it without a question, while Firefox
 * would ask the person in a tab. Never throws; true if the storage is persistent.
 */
export async function keepStorage(): Promise<boolean> {
  try {
    if (!matchMedia('(display-mode: standalone)').matches) return false;
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
