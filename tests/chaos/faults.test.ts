// Every fault on the way from Postgres to a device, with the usual timings, seen from the device. What was committed
// meanwhile arrives, the worklist in the end equals a fresh one, item by item, and as long as the list could be wrong the
// device was marked "stale", with the time up to which it was right.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { isAlive, postmaster } from '../../db/embedded-process.ts';
import { removeData, startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { afterFile } from '../support/cleanup.ts';
import { client, signIn, startApp, type App, type TestClient } from '../support/app.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { nextHeartbeat, levelWithFresh } from '../support/level.ts';
import { owe, pay, repair, smallLandlord, type SmallLandlord } from '../support/landlord.ts';
import { Proxy } from '../support/proxy.ts';
import { begin, killConnections } from '../support/transactions.ts';

const officer1 = 'officer1@demo.doorstep.test';
let db: TestDatabase;
let landlord: SmallLandlord;
let proxy: Proxy;
let app: App;
let cookie: string;
/** A client that disconnects before the tests, and connects again a minute later. */
let away: { one: TestClient; leftAt: number };

beforeAll(async () => {
  db = await freshDatabase();
  landlord = await smallLandlord(db.sql, { homes: 60, patches: 2 });
  await owe(db.sql, 60_000);
  proxy = await Proxy.between(db.url);
  app = await startApp({ url: proxy.url(db.url) });
  ({ cookie } = await signIn(app.url, officer1));
  const one = await client(app.url, officer1, { cookie });
  one.close();
  away = { one, leftAt: performance.now() };
});
afterAll(() => proxy.close());

const device = async () => {
  const one = await client(app.url, officer1, { cookie });
  await nextHeartbeat(one, false);
  return one;
};
const level = (one: TestClient) => levelWithFresh(one, app.url, { cookie });
const mine = (one: TestClient, nth = 0) => [...one.worklist.keys()].sort((a, b) => a - b)[nth]!;

let paid = 0;
/** Pays a unique amount; returns how long after the commit it was on the device, in ms. */
async function paysAndArrives(
  one: TestClient,
  id: number,
  sql: Sql = db.sql,
  within = 10_000,
): Promise<number> {
  // Never the same amount twice in a row, and so little that no debt is ever paid off.
  const sum = 1 + (++paid % 50);
  await pay(sql, id, sum);
  const committed = performance.now();
  await one.until(() => one.worklist.get(id)?.lastPayment?.amountPence === sum, within);
  return performance.now() - committed;
}

/** No heartbeat since then claimed to know anything that was committed after `cutAt`. */
function expectNothingNewer(one: TestClient, from: number, cutAt: number): void {
  const proofs = one.came
    .slice(from)
    .flatMap((m) => (m.event === 'heartbeat' && m.message.provedAt ? [Date.parse(m.message.provedAt)] : []));
  expect(proofs.length).toBeGreaterThan(0);
  // A heartbeat that was on its way when the connection was cut may still have arrived.
  expect(Math.max(...proofs)).toBeLessThan(cutAt + 100);
}

test('[FAULT-1] the listener’s connection is killed: changes still arrive within a second', async () => {
  const one = await device();
  for (let round = 0; round < 3; round++) {
    await killConnections(db.sql, 'doorstep doorbell');
    expect(await paysAndArrives(one, mine(one, round))).toBeLessThan(1_000);
  }
  await level(one);
});

test('[FAULT-1] every connection of the server is killed at once: everything is right again within seconds', async () => {
  const one = await device();
  await killConnections(db.sql);
  expect(await paysAndArrives(one, mine(one))).toBeLessThan(3_000);
  await level(one);
});

test('[FAULT-2] connections are refused for 10 s: stale meanwhile with the time of the last proof, and everything arrives soon after', async () => {
  const one = await device();
  const from = one.came.length;
  const cutAt = Date.now();
  const cut = performance.now();
  proxy.weather = 'refuse';
  const paid = [0, 1, 2].map((nth) => mine(one, nth));
  for (const id of paid) await pay(db.sql, id, 5_555);
  const heartbeat = await nextHeartbeat(one, true, 5_000);
  expect(performance.now() - cut).toBeLessThan(5_000);
  expect(heartbeat.provedAt).not.toBeNull();
  await expect.poll(() => performance.now() - cut, { timeout: 11_000 }).toBeGreaterThan(10_000);
  expectNothingNewer(one, from, cutAt);
  expect(one.came.findLast((m) => m.event === 'heartbeat')?.message).toMatchObject({ stale: true });
  expect(one.worklist.get(paid[0]!)?.lastPayment?.amountPence).not.toBe(5_555);
  proxy.weather = 'pass';
  const back = performance.now();
  await one.until(() => paid.every((id) => one.worklist.get(id)?.lastPayment?.amountPence === 5_555));
  expect(performance.now() - back).toBeLessThan(3_000);
  await nextHeartbeat(one, false);
  await level(one);
});

test('[FAULT-3] half-open connections, without an error from the network: stale, and everything arrives when the network is back', async () => {
  const one = await device();
  const from = one.came.length;
  const cutAt = Date.now();
  proxy.weather = 'stall';
  const id = mine(one, 3);
  await pay(db.sql, id, 6_666);
  await nextHeartbeat(one, true, 5_000);
  // Changes other than money are read on other connections, which are dead too.
  await repair(db.sql, id);
  await expect.poll(() => Date.now() - cutAt, { timeout: 9_000 }).toBeGreaterThan(8_000);
  expectNothingNewer(one, from, cutAt);
  proxy.weather = 'pass';
  const back = performance.now();
  await one.until(() => one.worklist.get(id)?.openRepairs.length === 1, 15_000);
  expect(one.worklist.get(id)?.lastPayment?.amountPence).toBe(6_666);
  expect(performance.now() - back).toBeLessThan(10_000);
  await nextHeartbeat(one, false);
  await level(one);
});

test('[FAULT-4] notifications that are never sent: every change arrives within a second all the same', async () => {
  const one = await device();
  const holder = await begin(db.url);
  // Another session holds the doorbell's lock and sends no NOTIFY.
  await holder.tx`select pg_advisory_xact_lock(710000, 1)`;
  for (let nth = 0; nth < 5; nth++) expect(await paysAndArrives(one, mine(one, nth))).toBeLessThan(1_000);
  await holder.rollback();
  await level(one);
});

test('[FAULT-5] a transaction that has written and notified stays open for 10 s: other changes arrive within a second all the time', async () => {
  const one = await device();
  const from = one.came.length;
  const [held, ...others] = [0, 1, 2, 3, 4].map((nth) => mine(one, nth));
  const holder = await begin(db.url);
  await pay(holder.tx, held!, 7_777);
  const opened = performance.now();
  for (let i = 0; performance.now() - opened < 10_000; i++)
    expect(await paysAndArrives(one, others[i % others.length]!)).toBeLessThan(1_000);
  expect(one.worklist.get(held!)?.lastPayment?.amountPence).not.toBe(7_777);
  await holder.commit();
  const committed = performance.now();
  await one.until(() => one.worklist.get(held!)?.lastPayment?.amountPence === 7_777);
  expect(performance.now() - committed).toBeLessThan(1_000);
  expect(one.came.slice(from).some((m) => m.event === 'heartbeat' && m.message.stale)).toBe(false);
  await level(one);
});

test('[FAULT-6] Postgres is restarted, in order and with kill -9: stale meanwhile, and nothing is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-chaos-'));
  chmodSync(folder, 0o755);
  let server = await startEmbedded(folder);
  afterFile(async () => {
    await server.stop();
    removeData(folder);
  });
  const url = server.url('postgres');
  await migrate(url);
  const withSql = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const sql = connect(url, { max: 1 });
    return work(sql).finally(() => sql.end({ timeout: 1 }));
  };
  await withSql(async (sql) => {
    await smallLandlord(sql, { homes: 8, patches: 1 });
    await owe(sql, 60_000);
  });
  const own = await startApp({ url });
  const one = await client(own.url, officer1);
  await nextHeartbeat(one, false);
  const ends = [
    () => server.stop(),
    async () => {
      const { pid } = postmaster(join(folder, 'postgres'))!;
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => isAlive(pid)).toBe(false);
    },
  ];
  for (const [round, end] of ends.entries()) {
    await withSql((sql) => pay(sql, mine(one, round), 100 + round));
    await end();
    await nextHeartbeat(one, true);
    server = await startEmbedded(folder);
    expect(server.url('postgres')).toBe(url);
    await withSql((sql) => pay(sql, mine(one, round + 2), 200 + round));
    await one.until(
      () =>
        one.worklist.get(mine(one, round))?.lastPayment?.amountPence === 100 + round &&
        one.worklist.get(mine(one, round + 2))?.lastPayment?.amountPence === 200 + round,
    );
    await nextHeartbeat(one, false);
    await levelWithFresh(one, own.url);
  }
  await own.stop();
});

test('[FAULT-7] away for a minute while much changes: the client gets what it missed without a reset, and equals a fresh one', async () => {
  const watcher = await device();
  // Every case changes, some many times, one leaves the list and one joins it.
  for (const id of landlord.accounts) await pay(db.sql, id, 11);
  for (let i = 0; i < 200; i++) await pay(db.sql, landlord.accounts[i % 7]!, 13);
  const [leaves] = [...watcher.worklist.values()].filter((c) => c.balancePence > 0);
  await pay(db.sql, leaves!.id, leaves!.balancePence + 50_000);
  await watcher.until(() => (watcher.worklist.get(leaves!.id)?.balancePence ?? 0) <= 0);
  await expect
    .poll(() => performance.now() - away.leftAt, { timeout: 61_000, interval: 200 })
    .toBeGreaterThan(60_000);
  const { one } = away;
  const again = await client(app.url, officer1, { cookie, since: one.cursor });
  expect(again.count('worklist:reset')).toBe(0);
  const messages = again.came.filter((m) => m.event === 'worklist:changes');
  for (const { message } of messages) {
    for (const c of message.changed) one.worklist.set(c.id, c);
    for (const gone of message.gone) one.worklist.delete(gone);
  }
  await level(one);
});
