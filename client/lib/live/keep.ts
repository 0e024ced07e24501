// Requests that the browser does not clear what Doorstep stores on this device. Safari removes a site's storage after seven days of use
// without a visit, and any browser may when space is short; a site on the home screen that asks is spared.

/**
 * Asks only where the app is on the home screen: there Safari and Chrome say yes by themselves, while in a tab Firefox would
 * put a question to the person. Never throws; true if the storage is kept for good.
 */
export async function keepStorage(): Promise<boolean> {
  try {
    if (!matchMedia('(display-mode: standalone)').matches) return false;
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
