// The weekly job starts once the first load of a landlord is over.
import { afterEach, expect, test } from 'vitest';
import { EventEmitter } from 'node:events';
import { freshDatabase } from '../../../tests/support/database.ts';
import { smallLandlord } from '../../../tests/support/landlord.ts';
import { addDays, rentWeekStart } from '../../domain/days.ts';
import { dayIn } from '../../domain/zone.ts';
import { readWeeks } from './bridges.ts';
import { WeeklyJob } from './weekly.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';

const zone = 'Europe/London';
const jobs: WeeklyJob[] = [];
afterEach(() => Promise.all(jobs.splice(0).map((job) => job.stop())));

test('[PERF-102] the history that is loaded into a running Doorstep is frozen when the load is over', async () => {
  const { sql, url } = await freshDatabase();
  const events = new EventEmitter();
  const hour = 3_600_000;
  const timing = { firstMs: 1, quietMs: 400, latestMs: hour, againMs: hour, restMs: 1 };
  const job = new WeeklyJob({ url, log: silentLog, clock: Date.now, timing });
  jobs.push(job);
  job.start(events);
  await expect.poll(() => job.isWaiting, { timeout: 20_000 }).toBe(true);
  const { accounts } = await smallLandlord(sql, { homes: 3 });
  const first = addDays(rentWeekStart(dayIn(zone, Date.now()), 1), -21);
  await sql`insert into charge (rent_account_id, amount_pence, due_on)
    select a, 10000, ${first}::date + 7 * w from unnest(${accounts}::int[]) a, generate_series(0, 3) w`;
  events.emit('logged', [{ kind: 'charge' }]);
  expect((await readWeeks(sql, Date.now())).upToDate).toBe(false);
  await expect.poll(async () => (await readWeeks(sql, Date.now())).weeks.length, { timeout: 20_000 }).toBe(3);
  // The page that waits for it is answered without a reload.
  expect((await readWeeks(sql, Date.now())).upToDate).toBe(true);
});
