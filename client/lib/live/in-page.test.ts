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
  await page.moveTo(tx);
  page.moved();
  expect(values.get('visit 1')).toEqual({ visitId: 'a', finishedAt: null });
  expect([...outbox.values()]).toEqual([item]);
  expect(page.hasWritings()).toBe(false);
});

test('[UI-432] a value that changes while it is moved stays until the newer one is stored', async () => {
  const page = new InPage();
  page.put('draft 1', { body: 'one' }, page.turn('draft 1'));
  const { tx } = stores();
  await page.moveTo(tx);
  page.put('draft 1', { body: 'one and two' }, page.turn('draft 1'));
  page.moved();
  expect(page.get('draft 1')).toEqual({ body: 'one and two' });
});

test('[UI-432] an older write that fails late does not hide a newer one that was stored', () => {
  const page = new InPage();
  const older = page.turn('me');
  const newer = page.turn('me');
  page.stored('me', newer);
  page.put('me', 'older', older);
  expect(page.has('me')).toBe(false);
});

test('[UI-432] another visit that the silent device held is set aside, and half a message is kept before the new words', async () => {
  const page = new InPage();
  page.put('visit 1', { visitId: 'new', finishedAt: null }, page.turn('visit 1'));
  page.put('draft 7', { body: 'and the boiler' }, page.turn('draft 7'));
  const { values, tx } = stores({
    'visit 1': { visitId: 'old', finishedAt: null },
    'draft 7': { body: 'The roof leaks' },
  });
  await page.moveTo(tx);
  expect(values.get('visit 1')).toMatchObject({ visitId: 'new' });
  expect(values.get('visit 1 aside')).toMatchObject({ visitId: 'old' });
  expect(values.get('draft 7')).toMatchObject({ body: 'The roof leaks\nand the boiler' });
});

test('[UI-490] another writing of a form that the silent device held is set aside; the same one is replaced by its newer words', async () => {
  const page = new InPage();
  page.put('form 1 hold.start', { writingId: 'new', reason: 'b' }, page.turn('form 1 hold.start'));
  page.put('form 2 hold.start', { writingId: 'same', reason: 'ab' }, page.turn('form 2 hold.start'));
  expect(page.hasWritings()).toBe(true);
  const { values, tx } = stores({
    'form 1 hold.start': { writingId: 'old', reason: 'a' },
    'form 2 hold.start': { writingId: 'same', reason: 'a' },
  });
  await page.moveTo(tx);
  expect(Object.fromEntries(values)).toEqual({
    'form 1 hold.start': { writingId: 'new', reason: 'b' },
    'form 1 hold.start aside': { writingId: 'old', reason: 'a' },
    'form 2 hold.start': { writingId: 'same', reason: 'ab' },
  });
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
