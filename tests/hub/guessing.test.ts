// Guessing passwords against the real server: many guesses at once, from many addresses, and how that affects the account's
// owner and everybody else.
import { expect, test } from 'vitest';
import { signIn } from '../support/app.ts';
import { emailOf, setUp } from './setup.ts';

const [one, two] = ['officer1', 'officer2'].map(emailOf) as [string, string];
const right = 'doorstep-demo';
// The test acts as the proxy, which sets the address of each request. The clock does not move, so that no delay ends meanwhile.
const now = Date.now();
const { sql, app, ask } = await setUp({
  patches: 3,
  owed: 0,
  environment: { TRUSTED_PROXIES: '127.0.0.0/8' },
  clock: () => now,
});

type From = { address?: string; cookie?: string };
const attempt = (email: string, password: string, { address = '198.51.100.1', cookie }: From = {}) =>
  fetch(`${app.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...(cookie && { cookie }) },
    body: JSON.stringify({ email, password }),
  });
const statuses = async (answers: Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);
const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .find((set) => set.startsWith('doorstep.device='))
    ?.split(';')[0];

test('[ACCESS-20] of sixty guesses at once, with the right one among them, five are checked, and nobody is signed in', async () => {
  const address = '198.51.100.20';
  const guesses = Array.from({ length: 60 }, (_, i) =>
    attempt(one, i === 37 ? right : `wrong ${i}`, { address }),
  );
  const came = await statuses(guesses);
  expect(came.filter((status) => status === 401)).toHaveLength(5);
  expect(came.filter((status) => status === 429)).toHaveLength(55);
  const waits = await attempt(one, right, { address });
  expect(waits.status).toBe(429);
  expect(Number(waits.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await waits.json()).toMatchObject({
    detail: expect.stringMatching(/^Wait \d+ seconds?, then try again\.$/),
  });
});

test('[ACCESS-36] the right password of a closed account is not a right guess: it gives the guesser no new tries', async () => {
  const address = '198.51.100.36';
  const email = emailOf('officer3');
  await sql`update staff set active = false where email = ${email}`;
  for (let i = 0; i < 4; i++) expect((await attempt(email, `wrong ${i}`, { address })).status).toBe(401);
  expect((await attempt(email, right, { address })).status).toBe(403);
  expect((await attempt(email, 'wrong 5', { address })).status).toBe(401);
  expect((await attempt(email, 'wrong 6', { address })).status).toBe(429);
  await sql`update staff set active = true where email = ${email}`;
});

test('[ACCESS-21] meanwhile the owner can sign in from another address, and colleagues from the same address', async () => {
  expect((await attempt(one, right, { address: '203.0.113.5' })).status).toBe(200);
  expect((await attempt(two, right, { address: '198.51.100.20' })).status).toBe(200);
});

test('[ACCESS-22] a device that signed in before is counted separately: guesses from the same address do not slow it', async () => {
  const address = '198.51.100.22';
  const first = await attempt(two, right, { address });
  const cookie = cookieOf(first)!;
  expect(first.headers.getSetCookie().find((set) => set.startsWith('doorstep.device='))).toMatch(
    /Path=\/api\/auth; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
  );
  await statuses(Array.from({ length: 20 }, () => attempt(two, 'wrong', { address })));
  expect((await attempt(two, right, { address })).status).toBe(429);
  expect((await attempt(two, right, { address, cookie })).status).toBe(200);
  // For another account it is a device like any other.
  await statuses(Array.from({ length: 20 }, () => attempt(one, 'wrong', { address, cookie })));
  expect((await attempt(one, right, { address, cookie })).status).toBe(429);
  // With that cookie nobody guesses faster, and an invented one changes nothing.
  const made = await statuses(Array.from({ length: 30 }, () => attempt(two, 'wrong', { address, cookie })));
  expect(made.filter((status) => status === 401).length).toBeLessThanOrEqual(8);
  expect((await attempt(two, right, { address, cookie: 'doorstep.device=abcdefghijklmnop.x' })).status).toBe(
    429,
  );
});

test('[ACCESS-20] a change of password is counted before the password is checked, too', async () => {
  const { cookie } = await signIn(app.url, one);
  const change = (currentPassword: string) =>
    ask(cookie, '/api/auth/change-password', { currentPassword, newPassword: 'a new and longer one' });
  const came = await statuses(Array.from({ length: 40 }, (_, i) => change(i === 30 ? right : `wrong ${i}`)));
  expect(came.filter((status) => status === 400).length).toBeLessThanOrEqual(8);
  expect(came.filter((status) => status === 200)).toEqual([]);
  expect((await change(right)).status).toBe(429);
  // This does not slow another session of the same person.
  const other = await signIn(app.url, one);
  const changed = await ask(other.cookie, '/api/auth/change-password', {
    currentPassword: right,
    newPassword: right + right,
  });
  expect(changed.status).toBe(200);
  expect(await changed.text()).not.toContain('token');
});

test('[ACCESS-23] of a hundred wrong sign-ins at once a few wait, the others are asked to come back later, and nobody else waits behind them', async () => {
  // Signed in before.
  await ask('officer2', '/api/me');
  let checked = 0;
  const guesses = Array.from({ length: 100 }, async (_, i) => {
    const answer = await attempt(`nobody${i}@example.org`, 'wrong', {
      address: `198.51.100.${100 + (i % 50)}`,
    });
    if (answer.status === 401) checked += 1;
    return answer;
  });
  await expect.poll(() => checked).toBeGreaterThan(0);
  const from = checked;
  for (let i = 0; i < 5; i++) expect((await ask('officer2', '/api/me')).status).toBe(200);
  // Five answers, one after the other, while hardly any password was checked: these requests wait for no check.
  expect(checked - from).toBeLessThan(15);
  const answers = await Promise.all(guesses);
  const busy = answers.filter(({ status }) => status === 429);
  // One is checked and thirty wait; a place that becomes free while the last ones arrive is used.
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(100 - busy.length);
  expect(busy.length).toBeGreaterThan(30);
  for (const answer of busy) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}, 90_000);

test('[HTTP-61] the paths of better-auth that nobody needs are closed', async () => {
  for (const path of [
    ...['sign-up/email', 'reset-password', 'request-password-reset', 'verify-password', 'set-password'],
    ...['update-session', 'update-user', 'delete-user', 'link-social', 'unlink-account', 'list-accounts'],
    ...[
      'get-access-token',
      'refresh-token',
      'account-info',
      'device/token',
      'verify-email',
      'ok',
      'revoke-sessions',
    ],
  ])
    for (const method of ['GET', 'POST']) {
      const answer = await ask('officer2', `/api/auth/${path}`, method === 'POST' ? {} : undefined);
      expect(answer.status, path).toBe(404);
    }
});
