// Who may see what of performance, over every route: the routes are read from the server's own list, so that a new route is
// tested too.
import { describe, expect, test } from 'vitest';
import type { Officers, OfficerDetail } from '../../server/contract/performance/officers.ts';
import type { Practice } from '../../server/contract/performance/practice.ts';
import type { OfficerAccounts } from '../../server/contract/performance/officer-accounts.ts';
import { sharedLines } from '../../server/domain/statistics/attribution-rows.ts';
import type { WeekCases } from '../../server/contract/performance/week-cases.ts';
import type { ScreenCode } from '../../server/contract/wallboard.ts';
import { addDays } from '../../server/domain/days.ts';
import { freezeEnded } from '../../server/performance/weeks/weeks.ts';
import { setUp, week } from './setup.ts';
import { silentLog } from '../support/silent-log.ts';

/** A name that appears nowhere else by chance. */
const colleagueName = 'Zephyrine Quillfeather';
const { db, landlord, ask, read } = await setUp({
  homes: 24,
  patches: 2,
  owed: 0,
  async prepare(sql, { officers }) {
    await sql`update staff set name = ${colleagueName} where id = ${officers[1]!}`;
    await sql`insert into charge (rent_account_id, amount_pence, due_on)
    select id, 10000, ${week(6)}::date + 7 * w from rent_account, generate_series(0, 5) w`;
    await sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 7000 + id * 10, 'card', 'test', id || ' ' || w, ${week(5)}::date + 7 * w + 2 from rent_account, generate_series(0, 4) w`;
    await sql`insert into contact (rent_account_id, staff_id, kind, reached, happened_at)
    select a.id, s.id, 'call', true, ${week(3)}::date + interval '10 hours' from rent_account a, staff s where s.role = 'officer'`;
    await freezeEnded({ sql, log: silentLog, clock: Date.now });
  },
});
const [me, colleague] = landlord.officers as [number, number];

type Route = { path: string; method: string };
const { paths } = await read<{ paths: Record<string, object> }>('', '/api/openapi.json');
const routes: Route[] = Object.entries(paths)
  .filter(([path]) => path.startsWith('/api/performance') || path.startsWith('/api/tiles'))
  .flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method })));

/** The cookie of a screen that was approved. */
async function screen(): Promise<string> {
  const { code, deviceCode } = await read<ScreenCode>('', '/api/wallboard/code', undefined, 'POST');
  expect((await ask('manager', '/api/wallboard/screens', { code, name: 'Hall' })).status).toBe(200);
  const answer = await ask('', '/api/wallboard/token', { deviceCode });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

/** Routes that need the name of one line, entry or measure. */
const needsMore = /rows|trend|control|cases|accounts|officer-weeks/;
/** Queries to send to a route: some name a colleague or their patch, one names nothing. */
function questions({ path }: Route): { query: string; named: boolean }[] {
  const named = (...all: string[]) => all.map((query) => ({ query, named: true }));
  const [theirs, patch] = [`of=officer:${colleague}`, `of=patch:${landlord.patches[1]}`];
  const line = '&line=payment&what=card';
  if (path.includes('/cases')) return named(`?week=${week(2)}`);
  if (path.includes('/accounts')) return named('?line=absence', '?line=not_in_arrears');
  if (path.includes('officer-cases')) return named(`?officer=${colleague}&week=${week(2)}`);
  if (path.includes('officer-weeks')) return named(`?officer=${colleague}`);
  if (path.includes('performance/today'))
    return [{ query: '', named: false }, ...named(`?patch=${landlord.patches[1]}`)];
  if (path.includes('{id}')) return named('');
  if (path.includes('practice')) return [{ query: '', named: false }, ...named(`?officer=${colleague}`)];
  if (path.includes('bridge/rows'))
    return named(`?${theirs}${line}`, `?${patch}${line}`, `?of=officer:none${line}`);
  if (path.includes('bridge'))
    return [{ query: '', named: false }, ...named(`?${theirs}`, `?${patch}`, '?of=officer:none')];
  if (path.includes('trend')) return [{ query: '', named: false }, ...named(`?${theirs}`, `?${patch}`)];
  return [{ query: '', named: false }];
}
const filled = ({ path }: Route, id: number) =>
  path.replace('{id}', String(id)).replace(/\{\w+\}/g, 'real_arrears');
const reads = () => routes.filter(({ method }) => method === 'get');

test('[PERF-78] the list of routes is not empty, and includes those of officers and their files', () => {
  const paths = routes.map(({ path }) => path);
  for (const path of [
    'officers',
    'officers/{id}',
    'practice',
    'practice.csv',
    'practice.xlsx',
    'bridge',
    'bridge/rows',
    'trend',
  ])
    expect(paths).toContain(`/api/performance/${path}`);
});

test('[PERF-78] without signing in, and with a wallboard’s cookie, no performance route answers', async () => {
  const ofScreen = await screen();
  for (const route of reads()) {
    for (const who of ['', ofScreen]) {
      // A screen has the team's tiles, as numbers, and never their rows.
      if (who !== '' && route.path === '/api/tiles') continue;
      const { status } = await ask(who, filled(route, me));
      expect([who, route.path, status]).toEqual([who, route.path, expect.toBeOneOf([401, 403])]);
    }
  }
});

test('[PERF-78] repairs and money advice can read and change nothing of performance', async () => {
  for (const route of routes)
    for (const who of ['repairs', 'advice']) {
      const method = route.method.toUpperCase();
      const answer = await ask(who, filled(route, me), method === 'GET' ? undefined : {}, method);
      // An incomplete request may be refused before the rights are checked.
      expect([who, method, route.path, answer.status]).toEqual([
        ...[who, method, route.path],
        expect.toBeOneOf(method === 'GET' && !needsMore.test(route.path) ? [403] : [400, 403, 415]),
      ]);
    }
});

test('[PERF-79] an officer finds no colleague on any route, by name or by number, and in no file', async () => {
  let found = 0;
  for (const route of reads())
    for (const { query, named } of questions(route)) {
      const path = filled(route, colleague) + query;
      // A workbook has the CSV's content, and needs a thread to make.
      if (path.endsWith('.xlsx') && !named) continue;
      const answer = await ask('officer1', path);
      const may = named ? [403] : [200, 400, 403, 404];
      expect([path, answer.status]).toEqual([path, expect.toBeOneOf(may)]);
      if (answer.status !== 200) continue;
      found++;
      const body = await answer.text();
      expect([path, body.includes(colleagueName)]).toEqual([path, false]);
      expect([path, body.includes(`"staffId":${colleague},`)]).toEqual([path, false]);
    }
  expect(found).toBeGreaterThan(3);
});

describe('an officer still sees', () => {
  const get = async <T>(who: string, path: string): Promise<T> => {
    const answer = await ask(who, `/api/performance/${path}`);
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as T;
  };

  test('[PERF-79] themselves, and of the funnel its limits and their own point', async () => {
    const all = await get<Officers>('manager', 'officers');
    expect(all.officers.map(({ id }) => id).sort()).toEqual([me, colleague].sort());
    const mine = await get<Officers>('officer1', 'officers');
    expect(mine.officers.map(({ id }) => id)).toEqual([me]);
    for (const { funnel } of [mine, await get<OfficerDetail>('officer1', `officers/${me}`)]) {
      expect(funnel.points.every(({ id }) => id === me)).toBe(true);
      expect(funnel.left.every(({ id }) => id === me)).toBe(true);
    }
  });

  test('[PERF-79] the spread of the team’s practice only where at least five people are in it', async () => {
    const practice = await get<Practice>('officer1', 'practice');
    expect(practice.officers.map(({ staffId }) => staffId)).toEqual([me]);
    expect(practice.measures.length).toBeGreaterThan(20);
    expect(practice.measures.every(({ spread }) => spread === null)).toBe(true);
    const everybody = await get<Practice>('manager', 'practice');
    expect(everybody.officers.map(({ name }) => name)).toEqual(['Officer Example 1', colleagueName]);
    const csv = await (await ask('officer1', '/api/performance/practice.csv')).text();
    expect(csv).toContain('Officer Example 1');
    expect(csv).not.toContain(colleagueName);
  });

  test('[PERF-79] [PERF-119] their weeks, on the page and in a file, and the cases of each, which sum to the attributable amount and the absences', async () => {
    const { weeks } = await get<OfficerDetail>('officer1', `officers/${me}`);
    // [PERF-119] The file has the weeks of the page: days as days, money in pounds.
    const file = await ask('officer1', `/api/performance/officer-weeks.csv?officer=${me}`);
    expect(file.headers.get('content-disposition')).toMatch(/"officer-weeks-[\d-]+\.csv"/);
    const [, ...lines] = (await file.text()).trim().split('\r\n');
    expect(lines.map((row) => row.split(',').filter((_, i) => [0, 1, 2, 5, 6, 7].includes(i)))).toEqual(
      weeks.map((one) => [
        ...[one.weekOn, one.lastOn, String(one.cases)],
        ...[one.openingPence, one.closingPence, one.movementPence].map((pence) => (pence / 100).toFixed(2)),
      ]),
    );
    let rows = 0;
    for (const { weekOn, lines, cases } of weeks) {
      const answer = await get<WeekCases>('officer1', `officers/${me}/cases?week=${weekOn}`);
      const mine = lines.filter(({ line }) => line === 'attributable' || line === 'absence');
      expect([weekOn, answer.movedPence]).toEqual([weekOn, mine.reduce((sum, { pence }) => sum + pence, 0)]);
      expect(answer.rows.reduce((sum, { movedPence }) => sum + movedPence, 0)).toBe(answer.movedPence);
      expect(answer.rows).toHaveLength(cases);
      rows += answer.rows.length;
    }
    expect(rows).toBeGreaterThan(10);
    const [audit] = await db.sql<{ n: number }[]>`
      select count(*)::int as n from audit_line where what = 'officer.cases' and staff_id = ${me}`;
    expect(audit!.n).toBe(weeks.length);
    expect(
      (await ask('officer1', `/api/performance/officers/${me}/cases?week=${addDays(week(2), 1)}`)).status,
    ).toBe(404);
  });

  test('[PERF-79] [PERF-108] the accounts of each line of their movement, which sum to the line', async () => {
    const { officer } = await get<OfficerDetail>('officer1', `officers/${me}`);
    const shared = officer.lines.filter(({ line }) => (sharedLines as readonly string[]).includes(line));
    expect(shared.map(({ line }) => line)).toEqual(
      expect.arrayContaining(['attributable', 'not_in_arrears']),
    );
    for (const { line, pence } of shared) {
      const answer = await get<OfficerAccounts>('officer1', `officers/${me}/accounts?line=${line}`);
      const sum = answer.rows.reduce((total, row) => total + row.pence, 0);
      expect([line, answer.pence, sum]).toEqual([line, pence, pence]);
    }
    const [audit] = await db.sql<{ n: number }[]>`
      select count(*)::int as n from audit_line where what = 'officer.accounts' and staff_id = ${me}`;
    expect(audit!.n).toBe(shared.length);
  });

  test('[PERF-79] the amount of a case that is now in another patch, but not whose it is', async () => {
    const path = `officers/${me}/cases?week=${week(2)}`;
    const before = await get<WeekCases>('officer1', path);
    const gone = before.rows[0]!;
    await db.sql`update property set patch_id = ${landlord.patches[1]!} where id = (
      select t.property_id from tenancy t join rent_account a on a.tenancy_id = t.id where a.reference = ${gone.reference})`;
    const after = await get<WeekCases>('officer1', path);
    expect(after.movedPence).toBe(before.movedPence);
    expect(JSON.stringify(after)).not.toContain(gone.reference);
    expect(after.rows.filter(({ caseId }) => caseId === null)).toHaveLength(1);
    expect((await get<WeekCases>('manager', path)).rows).toContainEqual(gone);
  });
});
