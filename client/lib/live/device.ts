// What this device stores, in one IndexedDB database: the last worklist with its cursor, copies of the server's answers
// (answers-kept.ts), writes that wait to be sent, unsent words, and who is signed in. Every call has a time limit (disk.ts), and keep, kept, letGo and the outbox's store never fail: a
// value that the device does not take stays in this page's memory, is read from there, and is written to the device as
// soon as that answers again; until then `trouble` makes the screen show it.
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CaseSummary } from '#contract/case-summary.ts';
import { keepsCopies } from './keeps-copies.ts';
import type { KeptAnswer } from './kept-answer.ts';
import { Disk, Silent } from './disk.ts';
import { InPage, readUnder } from './in-page.ts';
import { anew, type Waiting } from './waiting.ts';
import { orNullAfter } from './or-null-after.ts';

/** count: how many cases the list of that cursor has. */
export type Meta = { staffId: number; cursor: string; asOf: string; count: number };
export type Schema = DBSchema & {
  cases: { key: number; value: CaseSummary };
  outbox: { key: [string, number]; value: Waiting };
  kept: { key: string; value: unknown };
  answers: { key: string; value: KeptAnswer; indexes: { facts: [number, number, string, number] } };
};
/** '': none. silent: the store does not answer; full: no room; refused: the browser keeps nothing for this site. */
export type Trouble = '' | 'silent' | 'full' | 'refused';

const name = 'doorstep';
/** Each version only adds stores: a tab with the app's former version goes on with those that it knows. */
const schemaVersion = 2;
const retryMs = 10_000;

function connect(lost: () => void): Promise<IDBPDatabase<Schema>> {
  let db: IDBPDatabase<Schema> | undefined;
  const open = (version?: number) =>
    openDB<Schema>(name, version, {
      upgrade(made, before) {
        if (before < 1) {
          made.createObjectStore('cases', { keyPath: 'id' });
          made.createObjectStore('outbox', { keyPath: ['clientId', 'n'] });
          made.createObjectStore('kept');
        }
        // The index holds what is asked of all copies at once, so that their bodies are not read for it (answers-kept.ts).
        if (before < 2)
          made
            .createObjectStore('answers', { keyPath: 'path' })
            .createIndex('facts', ['staffId', 'caseId', 'asOf', 'bytes']);
      },
      // Another tab deletes the database (sign-out): it waits until every connection is closed. The next call here opens it
      // anew; keeping the closed connection would fail every call until a reload.
      blocking: () => {
        lost();
        db?.close();
      },
      terminated: lost,
    });
  return open(schemaVersion)
    .catch((error: unknown) => {
      // Another tab has a newer version of the app: it has added stores, and all that this one knows are still there.
      if ((error as { name?: unknown } | null)?.name === 'VersionError') return open();
      throw error;
    })
    .then((opened) => (db = opened));
}

export const disk = new Disk<Schema>(connect);
export const inPage = new InPage();
let trouble: Trouble = '';
let onTrouble: (now: Trouble) => void = () => {};
let retry: ReturnType<typeof setTimeout> | undefined;

/** Calls `work` with the present trouble and at each change of it. One listener (device-facts.svelte.ts). */
export function watchTrouble(work: (now: Trouble) => void): void {
  onTrouble = work;
  work(trouble);
}

/** True if a person's words are only in this page's memory, so that closing it would lose them. */
export const onlyInPage = (): boolean => inPage.hasWritings();

function note(now: Trouble): void {
  if (now !== trouble) onTrouble((trouble = now));
  if (now !== '') retry ??= setTimeout(tryAgain, retryMs);
}

/** Call with what a transaction threw: the screen then shows that the device does not take words, and it is tried again. */
export function failed(error: unknown): void {
  const what = (error as { name?: unknown } | null)?.name;
  // A mistake in our own code must not look like a full disk.
  if (what === 'DataCloneError' || what === 'DataError') throw error;
  note(error instanceof Silent ? 'silent' : what === 'QuotaExceededError' ? 'full' : 'refused');
}

