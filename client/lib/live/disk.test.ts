import type { DBSchema, IDBPDatabase } from 'idb';
import { expect, test, vi } from 'vitest';
import { Disk, PutAway, Silent } from './disk.ts';

type Schema = DBSchema & { kept: { key: string; value: unknown } };
type Behaviour = 'answers' | 'hangs' | 'closed' | 'full' | 'opening hangs';

/** A database with one given behaviour for each connection that is opened. */
function database(...behaviours: Behaviour[]) {
  const rows = new Map<string, unknown>();
  const seen = { opened: 0, closed: 0, aborted: 0, committed: 0 };
  const connect = (_lost?: () => void): Promise<IDBPDatabase<Schema>> => {
    const is = behaviours[Math.min(seen.opened, behaviours.length - 1)];
    seen.opened++;
    if (is === 'opening hangs') return new Promise(() => {});
    let open = true;
    const db = {
      close: () => {
        open = false;
        seen.closed++;
      },
      transaction: () => {
        if (is === 'closed' || !open)
          throw Object.assign(new Error('closing'), { name: 'InvalidStateError' });
        let abort: (error: Error) => void = () => {};
        const aborted = new Promise<never>((_, reject) => (abort = reject));
        aborted.catch(() => {});
        const answer = async <T>(value: () => T): Promise<T> => {
          if (is === 'hangs') return aborted;
          if (is === 'full') throw Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
          return Promise.race([Promise.resolve().then(value), aborted]);
        };
        return {
          done: is === 'hangs' ? aborted : Promise.race([Promise.resolve(), aborted]),
          abort: () => {
            seen.aborted++;
            abort(Object.assign(new Error('aborted'), { name: 'AbortError' }));
          },
          commit: () => void seen.committed++,
          objectStore: () => ({
            get: (key: string) => answer(() => rows.get(key)),
            put: (value: unknown, key: string) => answer(() => void rows.set(key, value)),
          }),
        };
      },
    };
    return Promise.resolve(db as unknown as IDBPDatabase<Schema>);
  };
  return { connect, rows, seen };
}
const limits = { openMs: 20, answerMs: 20, restMs: 60_000 };
const read = (disk: Disk<Schema>) =>
  disk.run(['kept'], 'readonly', (tx) => tx.objectStore('kept').get('a'), { atOnce: true });

test('[UI-430] a store that never answers is closed, opened again, and then skipped, within its limits', async () => {
  const { connect, seen } = database('hangs');
  const disk = new Disk<Schema>(connect, limits);
  await expect(read(disk)).rejects.toBeInstanceOf(Silent);
  expect(seen).toMatchObject({ opened: 2, aborted: 2, closed: 2 });
  // The next caller does not wait again.
  await expect(read(disk)).rejects.toBeInstanceOf(Silent);
  expect(seen.opened).toBe(2);
});

test('[UI-430] a store that answers on its second connection counts as answering', async () => {
  const { connect, rows, seen } = database('hangs', 'answers');
  rows.set('a', 'kept');
  expect(await read(new Disk<Schema>(connect, limits))).toBe('kept');
  expect(seen.opened).toBe(2);
});

test('[UI-430] calls that time out together share the second connection, which answers all', async () => {
  for (const apartMs of [0, 1, 3]) {
    const { connect, rows, seen } = database('hangs', 'answers');
    rows.set('a', 'kept');
    // As in a browser, a database takes a moment to open.
    const opened = (lost: () => void) => new Promise((resolve) => setTimeout(resolve, 5)).then(() => connect(lost)); // prettier-ignore
    const disk = new Disk<Schema>(opened, limits);
    const all = [];
    for (let i = 0; i < 4; i++) {
      all.push(read(disk));
      await new Promise((resolve) => setTimeout(resolve, apartMs));
    }
    expect(await Promise.all(all)).toEqual(['kept', 'kept', 'kept', 'kept']);
    expect(seen.opened).toBe(2);
  }
});

test('[UI-430] a database that does not open (another tab holds an upgrade) is waited for with a limit', async () => {
  const { connect } = database('opening hangs');
  await expect(read(new Disk<Schema>(connect, limits))).rejects.toBeInstanceOf(Silent);
});

test('[UI-430] a connection that closed in the middle is opened again', async () => {
  const { connect, rows } = database('closed', 'answers');
  rows.set('a', 1);
  expect(await read(new Disk<Schema>(connect, limits))).toBe(1);
});

test('[UI-430] a long write with progress is not silent, and one that stops half way is', async () => {
  const { connect, seen } = database('answers');
  const disk = new Disk<Schema>(connect, limits);
  const write = (steps: number, end: Promise<void>) =>
    disk.run(
      ['kept'],
      'readwrite',
      async (_tx, goesOn) => {
        for (let i = 0; i < steps; i++) {
          await new Promise((resolve) => setTimeout(resolve, 8));
          goesOn();
        }
        await end;
      },
      { again: false },
    );
  await write(12, Promise.resolve());
  expect(seen.opened).toBe(1);
  await expect(write(2, new Promise(() => {}))).rejects.toBeInstanceOf(Silent);
});

test('[UI-430] a full store is reported at once and not tried twice', async () => {
  const { connect, seen } = database('full');
  const disk = new Disk<Schema>(connect, limits);
  const put = disk.run(['kept'], 'readwrite', (tx) => tx.objectStore('kept').put(1, 'a'), { atOnce: true });
  await expect(put).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect(seen.opened).toBe(1);
});

test('[UI-431] on pagehide no transaction of several steps stays open, and on pageshow it is done again', async () => {
  const { connect, rows, seen } = database('hangs', 'answers');
  const disk = new Disk<Schema>(connect, { ...limits, answerMs: 60_000 });
  let begun = false;
  const slow = disk.run(['kept'], 'readwrite', async (tx) => {
    begun = true;
    await tx.objectStore('kept').get('a');
    await tx.objectStore('kept').put('stored', 'a');
  });
  await vi.waitFor(() => expect(begun).toBe(true));
  disk.putAway();
  expect(seen.aborted).toBeGreaterThan(0);
  expect(rows.has('a')).toBe(false);
  disk.wake();
  await slow;
  expect(rows.get('a')).toBe('stored');
});

test('[UI-431] what is written in one step while the page is hidden is committed at once, and the connection closed', async () => {
  const { connect, rows, seen } = database('answers');
  const disk = new Disk<Schema>(connect, limits);
  await read(disk);
  const last = disk.run(['kept'], 'readwrite', (tx) => tx.objectStore('kept').put('last', 'a'), {
    atOnce: true,
  });
  disk.putAway();
  await last;
  expect(rows.get('a')).toBe('last');
  expect(seen).toMatchObject({ opened: 1, closed: 1, committed: 2 });
});

test('[UI-431] work that must not be repeated fails with PutAway', async () => {
  const { connect } = database('hangs');
  const disk = new Disk<Schema>(connect, { ...limits, answerMs: 60_000 });
  let begun = false;
  const work = (tx: { objectStore: (name: 'kept') => { get: (key: string) => Promise<unknown> } }) => {
    begun = true;
    return tx.objectStore('kept').get('a');
  };
  const copy = disk.run(['kept'], 'readwrite', work, { again: false });
  const refused = expect(copy).rejects.toBeInstanceOf(PutAway);
  await vi.waitFor(() => expect(begun).toBe(true));
  disk.putAway();
  await refused;
});
