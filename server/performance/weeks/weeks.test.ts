// Which week is frozen when, also where the landlord changes the day on which rent weeks begin.
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { owe, smallLandlord } from '../../../tests/support/landlord.ts';
import { addDays, rentWeekStart } from '../../domain/days.ts';
import { readWeeks } from './bridges.ts';
import { freezeEnded, freezeNext } from './weeks.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { londonDay } from '../../../tests/support/london-day.ts';

const { sql } = await freshDatabase();
const monday = rentWeekStart(londonDay(), 1);
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

test('[PERF-5] weeks keep their first weekday, and each is frozen when it is over, also when the landlord’s setting has changed', async () => {
  await smallLandlord(sql);
  await owe(sql, 60_000);
  const freeze = (day: string) => freezeEnded({ sql, log: silentLog, clock: () => noon(day), back: 2 });
  expect(await freeze(monday)).toBe(2);
  await sql`update landlord set rent_week_starts_on = 7`;
  const sunday = addDays(monday, 6);
  expect(await freeze(sunday)).toBe(0);
  expect(await readWeeks(sql, noon(sunday))).toMatchObject({ upToDate: true, running: { weekOn: monday } });
  const next = await freezeNext({ sql, log: silentLog, clock: () => noon(sunday) });
  expect(next).toMatchObject({ idle: true });
  expect('idle' in next && next.endsAt! - noon(sunday)).toBeLessThan(14 * 3_600_000);
  expect(await freeze(addDays(sunday, 1))).toBe(1);
  const { weeks, upToDate } = await readWeeks(sql, noon(addDays(sunday, 1)));
  expect([upToDate, weeks.map(({ weekOn }) => weekOn)]).toEqual([
    true,
    [addDays(monday, -14), addDays(monday, -7), monday],
  ]);
});

test('[PERF-112] while past weeks are worked out it is known how many of how many have figures; a week that has just ended is not one', async () => {
  await sql`delete from week_freeze`;
  await sql`update landlord set rent_week_starts_on = 1`;
  await sql`update charge set due_on = ${addDays(monday, -7 * 5 + 2)}`;
  const calculating = async () => (await readWeeks(sql, noon(monday))).calculating;
  const next = () => freezeNext({ sql, log: silentLog, clock: () => noon(monday) });
  expect(await calculating()).toEqual({ done: 0, of: 5 });
  for (const done of [1, 2, 3]) {
    await next();
    expect(await calculating()).toEqual({ done, of: 5 });
  }
  await next();
  expect(await calculating()).toBeNull();
  await next();
  expect(await calculating()).toBeNull();
  // Of a ledger of many years the first start works out sixty weeks.
  await sql`delete from week_freeze`;
  await sql`update charge set due_on = ${addDays(monday, -7 * 100)}`;
  expect(await calculating()).toEqual({ done: 0, of: 60 });
});
