// Screens on office walls: they are admitted by a code, may read only the team's tiles, and are disconnected at once when
// somebody ends them.
import { io, type Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import type { TilesNow } from '../../server/contract/tiles.ts';
import { protocol } from '../../server/contract/protocol.ts';
import {
  wallboardNamespace,
  type ScreenCode,
  type ScreenDown,
  type ScreenDownEvents,
  type ScreenList,
} from '../../server/contract/wallboard.ts';
import { mutationKinds } from '../../server/contract/up.ts';
import { daySoFar } from '../../server/performance/tiles/day-so-far.ts';
import { afterFile } from '../support/cleanup.ts';
import { client, TestClient } from '../support/app.ts';
import { everyMutation } from '../support/every-mutation.ts';
import { pay } from '../support/landlord.ts';
import { mutationOf, setUp } from './setup.ts';

const { db, landlord, app, ask, read, cookieOf, join } = await setUp({
  homes: 12,
  patches: 2,
  hubTiming: { heartbeatMs: 100, renewMs: 200 },
});

const newCode = () => read<ScreenCode>('', '/api/wallboard/code', undefined, 'POST');
const approve = (code: string, name = 'First floor office', who = 'manager') =>
  ask(who, '/api/wallboard/screens', { code, name });
const token = async (deviceCode: string) => {
  const response = await ask('', '/api/wallboard/token', { deviceCode });
  const { state } = (await response.json()) as { state: string };
  return { state, cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
};
/** Signs in like a screen, from the code to its cookie. */
async function screen(name?: string): Promise<string> {
  const { code, deviceCode } = await newCode();
  expect((await approve(code, name)).status).toBe(200);
  const { state, cookie } = await token(deviceCode);
  expect(state).toBe('approved');
  return cookie;
}
const screens = async () => (await read<ScreenList>('manager', '/api/wallboard/screens')).screens;
const end = (id: string, who = 'manager') => ask(who, `/api/wallboard/screens/${id}/end`, undefined, 'POST');

type Wall = Socket<ScreenDownEvents>;
type ScreenEvent = { [E in keyof ScreenDown]: [E, ScreenDown[E]] }[keyof ScreenDown];
/** Resolves when connected, rejects with the error of connect_error. */
async function wall(
  cookie: string,
  auth: object = { protocol },
): Promise<{ socket: Wall; received: ScreenEvent[] }> {
  const socket: Wall = io(app.url + wallboardNamespace, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie },
    auth,
  });
  afterFile(() => void socket.disconnect());
  const received: ScreenEvent[] = [];
  socket.onAny((event: string, message: unknown) => received.push([event, message] as ScreenEvent));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return { socket, received };
}
const gone = (socket: Wall) => expect.poll(() => socket.connected, { timeout: 5000 }).toBe(false);

test('[ACCESS-8] a screen shows a code, a manager approves it with a name, and the screen is admitted', async () => {
  const { code, deviceCode, address, expiresAt } = await newCode();
  expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
  expect(address).toBe(`${app.url}/wallboard/approve`);
  const minutes = (Date.parse(expiresAt) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(10);
  expect(minutes).toBeLessThanOrEqual(15.1);
  expect(await token(deviceCode)).toEqual({ state: 'waiting', cookie: '' });
  // As people type the code.
  const typed = `${code.slice(0, 4).toLowerCase()} - ${code.slice(4)}`;
  expect((await approve(typed, 'Reception')).status).toBe(200);
  await expect
    .poll(async () => (await token(deviceCode)).state, { timeout: 8000, interval: 500 })
    .toBe('approved');
  const listed = (await screens()).find(({ name }) => name === 'Reception');
  expect(listed).toMatchObject({ connected: false, approvedBy: expect.any(String) });
});

test('[ACCESS-8] a code is valid for one screen, once, until it expires', async () => {
  const one = await newCode();
  expect((await approve(one.code)).status).toBe(200);
  expect((await approve(one.code)).status, 'approved twice').toBe(404);
  const comers = await Promise.all([1, 2, 3, 4].map(() => token(one.deviceCode)));
  expect(comers.filter(({ state }) => state === 'approved')).toHaveLength(1);
  expect((await token(one.deviceCode)).state).toBe('over');

  const late = await newCode();
  await db.sql`update auth."deviceCode" set "expiresAt" = now() - interval '1 second' where "userCode" = ${late.code}`;
  expect((await approve(late.code)).status).toBe(404);
  expect((await token(late.deviceCode)).state).toBe('over');
  expect((await token('no such code')).state).toBe('over');
});

test('[ACCESS-8] of two managers who approve one code at once, one succeeds; the screen is admitted under that name', async () => {
  for (let i = 0; i < 6; i++) {
    const { code, deviceCode } = await newCode();
    const [names, people] = [
      [`Hall ${i}`, `Stairs ${i}`],
      ['manager', 'admin'],
    ];
    const answers = await Promise.all(names.map((name, of) => approve(code, name, people[of])));
    const winner = answers.findIndex(({ ok }) => ok);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await token(deviceCode)).state).toBe('approved');
    const listed = (await screens()).filter(({ name }) => names.includes(name));
    expect(listed).toMatchObject([
      { name: names[winner], approvedBy: ['Manager Example', 'Admin Example'][winner] },
    ]);
    // The loser's attempt counts as a wrong guess until their next right one; several in a row would have to wait.
    const next = await newCode();
    expect((await approve(next.code, `Lift ${i}`, people[1 - winner])).status).toBe(200);
  }
});

