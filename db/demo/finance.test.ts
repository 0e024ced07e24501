// The demo's finance: control totals that tie, one that does not and has a reason, and money in suspense.
import { beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { loadDemo } from './load.ts';

const { sql, url } = await freshDatabase();
const today = '2026-11-12';

beforeAll(async () => {
  await loadDemo(url, { homes: 150, seed: 7, today });
});

test('[DEMO-12] the control totals are of rent weeks that ended at least two days ago, and were entered before today', async () => {
  const rows = await sql<{ on: string; dow: number; ok: boolean }[]>`
    select as_of_day as on, extract(isodow from as_of_day)::int as dow,
      entered_at < ${today}::date and cut_off_at <= entered_at as ok from control_total order by as_of_day desc`;
  expect(rows).toHaveLength(8);
  expect(rows[0]!.on).toBe('2026-11-08');
  expect(rows.every(({ dow, ok }) => dow === 7 && ok)).toBe(true);
});

test('[DEMO-12] all tie to what was known then, except the one with a garage whose digits were swapped', async () => {
  const off = await sql<{ note: string | null; pence: number }[]>`
    select (select words from control_total_note where control_total_id = c.id) as note, (c.pence
      - (select sum(pence) from ledger_row where on_day <= c.as_of_day and posted_at < c.cut_off_at)
      - (select sum(pence) from other_figure where as_of_day = c.as_of_day)
      + (select coalesce(sum(s.amount_pence), 0) from suspense_item s left join payment p on p.id = s.matched_payment_id
          and p.value_date <= c.as_of_day and p.posted_at < c.cut_off_at
        where s.received_on <= c.as_of_day and s.posted_at < c.cut_off_at and p.id is null))::bigint as pence
    from control_total c order by c.as_of_day desc`;
  expect(off.map(({ pence }) => pence)).toEqual([0, 0, 0, 0, 630, 0, 0, 0]);
  expect(off.map(({ note }) => note !== null)).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
    false,
    false,
  ]);
});

test('[DEMO-12] some money is in suspense, and some is matched to its account', async () => {
  const [seen] = await sql`
    select (count(*) filter (where matched_payment_id is null))::int as waits,
      (count(*) filter (where matched_payment_id is not null))::int as matched from suspense_item`;
  expect(seen).toEqual({ waits: 8, matched: 6 });
});
