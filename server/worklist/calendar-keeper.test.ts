// Payment calendars are learnt from what accounts received, by one hub for all, and are written only where they changed.
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { smallLandlord, type SmallLandlord } from '../../tests/support/landlord.ts';
import { worklistsOn } from '../../tests/support/worklist.ts';
import { keepCalendars } from './calendar-keeper.ts';
import { readLandlord } from './landlord.ts';
import { silentLog } from '../../tests/support/silent-log.ts';

const day = 86_400_000;
let db: TestDatabase;
let homes: SmallLandlord;
const open = worklistsOn(() => db);

beforeEach(async () => {
  db = await freshDatabase();
  homes = await smallLandlord(db.sql, { homes: 3, patches: 1 });
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 40000, 'housing_benefit', 'housing_benefit', id || '-' || w, now()::date - 5 - 28 * w
    from rent_account, generate_series(0, 5) w`;
});

const lines = () => db.sql<
  { account: number; method: string; rhythm: string; pence: number; declared: boolean }[]
>`
  select rent_account_id as account, method, rhythm, amount_pence as pence, declared from expected_income order by 1, 2`;
const keep = async (now = Date.now()) =>
  keepCalendars(db.sql, await readLandlord(db.sql, now, () => {}), now, silentLog, () => true);

test('[WORK-13] a rhythm is learnt, a declared line is kept, and an unchanged line is not written', async () => {
  const [first] = homes.accounts as [number];
  await db.sql`insert into expected_income (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    values (${first}, 'housing_benefit', 12300, 'weekly', now()::date, 3, 1, true)`;
  expect(await keep()).toBe(2);
  expect((await lines()).map(({ rhythm, pence, declared }) => [rhythm, pence, declared])).toEqual([
    ['weekly', 12300, true],
    ['four_weekly', 40000, false],
    ['four_weekly', 40000, false],
  ]);
  expect(await keep()).toBeNull();
  expect(await keep(Date.now() + day)).toBe(0);
});

test('[WORK-13] a rhythm that has ended is forgotten', async () => {
  await keep();
  await db.sql`delete from payment where rent_account_id = ${homes.accounts[0]!}`;
  expect(await keep(Date.now() + day)).toBe(1);
  expect((await lines()).map((l) => l.account)).toEqual(homes.accounts.slice(1));
});

test('[WORK-13] of two hubs that start at once one learns, and both get the result', async () => {
  // Rent since the last payment is excused by the next one, but only for a hub that has the calendar.
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on)
    select id, pence, now()::date - ago from rent_account, (values (300000, 100), (10000, 2)) c (pence, ago)`;
  const hubs = await Promise.all(['one', 'two'].map((hub) => open({ hub, learn: true })));
  await expect.poll(async () => (await lines()).length).toBe(3);
  for (const hub of hubs) {
    await expect.poll(() => hub.get(homes.accounts[0]!)!.technicalArrearsPence).toBeGreaterThan(0);
  }
  const [row] = await db.sql<{ n: number }[]>`select count(*) as n from change_log where kind = 'calendar'`;
  expect(row!.n).toBe(3);
});