test('[ACCESS-8] only managers and administrators approve, see and end screens', async () => {
  const { code } = await newCode();
  const standing = (await screens())[0]!;
  for (const who of ['officer1', 'repairs', 'advice']) {
    expect((await approve(code, 'Mine', who)).status, who).toBe(403);
    expect((await ask(who, '/api/wallboard/screens')).status, who).toBe(403);
    expect((await end(standing.id, who)).status, who).toBe(403);
  }
  expect((await approve(code, 'Mine', '')).status).toBe(401);
  expect((await approve(code, ' ', 'admin')).status).toBe(400);
  expect((await approve(code, 'Post room', 'admin')).status).toBe(200);
});

test('[ACCESS-9] the session of the manager that better-auth would give instead cannot be had by anybody', async () => {
  const { code, deviceCode } = await newCode();
  const grant = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: deviceCode,
    client_id: 'wallboard',
  };
  for (const who of ['', 'manager'])
    for (const [path, body] of [
      ['/device/token', grant],
      ['/device/redeem', { deviceCode }],
      ['/device/code', { client_id: 'wallboard' }],
      ['/device/approve', { userCode: code }],
      ['/device/deny', { userCode: code }],
    ] as const)
      expect((await ask(who, `/api/auth${path}`, body)).status, path).toBe(404);
  expect((await ask('', `/api/auth/device?user_code=${code}`)).status).toBe(404);
});

test('[ACCESS-9] a screen’s cookie opens only its own routes, with any query', async () => {
  const cookie = await screen('Everywhere');
  const { paths } = await read<{ paths: Record<string, object> }>('', '/api/openapi.json');
  const account = landlord.accounts[0]!;
  const own = new Set(['me', 'code', 'token', 'day'].map((one) => `/api/wallboard/${one}`)).add('/api/tiles');
  const forAll = new Set(['/readyz', '/api/demo/people', '/api/auth/sign-in/email', '/api/auth/sign-out']);
  let requests = 0;
  for (const [path, methods] of Object.entries(paths)) {
    if (own.has(path) || forAll.has(path)) continue;
    const filled = path.replace(/\{[^}]+\}/g, String(account));
    for (const method of Object.keys(methods)) {
      requests++;
      const body = method === 'get' ? undefined : {};
      const response = await ask(cookie, filled, body, method.toUpperCase());
      expect(response.status, `${method} ${path}`).toBe(401);
    }
  }
  expect(requests).toBeGreaterThan(20);
  for (const path of ['/api', '/api/performance', '/api/performance/officers', '/api/nothing'])
    expect((await ask(cookie, path)).status, path).toBe(401);
  // No way of signing in accepts it as a person's session.
  expect(await read(cookie, '/api/auth/get-session')).toBe(null);
  expect((await ask(cookie, '/api/auth/list-sessions')).status).toBe(401);
  // Its token does not work as a bearer token.
  const bearer = { authorization: `Bearer ${cookie.split('=')[1]}` };
  expect((await fetch(`${app.url}/api/me`, { headers: bearer })).status).toBe(401);
  // The answer about the screen itself names nobody.
  const me = await read<object>(cookie, '/api/wallboard/me');
  expect(Object.keys(me).sort()).toEqual(['as', 'landlord', 'name', 'timeZone']);
});

