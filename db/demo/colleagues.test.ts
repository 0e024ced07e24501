// The day of the demo's officers: planned once, progressing with the clock, without visits to people who have paid.
import { expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { colleaguesDay } from './colleagues.ts';
import { dayNumber, londonInstant } from './days.ts';
import { loadDemo } from './load.ts';

test('[DEMO-13] officers make one round a day, by the clock, and do not visit people who have paid', async () => {
  const { sql, url } = await freshDatabase();
  await loadDemo(url, { homes: 300, seed: 5, today: '2026-11-12' });
  const at = (minute: number) => londonInstant(dayNumber('2026-11-12'), minute);
  const visits = async () =>
    Object.fromEntries(
      (
        await sql<{ state: string; n: number }[]>`
          select state, count(*)::int as n from visit where planned_for = '2026-11-12' group by 1`
      ).map(({ state, n }) => [state, n]),
    );
  await colleaguesDay(sql, at(8 * 60));
  const planned = (await visits())['planned']!;
  expect(planned).toBeGreaterThan(3);
  const [first] = await sql<{ id: number; account: number }[]>`
    select id, rent_account_id as account from visit where planned_for = '2026-11-12' order by id limit 1`;
  await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at)
    select id, weekly_rent_pence, 'card', 'test', 'paid', '2026-11-12', ${new Date(at(9 * 60))} from rent_account where id = ${first!.account}`;
  expect(await colleaguesDay(sql, at(12 * 60))).toBeGreaterThan(3);
  expect(await colleaguesDay(sql, at(12 * 60))).toBe(0);
  await colleaguesDay(sql, at(20 * 60));
  expect(await visits()).toEqual({ done: planned - 1, planned: 1 });
  const [later] = await sql<
    { n: number }[]
  >`select count(*)::int as n from visit where ended_at > ${new Date(at(17 * 60))}`;
  expect(later!.n).toBe(0);
  const own = await sql`select from visit v join staff s on s.id = v.staff_id
    where v.planned_for = '2026-11-12' and s.email = 'officer1@demo.doorstep.test'`;
  expect(own.length).toBe(0);
});
