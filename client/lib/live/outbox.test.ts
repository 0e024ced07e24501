import { expect, test } from 'vitest';
import type { MutationAnswer } from '#contract/up.ts';
import { Outbox, type OutboxStore } from './outbox.ts';
import type { Waiting } from './waiting.ts';

/** A device's memory, and a server that answers each number once, as the real one does. */
function device() {
  const items = new Map<number, Waiting>();
  let next = 0;
  const store: OutboxStore = {
    add: (make) => {
      const item = make('here', next++);
      items.set(item.n, item);
      return Promise.resolve(item);
    },
    renumber: () => Promise.reject(new Error('not here')),
    all: () => Promise.resolve([...items.values()]),
    put: (item) => Promise.resolve(void items.set(item.n, item)),
    remove: (item) => Promise.resolve(void items.delete(item.n)),
  };
  return { items, store };
}
function server() {
  const applied: number[] = [];
  const state = { reachable: true, loseAnswers: 0, refuse: new Set<string>(), sent: [] as number[] };
  const send = async (item: Waiting): Promise<MutationAnswer | null> => {
    await Promise.resolve();
    if (!state.reachable) return null;
    state.sent.push(item.n);
    if (state.refuse.has(item.kind)) return { id: item.id, status: 'refused', message: 'Not there.' };
    const again = applied.includes(item.n);
    if (!again) applied.push(item.n);
    if (state.loseAnswers > 0) {
      state.loseAnswers--;
      return null;
    }
    return { id: item.id, status: again ? 'duplicate' : 'applied' };
  };
  return { applied, state, send };
}
const now = new Date('2026-11-09T10:42:00Z');

test('[UI-30] writes that cannot be sent wait on the device and are sent later, in their order', async () => {
  const { items, store } = device();
  const { applied, state, send } = server();
  const box = new Outbox({ store, send });
  await box.belongTo(1);
  state.reachable = false;
  const first = await box.add('visit.plan', { caseId: 5 }, now);
  const second = await box.add('visit.set-out', { caseId: 5 }, now);
  await box.flush();
  expect(items.size).toBe(2);
  state.reachable = true;
  await box.flush();
  expect((await first.answered).status).toBe('applied');
  expect((await second.answered).status).toBe('applied');
  expect(applied).toEqual([0, 1]);
  expect(items.size).toBe(0);
});

test('[UI-31] after a lost answer the write is sent again, and has one effect', async () => {
  const { items, store } = device();
  const { applied, state, send } = server();
  const box = new Outbox({ store, send });
  await box.belongTo(1);
  state.loseAnswers = 1;
  const { answered } = await box.add('visit.plan', { caseId: 5 }, now);
  await box.flush();
  await box.flush();
  expect((await answered).status).toBe('duplicate');
  expect(applied).toEqual([0]);
  expect(items.size).toBe(0);
});

test('[UI-32] a refusal stays with its message until it is read, and is never sent again', async () => {
  const { items, store } = device();
  const { state, send } = server();
  let waiting: Waiting[] = [];
  const box = new Outbox({ store, send, changed: (all) => (waiting = all) });
  await box.belongTo(1);
  state.refuse.add('visit.set-out');
  const { item, answered } = await box.add('visit.set-out', { caseId: 5 }, now);
  expect((await answered).message).toBe('Not there.');
  await box.flush();
  await box.flush();
  expect(state.sent).toEqual([0]);
  expect(waiting.map((one) => one.answer?.message)).toEqual(['Not there.']);
  await box.drop(item);
  expect(items.size).toBe(0);
});

test('[UI-33] nobody sends or sees what another person left on the device', async () => {
  const { items, store } = device();
  const { applied, state, send } = server();
  state.reachable = false;
  const hers = new Outbox({ store, send });
  await hers.belongTo(1);
  await hers.add('visit.plan', { caseId: 5 }, now);
  await hers.flush();
  state.reachable = true;
  let waiting: Waiting[] = [];
  const his = new Outbox({ store, send, changed: (all) => (waiting = all) });
  await his.belongTo(2);
  await his.flush();
  expect(applied).toEqual([]);
  expect(waiting).toEqual([]);
  expect(items.size).toBe(1);
});

test('[UI-34] what another tab sent counts as done here', async () => {
  const { store } = device();
  const { state, send } = server();
  state.reachable = false;
  const here = new Outbox({ store, send });
  const there = new Outbox({ store, send });
  await here.belongTo(1);
  await there.belongTo(1);
  const { answered } = await here.add('visit.plan', { caseId: 5 }, now);
  await here.flush();
  state.reachable = true;
  await there.flush();
  await here.flush();
  expect((await answered).status).toBe('applied');
  expect(state.sent).toEqual([0]);
});

test('[UI-35] an answer of a kind that this version does not know decides nothing: the write waits', async () => {
  const { items, store } = device();
  const { applied, send } = server();
  let known = false;
  const strange = (item: Waiting): Promise<MutationAnswer | null> =>
    known ? send(item) : Promise.resolve({ id: item.id, status: 'later' } as unknown as MutationAnswer);
  const box = new Outbox({ store, send: strange });
  await box.belongTo(1);
  const { answered } = await box.add('visit.plan', { caseId: 5 }, now);
  await box.flush();
  expect(items.size).toBe(1);
  known = true;
  await box.flush();
  expect((await answered).status).toBe('applied');
  expect(applied).toEqual([0]);
});

test('[UI-433] one rejected read or write of the store does not stop what comes after it', async () => {
  const { items, store } = device();
  const { applied, send } = server();
  let broken = true;
  const box = new Outbox({
    store: { ...store, all: () => (broken ? Promise.reject(new Error('closed')) : store.all()) },
    send,
  });
  await box.belongTo(1).catch(() => {});
  const first = await box.add('visit.plan', { caseId: 5 }, now);
  await box.flush();
  expect(applied).toEqual([]);
  broken = false;
  const second = await box.add('visit.set-out', { caseId: 5 }, now);
  await box.flush();
  expect((await first.answered).status).toBe('applied');
  expect((await second.answered).status).toBe('applied');
  expect(items.size).toBe(0);
});

test('[UI-433] a person who signs in during a flush sends nothing of the person before', async () => {
  const { store } = device();
  const sent: number[] = [];
  // Nothing is sent while they are added.
  let open = false;
  const box: Outbox = new Outbox({
    store,
    send: async (item) => {
      sent.push(item.n);
      await box.belongTo(2);
      return { id: item.id, status: 'applied' };
    },
    exclusive: (work) => (open ? work() : Promise.reject(new Error())),
  });
  await box.belongTo(1);
  await box.add('visit.plan', { caseId: 5 }, now);
  await box.add('visit.set-out', { caseId: 5 }, now);
  open = true;
  await box.flush();
  expect(sent).toEqual([0]);
});

test('[UI-442] with nobody signed in nothing is stored: it would never be sent', async () => {
  const { items, store } = device();
  const box = new Outbox({ store, send: server().send });
  await box.belongTo(1);
  await box.belongTo(0);
  await expect(box.add('visit.met', { caseId: 5 }, now)).rejects.toThrow('Nobody is signed in');
  expect(items.size).toBe(0);
});