test('[ACCESS-9] a screen is not a worklist client: it is refused there, and its own namespace accepts no events', async () => {
  const cookie = await screen('Quiet');
  await expect(client(app.url, '', { cookie })).rejects.toMatchObject({ data: { kind: 'sign-in' } });
  const other = new TestClient(app.url, { token: cookie.split('=')[1] });
  await new Promise<void>((resolve) => other.socket.once('connect_error', () => resolve()));
  expect(other.came).toEqual([]);

  const { socket, received } = await wall(cookie);
  const visits = async () => (await db.sql`select count(*) from visit`)[0]!['count'];
  const before = await visits();
  const every = everyMutation({ caseId: landlord.accounts[0]!, personId: 1, repairId: 1, staffId: 1 });
  let answers = 0;
  const loud = socket as unknown as Socket;
  for (const kind of mutationKinds.slice(0, 10)) {
    loud.emit('mutation', mutationOf(kind, every[kind].args, answers, 'wall'), () => answers++);
  }
  for (const event of ['presence:set', 'thread:look', 'thread:typing', 'tiles:listen'])
    loud.emit(
      event,
      { caseId: landlord.accounts[0], patches: 'all', inbox: true, threadId: null },
      () => answers++,
    );
  const officer = await join('manager');
  await officer.look(landlord.accounts[0]!);
  await expect.poll(() => received.filter(([event]) => event === 'heartbeat').length).toBeGreaterThan(3);
  expect(answers).toBe(0);
  expect(await visits()).toBe(before);
  const events = new Set(received.map(([event]) => event));
  events.delete('tiles');
  expect([...events]).toEqual(['heartbeat']);
  // One that continues is disconnected.
  for (let i = 0; i < 30; i++) loud.emit('mutation', {});
  await gone(socket);
});

test('[ACCESS-9] only an approved screen, or a person who may see the team’s tiles, receives them', async () => {
  const refusal = { data: { kind: 'sign-in' } };
  await expect(wall('')).rejects.toMatchObject(refusal);
  await expect(wall('doorstep.screen=made-up')).rejects.toMatchObject(refusal);
  for (const who of ['repairs', 'advice']) {
    const cookie = await cookieOf(who);
    await expect(wall(cookie), who).rejects.toMatchObject(refusal);
    expect(await read(cookie, '/api/wallboard/me')).toMatchObject({ as: null });
  }
  const { received } = await wall(await cookieOf('officer1'));
  await expect.poll(() => received.length).toBeGreaterThan(0);
  await expect(wall(await cookieOf('manager'), { protocol: 999 })).rejects.toMatchObject({
    data: { kind: 'protocol' },
  });
});

test('[PERF-40] a screen gets the team’s tiles at once and after each change, over HTTP the same, and without any name', async () => {
  const cookie = await screen('Receives');
  const { received } = await wall(cookie);
  const tiles = () =>
    received.flatMap(([event, message]) => (event === 'tiles' ? [message as TilesNow] : []));
  const collected = (of: TilesNow | undefined) =>
    of?.tiles.find(({ name }) => name === 'collected_today')?.value;
  await expect.poll(() => collected(tiles()[0])).toBe(0);
  const before = performance.now();
  await pay(db.sql, landlord.accounts[1]!, 43_219);
  await expect.poll(() => collected(tiles().at(-1)), { timeout: 5000, interval: 20 }).toBe(43_219);
  expect(performance.now() - before).toBeLessThan(1000);
  const asked = await ask(cookie, '/api/tiles');
  expect(asked.status).toBe(200);
  const answer = (await asked.json()) as TilesNow;
  expect(answer.patches).toBe('all');
  expect(collected(answer)).toBe(43_219);
  // No tenant, street or staff member is in anything that a screen receives.
  const names = await db.sql<{ word: string }[]>`
    select name as word from person union select name from staff union select address from property
    union select postcode from property union select reference from rent_account`;
  const everything = JSON.stringify([received, answer, await read(cookie, '/api/wallboard/day')]);
  expect(names.length).toBeGreaterThan(10);
  for (const { word } of names) expect(everything.includes(word), word).toBe(false);
  // A screen cannot open a tile or choose a patch.
  expect((await ask(cookie, '/api/tiles/real_arrears/rows')).status).toBe(401);
  expect(((await read(cookie, '/api/tiles?patch=1')) as TilesNow).patches).toBe('all');
});

