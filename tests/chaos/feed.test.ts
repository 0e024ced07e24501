// The feed through every fault that we could think of, against a real Postgres behind a proxy. Every test checks the same:
// every committed payment is handed over, none is missing, and `stale` is right meanwhile.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { connect, type Queries, type Sql } from '../../db/connect.ts';
import { isAlive, postmaster } from '../../db/embedded-process.ts';
import { removeData, startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { Feed, type FeedState, type Timing } from '../../server/feed/feed.ts';
import { freshDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';
import { Proxy } from '../support/proxy.ts';
import { silentLog } from '../support/silent-log.ts';
import { begin, killConnections } from '../support/transactions.ts';

const database = await freshDatabase();
const { sql } = database;
const { accounts } = await smallLandlord(sql, { homes: 20 });

/** The usual timings, but an outage is detected in about a second instead of five, to keep the tests below a minute. */
const brisk: Partial<Timing> = {
  queryDeadline: 1000,
  listenCheck: 500,
  listenDeadline: 800,
  beat: 300,
  stale: 1500,
};

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

type Received = { refs: Map<number, number>; resets: string[]; states: FeedState[]; feed: Feed };

/** A feed behind a proxy, and what it emits: each payment's id with the time at which it was handed over. */
async function listening(url: string, timing: Partial<Timing> = brisk): Promise<Received & { proxy: Proxy }> {
  const proxy = await Proxy.between(url);
  cleanUp.push(() => proxy.close());
  const pool = connect(proxy.url(url), { max: 1 });
  cleanUp.push(() => pool.end({ timeout: 0 }));
  const feed = await Feed.open({ url: proxy.url(url), sql: pool, hub: 'chaos', log: silentLog, timing });
  cleanUp.push(() => feed.stop());
  const received: Received = { refs: new Map(), resets: [], states: [], feed };
  feed.start({
    changes(changes) {
      for (const { kind, ref } of changes) if (kind === 'payment') received.refs.set(ref!, performance.now());
    },
    reset: (reason) => void received.resets.push(reason),
    state: (state) => void received.states.push(state),
  });
  await expect.poll(() => feed.state, { timeout: 5000 }).toMatchObject({ connected: true, stale: false });
  return { ...received, proxy };
}

let n = 0;
/** Returns the payment's id. An open transaction locks its account: a test that has one passes another account. */
async function pay(at: Queries = sql, account = accounts[n % 2]!): Promise<number> {
  const [row] = await at<{ id: number }[]>`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${account}, 100, 'card', 'chaos', ${`c${++n}`}, now()::date) returning id`;
  return row!.id;
}

const arrives = (received: Received, id: number, within = 1000) =>
  expect.poll(() => received.refs.has(id), { timeout: within, interval: 5 }).toBe(true);

const turnsStale = (received: Received, stale: boolean, within = 5000) =>
  expect.poll(() => received.feed.state.stale, { timeout: within, interval: 20 }).toBe(stale);

test('[FEED-5] the listener’s connection is killed: changes still arrive, and it listens again', async () => {
  const received = await listening(database.url);
  const { connections } = received.feed.counters;
  await killConnections(sql, 'doorstep doorbell');
  await arrives(received, await pay());
  await expect.poll(() => received.feed.counters.connections, { timeout: 3000 }).toBe(connections + 1);
  await expect.poll(() => received.feed.state.connected, { timeout: 3000 }).toBe(true);
  expect(received.states.some((state) => !state.connected)).toBe(true);
  await arrives(received, await pay());
  expect(received.resets).toEqual([]);
});

test('[FEED-5] every connection is cut again and again while payments come: none is lost', async () => {
  const received = await listening(database.url);
  const ids: number[] = [];
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 5; i++) ids.push(await pay());
    received.proxy.cut();
  }
  for (const id of ids) await arrives(received, id, 5000);
  expect(received.resets).toEqual([]);
});

test('[FEED-6] connections are refused for some seconds: stale meanwhile, and everything arrives within a second afterwards', async () => {
  const received = await listening(database.url);
  received.proxy.weather = 'refuse';
  const ids = [await pay(), await pay()];
  await turnsStale(received, true);
  expect(received.feed.state.connected).toBe(false);
  ids.push(await pay());
  // Longer than pg-listen's own retries last.
  await expect.poll(() => received.feed.counters.failures, { timeout: 10_000 }).toBeGreaterThan(12);
  expect(received.refs.size).toBe(0);
  received.proxy.weather = 'pass';
  for (const id of ids) await arrives(received, id);
  await turnsStale(received, false, 2000);
  await expect.poll(() => received.feed.state.connected, { timeout: 3000 }).toBe(true);
  expect(received.resets).toEqual([]);
});

