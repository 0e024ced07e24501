// The day over HTTP: today's visits as a manager sees them, and travel times from a router with OSRM's table service. The
// router here is a real server that answers, is slow, answers wrongly, or is not there.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { doorsAnswer, travelTimes, visitsOfDay, type TravelTimes } from '../../server/contract/day.ts';
import { mostHomesKept } from '../../server/domain/rounds/doors-kept.ts';
import { routersOf } from '../../server/http/router.ts';
import { setUp } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

let requested: string[] = [];
let answers: 'well' | 'late' | 'half' | 'badly' | 'nonsense' = 'well';
const router = createServer((request, response) => {
  requested.push(request.url!);
  if (answers === 'late') return;
  if (answers === 'badly') response.statusCode = 400;
  response.setHeader('content-type', 'application/json');
  response.end(answers === 'nonsense' ? '<html>' : JSON.stringify(table(request.url!)));
});
await new Promise<void>((resolve) => router.listen(0, '127.0.0.1', resolve));
afterAll(async () => {
  router.closeAllConnections();
  await new Promise((resolve) => router.close(resolve));
});
const routerUrl = `http://127.0.0.1:${(router.address() as AddressInfo).port}`;
const { db, landlord, ask, join, accountsOf } = await setUp({
  homes: 8,
  patches: 2,
  environment: { ROUTER_URL: `${routerUrl}/` },
});

/** As osrm-routed does: a duration for each pair, in seconds with a fraction; none from the first to the last. */
function table(path: string): object {
  const places = /^\/table\/v1\/[a-z]+\/([^?]+)\?annotations=duration$/.exec(path)![1]!.split(';');
  const at = places.map((one) => one.split(',').map(Number) as [number, number]);
  const durations = at.map((a, i) =>
    at.map((b, j) => (i === 0 && j === at.length - 1 ? null : Math.abs(a[1] - b[1]) * 1e5 + 0.4)),
  );
  return { code: 'Ok', durations: answers === 'half' ? durations.slice(1) : durations };
}

const travel = (who: string, body: object) => ask(who, '/api/travel', body);
const times = async (response: Response): Promise<TravelTimes> => {
  expect(response.status).toBe(200);
  return travelTimes.parse(await response.json());
};

test('[HTTP-40] travel times come from the router, requested by the server with places only, in the order of the doors', async () => {
  const caseIds = accountsOf(0);
  requested = [];
  answers = 'well';
  const answer = await times(await travel('officer1', { mode: 'driving', caseIds }));
  expect(answer.by).toBe('router');
  expect(answer.note).toBeNull();
  expect(answer.caseIds).toEqual(caseIds);
  // Homes of one patch are 0.001 degrees apart: 100 s, rounded.
  expect(answer.seconds![0]).toEqual([0, 100, 200, null]);
  expect(answer.seconds![3]).toEqual([300, 200, 100, 0]);
  expect(requested).toHaveLength(1);
  expect(requested[0]).toMatch(/^\/table\/v1\/driving\/-0\.10000,51\.5\d{4}(;-0\.10000,51\.5\d{4}){3}\?/);
});

test('[HTTP-41] a router that is slow, unreachable or wrong is reported in the answer, and nobody waits for it', async () => {
  const caseIds = [landlord.accounts[0]!, landlord.accounts[2]!];
  const places = [0, 1].map((i) => ({ latitude: 51.5 + i / 1000, longitude: -0.1 }));
  for (const how of ['half', 'badly', 'nonsense'] as const) {
    answers = how;
    const answer = await times(await travel('officer1', { mode: 'driving', caseIds }));
    expect(answer, how).toMatchObject({ by: 'straight_line', seconds: null });
    expect(answer.note, how).toMatch(/router.* straight lines\.$/);
  }
  answers = 'late';
  const slow = routersOf({ driving: routerUrl, walking: null }, 50);
  expect(await slow.driving!(places)).toEqual({
    note: 'The router did not answer in time. Distances are straight lines.',
  });
  const away = routersOf({ driving: 'http://127.0.0.1:1', walking: null });
  expect(await away.driving!(places)).toEqual({
    note: 'The router is not available. Distances are straight lines.',
  });
  // A router for driving gives no walking times.
  answers = 'well';
  requested = [];
  const walking = await times(await travel('officer1', { mode: 'walking', caseIds }));
  expect(walking).toMatchObject({ by: 'straight_line', note: null, seconds: null });
  expect(requested).toEqual([]);
});

test('[HTTP-42] only for homes that the person may see, and not too many at once', async () => {
  requested = [];
  const theirs = accountsOf(1);
  expect((await travel('officer1', { mode: 'driving', caseIds: theirs })).status).toBe(404);
  expect((await travel('repairs', { mode: 'driving', caseIds: theirs })).status).toBe(403);
  expect((await travel('officer1', { mode: 'flying', caseIds: theirs })).status).toBe(400);
  expect((await travel('manager', { mode: 'driving', caseIds: Array(101).fill(1) })).status).toBe(400);
  expect(requested).toEqual([]);
});

