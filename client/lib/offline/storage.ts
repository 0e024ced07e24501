// What the browser says about this site's storage.

/** Nothing where the browser does not say. */
export async function storageEstimate(): Promise<StorageEstimate> {
  try {
    return (await navigator.storage?.estimate?.()) ?? {};
  } catch {
    return {};
  }
}
