// The demo's settings, read by the product.
import { expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import {
  readAnnotations,
  readRebases,
  readTargets,
} from '../../server/performance/settings/chart-settings.ts';
import { readSettingHistory } from '../../server/performance/settings/read.ts';
import { loadDemo } from './load.ts';

test('[PERF-88] the demo has absences, annotations, targets and a re-base, each as a change of the manager', async () => {
  const { sql, url } = await freshDatabase();
  await loadDemo(url, { homes: 40, seed: 3, today: '2026-11-20' });
  const span = ['2025-10-01', '2026-11-20'] as const;
  const kinds = (await readAnnotations(sql, ...span)).map(({ kind }) => kind);
  expect([...new Set(kinds)].sort()).toEqual(['bank_holiday', 'other', 'policy']);
  expect(await readTargets(sql)).toHaveLength(2);
  expect(await readRebases(sql, { staffId: null, measure: 'collection_rate' })).toHaveLength(1);
  const { changes } = await readSettingHistory(sql);
  expect(changes).toHaveLength(6);
  expect(changes.every(({ id, by, undoable }) => id !== null && by !== null && undoable)).toBe(true);
  const [away] = await sql<{ past: number; coming: number; twice: number }[]>`
    select count(*) filter (where end_date < '2026-11-20')::int as past,
      count(*) filter (where start_date > '2026-11-20')::int as coming,
      count(*) filter (where exists (select from absence b where b.staff_id = a.staff_id and b.id <> a.id
        and b.start_date < a.end_date and b.end_date > a.start_date))::int as twice from absence a`;
  expect(away!.past).toBeGreaterThan(5);
  expect(away!.coming).toBeGreaterThan(0);
  expect(away!.twice).toBe(0);
  const holidays = await sql`select nation, count(*)::int as n from bank_holiday
    where on_date between ${span[0]} and ${span[1]} and nation in ('england', 'wales') group by nation order by nation`;
  expect([...holidays].map(({ n }) => n)).toEqual([holidays[1]!['n'], holidays[0]!['n']]);
  expect(holidays[0]!['n']).toBe(8);
});