test('[FEED-7] half-open connections, without an error from the network: stale, no deadlock, and everything arrives soon after', async () => {
  const received = await listening(database.url);
  received.proxy.weather = 'stall';
  const ids = [await pay()];
  await turnsStale(received, true);
  await expect.poll(() => received.feed.state.connected, { timeout: 5000 }).toBe(false);
  await expect.poll(() => received.feed.counters.failures, { timeout: 5000 }).toBeGreaterThan(1);
  ids.push(await pay());
  expect(received.refs.size).toBe(0);
  received.proxy.weather = 'pass';
  for (const id of ids) await arrives(received, id, 2500);
  await turnsStale(received, false, 3000);
  await expect.poll(() => received.feed.state.connected, { timeout: 3000 }).toBe(true);
  expect(received.resets).toEqual([]);
});

test('[FEED-8] a notification that is never sent: the safety timer reads within its time', async () => {
  const received = await listening(database.url);
  const holder = await begin(database.url);
  cleanUp.push(holder.rollback);
  // Another session holds the doorbell's lock and sends no NOTIFY.
  await holder.tx`select pg_advisory_xact_lock(710000, 1)`;
  const { bells } = received.feed.counters;
  for (let i = 0; i < 3; i++) {
    const id = await pay();
    await arrives(received, id, 900);
  }
  expect(received.feed.counters.bells).toBe(bells);
});

test('[FEED-9] a transaction that has written and notified stays open: others arrive within a second, and later its own rows', async () => {
  const received = await listening(database.url);
  const holder = await begin(database.url);
  cleanUp.push(holder.rollback);
  const late = await pay(holder.tx, accounts[2]);
  for (let i = 0; i < 8; i++) {
    const id = await pay();
    const committed = performance.now();
    await arrives(received, id);
    expect(received.refs.get(id)! - committed).toBeLessThan(1000);
  }
  expect(received.refs.has(late)).toBe(false);
  expect(received.feed.state.stale).toBe(false);
  await holder.commit();
  await arrives(received, late);
  expect(received.resets).toEqual([]);
});

test('[FEED-2] eight writers with rollbacks, savepoints and long transactions: no payment lost or invented, no stall', async () => {
  const received = await listening(database.url, {});
  const committed = new Map<number, number>();
  const rolledBack = new Set<number>();
  // By number, not by time: a busy machine only takes longer.
  const wanted = 240;
  const writer = async (w: number) => {
    const own = connect(database.url, { max: 1 });
    try {
      for (let turn = 0; committed.size < wanted; turn++) {
        const connection = await own.reserve();
        const ids: number[] = [];
        await connection`begin`;
        ids.push(await pay(connection, accounts[3 + w]));
        if ((turn + w) % 5 === 0) {
          await connection`savepoint inner_one`;
          rolledBack.add(await pay(connection, accounts[11 + w]));
          await connection`rollback to inner_one`;
        }
        // Some are long: they commit in another order than they began.
        if ((turn + w) % 7 === 0) await connection`select pg_sleep(${0.2 + (w % 4) * 0.3})`;
        if ((turn + w) % 3 === 0) {
          await connection`rollback`;
          for (const id of ids) rolledBack.add(id);
        } else {
          await connection`commit`;
          for (const id of ids) committed.set(id, performance.now());
        }
        connection.release();
      }
    } finally {
      await own.end({ timeout: 1 });
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, w) => writer(w)));
  const missing = () => [...committed.keys()].filter((id) => !received.refs.has(id)).length;
  await expect.poll(missing, { timeout: 2000 }).toBe(0);
  expect([...rolledBack].filter((id) => received.refs.has(id))).toEqual([]);
  const slowest = Math.max(...[...committed].map(([id, at]) => received.refs.get(id)! - at));
  expect(slowest).toBeLessThan(1000);
  expect(received.resets).toEqual([]);
});

test('[FEED-6] Postgres is restarted, in order and with kill -9: everything committed before and after arrives', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-chaos-'));
  chmodSync(folder, 0o755);
  cleanUp.push(() => removeData(folder));
  let server = await startEmbedded(folder);
  cleanUp.push(() => server.stop());
  const url = server.url('postgres');
  await migrate(url);
  const once = async <T>(work: (own: Sql) => Promise<T>): Promise<T> => {
    const own = connect(url, { max: 1 });
    try {
      return await work(own);
    } finally {
      await own.end({ timeout: 1 });
    }
  };
  await once((own) => smallLandlord(own, { homes: 8 }));
  const received = await listening(url);
  const ways = [
    () => server.stop(),
    async () => {
      const { pid } = postmaster(join(folder, 'postgres'))!;
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => isAlive(pid)).toBe(false);
    },
  ];
  for (const end of ways) {
    const before = await once(pay);
    await end();
    await turnsStale(received, true);
    server = await startEmbedded(folder);
    expect(server.url('postgres')).toBe(url);
    const after = await once(pay);
    await arrives(received, before);
    await arrives(received, after);
    await turnsStale(received, false);
    await expect.poll(() => received.feed.state.connected, { timeout: 3000 }).toBe(true);
  }
  expect(received.resets).toEqual([]);
});
