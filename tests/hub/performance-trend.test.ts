// [PERF-65] The trend over HTTP: as the page requests it, and as a file.
import { expect, test } from 'vitest';
import type { Trend } from '../../server/contract/performance/trend.ts';
import { trend } from '../../server/contract/performance/trend.ts';
import { freezeEnded } from '../../server/performance/weeks/weeks.ts';
import { setUp } from './setup.ts';
import { silentLog } from '../support/silent-log.ts';

const weeks = 7;
const setup = await setUp({
  homes: 3,
  patches: 1,
  owed: 0,
  async prepare(sql, { patches }) {
    await sql`update patch set name = '=Formula, "quoted"' where id = ${patches[0]!}`;
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
    select id, 9999, now()::date - 7 * w from rent_account, generate_series(1, ${weeks + 8}::int) w`;
    await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 3333 * (1 + w % 3), 'card', 'test', id || ' ' || w, now()::date - 7 * w + 1
    from rent_account, generate_series(1, ${weeks + 8}::int) w`;
    await freezeEnded({ sql, log: silentLog, clock: Date.now, back: weeks });
  },
});
const ask = (path: string) => setup.ask('manager', `/api/performance/trend${path}`);

test('[PERF-65] the file has the same weeks and figures as the answer, in its own units, money in pounds', async () => {
  const answer = trend.parse(await (await ask('?measure=collection_rate')).json()) satisfies Trend;
  expect(answer.weeks).toBe(weeks);
  const [{ chart, made }] = answer.measures as [Trend['measures'][number]];
  // Four weeks are one period, and three of the seven are none.
  expect(chart.marks).toHaveLength(Math.floor(weeks / 4));
  expect(chart.weeks).toBe(4);
  const file = await ask('.csv?measure=collection_rate');
  expect(file.headers.get('content-disposition')).toMatch(
    /filename="trend-collection-rate-\d{4}-\d\d-\d\d\.csv"/,
  );
  const rows = (await file.text()).trim().split('\r\n').slice(1);
  expect(rows.map((row) => row.split(',').slice(1, 7))).toEqual(
    chart.marks.map(({ on, value }, i) => [
      on,
      '4',
      String(Math.round(value * 1000) / 1000),
      '%',
      String(made[i]!.part / 100),
      String(made[i]!.whole! / 100),
    ]),
  );
});

test('[PERF-65] what does not exist is a 404, and an invalid query is refused', async () => {
  for (const [path, status] of [
    ['?of=patch:999999', 404],
    ['?of=officer:999999', 404],
    ['?measure=against_expected', 404],
    ['?of=everybody', 400],
    ['?of=patch:0', 400],
    ['?measure=happiness', 400],
  ] as const)
    expect([path, (await ask(path)).status]).toEqual([path, status]);
  const patch = (await (await ask('?of=patch:1')).json()) as Trend;
  expect(patch.whose).toBe('=Formula, "quoted"');
});
