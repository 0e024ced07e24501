import { beforeEach, expect, test, vi } from 'vitest';

/** The store of a device: it holds rows, and may be silent. */
const store = vi.hoisted(() => ({
  isSilent: false,
  /** The next transaction begins only when this resolves. */
  slow: null as Promise<void> | null,
  /** Runs once, right after the next transaction: what another tab does then. */
  next: null as (() => void) | null,
  kept: new Map<string, unknown>(),
  answers: new Set<string>(),
  outbox: new Map<string, { clientId: string; n: number; staffId: number; madeAt: string }>(),
}));

vi.mock('./device.ts', () => {
  const rows = {
    cases: { clear: () => Promise.resolve() },
    answers: { clear: () => Promise.resolve(store.answers.clear()) },
    kept: {
      get: (key: string) => Promise.resolve(store.kept.get(key)),
      put: (value: unknown, key: string) => Promise.resolve(store.kept.set(key, value)),
      delete: (key: string) => Promise.resolve(store.kept.delete(key)),
      getAllKeys: (range?: { from: string; to: string }) =>
        Promise.resolve(
          [...store.kept.keys()].filter((key) => !range || (key >= range.from && key <= range.to)),
        ),
    },
    outbox: {
      getAll: () => Promise.resolve([...store.outbox.values()]),
      delete: ([clientId, n]: [string, number]) => Promise.resolve(store.outbox.delete(`${clientId} ${n}`)),
    },
  };
  return {
    disk: {
      run: async (_stores: string[], _mode: string, work: (tx: unknown) => Promise<unknown>) => {
        const { slow } = store;
        store.slow = null;
        await slow;
        if (store.isSilent) throw new Error('silent');
        const result = await work({ objectStore: (name: keyof typeof rows) => rows[name] });
        store.next?.();
        store.next = null;
        return result;
      },
    },
    kept: (key: string) => Promise.resolve(store.isSilent ? undefined : store.kept.get(key)),
    isCopy: (key: string) => key === 'threads',
    mark: () => {},
    forgetInPage: () => {},
    renameInPage: () => {},
    recover: () => Promise.resolve(),
    removeDatabase: () => Promise.resolve(store.kept.clear()),
  };
});

const { makeOwner, eraseOwner, giveBackLate, setAsideOwner, finishPendingErasure, forgetOtherCopies } =
  await import('./device-owner.ts');
const { pendingErasure } = await import('./pending-sign-out.ts');

const now = Date.parse('2026-11-09T10:00:00Z');
const [ann, bob, cy] = [101, 102, 103];

beforeEach(() => {
  store.isSilent = false;
  store.kept.clear();
  store.outbox.clear();
  const marks = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => marks.get(key) ?? null,
    setItem: (key: string, value: string) => void marks.set(key, value),
    removeItem: (key: string) => void marks.delete(key),
  });
  vi.stubGlobal('IDBKeyRange', { bound: (from: string, to: string) => ({ from, to }) });
});

/** This person is remembered here, has half a message, a photograph and a write that waits. */
function writes(staffId: number, what: string): void {
  store.kept.set('me', { staffId });
  store.kept.set(`draft ${what}`, { staffId, body: what });
  store.kept.set(`photo ${what}`, { staffId });
  store.outbox.set(`${what} 0`, { clientId: what, n: 0, staffId, madeAt: new Date(now).toISOString() });
}
/** Everything on the device that still has this word, in any place. */
const left = (what: string): number =>
  [...store.kept.keys(), ...store.outbox.keys()].filter((key) => key.includes(what)).length;
async function silently(...steps: (() => Promise<unknown>)[]): Promise<void> {
  store.isSilent = true;
  for (const step of steps) await step();
  store.isSilent = false;
}

test('[UI-444] a sign-out that waits for the silent store removes nothing of the person who signed in and wrote meanwhile', async () => {
  writes(ann, 'former');
  await silently(
    () => eraseOwner(ann, now),
    () => makeOwner(bob, true, now),
  );
  writes(bob, 'newer');
  expect(await finishPendingErasure(now)).toBe(true);
  expect(left('former')).toBe(0);
  expect(left('newer')).toBe(3);
  expect(store.kept.has('draft newer')).toBe(false);
  expect(pendingErasure()).toBeNull();
  await makeOwner(bob, true, now);
  expect(store.kept.get('draft newer')).toEqual({ staffId: bob, body: 'newer' });
  expect(store.kept.has('photo newer')).toBe(true);
});

test('[UI-439] what the same person writes after they signed in again outlives the sign-out before', async () => {
  writes(ann, 'former');
  await silently(
    () => eraseOwner(ann, now),
    () => makeOwner(ann, true, now),
  );
  writes(ann, 'newer');
  await finishPendingErasure(now);
  expect(left('newer')).toBe(3);
  await makeOwner(ann, true, now);
  expect(store.kept.get('draft newer')).toEqual({ staffId: ann, body: 'newer' });
});

