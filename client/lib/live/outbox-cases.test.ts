import { expect, test } from 'vitest';
import type { MutationAnswer } from '#contract/up.ts';
import { Outbox, type OutboxStore, type Send } from './outbox.ts';
import { anew, isParked, type Waiting } from './waiting.ts';

const started = Date.parse('2026-11-09T10:42:00Z');

/** A device with one person's outbox, a clock to be put forward, and what the server was sent. */
async function device(answerTo: (item: Waiting) => ReturnType<Send>) {
  const items = new Map<string, Waiting>();
  let next = 0;
  const store: OutboxStore = {
    renumber: (item) => {
      const again = anew(item, 'here', next++);
      if (items.delete(item.id)) items.set(again.id, again);
      return Promise.resolve();
    },
    add: (make) => {
      const item = make('here', next++);
      items.set(item.id, item);
      return Promise.resolve(item);
    },
    all: () => Promise.resolve([...items.values()]),
    put: (item) => Promise.resolve(void items.set(item.id, item)),
    remove: (item) => Promise.resolve(void items.delete(item.id)),
  };
  const clock = { now: started };
  const sent: { caseId: number; n: number }[] = [];
  const shown = { waiting: [] as Waiting[], sending: new Set<string>() as ReadonlySet<string> };
  let isOpen = false;
  const box = new Outbox({
    store,
    now: () => clock.now,
    send: async (item) => {
      if (!isOpen) return null;
      sent.push({ caseId: item.args.caseId, n: item.n });
      return answerTo(item);
    },
    changed: (waiting, sending) => Object.assign(shown, { waiting, sending }),
  });
  await box.belongTo(1);
  const write = async (...cases: number[]) => {
    for (const caseId of cases) await box.add('visit.plan', { caseId }, new Date(clock.now));
    await box.flush();
  };
  const open = () => {
    isOpen = true;
    return box.flush();
  };
  return { box, items, clock, sent, shown, write, open };
}
const applied = (item: Waiting): Promise<MutationAnswer> =>
  Promise.resolve({ id: item.id, status: 'applied' });

test('[OFF-51] a write that the server never decides is parked, holds up its own case only, and is sent at a press', async () => {
  let isMended = false;
  const { box, items, clock, sent, shown, write, open } = await device((item) =>
    item.args.caseId === 7 && !isMended ? Promise.resolve('undecided') : applied(item),
  );
  await write(7, 8, 7, 9);
  await open();
  expect([...items.values()].map((item) => item.args.caseId)).toEqual([7, 7]);
  expect(sent.filter((one) => one.caseId === 7)).toHaveLength(1);
  // Every five seconds for an hour: the pauses grow, and it is never removed.
  for (let step = 0; step < 720; step++) {
    clock.now += 5000;
    await box.flush();
  }
  const tries = sent.filter((one) => one.caseId === 7);
  expect(tries.length).toBeGreaterThan(5);
  expect(tries.length).toBeLessThan(10);
  expect(new Set(tries.map((one) => one.n))).toEqual(new Set([0]));
  expect(shown.waiting.map(isParked)).toEqual([true, false]);
  await write(10);
  expect(items.size).toBe(2);
  isMended = true;
  await box.sendAgain(shown.waiting[0]!);
  await box.flush();
  expect(items.size).toBe(0);
  expect(sent.filter((one) => one.caseId === 7).map((one) => one.n)).toEqual([...tries.map(() => 0), 0, 2]);
});

test('[OFF-51] a lost answer is no try, and a clock that was put back stops nothing', async () => {
  let answer: 'undecided' | null = null;
  const { box, clock, sent, shown, write, open } = await device(() => Promise.resolve(answer));
  await write(7);
  await open();
  for (let times = 0; times < 20; times++) await box.flush();
  expect(shown.waiting[0]!.tries).toBeUndefined();
  answer = 'undecided';
  for (let times = 0; times < 10; times++) {
    await box.flush();
    clock.now += 4_000_000;
  }
  expect(isParked(shown.waiting[0]!)).toBe(true);
  await box.flush();
  const before = sent.length;
  clock.now = started - 86_400_000;
  await box.flush();
  expect(sent.length).toBe(before + 1);
});

test('[OFF-52] a few cases are sent at a time; the writes of one case wait for each other', async () => {
  const onTheWay = new Map<number, Waiting[]>();
  const waiting: (() => void)[] = [];
  let most = 0;
  const { box, sent, shown, write, open } = await device(async (item) => {
    const ofCase = onTheWay.get(item.args.caseId) ?? [];
    expect(ofCase).toEqual([]);
    onTheWay.set(item.args.caseId, [item]);
    most = Math.max(most, onTheWay.size);
    await new Promise<void>((resolve) => waiting.push(resolve));
    onTheWay.delete(item.args.caseId);
    return { id: item.id, status: 'applied' };
  });
  await write(1, 2, 3, 1, 4, 5, 1, 6);
  const done = open();
  await expect.poll(() => waiting.length).toBe(4);
  await expect.poll(() => shown.sending.size).toBe(4);
  // What is written while the others are on their way does not wait until all of them have been sent.
  waiting.shift()!();
  await expect.poll(() => waiting.length).toBe(4);
  await box.add('visit.knock-check', { caseId: 99 }, new Date(started));
  for (const [at] of sent.entries()) if (at < 3) waiting.shift()!();
  await expect.poll(() => sent.some((one) => one.caseId === 99)).toBe(true);
  const ending = setInterval(() => waiting.shift()?.(), 1);
  await done.finally(() => clearInterval(ending));
  expect(most).toBe(4);
  expect(sent.filter((one) => one.caseId === 1).map((one) => one.n)).toEqual([0, 3, 6]);
  expect(shown.waiting).toEqual([]);
  expect(shown.sending.size).toBe(0);
});

test('[OFF-53] what was removed while it was on its way, or behind it, is not sent and does not come back', async () => {
  let refuse: (() => void) | undefined;
  const { box, items, sent, write, open } = await device(async (item) => {
    await new Promise<void>((resolve) => (refuse = resolve));
    return { id: item.id, status: 'refused', message: 'No.' };
  });
  await write(7, 7);
  const done = open();
  await expect.poll(() => refuse).toBeDefined();
  for (const item of items.values()) await box.drop(item);
  refuse!();
  await done;
  expect(items.size).toBe(0);
  expect(sent.map((one) => one.n)).toEqual([0]);
});

test('[OFF-54] a refused write that is sent again is a new write with the time of the first', async () => {
  const { box, clock, sent, shown, write, open } = await device((item) =>
    item.n === 0 ? Promise.resolve({ id: item.id, status: 'refused', message: 'No.' }) : applied(item),
  );
  await write(7);
  await open();
  const [refused] = shown.waiting;
  clock.now += 86_400_000;
  await box.sendAgain(refused!);
  await box.flush();
  expect(sent.map((one) => one.n)).toEqual([0, 1]);
  expect(shown.waiting).toEqual([]);
  expect(refused!.madeAt).toBe(new Date(started).toISOString());
});

test('[OFF-55] an answer to something else decides nothing', async () => {
  const { items, write, open } = await device(() => Promise.resolve({ id: 'other', status: 'applied' }));
  await write(7);
  await open();
  expect(items.size).toBe(1);
});