function tryAgain(): void {
  retry = undefined;
  void recover();
}

/** Writes what is only in this page's memory to the device. Runs every ten seconds while the store fails. False: it did not. */
export async function recover(): Promise<boolean> {
  try {
    inPage.moved(await disk.run(['kept', 'outbox'], 'readwrite', (tx) => inPage.moveTo(tx)));
    note('');
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

const underWay = new Set<Promise<unknown>>();
/** Has `allWritten` wait for this write. */
export function tracked<T>(work: Promise<T>): Promise<T> {
  underWay.add(work);
  const ended = () => void underWay.delete(work);
  work.then(ended, ended);
  return work;
}
/** Resolves when no write to the device is under way. Each ends within its time limits (disk.ts). */
export async function allWritten(): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled([...underWay]);
}

let holder: number | null = null;
/**
 * Sets who is signed in; null: nobody. Then keep stores nothing (a page writes while it is removed after a sign-out) and
 * kept reads only who was signed in: a read would create the database again that the sign-out has removed.
 */
export function hold(staffId: number | null): void {
  holder = staffId;
}
/** The staff id of the person who is signed in on this device; null: nobody is signed in. */
export const heldBy = (): number | null => holder;

/** Whether the value under this key is a copy of what the server has, and not needed to open the app. */
export const isCopy = (key: string): boolean =>
  /^(worklist|thread|performance|offline|visits\.today|doors)/.test(key);

/** The value under this key; undefined if there is none or the device does not answer. */
export async function kept<T>(key: string): Promise<T | undefined> {
  return (await keptIfKnown<T>(key))?.value;
}

/** As `kept`, but null if the device does not answer: then there may be a value, and nothing may be written over it. */
export async function keptIfKnown<T>(key: string): Promise<{ value: T | undefined } | null> {
  if (holder === null && key !== 'me') return null;
  if (inPage.has(key)) return { value: inPage.get(key) as T | undefined };
  try {
    const value = await disk.run(['kept'], 'readonly', (tx) => tx.objectStore('kept').get(key), {
      atOnce: true,
    });
    return { value: value as T | undefined };
  } catch (error) {
    failed(error);
    return null;
  }
}

/** Stores a value under a key, for the person who is signed in. Resolves when it is stored or kept in this page. */
export async function keep(key: string, value: unknown): Promise<void> {
  if (holder !== null && (keepsCopies() || !isCopy(key)))
    await tracked(write(key, value, (tx) => tx.put(value, key)));
}

/**
 * Stores a visit where it is not known what the device holds under this key: another visit there is set aside in the same
 * transaction (in-page.ts). False: it is only in this page's memory so far.
 */
export async function keepUnread(key: string, value: unknown): Promise<boolean> {
  if (holder === null) return false;
  inPage.put(key, value, inPage.turn(key));
  return tracked(recover());
}

/** Removes the value under a key. */
export function letGo(key: string): Promise<void> {
  return tracked(write(key, undefined, (tx) => tx.delete(key)));
}

type Kept = {
  put: (value: unknown, key: string) => Promise<unknown>;
  delete: (key: string) => Promise<unknown>;
};
async function write(key: string, value: unknown, work: (store: Kept) => Promise<unknown>): Promise<void> {
  const turn = inPage.turn(key);
  try {
    await disk.run(
      ['kept'],
      'readwrite',
      async (tx) => {
        // A sign-out may have erased everything while this waited for the store: then nothing is written.
        if (inPage.isNewest(key, turn)) await work(tx.objectStore('kept') as unknown as Kept);
      },
      { atOnce: true },
    );
    inPage.stored(key, turn);
  } catch (error) {
    inPage.put(key, value, turn);
    failed(error);
  }
}

/** All values whose keys begin with `prefix`, by key. isKnown: false if the device does not answer. */
export async function keptByKey<T>(prefix: string): Promise<{ found: Map<string, T>; isKnown: boolean }> {
  const found = new Map<string, T>();
  if (holder === null) return { found, isKnown: false };
  let isKnown = true;
  try {
    await disk.run(['kept'], 'readonly', (tx) => readUnder(tx.objectStore('kept'), prefix, found), {
      atOnce: true,
    });
  } catch (error) {
    isKnown = false;
    failed(error);
  }
  inPage.over(found, prefix);
  return { found, isKnown };
}

/** All values whose keys begin with `prefix`. */
export async function keptUnder<T>(prefix: string): Promise<T[]> {
  return [...(await keptByKey<T>(prefix)).found.values()];
}

/** The last worklist of this person; null if there is none, it is incomplete, or it is another person's. */
export async function rememberedWorklist(
  staffId: number,
): Promise<{ meta: Meta; cases: CaseSummary[] } | null> {
  if (holder === null) return null;
  try {
    const [meta, cases] = await disk.run(
      ['cases', 'kept'],
      'readonly',
      (tx) =>
        Promise.all([
          tx.objectStore('kept').get('worklist') as Promise<Meta | undefined>,
          tx.objectStore('cases').getAll(),
        ]),
      { atOnce: true },
    );
    // A copy with fewer or more rows than at its cursor would stay wrong: the hub sends only changes.
    return meta?.staffId === staffId && meta.count === cases.length ? { meta, cases } : null;
  } catch (error) {
    failed(error);
    return null;
  }
}

/**
 * Stores changed cases and their cursor in one transaction. whole: replaces everything. atOnce: without pauses, because the
 * page is being hidden or a removal must not wait. Rejects when it was not stored; the device's copy is then the old one.
 */
export async function rememberCases(
  meta: Meta,
  changed: readonly CaseSummary[],
  gone: Iterable<number>,
  { whole, atOnce }: { whole: boolean; atOnce: boolean },
): Promise<void> {
  if (holder === null || !keepsCopies()) return;
  await disk.run(
    ['cases', 'kept'],
    'readwrite',
    async (tx, goesOn) => {
      const cases = tx.objectStore('cases');
      const placed: Promise<unknown>[] = [];
      if (whole) placed.push(cases.clear());
      for (const id of gone) placed.push(cases.delete(id));
      placed.push(tx.objectStore('kept').put(meta, 'worklist'));
      let slice = 0;
      for (const one of changed) {
        placed.push(cases.put(one));
        // In slices: thousands of rows at once would block the page on a slow phone.
        if (atOnce || ++slice % 40 !== 0) continue;
        await Promise.all(placed.splice(0));
        goesOn();
      }
      await Promise.all(placed);
    },
    { atOnce: atOnce || changed.length <= 40, again: false },
  );
  mark(true);
}

// Tells app.html, before any script has loaded, that this device has a list to begin with. Not personal.
export function mark(kept: boolean): void {
  try {
    if (kept) localStorage.setItem('doorstep.kept', '1');
    else localStorage.removeItem('doorstep.kept');
  } catch {
    // The browser refuses storage: the page requests a list that it may not need.
  }
}

/** The outbox's storage on this device; outbox.ts declares the interface. It fails only when nobody is signed in. */
export const outboxStore = {
  add(make: (clientId: string, n: number) => Waiting): Promise<Waiting> {
    return tracked(disk.leaving ? addAtOnce(make) : addCounted(make));
  },
  renumber: (item: Waiting): Promise<void> => tracked(renumber(item)),
  async all(): Promise<Waiting[]> {
    if (holder === null) return [];
    try {
      const all = await disk.run(['outbox'], 'readonly', (tx) => tx.objectStore('outbox').getAll(), {
        atOnce: true,
      });
      return inPage.outboxOver(all);
    } catch (error) {
      failed(error);
      return inPage.outboxOver([]);
    }
  },
  put: (item: Waiting): Promise<void> => tracked(change(item, item)),
  remove: (item: Waiting): Promise<void> => tracked(change(item, null)),
};

async function addCounted(make: (clientId: string, n: number) => Waiting): Promise<Waiting> {
  if (holder === null) throw new Error('Nobody is signed in: nothing is written in their name.');
  let item: Waiting | undefined;
  try {
    // One transaction counts and stores: two tabs never give out the same number.
    return await disk.run(['kept', 'outbox'], 'readwrite', async (tx) => {
      const store = tx.objectStore('kept');
      const outbox = tx.objectStore('outbox');
      // A second try after a transaction that did not report its end: the item may already be stored.
      if (item && (await outbox.get([item.clientId, item.n]))?.id === item.id) return item;
      const id = ((await store.get('clientId')) as string | undefined) ?? crypto.randomUUID();
      const n = (((await store.get('n')) as number | undefined) ?? -1) + 1;
      item = make(id, n);
      await Promise.all([store.put(id, 'clientId'), store.put(n, 'n'), outbox.add(item)]);
      return item;
    });
  } catch (error) {
    const kept = inPage.add(make);
    failed(error);
    return kept;
  }
}

/** Where the device does not answer, nothing changes: the person can press again. */
async function renumber(item: Waiting): Promise<void> {
  if (inPage.changeOwn(item, null)) {
    inPage.add((clientId, n) => anew(item, clientId, n));
    return;
  }
  const key: [string, number] = [item.clientId, item.n];
  try {
    await disk.run(['kept', 'outbox'], 'readwrite', async (tx) => {
      const store = tx.objectStore('kept');
      const outbox = tx.objectStore('outbox');
      // Another tab may have removed it, or sent it again.
      if ((await outbox.get(key))?.id !== item.id) return;
      // Not the item's own: a page that kept it in its memory may have numbered it, and counts itself.
      const clientId = ((await store.get('clientId')) as string | undefined) ?? crypto.randomUUID();
      const n = (((await store.get('n')) as number | undefined) ?? -1) + 1;
      const next = anew(item, clientId, n);
      const counted = [store.put(clientId, 'clientId'), store.put(n, 'n')];
      await Promise.all([...counted, outbox.delete(key), outbox.add(next)]);
    });
    inPage.storedItem(item);
  } catch (error) {
    failed(error);
  }
}

/** While the page is being hidden the device's counter cannot be read in one step, so this page numbers the item. */
async function addAtOnce(make: (clientId: string, n: number) => Waiting): Promise<Waiting> {
  if (holder === null) throw new Error('Nobody is signed in: nothing is written in their name.');
  const item = inPage.add(make);
  try {
    await disk.run(['outbox'], 'readwrite', (tx) => tx.objectStore('outbox').put(item), { atOnce: true });
    inPage.changeOwn(item, null);
  } catch (error) {
    failed(error);
  }
  return item;
}

async function change(item: Waiting, to: Waiting | null): Promise<void> {
  if (inPage.changeOwn(item, to)) return;
  try {
    await disk.run(
      ['outbox'],
      'readwrite',
      async (tx) => {
        const store = tx.objectStore('outbox');
        await (to ? store.put(to) : store.delete([item.clientId, item.n]));
      },
      { atOnce: true },
    );
    inPage.storedItem(item);
  } catch (error) {
    inPage.changeStored(item, to);
    failed(error);
  }
}

export function renameInPage(to: (key: string, value: unknown) => [key: string, value: unknown]): void {
  inPage.rename(to);
}

/** Erases what is only in this page's memory, and makes writes that still wait for the device void. */
export function forgetInPage(): void {
  inPage.clear();
  note('');
}

/** Removes the database, when no words are left in it. Waits at most 1.5 s for other tabs that have it open. */
export async function removeDatabase(): Promise<void> {
  disk.close();
  await orNullAfter(
    deleteDB(name).catch(() => {}),
    1500,
  );
}
