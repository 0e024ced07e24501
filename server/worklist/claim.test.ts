// Claims: on every list at once, and removed when they expire.
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { smallLandlord, type SmallLandlord } from '../../tests/support/landlord.ts';
import { seen, worklistsOn } from '../../tests/support/worklist.ts';

const hour = 3_600_000;
let db: TestDatabase;
let homes: SmallLandlord;
const open = worklistsOn(() => db);

beforeEach(async () => {
  db = await freshDatabase();
  homes = await smallLandlord(db.sql, { homes: 4, patches: 1 });
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on)
    select id, 60000, now()::date - 60 from rent_account where id > 1`;
});

const claim = (account: number, ms: number) => db.sql`
  insert into case_claim (rent_account_id, staff_id, taken_at, until_at)
  values (${account}, ${homes.officers[0]!}, now() - interval '1 hour', now() + make_interval(secs => ${ms / 1000}))`;

test('[WORK-15] a claim is on the case’s row, with requests for it, until it is released', async () => {
  const worklist = await open();
  const id = homes.accounts[1]!;
  expect(worklist.get(id)!.takenBy).toBeNull();
  await claim(id, 2 * hour);
  await expect.poll(() => worklist.get(id)!.takenBy?.name).toBe('Officer Example 1');
  await db.sql`update case_claim set asked_by = ${homes.manager}, asked_at = now()`;
  const asked = { staffId: homes.manager, name: 'Manager Example' };
  await expect.poll(() => worklist.get(id)!.takenBy?.askedBy).toEqual(asked);
  await db.sql`update case_claim set ended_at = now(), why_ended = 'released'`;
  await expect.poll(() => worklist.get(id)!.takenBy).toBeNull();
});

test('[WORK-15] a claim expires without a write, on the list and off it', async () => {
  let ahead = 0;
  const worklist = await open({ clock: () => Date.now() + ahead });
  const [paid, owing] = homes.accounts as [number, number];
  await claim(owing, hour);
  await claim(paid, hour);
  await expect.poll(() => worklist.get(owing)!.takenBy && worklist.get(paid)!.takenBy).toBeTruthy();
  const changedIds: number[] = [];
  worklist.on('batch', ({ patches }) => {
    for (const { changed } of patches.values()) changedIds.push(...changed.map((c) => c.id));
  });
  ahead = hour + 1000;
  await worklist.reassessDue();
  expect(worklist.get(owing)!.takenBy).toBeNull();
  expect(worklist.get(paid)!.takenBy).toBeNull();
  expect(changedIds).toContain(owing);
  const other = await open({ hub: 'other', clock: () => Date.now() + ahead });
  expect(seen(worklist.list('all'))).toEqual(seen(other.list('all')));
});

test('[WORK-15] a timer removes an expired claim', async () => {
  const id = homes.accounts[1]!;
  await claim(id, 500);
  const worklist = await open();
  await expect.poll(() => worklist.get(id)!.takenBy, { timeout: 5000 }).toBeNull();
});

test('[WORK-5] a client that was away while a claim expired, and the hub restarted, gets the end of the claim', async () => {
  const noon = new Date().setUTCHours(12, 0, 0, 0) - Date.now();
  let ahead = noon;
  const clock = () => Date.now() + ahead;
  const first = await open({ clock });
  const id = homes.accounts[1]!;
  await db.sql`insert into case_claim (rent_account_id, staff_id, taken_at, until_at)
    values (${id}, ${homes.officers[0]!}, ${new Date(clock() - hour)}, ${new Date(clock() + hour)})`;
  await expect.poll(() => first.get(id)!.takenBy).not.toBeNull();
  const { cursor } = first;
  ahead = noon + 2 * hour;
  const second = await open({ hub: 'other', clock });
  const missed = await second.since(cursor, 'all');
  expect(missed!.changed.find((c) => c.id === id)).toMatchObject({ takenBy: null });
});