test('[PERF-41] the chart of the day ends at the tile’s own figure, and has nothing about the future', async () => {
  const cookie = await screen('Day');
  await expect
    .poll(async () => {
      const answer = await read<TilesNow>(cookie, '/api/tiles');
      return answer.tiles.find(({ name }) => name === 'collected_today')?.value;
    })
    .toBe(43_219);
  const day = daySoFar(app.tiles);
  expect(Date.parse(day.endsAt) - Date.parse(day.startsAt)).toBeGreaterThanOrEqual(23 * 3_600_000);
  const asOf = Date.parse(day.asOf);
  for (const { at, collectedPence } of day.points)
    expect(collectedPence === null, at).toBe(Date.parse(at) > asOf);
  const { sums } = app.tiles;
  let until = 0;
  const last = day.points.findLast(({ collectedPence }) => collectedPence !== null)!;
  for (const [key, { at, amounts }] of sums.entries())
    if (key.startsWith('payment:') && at! < Date.parse(last.at))
      for (const [, pence] of amounts) until += pence;
  expect(last.collectedPence).toBe(until);
  // Other roles may not read it.
  expect((await ask('', '/api/wallboard/day')).status).toBe(401);
  expect((await ask('repairs', '/api/wallboard/day')).status).toBe(403);
  expect((await ask('manager', '/api/wallboard/day')).status).toBe(200);
});

test('[ACCESS-10] a screen that is ended is disconnected at once, and opens nothing from then on', async () => {
  const cookie = await screen('Goes');
  const { socket, received } = await wall(cookie);
  const listed = (await screens()).find(({ name }) => name === 'Goes')!;
  expect(listed.connected).toBe(true);
  const began = performance.now();
  expect((await end(listed.id)).status).toBe(200);
  await gone(socket);
  expect(performance.now() - began).toBeLessThan(1500);
  expect(received.at(-1)).toEqual(['session:ended', { reason: 'This screen was signed out.' }]);
  await expect(wall(cookie)).rejects.toMatchObject({ data: { kind: 'sign-in' } });
  expect(await read(cookie, '/api/wallboard/me')).toMatchObject({ as: null });
  expect((await screens()).map(({ id }) => id)).not.toContain(listed.id);
  expect((await end(listed.id)).status).toBe(404);
});

test('[ACCESS-10] a screen that another process ended, or that expired, is disconnected too', async () => {
  const [a, b] = [await screen('Ended elsewhere'), await screen('Ran out')];
  const walls = [await wall(a), await wall(b)];
  await db.sql`update auth.screen set ended_at = now() where name = 'Ended elsewhere'`;
  await db.sql`update auth.screen set expires_at = now() where name = 'Ran out'`;
  for (const { socket } of walls) await gone(socket);
});

test('[ACCESS-11] a screen in use never expires: it lasts half a year from its last use, and its cookie is renewed', async () => {
  const cookie = await screen('Stays');
  await db.sql`update auth.screen set expires_at = now() + interval '1 day', last_seen_at = now() - interval '1 hour'
    where name = 'Stays'`;
  const me = await ask(cookie, '/api/wallboard/me');
  const given = me.headers.getSetCookie()[0]!;
  expect(given.split(';')[0]).toBe(cookie);
  expect(given).toMatch(/Max-Age=34560000; HttpOnly; SameSite=Strict/);
  const [row] = await db.sql<{ days: number; hash: Buffer }[]>`
    select extract(day from expires_at - now())::int as days, token_hash as hash from auth.screen where name = 'Stays'`;
  expect(row!.days).toBeGreaterThanOrEqual(179);
  // What the database stores of it does not open anything.
  expect(row!.hash.toString('base64url')).not.toBe(cookie.split('=')[1]);
});

test('[ACCESS-12] wrong codes are slowed down for each person, requests for codes for each network address', async () => {
  const guesses = await Promise.all(Array.from({ length: 20 }, () => approve('ABCDEFGH', 'Guess', 'admin')));
  const waits = guesses.filter(({ status }) => status === 429);
  expect(guesses.filter(({ status }) => status === 404).length).toBe(20 - waits.length);
  expect(waits.length).toBeGreaterThan(10);
  expect(Number(waits[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  // As many as an office's screens may request at once.
  while (!('waitSeconds' in app.access.guesses.begin([['codes', '127.0.0.1']])));
  expect((await ask('', '/api/wallboard/code', undefined, 'POST')).status).toBe(429);
});
