// Sessions through the real server: what is sent and stored of them, and what happens when one ends.
import { expect, test } from 'vitest';
import { client, signIn, TestClient } from '../support/app.ts';
import { emailOf, mutationOf, setUp } from './setup.ts';
import { begin, killConnections, untilBlocked } from '../support/transactions.ts';

// Longer than any test: only the immediate message, not the regular check, can close a socket here.
const { db, landlord, app, ask, read } = await setUp({
  homes: 6,
  patches: 3,
  hubTiming: { renewMs: 600_000 },
});
const manager = emailOf('manager');

const post = (path: string, cookie: string, body: unknown = {}) => ask(cookie, path, body);
const me = async (headers: Record<string, string>) => (await fetch(`${app.url}/api/me`, { headers })).status;
const rowOf = async (cookie: string) =>
  (await read<{ id: string; current: boolean }[]>(cookie, '/api/auth/list-sessions')).find(
    (one) => one.current,
  )!.id;
const contact = (n: number, caseId = landlord.accounts[0]!) =>
  mutationOf('contact.record', { caseId, kind: 'call', reached: true, note: `word ${n}` }, n, 'session-test');
/** Signs in by password, as a program does: without a cookie or an origin. */
async function byPassword() {
  const answer = await fetch(`${app.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: manager, password: 'doorstep-demo' }),
  });
  expect(answer.status).toBe(200);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { answer, cookie, bearer: answer.headers.get('set-auth-token')! };
}
const contacts = async () => (await db.sql<{ n: number }[]>`select count(*)::int as n from contact`)[0]!.n;

test('[ACCESS-30] the token of a session is in no body and not in the database, where its hash opens nothing', async () => {
  const { answer, cookie, bearer } = await byPassword();
  const token = bearer.split('.')[0]!;
  expect(cookie).toContain(token);
  const bodies = [
    await answer.text(),
    ...(await Promise.all(
      ['/api/auth/get-session', '/api/auth/list-sessions', '/api/me'].map(async (path) =>
        (await fetch(app.url + path, { headers: { cookie } })).text(),
      ),
    )),
    await (await post('/api/auth/demo', cookie, { email: manager })).text(),
  ];
  for (const body of bodies) expect(body).not.toContain(token);
  const rows = await db.sql<{ token: string }[]>`select "token" from auth."session"`;
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row.token).toMatch(/^[0-9a-f]{64}$/);
    expect(bearer).not.toContain(row.token);
    expect(await me({ authorization: `Bearer ${row.token}` })).toBe(401);
  }
  expect(await me({ authorization: `Bearer ${bearer}` })).toBe(200);
  // The token without its signature opens nothing either.
  expect(await me({ authorization: `Bearer ${token}` })).toBe(401);
  // A script in a page cannot read it.
  const page = await fetch(`${app.url}/api/auth/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url },
    body: JSON.stringify({ email: manager }),
  });
  expect(page.headers.get('set-auth-token')).toBeNull();
});

test('[ACCESS-37] a program signs in and out without an origin, by cookie or bearer', async () => {
  // Node's fetch sends sec-fetch-mode and no origin; the check that could refuse this is on in tests as well.
  const { cookie, bearer } = await byPassword();
  expect(await me({ authorization: `Bearer ${bearer}` })).toBe(200);
  const out = await fetch(`${app.url}/api/auth/sign-out`, { method: 'POST', headers: { cookie } });
  expect(out.status).toBe(200);
  expect(await me({ cookie })).toBe(401);
});

test('[ACCESS-30] a screen’s device code is kept as a hash, and still fetches the screen’s token', async () => {
  const { cookie } = await signIn(app.url, manager);
  const made = await read<{ code: string; deviceCode: string }>('', '/api/wallboard/code', {});
  const [row] = await db.sql<{ code: string }[]>`select "deviceCode" as code from auth."deviceCode"`;
  expect(row!.code).not.toBe(made.deviceCode);
  expect((await post('/api/wallboard/screens', cookie, { code: made.code, name: 'Hall' })).status).toBe(200);
  const fetched = await post('/api/wallboard/token', '', { deviceCode: made.deviceCode });
  expect(await fetched.json()).toEqual({ state: 'approved' });
});

test('[ACCESS-31] people see where they are signed in, and can end one of these sessions or all others, but nobody else’s', async () => {
  const [here, there, third] = [
    await signIn(app.url, manager),
    await signIn(app.url, manager),
    await signIn(app.url, manager),
  ];
  const stranger = await signIn(app.url, emailOf('officer1'));
  const revoke = (cookie: string, id: string) => read(cookie, '/api/auth/revoke-session', { id });
  expect(await revoke(stranger.cookie, await rowOf(here.cookie))).toEqual({ ended: 0 });
  expect(await revoke(here.cookie, await rowOf(there.cookie))).toEqual({ ended: 1 });
  expect([
    await me({ cookie: here.cookie }),
    await me({ cookie: there.cookie }),
    await me({ cookie: third.cookie }),
  ]).toEqual([200, 401, 200]);
  expect((await post('/api/auth/revoke-other-sessions', here.cookie)).status).toBe(200);
  expect([
    await me({ cookie: here.cookie }),
    await me({ cookie: third.cookie }),
    await me({ cookie: stranger.cookie }),
  ]).toEqual([200, 401, 200]);
  for (const id of ['\0', '', 5, null, '\ud800', "' or true --"])
    expect((await post('/api/auth/revoke-session', here.cookie, { id })).status).toBe(400);
});

