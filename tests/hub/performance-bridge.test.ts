// Bridges over HTTP: who may open which, that the listed rows sum to their line, and that reading them leaves an audit line.
import { expect, test } from 'vitest';
import type { Bridge, BridgePage, PerformanceWeeks } from '../../server/contract/performance/bridge.ts';
import type { Trend } from '../../server/contract/performance/trend.ts';
import { addDays } from '../../server/domain/days.ts';
import { freezeEnded } from '../../server/performance/weeks/weeks.ts';
import { setUp, thisWeek, week } from './setup.ts';
import { silentLog } from '../support/silent-log.ts';

const setup = await setUp({
  homes: 30,
  patches: 2,
  owed: 0,
  async prepare(sql, landlord) {
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
    select a.id, 10000 + a.id, ${week(4)}::date + 7 * w from rent_account a, generate_series(0, 3) w`;
    await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select a.id, 7003, 'card', 'test', 'c' || a.id || '-' || w, ${week(4)}::date + 7 * w + 2
    from rent_account a, generate_series(0, 3) w`;
    // The first officer's patch loses a home in the third week.
    await sql`insert into property_patch_history (property_id, from_on, patch_id)
    select min(id), ${addDays(week(2), 3)}::date, ${landlord.patches[1]!} from property where patch_id = ${landlord.patches[0]!}`;
    await sql`update property set patch_id = ${landlord.patches[1]!}
    where id = (select min(id) from property where patch_id = ${landlord.patches[0]!})`;
    await sql`insert into court_step (id, rent_account_id, kind, on_day, staff_id, happened_at)
    values (gen_random_uuid(), ${landlord.accounts[4]!}, 'application_made', ${addDays(week(2), 1)}, ${landlord.manager}, now())`;
    await freezeEnded({ sql, log: silentLog, clock: () => Date.parse(`${week(1)}T12:00:00Z`) });
    // Posted after two weeks had been frozen.
    await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${landlord.accounts[2]!}, 2500, 'cash', 'test', 'late', ${addDays(week(3), 1)})`;
    await freezeEnded({ sql, log: silentLog, clock: Date.now });
  },
});
const { db, landlord } = setup;

const ask = (who: string, path: string) => setup.ask(who, `/api/performance/${path}`);
async function get<T>(who: string, path: string): Promise<T> {
  const answer = await ask(who, path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}
const span = `from=${week(4)}&to=${week(1)}`;

test('[PERF-13] a bridge over HTTP ties, and each of its lines opens into exactly the rows that sum to it, page by page', async () => {
  const { weeks, of, upToDate } = await get<PerformanceWeeks>('manager', 'weeks');
  expect(weeks.map(({ weekOn }) => weekOn)).toEqual([week(4), week(3), week(2), week(1)]);
  expect(upToDate).toBe(true);
  expect(of.map((one) => one.of)).toEqual([
    'landlord',
    ...landlord.patches.map((id) => `patch:${id}`),
    ...landlord.officers.map((id) => `officer:${id}`),
  ]);
  for (const whose of ['landlord', `patch:${landlord.patches[0]}`, `officer:${landlord.officers[1]}`]) {
    const bridge = await get<Bridge>('manager', `bridge?of=${whose}&${span}`);
    expect([bridge.residual, bridge.weeks]).toEqual([{ frozenPence: 0, restatedPence: 0 }, 4]);
    for (const view of ['frozen', 'restated'] as const)
      for (const { line, what, ...pence } of [
        { line: 'opening', what: '', ...bridge.opening },
        ...bridge.lines,
        { line: 'closing', what: '', ...bridge.closing },
      ]) {
        const rows: number[] = [];
        for (let next: string | null = '0~0'; next !== null;) {
          const query = `of=${whose}&${span}&view=${view}&line=${line}&what=${what}&limit=50&after=${next}`;
          const page: BridgePage = await get<BridgePage>('manager', `bridge/rows?${query}`);
          expect(page.pence).toBe(pence[`${view}Pence`]);
          rows.push(...page.rows.map((row) => row.pence));
          next = page.next;
        }
        const sum = rows.reduce((so, one) => so + one, 0);
        expect([whose, view, line, what, sum]).toEqual([whose, view, line, what, pence[`${view}Pence`]]);
      }
  }
});

test('[PERF-111] the bridge of current tenants ends with the arrears of the headline, court cases included', async () => {
  for (const whose of ['landlord', `patch:${landlord.patches[0]}`]) {
    const { headline } = await get<Trend>('manager', `trend?of=${whose}&measure=arrears_percent`);
    const closing = async (debt: string) =>
      (await get<Bridge>('manager', `bridge?of=${whose}&${span}${debt}`)).gross!.closing;
    const current = await closing('');
    expect([whose, current.arrearsPence]).toEqual([whose, headline!.now.pence]);
    const [court, others] = [await closing('&debt=court'), await closing('&debt=not_court')];
    expect(court.arrearsPence).toBe(current.courtPence);
    expect(others.arrearsPence + court.arrearsPence).toBe(current.arrearsPence);
    if (whose === 'landlord') expect(court.arrearsPence).toBeGreaterThan(0);
  }
});

test('[HTTP-82] the rows of a line are sorted and searched by the server, over all pages and weeks', async () => {
  const lines = [
    ['charge', 'rent', 'frozen'],
    ['payment', 'cash', 'restated'],
    ['closing', '', 'restated'],
  ] as const;
  for (const [line, what, view] of lines) {
    const query = `bridge/rows?${span}&view=${view}&line=${line}&what=${what}`;
    const all = async (more: string, words?: string) => {
      const rows: BridgePage['rows'] = [];
      for (let next: string | null = '0~0'; next !== null;) {
        const path = `${query}${more}&limit=100&after=${next}`;
        const answer = await setup.ask(
          'manager',
          `/api/performance/${path}`,
          words === undefined ? undefined : { words },
        );
        expect([path, answer.status]).toEqual([path, 200]);
        const page = (await answer.json()) as BridgePage;
        if (more || words) counts = page;
        rows.push(...page.rows);
        next = page.next;
      }
      return rows;
    };
    let counts: Pick<BridgePage, 'count' | 'found'> = {};
    const sumOf = (rows: BridgePage['rows']) => rows.reduce((so, { pence }) => so + pence, 0);
    const asTheyCame = await all('');
    const [one] = asTheyCame;
    const ofThem = (row: object) => JSON.stringify(row);
    for (const [key, of] of [
      ['day', (row) => row.onDay ?? row.weekOn],
      ['account', (row) => row.reference!],
      ['value', (row) => row.pence],
      ['told', (row) => row.toldIn ?? row.weekOn],
    ] as [string, (row: BridgePage['rows'][number]) => string | number][])
      for (const sign of ['', '-']) {
        const rows = await all(`&sort=${sign}${key}`);
        expect(rows.map(ofThem).sort()).toEqual(asTheyCame.map(ofThem).sort());
        const up = rows.map(of).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(rows.map(of)).toEqual(sign ? up.reverse() : up);
        expect(counts).toMatchObject({
          count: rows.length,
          found: { count: rows.length, sum: sumOf(asTheyCame) },
        });
      }
    const reference = one!.reference!;
    const found = await all('&sort=-value', ` ${reference.toLowerCase()}, ${one!.patch!.toUpperCase()}`);
    const expected = asTheyCame.filter((row) => row.reference === reference);
    expect(found.map(ofThem).sort()).toEqual(expected.map(ofThem).sort());
    expect(counts).toMatchObject({
      count: asTheyCame.length,
      found: { count: found.length, sum: sumOf(found) },
    });
    expect(await all('', '%')).toEqual([]);
    expect(counts).toMatchObject({ count: asTheyCame.length, found: { count: 0, sum: 0 } });
  }
  expect((await ask('manager', `bridge/rows?${span}&line=closing&sort=id;--`)).status).toBe(400);
});

test('[HTTP-82] a search does not find an account that the reader may not see now, nor a sort say where it is', async () => {
  const path = `/api/performance/bridge/rows?of=officer:${landlord.officers[0]}&${span}&line=charge&what=rent`;
  const read = async (who: string, more: string, words?: string) => {
    const answer = await setup.ask(
      who,
      `${path}&limit=500${more}`,
      words === undefined ? undefined : { words },
    );
    return ((await answer.json()) as BridgePage).rows;
  };
  const whole = await read('manager', '');
  const theirs = new Set((await read('officer1', '')).map(({ reference }) => reference));
  const gone = whole.find(({ reference }) => !theirs.has(reference))!.reference!;
  expect((await read('manager', '', gone)).length).toBe(3);
  expect(await read('officer1', '', gone)).toEqual([]);
  for (const sort of ['account', '-account'])
    expect((await read('officer1', `&sort=${sort}`)).slice(-3).map(({ reference }) => reference)).toEqual([
      null,
      null,
      null,
    ]);
  // The rights of a search are those of its rows.
  for (const [who, status] of [
    ['officer2', 403],
    ['repairs', 403],
    ['', 401],
  ] as const)
    expect([who, (await setup.ask(who, path, { words: gone })).status]).toEqual([who, status]);
});

test('[PERF-13] late money is reported as backdated, with the restated figures next to it', async () => {
  const third = await get<Bridge>('manager', `bridge?from=${week(3)}&to=${week(3)}`);
  const cash = third.lines.find(({ what }) => what === 'cash');
  expect([cash?.frozenPence, cash?.restatedPence]).toEqual([0, -2500]);
  const last = await get<Bridge>('manager', `bridge?from=${week(1)}`);
  expect(last.lines.find(({ line }) => line === 'backdated')).toMatchObject({
    what: 'payment',
    frozenPence: -2500,
    restatedPence: 0,
  });
});

test('[PERF-14] an officer opens their own bridge and the landlord’s, not a colleague’s; the repairs team opens none', async () => {
  const [mine, theirs] = landlord.officers;
  const { of } = await get<PerformanceWeeks>('officer1', 'weeks');
  expect(of.map((one) => one.of)).toEqual([`officer:${mine}`, 'landlord']);
  for (const [who, path, status] of [
    ['officer1', `bridge?of=officer:${mine}`, 200],
    ['officer1', 'bridge', 200],
    ['officer1', `bridge/rows?of=officer:${mine}&line=closing`, 200],
    ['officer1', 'bridge/rows?line=closing', 403],
    ['officer1', 'bridge/rows.csv?line=closing', 403],
    ['officer1', `bridge?of=officer:${theirs}`, 403],
    ['officer1', `bridge.xlsx?of=officer:${theirs}`, 403],
    ['officer1', `bridge/rows?of=officer:${theirs}&line=closing`, 403],
    ['officer1', `bridge?of=patch:${landlord.patches[1]}`, 403],
    ['officer1', 'bridge?of=officer:none', 403],
    ['repairs', 'weeks', 403],
    ['repairs', 'bridge', 403],
    ['manager', `bridge?of=officer:${landlord.manager}`, 404],
    ['manager', `bridge?from=${thisWeek}&to=${thisWeek}`, 404],
    ['manager', `bridge?from=${addDays(week(2), 1)}&to=${week(1)}`, 404],
    ['manager', 'bridge?from=0000-01-01', 400],
    ['manager', 'bridge?of=staff:1', 400],
    ['manager', `bridge/rows?line=closing&after=1;2`, 400],
  ] as const)
    expect([who, path, (await ask(who, path)).status]).toEqual([who, path, status]);
});

test('[PERF-14] reading rows leaves an audit line, and no row names an account outside the officer’s present patches', async () => {
  const [mine] = landlord.officers;
  const lines = () =>
    db.sql<
      { detail: { line: string; how: string } }[]
    >`select detail from audit_line where what = 'bridge.rows' and staff_id = ${mine!} order by id desc`;
  const before = (await lines()).length;
  const { rows } = await get<BridgePage>(
    'officer1',
    `bridge/rows?of=officer:${mine}&${span}&line=opening&limit=500`,
  );
  expect(rows).toEqual([]);
  const page = await get<BridgePage>(
    'officer1',
    `bridge/rows?of=officer:${mine}&${span}&line=charge&what=rent&limit=500`,
  );
  const gone = page.rows.filter(({ caseId }) => caseId === null);
  // The home that moved to another patch was charged in the first three weeks.
  expect(gone.map(({ reference, weekOn }) => [reference, weekOn])).toEqual(
    [4, 3, 2].map((back) => [null, week(back)]),
  );
  const audit = await lines();
  expect(audit.length - before).toBe(2);
  expect(audit[0]!.detail).toMatchObject({ line: 'charge', how: 'page' });
  const csv = await (
    await ask('officer1', `bridge/rows.csv?of=officer:${mine}&${span}&line=charge&what=rent`)
  ).text();
  const cells = csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));
  expect(cells.length).toBe(page.rows.length);
  expect(cells.filter(([, , reference]) => reference === '').length).toBe(3);
  expect((await lines())[0]!.detail).toMatchObject({ line: 'charge', how: 'file' });
});

test('[PERF-10] a bridge as CSV has its lines in a statement’s order, in pounds', async () => {
  const answer = await ask('manager', `bridge.csv?${span}&view=frozen`);
  expect(answer.headers.get('content-disposition')).toContain(`bridge-landlord-${week(4)}-to-${week(1)}-`);
  const lines = (await answer.text()).trim().split('\r\n');
  expect(lines[0]).toBe('Section,Line,When closed (£),"Rows, when closed"');
  expect(lines[1]).toBe(',Opening balance,0.00,');
  expect(lines.at(-7)).toContain('Unexplained difference,0.00,');
  expect(lines.at(-1)).toMatch(/^Arrears before credits,of which court cases,\d/);
  expect(lines.at(-2)).toMatch(/^Arrears before credits,Arrears at the end,[\d.]+,$/);
  const sheet = await ask('manager', `bridge.xlsx?${span}`);
  expect([sheet.status, (await sheet.arrayBuffer()).byteLength > 1_000]).toEqual([200, true]);
});
