// The API as another program uses it.
import { expect, test } from 'vitest';
import { caseSummary } from '../../server/contract/case-summary.ts';
import { me } from '../../server/contract/me.ts';
import { problem } from '../../server/contract/problem.ts';
import { pay } from '../support/landlord.ts';
import { emailOf, mutationOf, setUp } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

const { db, landlord, app, ask, read, cookieOf } = await setUp({ homes: 12, patches: 2 });
const get = (path: string, who = '') => ask(who, path);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
type List = { cursor: string; cases: { id: number; action: string }[] };
async function refusal(response: Response): Promise<number> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const body = problem.parse(await response.json());
  expect(body.status).toBe(response.status);
  return response.status;
}

test('[HTTP-1] healthy, ready with the feed’s proof, and measured', async () => {
  expect((await get('/healthz')).status).toBe(200);
  // The feed proves itself once a second; on a busy machine the first proof may be on its way.
  await expect.poll(async () => (await get('/readyz')).status, { timeout: 10_000 }).toBe(200);
  const ready = await get('/readyz');
  expect(await ready.json()).toMatchObject({
    ready: true,
    feed: { connected: true, lagMs: expect.any(Number), provedAt: expect.any(String) },
    database: true,
    version: expect.any(String),
  });
  const metrics = await (await get('/metrics')).text();
  for (const name of ['nodejs_eventloop_lag', 'feed_connected 1', 'hub_clients', 'hub_batches_total'])
    expect(metrics).toContain(`doorstep_${name}`);
});

