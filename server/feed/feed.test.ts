// The feed against a real database: what it delivers, in which order, when it starts over, and what it reports of itself.
// The faults of networks and servers are in tests/chaos.
import { afterEach, expect, test } from 'vitest';
import { connect, type Queries } from '../../db/connect.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { pay as payInto, smallLandlord } from '../../tests/support/landlord.ts';
import { Feed, type Change, type Cursor, type FeedHandler, type FeedState, type Timing } from './feed.ts';
import { silentLog } from '../../tests/support/silent-log.ts';
import { begin } from '../../tests/support/transactions.ts';

const database = await freshDatabase();
const { sql } = database;
const { accounts } = await smallLandlord(sql);
const open: Feed[] = [];
/** Long, for a busy machine. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000, interval: 10 });
afterEach(async () => {
  await Promise.all(open.splice(0).map((feed) => feed.stop()));
});

async function opened({
  timing,
  hub = 'test',
  url = database.url,
}: { timing?: Partial<Timing>; hub?: string; url?: string } = {}) {
  const feed = await Feed.open({ url, sql, hub, log: silentLog, timing });
  open.push(feed);
  const received = {
    changes: [] as Change[],
    resets: [] as string[],
    states: [] as FeedState[],
    cursors: [] as Cursor[],
  };
  const handler: FeedHandler = {
    changes(changes, cursor) {
      received.changes.push(...changes);
      received.cursors.push(cursor);
    },
    reset: (reason, cursor) => {
      received.resets.push(reason);
      received.cursors.push(cursor);
    },
    state: (state) => void received.states.push(state),
  };
  return { feed, received, handler };
}

const pay = (account = accounts[0]!, at: Queries = sql) => payInto(at, account, 100);
const cases = (changes: Change[]) => changes.map((change) => `${change.kind} ${change.caseId}`);

test('[FEED-1] changes that are committed between open and start are delivered at start, and later ones in order', async () => {
  const { feed, received, handler } = await opened();
  await pay(accounts[0]);
  feed.start(handler);
  await eventually(() => received.changes.length).toBe(1);
  await pay(accounts[1]);
  await pay(accounts[2]);
  await eventually(() => received.changes.length).toBe(3);
  expect(cases(received.changes)).toEqual(accounts.slice(0, 3).map((id) => `payment ${id}`));
  expect(received.changes[0]!.at).toBeInstanceOf(Date);
  expect(received.resets).toEqual([]);
  await eventually(() => feed.state).toMatchObject({ connected: true, stale: false });
  expect(feed.cursor).not.toBe(received.cursors[0]);
});

test('[FEED-2] no row is lost or early when transactions commit in another order than they wrote', async () => {
  const { feed, received, handler } = await opened();
  feed.start(handler);
  const held = await begin(database.url);
  await pay(accounts[3], held.tx);
  await pay(accounts[0]);
  await eventually(() => cases(received.changes)).toEqual([`payment ${accounts[0]}`]);
  await held.commit();
  await eventually(() => cases(received.changes)).toEqual([
    `payment ${accounts[0]}`,
    `payment ${accounts[3]}`,
  ]);
});

test('[FEED-3] the next batch is read only after the handler has finished with the last one', async () => {
  const { feed } = await opened();
  let inside = 0;
  let most = 0;
  let calls = 0;
  const releases: (() => void)[] = [];
  feed.start({
    async changes() {
      calls++;
      most = Math.max(most, ++inside);
      await new Promise<void>((resolve) => releases.push(resolve));
      inside--;
    },
    reset() {},
    state() {},
  });
  await pay();
  await eventually(() => calls).toBe(1);
  const { reads, bells } = feed.counters;
  await pay();
  await pay();
  await eventually(() => feed.counters.bells).toBeGreaterThan(bells);
  expect(feed.counters.reads).toBe(reads);
  releases.shift()!();
  await eventually(() => calls).toBe(2);
  releases.shift()!();
  expect(most).toBe(1);
});

test('[FEED-3] a handler that fails gets the same changes again, with those that came meanwhile', async () => {
  const { feed } = await opened({ timing: { safety: 30 } });
  const batches: string[][] = [];
  feed.start({
    async changes(changes) {
      batches.push(cases(changes));
      if (batches.length < 3) throw new Error('not today');
    },
    reset() {},
    state() {},
  });
  const before = feed.cursor;
  await pay(accounts[2]);
  await eventually(() => batches.length).toBe(3);
  expect(new Set(batches.flat())).toEqual(new Set([`payment ${accounts[2]}`]));
  await eventually(() => feed.cursor).not.toBe(before);
  expect(feed.counters.failures).toBe(2);
});

test('[FEED-4] a row that changed many times is in a batch once, at its last position; 50,000 at once are possible', async () => {
  const { feed, received, handler } = await opened();
  await sql`insert into contact (rent_account_id, kind, reached) values (${accounts[1]!}, 'call', true)`;
  for (let i = 0; i < 3; i++) await sql`update contact set note = ${String(i)}`;
  await sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select (${accounts}::int[])[1 + i % 4], 100, 'card', 'bulk', i::text, now()::date from generate_series(1, 50000) i`;
  await sql`update contact set note = 'last'`;
  feed.start(handler);
  await eventually(() => received.changes.length).toBe(50_001);
  expect(received.cursors).toHaveLength(1);
  expect(received.changes.at(-1)!.kind).toBe('contact');
  expect(new Set(received.changes.map((change) => change.ref)).size).toBe(50_001);
});

test('[FEED-10] since() gives what a client missed, on any hub, and null for a cursor of another history', async () => {
  const { feed } = await opened();
  const { feed: other } = await opened({ hub: 'other' });
  const from = feed.cursor;
  await pay(accounts[1]);
  const caughtUp = await other.since(from);
  expect(cases(caughtUp!.changes)).toEqual([`payment ${accounts[1]}`]);
  expect(await feed.since(caughtUp!.cursor)).toMatchObject({ changes: [] });
  const [epoch, snapshot] = from.split('.');
  for (const bad of ['', 'nonsense', `ffffffffffff.${snapshot}`, `${epoch}.4000000000:4000000000:`]) {
    expect(await feed.since(bad), bad).toBeNull();
  }
});

test('[FEED-11] a cursor that is older than the log gets null; a newer one does not', async () => {
  const { feed } = await opened();
  const old = feed.cursor;
  await pay();
  // Read after the rows were aged: a heartbeat that is logged meanwhile would be pruned, and be missing after this cursor.
  await sql`update change_log set at = at - interval '2 hours'`;
  const { cursor: between } = (await feed.since(old))!;
  await pay();
  const [row] = await sql<{ gone: number }[]>`select prune_change_log('1 hour') as gone`;
  expect(row!.gone).toBeGreaterThan(0);
  expect(await feed.since(old)).toBeNull();
  expect((await feed.since(between))!.changes).toHaveLength(1);
});

test('[FEED-11] the feed prunes the log, and a connected hub misses nothing', async () => {
  // Kept for longer than a busy machine may take between a commit and its read.
  const { feed, received, handler } = await opened({ timing: { prune: 50, keep: 3_000 } });
  feed.start(handler);
  for (let i = 0; i < 20; i++) {
    await pay();
    await eventually(() => received.changes.length).toBe(i + 1);
  }
  const kept = () => sql`select from change_log where kind <> 'heartbeat'`;
  await eventually(async () => (await kept()).length).toBe(0);
  await pay();
  await eventually(() => received.changes.length).toBe(21);
  expect(received.resets).toEqual([]);
});

test('[FEED-11] a copy of the database has another history: each refuses the other’s cursors', async () => {
  const ours = await opened();
  const cursor = ours.feed.cursor;
  await pay();
  await Promise.all(open.splice(0).map((feed) => feed.stop()));
  const name = `${database.name}_copy`;
  const copyUrl = new URL(database.url);
  copyUrl.pathname = `/${name}`;
  const original = await freshDatabase();
  // A template must have no connections: the copy is made from a database without any.
  await original.sql.end();
  const there = connect(original.url, { max: 1 });
  const log = connect(original.url, { max: 1 });
  await smallLandlord(there);
  const source = await Feed.open({ url: original.url, sql: log, hub: 'a', log: silentLog });
  const old = source.cursor;
  await source.stop();
  await Promise.all([there.end(), log.end()]);
  const users = () => original.admin`select from pg_stat_activity where datname = ${original.name}`;
  await eventually(async () => (await users()).length).toBe(0);
  await original.admin.unsafe(`create database ${name} template ${original.name}`);
  try {
    const copy = await opened({ url: copyUrl.href });
    expect(await copy.feed.since(old)).toBeNull();
    expect(await copy.feed.since(cursor)).toBeNull();
    expect(await copy.feed.since(copy.feed.cursor)).toMatchObject({ changes: [] });
  } finally {
    await Promise.all(open.splice(0).map((feed) => feed.stop()));
    await original.admin.unsafe(`drop database ${name} with (force)`);
  }
});

test('[FEED-11] a new history makes a running hub start over, once', async () => {
  const { feed, received, handler } = await opened();
  feed.start(handler);
  await eventually(() => feed.state.stale).toBe(false);
  await sql`select restart_change_log(force => true)`;
  await eventually(() => received.resets).toEqual(['foreign']);
  await pay();
  await eventually(() => received.changes.length).toBe(1);
  expect(received.resets).toEqual(['foreign']);
  // Each heartbeat moves the cursor, so it is read once.
  expect(await feed.since(feed.cursor)).not.toBeNull();
});

test('[FEED-13] several hubs on one database receive everything, and none takes another’s heartbeat for its own', async () => {
  const hubs = [
    await opened({ hub: 'one', timing: { beat: 50, stale: 500 } }),
    await opened({ hub: 'two', timing: { beat: 50, stale: 500 } }),
    await opened({ hub: 'beats once', timing: { beat: 60_000, stale: 500 } }),
  ];
  for (const { feed, handler } of hubs) feed.start(handler);
  for (let i = 0; i < 10; i++) await pay(accounts[i % 4]);
  for (const { received } of hubs) await eventually(() => received.changes.length).toBe(10);
  await eventually(() => hubs[2]!.received.states.map((state) => state.stale)).toEqual(
    expect.arrayContaining([false]),
  );
  await eventually(() => hubs.map(({ feed }) => feed.state.stale)).toEqual([false, false, true]);
});

test('[FEED-14] the heartbeat tests the whole path: without the trigger, or with a handler that hangs, everything is stale', async () => {
  const { feed, received, handler } = await opened({ timing: { beat: 50, stale: 300 } });
  feed.start(handler);
  await eventually(() => feed.state.stale).toBe(false);
  expect(feed.state.lagMs).toBeLessThan(300);
  await sql`alter table heartbeat disable trigger log_heartbeat`;
  await eventually(() => feed.state.stale).toBe(true);
  await eventually(() => received.states.at(-1)!.stale).toBe(true);
  await sql`alter table heartbeat enable trigger log_heartbeat`;
  await eventually(() => feed.state.stale).toBe(false);
  await eventually(() => received.states.at(-1)!.stale).toBe(false);

  const hanging = await opened({ timing: { beat: 50, stale: 300 }, hub: 'hanging' });
  let release = () => {};
  hanging.feed.start({
    ...hanging.handler,
    changes: () => new Promise<void>((resolve) => (release = resolve)),
  });
  await eventually(() => hanging.feed.state.stale).toBe(false);
  await pay();
  await eventually(() => hanging.feed.state.stale).toBe(true);
  release();
  await eventually(() => hanging.feed.state.stale).toBe(false);
});

test('[FEED-15] at rest it reads about four times a second, with any number of hubs', async () => {
  const { feed, handler } = await opened({ timing: { linger: 200 } });
  const { feed: other, handler: otherHandler } = await opened({ hub: 'other', timing: { linger: 200 } });
  feed.start(handler);
  other.start(otherHandler);
  await eventually(() => feed.state.stale).toBe(false);
  const { reads } = feed.counters;
  const began = performance.now();
  await eventually(() => performance.now() - began).toBeGreaterThan(2000);
  // Eight for the safety timer, one for each notification of four heartbeats, and some tolerance.
  expect(feed.counters.reads - reads).toBeLessThan(20);
});

test('[FEED-21] a flood is read in large batches: not one read for each notification', async () => {
  // Pauses as long as the rest between reads: slow writes then cause no additional reads.
  const { feed, handler } = await opened({ timing: { rest: 50, lingerGap: 50, lingerGapMax: 50 } });
  feed.start(handler);
  await eventually(() => feed.state.stale).toBe(false);
  const { reads, changes, bells } = feed.counters;
  const began = performance.now();
  for (let i = 0; i < 300; i++) await pay();
  await eventually(() => feed.counters.changes - changes).toBe(300);
  const took = performance.now() - began;
  expect(feed.counters.bells - bells).toBeGreaterThan(100);
  // After a read with changes there is a pause of 50 ms; between two of them at most one read is empty.
  expect(feed.counters.reads - reads).toBeLessThan(2 * (took / 50) + 4);
});

test('[FEED-16] the cost of a read follows its result, although a transaction has been open for long', async () => {
  const held = await begin(database.url);
  await held.tx`select pg_current_xact_id()`;
  await sql`insert into change_log (kind) select 'noise' from generate_series(1, 20000)`;
  const { feed } = await opened();
  const snapshot = feed.cursor.split('.')[1]!;
  await pay();
  const pool = connect(database.url, { max: 1, settings: { enable_seqscan: 'off' } });
  const [plan] = await pool<
    { 'QUERY PLAN': [{ Plan: { 'Actual Rows': number; 'Shared Hit Blocks': number } }] }[]
  >`
    explain (analyze, buffers, format json)
    select from change_log where xid >= pg_snapshot_xmax(${snapshot}::pg_snapshot)
    union all select from change_log where xid = any (array(select pg_snapshot_xip(${snapshot}::pg_snapshot)))`;
  expect(plan!['QUERY PLAN'][0].Plan['Actual Rows']).toBe(1);
  expect(plan!['QUERY PLAN'][0].Plan['Shared Hit Blocks']).toBeLessThan(20);
  await held.rollback();
  await pool.end();
});

test('[FEED-17] open() refuses while the database cannot be reached; stop() is quick and leaves no connection', async () => {
  const nowhere = new URL(database.url);
  nowhere.port = '1';
  await expect(Feed.open({ url: nowhere.href, sql, hub: 'x', log: silentLog })).rejects.toThrow();
  const { feed, handler } = await opened();
  feed.start(handler);
  await eventually(() => feed.state.connected).toBe(true);
  const began = performance.now();
  await feed.stop();
  expect(performance.now() - began).toBeLessThan(2000);
  const left = () => sql`select from pg_stat_activity where datname = current_database()
    and application_name in ('doorstep feed', 'doorstep doorbell', 'doorstep heartbeat', 'doorstep catch-up')`;
  await eventually(async () => (await left()).length).toBe(0);
});
