import { expect, test } from 'vitest';
import { InPage } from './in-page.ts';
import { inOrder, type Waiting } from './waiting.ts';

/** The device's store, as moveTo uses it. */
function stores(kept: Record<string, unknown> = {}) {
  const values = new Map(Object.entries(kept));
  const outbox = new Map<string, Waiting>();
  const tx = {
    objectStore: (name: 'kept' | 'outbox') =>
      name === 'kept'
        ? {
            get: (key: string) => Promise.resolve(values.get(key)),
            put: (value: unknown, key: string) => Promise.resolve(values.set(key, value)),
            delete: (key: string) => Promise.resolve(values.delete(key)),
          }
        : {
            put: (item: Waiting) => Promise.resolve(outbox.set(`${item.clientId} ${item.n}`, item)),
            delete: ([clientId, n]: [string, number]) => Promise.resolve(outbox.delete(`${clientId} ${n}`)),
          },
  };
  return { values, outbox, tx: tx as unknown as Parameters<InPage['moveTo']>[0] };
}
const make = (clientId: string, n: number): Waiting => ({
  id: crypto.randomUUID(),
  clientId,
  n,
  kind: 'visit.plan',
  args: { caseId: n },
  madeAt: '2026-11-09T10:00:00Z',
  staffId: 1,
});

test('[UI-432] what the device did not take is read from the page, and is on the device when that answers again', async () => {
  const page = new InPage();
  page.put('visit 1', { visitId: 'a', finishedAt: null }, page.turn('visit 1'));
  const item = page.add(make);
  expect(page.get('visit 1')).toEqual({ visitId: 'a', finishedAt: null });
  expect(page.outboxOver([])).toEqual([item]);
  expect(page.hasWritings()).toBe(true);
  const { values, outbox, tx } = stores();
  page.moved(await page.moveTo(tx));
  expect(values.get('visit 1')).toEqual({ visitId: 'a', finishedAt: null });
  expect([...outbox.values()]).toEqual([item]);
  expect(page.hasWritings()).toBe(false);
});

test('[UI-432] a value that changes while it is moved stays until the newer one is stored', async () => {
  const page = new InPage();
  page.put('draft 1', { body: 'one' }, page.turn('draft 1'));
  const { tx } = stores();
  const item = page.add(make);
  const moved = await page.moveTo(tx);
  page.put('draft 1', { body: 'one and two' }, page.turn('draft 1'));
  const answered = { ...item, madeAt: '2026-11-09T10:01:00Z' };
  page.changeOwn(item, answered);
  page.moved(moved);
  expect(page.get('draft 1')).toEqual({ body: 'one and two' });
  expect(page.outboxOver([item])).toEqual([answered]);
});

test('[UI-432] an older write that fails late does not hide a newer one that was stored', () => {
  const page = new InPage();
  const older = page.turn('me');
  const newer = page.turn('me');
  page.stored('me', newer);
  page.put('me', 'older', older);
  expect(page.has('me')).toBe(false);
});

test('[UI-432] another visit that the silent device held is set aside, and one that goes on is replaced', async () => {
  const page = new InPage();
  page.put('visit 1', { visitId: 'new', finishedAt: null }, page.turn('visit 1'));
  page.put('visit 2', { visitId: 'same', step: 'who', finishedAt: null }, page.turn('visit 2'));
  const { values, tx } = stores({
    'visit 1': { visitId: 'old', finishedAt: null },
    'visit 2': { visitId: 'same', step: 'door', finishedAt: null },
  });
  await page.moveTo(tx);
  expect(values.get('visit 1')).toMatchObject({ visitId: 'new' });
  expect(values.get('visit 1 aside')).toMatchObject({ visitId: 'old' });
  expect(values.get('visit 2')).toMatchObject({ step: 'who' });
  expect(values.has('visit 2 aside')).toBe(false);
});

test('[UI-432] a write that was answered while the device was silent is not sent from there again', () => {
  const page = new InPage();
  const stored = make('device', 4);
  page.changeStored(stored, null);
  expect(page.outboxOver([stored])).toEqual([]);
});

test('[UI-432] writes of several client ids keep the order within each, and the groups follow their first write', () => {
  const at = (clientId: string, n: number, madeAt: string) => ({ ...make(clientId, n), madeAt });
  const device = [at('z', 8, '2026-11-09T10:00:00Z'), at('z', 9, '2026-11-09T10:05:00Z')];
  const page = [at('a', 0, '2026-11-09T10:02:00Z'), at('a', 1, '2026-11-09T10:03:00Z')];
  expect(inOrder([page[1]!, device[1]!, page[0]!, device[0]!])).toEqual([...device, ...page]);
});
