// The day over HTTP: today's visits as a manager sees them, and travel times from a router with OSRM's table service. The
// router here is a real server that answers, is slow, answers wrongly, or is not there.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { travelTimes, visitsOfDay, type TravelTimes } from '../../server/contract/day.ts';
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
const { landlord, ask, join, accountsOf } = await setUp({
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
