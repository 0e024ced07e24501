// A connection to Postgres that is lost while a request waits on it must not end the process. The server runs in its own
// process here, as npm start runs it: in the test's process vitest would catch the error.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, TestClient } from '../support/app.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { owe, smallLandlord, type SmallLandlord } from '../support/landlord.ts';
import { jpeg } from '../support/pictures.ts';
import { Proxy } from '../support/proxy.ts';
import { forkHub } from './fork-hub.ts';
import { londonDay } from '../support/london-day.ts';
import { begin, killConnections, untilBlocked } from '../support/transactions.ts';

const manager = 'manager@demo.doorstep.test';
let db: TestDatabase;
let landlord: SmallLandlord;
let proxy: Proxy;
let server: Awaited<ReturnType<typeof forkHub>>;
let cookie: string;

beforeAll(async () => {
  db = await freshDatabase();
  landlord = await smallLandlord(db.sql, { homes: 12, patches: 2 });
  await owe(db.sql, 60_000);
  proxy = await Proxy.between(db.url);
  server = await forkHub(proxy.url(db.url));
  ({ cookie } = await signIn(server.url, manager));
});
afterAll(() => proxy.close());

const mutation = (caseId: number) => ({
  id: randomUUID(),
  clientId: randomUUID(),
  n: 1,
  kind: 'contact.record',
  args: { caseId, kind: 'call', reached: true },
  madeAt: new Date().toISOString(),
});

/** One request of each kind that touches the database; each resolves with its status, 0 where the connection broke. */
function everyKind(): Promise<number>[] {
  const { url } = server;
  const id = landlord.accounts[0]!;
  const headers = { cookie, 'content-type': 'application/json' };
  const send = (path: string, body: unknown) =>
    fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const payment = {
    rentAccountId: id,
    amountPence: 5,
    method: 'card',
    source: 'test',
    sourceRef: randomUUID(),
    valueDate: londonDay(),
  };
  const photo = `/api/cases/${id}/photos?photoId=${randomUUID()}`;
  const asked = [
    ...[
      '/api/me',
      '/api/worklist',
      `/api/cases/${id}`,
      `/api/cases/${id}/ledger`,
      `/api/cases/${id}/history`,
      `/api/photos/${randomUUID()}`,
      '/api/performance/trend',
      '/api/performance/bridge',
      '/api/settings',
      '/api/tasks',
      '/api/wallboard/screens',
      '/api/demo/people',
      '/readyz',
    ].map((path) => fetch(url + path, { headers })),
    send('/api/mutations', [mutation(id)]),
    send('/api/payments', [payment]),
    send('/api/auth/sign-in/email', { email: manager, password: 'doorstep-demo' }),
    send('/api/auth/demo', { email: manager }),
    send('/api/wallboard/code', {}),
    fetch(url + photo, {
      method: 'POST',
      headers: { cookie, 'content-type': 'image/jpeg' },
      body: new Uint8Array(jpeg(40, 30)),
    }),
  ];
  const one = new TestClient(url, { cookie });
  const socket = one
    .until(() => one.came.length > 0, 15_000)
    .then(
      () => 200,
      () => 0,
    )
    .finally(() => one.close());
  return [
    ...asked.map((answer) =>
      answer.then(
        async (came) => (await came.arrayBuffer(), came.status),
        () => 0,
      ),
    ),
    socket,
  ];
}

async function stillServes(): Promise<void> {
  expect(server.child.exitCode).toBeNull();
  await expect
    .poll(async () => (await fetch(`${server.url}/readyz`).catch(() => null))?.status, { timeout: 30_000 })
    .toBe(200);
  await expect
    .poll(async () => (await fetch(`${server.url}/api/me`, { headers: { cookie } })).status, {
      timeout: 30_000,
    })
    .toBe(200);
}

test('[SERVER-20] backends are killed while each kind of request waits on them: the process lives and answers again', async () => {
  // Requests that need one of these tables wait, so that they are interrupted at different places.
  for (const table of ['auth."session"', 'staff', 'rent_account', 'mutation', 'payment', 'photo']) {
    const holder = await begin(db.url);
    await holder.tx.unsafe(`lock table ${table} in access exclusive mode`);
    const answers = everyKind();
    await untilBlocked(db.sql);
    await killConnections(db.sql);
    await holder.rollback();
    for (const status of await Promise.all(answers)) expect(status, table).not.toBe(500);
    await stillServes();
  }
});

test('[SERVER-20] the network stalls while requests wait, and then breaks: the process lives and answers again', async () => {
  for (let round = 0; round < 2; round++) {
    proxy.weather = 'stall';
    const answers = everyKind();
    // Longer than a pool waits for a connection.
    const from = performance.now();
    await expect
      .poll(() => performance.now() - from, { timeout: 10_000 })
      .toBeGreaterThan(round === 0 ? 500 : 6_000);
    proxy.cut();
    proxy.weather = 'pass';
    for (const status of await Promise.all(answers)) expect(status).not.toBe(500);
    await stillServes();
  }
});