test('[ACCESS-32] when a session’s row is deleted by another program, its sockets are sent the reason and closed at once', async () => {
  const { cookie } = await signIn(app.url, manager);
  const one = await client(app.url, manager, { cookie });
  const other = await client(app.url, manager);
  await db.sql`delete from auth."session" where "id" = ${await rowOf(cookie)}`;
  await one.until(() => one.socket.disconnected, 1_000);
  expect(one.count('session:ended')).toBe(1);
  expect(other.socket.connected).toBe(true);
});

test('[ACCESS-33] nothing is applied for a session that has ended, over the socket or over HTTP, and no change gets a final answer', async () => {
  const { cookie } = await signIn(app.url, manager);
  const one = await client(app.url, manager, { cookie });
  const id = await rowOf(cookie);
  // The hub gets no notification: only the check with each change can refuse it.
  await db.sql.begin(async (tx) => {
    await tx`alter table auth."session" disable trigger log_delete`;
    await tx`delete from auth."session" where "id" = ${id}`;
    await tx`alter table auth."session" enable trigger log_delete`;
  });
  const before = await contacts();
  const answered = one.socket
    .timeout(3_000)
    .emitWithAck('mutation', contact(1))
    .catch(() => 'no answer');
  await one.until(() => one.socket.disconnected, 3_000);
  expect(one.count('session:ended')).toBe(1);
  expect(await answered).toBe('no answer');
  expect(await contacts()).toBe(before);
});

test('[ACCESS-33] a batch over HTTP whose session ends midway is a 401, and no item after that moment is applied', async () => {
  const { cookie } = await signIn(app.url, manager);
  const id = await rowOf(cookie);
  const before = await contacts();
  // The third item waits for the lock of its case until the session has ended.
  const holder = await begin(db.url);
  await holder.tx`select pg_advisory_xact_lock(710010, ${landlord.accounts[1]!})`;
  const items = [11, 12, 13, 14].map((n) => contact(n, landlord.accounts[n === 13 ? 1 : 0]!));
  const answer = post('/api/mutations', cookie, items);
  await untilBlocked(db.sql);
  await db.sql`delete from auth."session" where "id" = ${id}`;
  await holder.commit();
  expect((await answer).status).toBe(401);
  expect(await contacts()).toBe(before + 2);
  // After signing in again the same batch is applied once.
  const again = await signIn(app.url, manager);
  const { answers } = await read<{ answers: { status: string }[] }>(again.cookie, '/api/mutations', items);
  expect(answers.map(({ status }) => status)).toEqual(['duplicate', 'duplicate', 'applied', 'applied']);
});

test('[ACCESS-34] a deactivated person is sent the reason and disconnected within a second, cannot sign in, and no old cookie works again', async () => {
  const email = emailOf('officer2');
  const { cookie, token } = await signIn(app.url, email);
  const one = await client(app.url, email, { cookie });
  await db.sql`update staff set active = false where email = ${email}`;
  await one.until(() => one.socket.disconnected, 1_000);
  expect(one.count('session:ended')).toBe(1);
  expect(await me({ cookie })).toBe(401);
  const demo = await post('/api/auth/demo', '', { email });
  const withPassword = await post('/api/auth/sign-in/email', '', { email, password: 'doorstep-demo' });
  const wrong = await post('/api/auth/sign-in/email', '', { email, password: 'not this one' });
  expect([demo.status, withPassword.status, wrong.status]).toEqual([403, 403, 401]);
  expect(await withPassword.json()).toMatchObject({
    detail: 'Your account is closed. Ask your administrator.',
  });
  expect(demo.headers.getSetCookie()).toEqual([]);
  const socket = new TestClient(app.url, { cookie });
  const refused = await new Promise<Error & { data?: unknown }>((resolve) =>
    socket.socket.once('connect_error', resolve),
  );
  expect(refused.data).toMatchObject({ kind: 'sign-in' });
  socket.close();
  await db.sql`update staff set active = true where email = ${email}`;
  expect(await me({ cookie })).toBe(401);
  expect(await me({ authorization: `Bearer ${token}` })).toBe(401);
  await expect.poll(async () => (await post('/api/auth/demo', '', { email })).status).toBe(200);
});

test('[ACCESS-35] a person who signs out while the database is out of reach gets the answer that they are not signed out yet', async () => {
  const { cookie } = await signIn(app.url, manager);
  const holder = await begin(db.url);
  await holder.tx`lock table auth."session" in access exclusive mode`;
  const answer = post('/api/auth/sign-out', cookie);
  await untilBlocked(db.sql, 'doorstep access');
  await killConnections(db.sql, 'doorstep access');
  expect((await answer).status).toBe(503);
  await holder.rollback();
  await expect.poll(() => me({ cookie })).toBe(200);
  expect((await post('/api/auth/sign-out', cookie)).status).toBe(200);
  expect(await me({ cookie })).toBe(401);
});