test('[HTTP-43] a manager sees all visits of today in their present state; an officer those of their patches', async () => {
  const [first, second, , fourth] = landlord.accounts as [number, number, number, number];
  const [one, two] = [await join('officer1'), await join('officer2')];
  const today = londonDay();
  const later = londonDay(3);
  for (const [who, kind, args] of [
    [one, 'visit.plan', { caseId: first, plannedFor: today }],
    [two, 'visit.plan', { caseId: second, plannedFor: later }],
    [two, 'visit.plan', { caseId: fourth, plannedFor: today }],
    [two, 'visit.set-out', { caseId: fourth }],
    [one, 'visit.finish', { caseId: first, outcome: 'no_access', note: 'Left a card' }],
  ] as const)
    expect(await who.do(kind, args)).toMatchObject({ status: 'applied' });
  const read = async (who: string) => {
    const response = await ask(who, '/api/visits/today');
    return response.status === 200 ? visitsOfDay.parse(await response.json()) : response.status;
  };
  const all = (await read('manager')) as Exclude<Awaited<ReturnType<typeof read>>, number>;
  expect(all.day).toBe(today);
  expect(
    all.visits.map(({ caseId, state, staffName, outcome }) => [caseId, state, staffName, outcome]),
  ).toEqual([
    [first, 'done', 'Officer Example 1', 'no_access'],
    [fourth, 'on_the_way', 'Officer Example 2', null],
  ]);
  const mine = (await read('officer1')) as typeof all;
  expect(mine.visits.map(({ caseId }) => caseId)).toEqual([first]);
  expect(await read('repairs')).toBe(403);
  expect(await read('')).toBe(401);
});

test('[CASE-123] [CASE-128] what is needed before the door: alerts in force, languages and the tenants’ contact details, of the person’s own homes alone', async () => {
  const [first, second] = accountsOf(0) as [number, number];
  const theirs = accountsOf(1)[0]!;
  const { sql } = db;
  await sql`update person set language = 'Somali', phone = '07700 900801', email = 'p@example.org', date_of_birth = '1970-02-03'
    where id in (select person_id from tenancy_person t join rent_account a on a.tenancy_id = t.tenancy_id where a.id = ${first})`;
  const [child] = await sql<{ id: number }[]>`
    insert into person (name, phone, email) values ('Example Child', '07700 900802', 'c@example.org') returning id`;
  await sql`insert into tenancy_person (tenancy_id, person_id, role)
    select tenancy_id, ${child!.id}, 'household' from rent_account where id = ${first}`;
  for (const [kind, days] of [
    ['dangerous_animal', 30],
    ['threats_or_abuse', -1],
  ] as const)
    await sql`insert into cautionary_alert (property_id, kind, detail, source, starts_on, review_on, expires_on)
      select t.property_id, ${kind}, 'A large dog', 'Repairs', now()::date - 60, now()::date - 1 + ${days}::int, now()::date + ${days}::int
      from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${first}`;
  const response = await ask('officer1', '/api/doors', { caseIds: [second, theirs, first] });
  expect(response.status).toBe(200);
  const text = await response.text();
  const { doors } = doorsAnswer.parse(JSON.parse(text));
  // In the order of the request, without the colleague's.
  expect(doors.map(({ caseId }) => caseId)).toEqual([second, first]);
  // Nobody has recorded theirs.
  expect(doors[0]!.people.map(({ language }) => language)).toEqual([null]);
  expect(doors[1]!.alerts).toMatchObject([{ kind: 'dangerous_animal', detail: 'A large dog' }]);
  expect(doors[1]!.people).toMatchObject([
    { role: 'tenant', language: 'Somali', phone: '07700 900801', email: 'p@example.org' },
    { role: 'household', name: 'Example Child', phone: null, email: null },
  ]);
  expect(text).not.toMatch(/pence|1970-02-03/i);
  const [line] =
    await sql`select staff_id, detail from audit_line where what = 'doors.read' order by id desc limit 1`;
  expect(line).toEqual({ staff_id: landlord.officers[0], detail: { cases: [second, first] } });
  // Teams without rent accounts, strangers, and more than a device keeps.
  for (const [who, status] of [
    ['repairs', 403],
    ['', 401],
  ] as const)
    expect((await ask(who, '/api/doors', { caseIds: [first] })).status).toBe(status);
  const many = Array.from({ length: mostHomesKept + 1 }, () => first);
  expect((await ask('officer1', '/api/doors', { caseIds: many })).status).toBe(400);
});
