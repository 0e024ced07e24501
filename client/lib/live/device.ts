// What this device keeps: the last worklist with its cursor, the writes that wait to be sent, and who it belongs to.
// Everything is in one IndexedDB database, which signing out removes. Where IndexedDB is refused (a private window), the
// same calls work in memory: the app runs, and only a reload forgets.
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Waiting } from './outbox.ts';

export type Meta = { staffId: number; cursor: string; asOf: string };
type Schema = DBSchema & {
  cases: { key: number; value: CaseSummary };
  outbox: { key: [string, number]; value: Waiting };
  kept: { key: string; value: unknown };
};

const name = 'doorstep';
let opening: Promise<IDBPDatabase<Schema> | null> | null = null;
const memory = new Map<string, unknown>();

function open(): Promise<IDBPDatabase<Schema> | null> {
  opening ??= openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('cases', { keyPath: 'id' });
      db.createObjectStore('outbox', { keyPath: ['clientId', 'n'] });
      db.createObjectStore('kept');
    },
    // Another tab signs out: let go, or its deletion waits for ever.
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opening = null),
  }).catch(() => null);
  return opening;
}

export async function kept<T>(key: string): Promise<T | undefined> {
  const db = await open();
  return (db ? await db.get('kept', key) : memory.get(key)) as T | undefined;
}

export async function keep(key: string, value: unknown): Promise<void> {
  const db = await open();
  if (db) await db.put('kept', value, key);
  else memory.set(key, value);
}

/** Everything that is kept under keys that begin so. */
export async function keptUnder<T>(prefix: string): Promise<T[]> {
  const db = await open();
  if (db) return (await db.getAll('kept', IDBKeyRange.bound(prefix, `${prefix}\uffff`))) as T[];
  return [...memory].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value as T);
}

export async function letGo(key: string): Promise<void> {
  const db = await open();
  if (db) await db.delete('kept', key);
  else memory.delete(key);
}

/** The last worklist of this person, or null: nothing of anybody else's is ever returned. */
export async function rememberedWorklist(
  staffId: number,
): Promise<{ meta: Meta; cases: CaseSummary[] } | null> {
  const db = await open();
  if (!db) return null;
  const tx = db.transaction(['cases', 'kept']);
  const [meta, cases] = await Promise.all([
    tx.objectStore('kept').get('worklist') as Promise<Meta | undefined>,
    tx.objectStore('cases').getAll(),
  ]);
  return meta?.staffId === staffId ? { meta, cases } : null;
}

/** Changed cases and the cursor that they belong to, in one transaction. `whole`: replace everything. */
export async function rememberCases(
  meta: Meta,
  changed: Iterable<CaseSummary>,
  gone: Iterable<number>,
  whole: boolean,
): Promise<void> {
  const db = await open();
  if (!db) return;
  const tx = db.transaction(['cases', 'kept'], 'readwrite');
  const cases = tx.objectStore('cases');
  if (whole) void cases.clear();
  // In slices: thousands of rows written at once would hold a slow phone's page still.
  let slice = 0;
  for (const one of changed) {
    const put = cases.put(one);
    if (++slice % 40 === 0) await put;
  }
  for (const id of gone) void cases.delete(id);
  void tx.objectStore('kept').put(meta, 'worklist');
  await tx.done;
  mark(true);
}

// Says to app.html, before any script is here, that this device has a list of its own to begin with. Nothing personal.
function mark(kept: boolean): void {
  try {
    if (kept) localStorage.setItem('doorstep.kept', '1');
    else localStorage.removeItem('doorstep.kept');
  } catch {
    // Storage refused: the page asks for a list that it may not need.
  }
}

/** The outbox's shelf on this device; see outbox.ts for what it asks of one. */
export const shelf = {
  async add(make: (clientId: string, n: number) => Waiting): Promise<Waiting> {
    const db = await open();
    if (!db) {
      const id = (memory.get('clientId') as string | undefined) ?? crypto.randomUUID();
      const n = ((memory.get('n') as number | undefined) ?? -1) + 1;
      const item = make(id, n);
      memory.set('clientId', id).set('n', n).set(`outbox ${n}`, item);
      return item;
    }
    // One transaction counts and stores: two tabs never give out the same number.
    const tx = db.transaction(['kept', 'outbox'], 'readwrite');
    const store = tx.objectStore('kept');
    const id = ((await store.get('clientId')) as string | undefined) ?? crypto.randomUUID();
    const n = (((await store.get('n')) as number | undefined) ?? -1) + 1;
    const item = make(id, n);
    void store.put(id, 'clientId');
    void store.put(n, 'n');
    void tx.objectStore('outbox').add(item);
    await tx.done;
    return item;
  },
  async all(): Promise<Waiting[]> {
    const db = await open();
    if (db) return db.getAll('outbox');
    return [...memory].filter(([key]) => key.startsWith('outbox ')).map(([, item]) => item as Waiting);
  },
  async put(item: Waiting): Promise<void> {
    const db = await open();
    if (db) await db.put('outbox', item);
    else memory.set(`outbox ${item.n}`, item);
  },
  async remove(item: Waiting): Promise<void> {
    const db = await open();
    if (db) await db.delete('outbox', [item.clientId, item.n]);
    else memory.delete(`outbox ${item.n}`);
  },
};

/** Everything that this device holds of a person goes. */
export async function forgetEverything(): Promise<void> {
  memory.clear();
  mark(false);
  const db = await open();
  opening = null;
  db?.close();
  await deleteDB(name).catch(() => {});
}
