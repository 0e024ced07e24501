// Puts several values of this device together as one. Each writing is stored under a key of its own, so that no tab and no
// early letter overwrites what another has stored (writing.ts); a form that is opened takes over what it finds.
import { disk, failed, inPage, keptByKey, tracked } from './device.ts';
import { readUnder } from './in-page.ts';

/** What is made of several values: one, and the keys of those that it replaces. */
type Gathered<T> = { keys: string[]; value: T };
/** Gets the values by key; null: nothing is to be done. It may be called again. */
type Make<T> = (found: ReadonlyMap<string, T>) => Gathered<T> | null;
/** isKnown: false if the device does not answer. Then more may be on it than what was gathered from this page's memory. */
type Result<T> = { made: Gathered<T> | null; isKnown: boolean };

/**
 * Replaces the values whose keys begin with `prefix`, as far as `make` takes them, by one under the new key `to`: in one
 * transaction, so that none is lost or duplicated.
 */
export async function gather<T>(prefix: string, to: string, make: Make<T>): Promise<Result<T>> {
  const { found, isKnown } = await keptByKey<T>(prefix);
  const made = make(found);
  // Most often there is nothing: then no transaction locks the store.
  if (!made) return { made, isKnown };
  if (isKnown) return tracked(gatherOnDevice(prefix, to, make));
  inPage.put(to, made.value, inPage.turn(to));
  for (const key of made.keys) inPage.put(key, undefined, inPage.turn(key));
  return { made, isKnown };
}

async function gatherOnDevice<T>(prefix: string, to: string, make: Make<T>): Promise<Result<T>> {
  try {
    const made = await disk.run(['kept'], 'readwrite', async (tx) => {
      const store = tx.objectStore('kept');
      const found = new Map<string, T>();
      await readUnder(store, prefix, found);
      inPage.over(found, prefix);
      const gathered = make(found);
      // The removals first: a second try after a transaction that did not report its end finds what the first has made.
      if (gathered)
        await Promise.all([...gathered.keys.map((key) => store.delete(key)), store.put(gathered.value, to)]);
      return gathered;
    });
    inPage.drop(made?.keys ?? []);
    return { made, isKnown: true };
  } catch (error) {
    failed(error);
    return { made: null, isKnown: false };
  }
}