test('[HTTP-2] with an e-mail address and a password: a cookie for browsers, a token for programs', async () => {
  const credentials = { email: 'officer1@demo.doorstep.test', password: 'doorstep-demo' };
  const response = await post('/api/auth/sign-in/email', credentials);
  expect(response.status).toBe(200);
  const set = response.headers.getSetCookie().find((one) => one.startsWith('doorstep.session_token='))!;
  expect(set).toMatch(/HttpOnly/i);
  expect(set).toMatch(/SameSite=Lax/i);
  const token = response.headers.get('set-auth-token')!;
  const mine = await fetch(`${app.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(me.parse(await mine.json())).toMatchObject({
    name: 'Officer Example 1',
    role: 'officer',
    patches: [{ id: landlord.patches[0], name: 'Patch 1' }],
    landlord: 'Test Homes',
    timeZone: 'Europe/London',
    demo: true,
  });
  const wrong = await post('/api/auth/sign-in/email', { ...credentials, password: 'not-this-one' });
  expect(await refusal(wrong)).toBe(401);
  const nobody = await post('/api/auth/sign-in/email', {
    ...credentials,
    email: 'nobody@demo.doorstep.test',
  });
  expect(await refusal(nobody)).toBe(401);
});

test('[HTTP-2] nobody signs themselves up, and only demo people sign in with one press', async () => {
  const stranger = { email: 'new@example.org', password: 'long-enough-1', name: 'New' };
  expect(await refusal(await post('/api/auth/sign-up/email', stranger))).toBeGreaterThanOrEqual(400);
  expect(await refusal(await post('/api/auth/demo', { email: 'new@example.org' }))).toBe(401);
  const people = await read<{ email: string }[]>('', '/api/demo/people');
  expect(people.map((one) => one.email)).toEqual(
    ['manager', 'officer1', 'officer2', 'repairs', 'advice', 'admin'].map(emailOf),
  );
});

test('[HTTP-3] without a session everything but health and signing in answers 401', async () => {
  for (const path of [
    '/api/me',
    '/api/worklist',
    '/api/cases/1',
    '/api/tiles',
    '/api/performance',
    '/api/anything',
  ])
    expect(await refusal(await get(path))).toBe(401);
  expect(await refusal(await post('/api/mutations', []))).toBe(401);
  expect(await refusal(await post('/api/payments', []))).toBe(401);
});

test('[HTTP-4] the worklist and a case, by the contract', async () => {
  const list = await read<List>('manager', '/api/worklist');
  expect(list.cursor).toBeTruthy();
  expect(list.cases).toHaveLength(12);
  for (const one of list.cases) expect(caseSummary.safeParse(one).error).toBeUndefined();
  const detail = await get(`/api/cases/${landlord.accounts[0]}`, 'manager');
  expect(await detail.json()).toMatchObject({ summary: { id: landlord.accounts[0], balancePence: 60_000 } });
  const home = await get(`/api/cases/${landlord.accounts[0]}`, 'repairs');
  expect(await home.json()).toMatchObject({ home: { address: '0 Example Street' }, repairs: [] });
  expect(await refusal(await get('/api/cases/999999', 'manager'))).toBe(404);
  expect(await refusal(await get('/api/cases/abc', 'manager'))).toBe(400);
  expect(await refusal(await get('/api/worklist?patch=0', 'manager'))).toBe(400);
});

test('[HTTP-5] a batch of mutations is answered item by item, and gets the same answer when it is sent again', async () => {
  const [mine] = (await read<List>('officer1', '/api/worklist')).cases;
  const mutations = [
    mutationOf('contact.record', { caseId: mine!.id, kind: 'call', reached: false }),
    mutationOf('contact.record', { caseId: mine!.id, kind: 'telepathy', reached: true }, 2),
    'nonsense',
    mutationOf('visit.knock-check', { caseId: mine!.id }, 3),
  ];
  const send = () => read<{ answers: { status: string }[] }>('officer1', '/api/mutations', { mutations });
  expect((await send()).answers.map((a) => a.status)).toEqual(['applied', 'refused', 'refused', 'applied']);
  expect((await send()).answers[0]!.status).toBe('duplicate');
  expect(await db.sql`select from contact`).toHaveLength(1);
});

test('[HTTP-6] a payment is taken once, then reported as a duplicate; a different payment with the same reference is a conflict', async () => {
  const payment = (sourceRef: string, more: object = {}) => ({
    reference: 'T000001',
    amountPence: 1_000,
    method: 'bank_transfer',
    source: 'bank',
    sourceRef,
    valueDate: londonDay(),
    ...more,
  });
  const send = async (payments: unknown[], who = 'manager') => {
    const response = await ask(who, '/api/payments', { payments });
    return response.status === 200
      ? ((await response.json()) as { answers: { status: string }[] }).answers.map((a) => a.status)
      : response.status;
  };
  const balance = async () =>
    (
      await db.sql<{ b: number }[]>`select balance_pence as b from rent_account where reference = 'T000001'`
    )[0]!.b;
  const before = await balance();
  expect(await send([payment('a'), payment('b'), payment('a')])).toEqual(['applied', 'applied', 'duplicate']);
  expect(await send([payment('a'), payment('a', { amountPence: 999 })])).toEqual(['duplicate', 'conflict']);
  expect(
    await send([
      payment('c', { reference: 'NOBODY' }),
      payment('d', { amountPence: 0 }),
      payment('e', { amountPence: 10.5 }),
      payment('f', { method: 'cheque' }),
      payment('g', { valueDate: '1999-01-01' }),
      payment('h\0'),
      payment('i', { reference: undefined }),
      payment('j', { reference: undefined, rentAccountId: landlord.accounts[0], amountPence: -300 }),
    ]),
  ).toEqual([...Array(7).fill('refused'), 'applied']);
  expect(await balance()).toBe(before - 1_000 - 1_000 + 300);
  expect(await send([payment('k')], 'officer1')).toBe(403);
  expect(await send([], 'manager')).toEqual([]);
});

test('[HTTP-7] every error is a problem document in plain words', async () => {
  const cookie = { cookie: await cookieOf('manager') };
  expect(await refusal(await get('/api/nothing', 'manager'))).toBe(404);
  expect(await refusal(await get('/nothing.js'))).toBe(404);
  expect(await refusal(await get('/api/performance/teams', 'manager'))).toBe(404);
  expect(await refusal(await post('/api/mutations', '{"mutations": [', cookie))).toBe(400);
  expect(await refusal(await post('/api/mutations', '"text"', cookie))).toBe(400);
  expect(
    await refusal(await post('/api/mutations', 'a=b', { ...cookie, 'content-type': 'text/plain' })),
  ).toBe(415);
  expect(await refusal(await post('/api/payments', `[${'1,'.repeat(600_000)}1]`, cookie))).toBe(413);
  expect(await refusal(await post('/api/auth/sign-in/email', { email: 5 }))).toBe(400);
});

test('[HTTP-8] another site’s page cannot change anything with a user’s session', async () => {
  const cookie = { cookie: await cookieOf('manager') };
  expect(await refusal(await post('/api/payments', [], { ...cookie, origin: 'https://evil.example' }))).toBe(
    403,
  );
  expect(await refusal(await post('/api/payments', [], { ...cookie, 'sec-fetch-site': 'cross-site' }))).toBe(
    403,
  );
  expect((await post('/api/payments', [], { ...cookie, origin: app.url })).status).toBe(200);
  const shaken = await fetch(`${app.url}/socket.io/?EIO=4&transport=polling`, {
    headers: { ...cookie, origin: 'https://evil.example' },
  });
  expect(shaken.status).toBe(403);
});

test('[HTTP-95] another site’s page, also of a sibling domain, has no answer made in a user’s name, and nothing is read for it', async () => {
  const cookie = await cookieOf('manager');
  const from = (site: string, path: string) =>
    fetch(app.url + path, { headers: { cookie, 'sec-fetch-site': site }, redirect: 'manual' });
  const one = `/api/cases/${landlord.accounts[0]!}`;
  const lines = async () => (await db.sql`select from audit_line`).length;
  const before = await lines();
  for (const site of ['cross-site', 'same-site'])
    for (const path of [one, '/api/worklist', '/api/tiles/rows.csv?name=real_arrears'])
      expect([site, path, await refusal(await from(site, path))]).toEqual([site, path, 403]);
  expect(await lines()).toBe(before);
  // Our own pages, and an address that a person typed.
  for (const site of ['same-origin', 'none'])
    for (const path of [one, '/api/tiles/rows.csv?name=real_arrears'])
      expect([site, path, (await from(site, path)).status]).toEqual([site, path, 200]);
  expect(await lines()).toBeGreaterThan(before);
  // A link to a page opens it, and a sign-in provider sends the browser back to us.
  expect((await from('cross-site', '/worklist')).status).not.toBe(403);
  expect((await from('cross-site', '/api/auth/callback/oidc')).status).toBe(302);
});

test('[HTTP-9] security headers limit what our pages may do, and nothing of a tenant is cached', async () => {
  const answer = await get('/api/worklist', 'manager');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('[HTTP-10] the API describes itself', async () => {
  const document = await read<{ paths: Record<string, unknown> }>('', '/api/openapi.json');
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/readyz',
      '/api/me',
      '/api/worklist',
      '/api/cases/{id}',
      '/api/mutations',
      '/api/payments',
    ]),
  );
});

test('[HTTP-11] the knock check over HTTP sees a payment that was committed before its request', async () => {
  const mine = (await read<List>('officer1', '/api/worklist')).cases.find((one) => one.action === 'visit');
  await pay(db.sql, mine!.id, 60_000);
  const mutations = [mutationOf('visit.knock-check', { caseId: mine!.id })];
  expect(await read('officer1', '/api/mutations', { mutations })).toMatchObject({
    answers: [{ status: 'applied', result: { verdict: 'stand-down', realArrearsPence: 0 } }],
  });
});
