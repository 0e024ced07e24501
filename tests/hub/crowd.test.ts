// Many clients at once, and clients that connect and disconnect.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { client, plain, type TestClient } from '../support/app.ts';
import { pay } from '../support/landlord.ts';
import { setUp } from './setup.ts';

const { db, landlord, app, cookieOf } = await setUp({ homes: 120, patches: 4 });

test('[HUB-11] 200 clients each have the right list within a second of the last of 50 payments', async () => {
  const cookies = await Promise.all([1, 2, 3, 4].map((i) => cookieOf(`officer${i}`)));
  const everybody = await Promise.all(
    Array.from({ length: 200 }, (_, i) => client(app.url, '', { cookie: cookies[i % 4]! })),
  );
  for (const account of landlord.accounts.slice(0, 50)) await pay(db.sql, account, 4_321);
  const committed = performance.now();
  const right = (one: TestClient) =>
    [...one.worklist.values()].every(
      (c) => c.id > landlord.accounts[49]! || c.lastPayment?.amountPence === 4_321,
    );
  await Promise.all(everybody.map((one) => one.until(() => right(one))));
  expect(performance.now() - committed).toBeLessThan(1_000);
  for (let patch = 0; patch < 4; patch++) {
    const [first, ...others] = everybody.filter((_, i) => i % 4 === patch);
    for (const other of others) expect(plain(other.worklist)).toEqual(plain(first!.worklist));
  }
  for (const one of everybody) one.close();
});

test('[HUB-12] a client that disconnected leaves nothing behind', async () => {
  const cookie = await cookieOf('officer1');
  const rounds = 6;
  for (let round = 0; round < rounds; round++) {
    const some = await Promise.all(Array.from({ length: 50 }, () => client(app.url, '', { cookie })));
    await Promise.all(some.map((one) => one.look(landlord.accounts[0]!)));
    for (const one of some) one.close();
    const last = some.at(-1)!;
    await last.until(() => app.hub.connected === 0);
  }
  await nextTurn();
  expect(app.hub.load).toEqual({ slowestMs: 0, statesKept: 0, views: 0, waiting: 0 });
  expect(app.hub.present).toBe(0);
});