test('[UI-444] a sign-out of a person whom the page did not know removes nothing of the next person', async () => {
  writes(ann, 'former');
  await silently(
    () => eraseOwner(undefined, now),
    () => makeOwner(bob, true, now),
  );
  writes(bob, 'newer');
  await finishPendingErasure(now);
  expect(left('newer')).toBe(3);
  expect([...store.kept.keys()].filter((key) => /^(draft|photo|me)/.test(key))).toEqual([]);
});

test('[UI-439] several people who signed out of a silent store are all erased, also when a session’s end empties it', async () => {
  writes(ann, 'first');
  await silently(
    () => eraseOwner(ann, now),
    () => makeOwner(bob, true, now),
  );
  writes(bob, 'second');
  await silently(
    () => eraseOwner(bob, now),
    () => makeOwner(cy, true, now),
  );
  writes(cy, 'third');
  await setAsideOwner(cy, now);
  expect([left('first'), left('second'), left('third')]).toEqual([0, 0, 3]);
});

test('[UI-439] a pending sign-out without another sign-in is done at the next start', async () => {
  for (const staffId of [ann, undefined]) {
    writes(ann, 'former');
    await silently(() => eraseOwner(staffId, now));
    expect(await finishPendingErasure(now)).toBe(true);
    expect(left('former')).toBe(0);
    expect(pendingErasure()).toBeNull();
  }
});

test('[UI-439] a sign-out that waits for a slow store does not remove what is written after the next sign-in', async () => {
  for (const staffId of [ann, bob]) {
    writes(ann, 'former');
    let answers: () => void = () => {};
    store.slow = new Promise((resolve) => (answers = resolve));
    const forgotten = eraseOwner(ann, now);
    await makeOwner(staffId, true, now);
    writes(staffId, 'newer');
    answers();
    await forgotten;
    expect(left('newer')).toBe(3);
    expect(store.kept.get('draft newer')).toEqual({ staffId, body: 'newer' });
  }
});

test('[UI-492] forms are set aside for their person, given back only to them, and removed after 30 days', async () => {
  const at = (days: number) => new Date(now - days * 86_400_000).toISOString();
  store.kept.set('me', { staffId: ann });
  store.kept.set('form 7 hold.start', { staffId: ann, writtenAt: at(1), reason: 'hers' });
  await setAsideOwner(ann, now);
  await makeOwner(bob, true, now);
  expect([...store.kept.keys()].filter((key) => key.startsWith('form '))).toEqual([]);
  store.kept.set('me', { staffId: bob });
  await makeOwner(ann, true, now);
  expect(store.kept.get('form 7 hold.start')).toMatchObject({ reason: 'hers' });
  store.kept.set('form 8 task.add', { staffId: ann, writtenAt: at(31), what: 'old' });
  await makeOwner(ann, true, now);
  expect([...store.kept.keys()].filter((key) => key.startsWith('form '))).toEqual(['form 7 hold.start']);
});

test('[OFF-16] the copies of the server’s answers are removed with the session, with the person, and when they have other patches', async () => {
  const ends = [
    () => setAsideOwner(ann, now),
    () => eraseOwner(ann, now),
    () => makeOwner(bob, true, now),
    () => forgetOtherCopies(),
  ];
  for (const end of ends) {
    store.kept.set('me', { staffId: ann });
    store.answers.add('/api/cases/7');
    await end();
    expect([...store.answers]).toEqual([]);
  }
});

test('[UI-738] a session that ends does not remove what another tab stores at the same moment; a sign-out leaves nothing', async () => {
  const otherTab = () => void store.kept.set('draft 7 #b', { staffId: ann, body: 'typed last' });
  store.kept.set('me', { staffId: ann });
  store.next = otherTab;
  await setAsideOwner(ann, now);
  expect(store.kept.get('draft 7 #b')).toMatchObject({ body: 'typed last' });
  store.kept.set('me', { staffId: ann });
  store.next = otherTab;
  await eraseOwner(ann, now);
  expect(store.kept.size).toBe(0);
});

test('[UI-739] what the device could not give back at the sign-in is given back when the person is confirmed again', async () => {
  writes(ann, 'former');
  await setAsideOwner(ann, now);
  expect(store.kept.has('draft former')).toBe(false);
  await silently(
    () => makeOwner(ann, true, now),
    () => giveBackLate(ann, now),
  );
  expect(store.kept.has('draft former')).toBe(false);
  await giveBackLate(bob, now);
  expect(store.kept.has('draft former')).toBe(false);
  await giveBackLate(ann, now);
  expect(store.kept.get('draft former')).toEqual({ staffId: ann, body: 'former' });
});
