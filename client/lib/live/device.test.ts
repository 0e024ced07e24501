import { expect, test, vi } from 'vitest';

/** A device's database that opens when the test lets it. */
const database = vi.hoisted(() => ({
  rows: new Map<string, unknown>(),
  open: () => {},
  opening: null as Promise<void> | null,
}));

vi.mock('idb', () => ({
  deleteDB: () => Promise.resolve(),
  openDB: async () => {
    await database.opening;
    const put = (value: unknown, key: string) => Promise.resolve(database.rows.set(key, value));
    return {
      close: () => {},
      transaction: () => ({
        done: Promise.resolve(),
        abort: () => {},
        commit: () => {},
        objectStore: () => ({ put }),
      }),
    };
  },
}));

const { disk, forgetInPage, hold, keep } = await import('./device.ts');

/** The database is closed; the next transaction waits until `database.open` is called. */
function slowDatabase(): void {
  disk.close();
  database.rows.clear();
  database.opening = new Promise((resolve) => (database.open = resolve));
}

test('[UI-445] words whose write waits for the device when their person signs out are not written afterwards', async () => {
  slowDatabase();
  hold(7);
  const writing = keep('draft 7', { body: 'typed before the sign-out' });
  hold(null);
  forgetInPage();
  database.open();
  await writing;
  expect([...database.rows]).toEqual([]);
});

test('[UI-445] what the next person writes under the same key meanwhile is written, and only that', async () => {
  slowDatabase();
  hold(7);
  const before = keep('draft 7', { body: 'the first person’s' });
  forgetInPage();
  const after = keep('draft 7', { body: 'the next person’s' });
  database.open();
  await Promise.all([before, after]);
  expect([...database.rows.values()]).toEqual([{ body: 'the next person’s' }]);
});

test('[UI-445] a session that ended lets a waiting write complete', async () => {
  slowDatabase();
  hold(7);
  const writing = keep('draft 7', { body: 'typed at the last moment' });
  hold(null);
  database.open();
  await writing;
  expect([...database.rows.keys()]).toEqual(['draft 7']);
});
