// The feed against a real database: what it delivers, in which order, and what it says of itself.
import { afterEach, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { smallLandlord } from '../../tests/support/landlord.ts';
import { Feed, type Change, type Cursor, type FeedState, type Timing } from './feed.ts';

const quiet = { info() {}, warn() {}, error() {}, debug() {} };
const database = await freshDatabase();
const { sql } = database;
const { accounts } = await smallLandlord(sql);
const open: Feed[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((feed) => feed.stop()));
});

async function started(timing: Partial<Timing> = {}, hub = 'test') {
  const feed = await Feed.open({ url: database.url, sql, hub, log: quiet, timing });
  open.push(feed);
  const heard: { changes: Change[]; resets: string[]; states: FeedState[]; cursors: Cursor[] } = {
    changes: [],
    resets: [],
    states: [],
    cursors: [],
  };
  return { feed, heard, start: () => feed.start(recorder(heard)) };
}

function recorder(heard: { changes: Change[]; resets: string[]; states: FeedState[]; cursors: Cursor[] }) {
  return {
    changes(changes: Change[], cursor: Cursor) {
      heard.changes.push(...changes);
      heard.cursors.push(cursor);
    },
    reset(reason: string) {
      heard.resets.push(reason);
    },
    state(state: FeedState) {
      heard.states.push(state);
    },
  };
}

let n = 0;
const pay = (account: number, pence = 100) => sql`
  insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
  values (${account}, ${pence}, 'card', 'test', ${`feed-${++n}`}, current_date)`;

test('[FEED-1] what is committed between open and start is delivered at start, and what follows, in order', async () => {
  const { feed, heard, start } = await started();
  await pay(accounts[0]!);
  start();
  await expect.poll(() => heard.changes.length).toBe(1);
  await pay(accounts[1]!);
  await pay(accounts[2]!);
  await expect.poll(() => heard.changes.length).toBe(3);
  expect(heard.changes.map((c) => [c.kind, c.caseId])).toEqual(
    accounts.slice(0, 3).map((id) => ['payment', id]),
  );
  expect(heard.resets).toEqual([]);
  await expect.poll(() => feed.state).toMatchObject({ connected: true, stale: false });
});
