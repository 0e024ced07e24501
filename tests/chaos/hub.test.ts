// The hub is killed, clients are away or stop reading, the database is out of reach: in the end each client's worklist
// equals a fresh one, item by item, and meanwhile no heartbeat claimed that everything is current.
import { connect as dial } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Access } from '../../server/access/access.ts';
import {
  client as join,
  signIn,
  startApp,
  type App,
  type ClientOptions,
  type TestClient,
} from '../support/app.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { levelWithFresh } from '../support/level.ts';
import { owe, pay, smallLandlord, type SmallLandlord } from '../support/landlord.ts';
import { Proxy } from '../support/proxy.ts';
import { forkHub } from './fork-hub.ts';

const officer1 = 'officer1@demo.doorstep.test';
let db: TestDatabase;
let landlord: SmallLandlord;
let proxy: Proxy;
let app: App;

beforeAll(async () => {
  db = await freshDatabase();
  landlord = await smallLandlord(db.sql, { homes: 60, patches: 2 });
  await owe(db.sql, 60_000);
  proxy = await Proxy.between(db.url);
  app = await startApp(
    { url: proxy.url(db.url) },
    { hubTiming: { giveUpMs: 1_500, heartbeatMs: 200 }, timing: { keep: 1_000, prune: 200 } },
  );
});
afterAll(() => proxy.close());

let opened: TestClient[] = [];
async function client(url: string, email: string, options: ClientOptions = {}): Promise<TestClient> {
  const one = await join(url, email, options);
  opened.push(one);
  return one;
}
// So that each test counts its own clients only.
afterEach(async () => {
  for (const one of opened) one.close();
  await opened[0]?.until(() => app.hub.connected === 0);
  opened = [];
});

test('[HUB-13] the hub is killed with -9 in the middle of batches and started again: no client misses anything', async () => {
  const first = await forkHub(db.url);
  const { cookie } = await signIn(first.url, officer1);
  const one = await client(first.url, officer1, { cookie });
  let writing = true;
  const writer = (async () => {
    for (let i = 0; writing; i++)
      await pay(db.sql, landlord.accounts[i % landlord.accounts.length]!, 7 + (i % 90));
  })();
  await one.until(() => one.count('worklist:changes') >= 5);
  first.child.kill('SIGKILL');
  await one.until(() => one.socket.disconnected);
  // Payments continue while the hub is away.
  const missed = one.count('worklist:changes');
  const second = await forkHub(db.url, new URL(first.url).port);
  writing = false;
  await writer;
  // The session and the cursor are still valid after the process has ended.
  const again = await client(second.url, officer1, { cookie, since: one.cursor });
  if (again.count('worklist:reset') > 0) one.worklist.clear();
  for (const [id, c] of again.worklist) one.worklist.set(id, c);
  for (const m of again.came)
    if (m.event === 'worklist:changes') for (const id of m.message.gone) one.worklist.delete(id);
  expect(missed).toBeGreaterThan(0);
  await levelWithFresh(one, second.url);
  second.child.kill('SIGKILL');
});

test('[HUB-14] a client that was away gets what it missed and nothing else; after longer than the log is kept, a reset', async () => {
  const one = await client(app.url, officer1);
  one.close();
  const away = landlord.accounts.slice(0, 6);
  for (const id of away) await pay(db.sql, id, 111);
  const soon = await client(app.url, officer1, { since: one.cursor });
  for (const [id, c] of soon.worklist) one.worklist.set(id, c);
  await levelWithFresh(one, app.url);

  soon.close();
  // The log here is kept for a second: what this cursor lacks is soon pruned.
  for (const id of away) await pay(db.sql, id, 222);
  for (let gone = false; !gone;) {
    // Each write notifies the hub, and the log is pruned meanwhile.
    await pay(db.sql, away[0]!, 1);
    const [left] = await db.sql<{ n: number }[]>`select count(*)::int as n from change_log l
      join payment p on p.id = l.ref where l.kind = 'payment' and p.amount_pence = 222`;
    gone = left!.n === 0;
  }
  const late = await client(app.url, officer1, { since: soon.cursor });
  expect(late.count('worklist:reset')).toBe(1);
  await levelWithFresh(late, app.url);
});

test('[HUB-15] a client that acknowledges nothing is sent nothing more and is disconnected; the others continue', async () => {
  const deaf = await client(app.url, officer1);
  const one = await client(app.url, officer1);
  deaf.acknowledge = false;
  const [id] = [...one.worklist.keys()];
  const before = deaf.count('worklist:changes');
  for (let i = 0; i < 20; i++) await pay(db.sql, id!, 3);
  await deaf.until(() => deaf.socket.disconnected);
  expect(deaf.count('worklist:changes') - before).toBe(1);
  expect(app.hub.stats.cutOff).toBeGreaterThan(0);
  await levelWithFresh(one, app.url);
});

test('[HUB-15] a client that stops reading its connection does not grow the hub’s memory, and is disconnected', async () => {
  const { cookie } = await signIn(app.url, officer1);
  const { hostname, port } = new URL(app.url);
  const stuck = dial(Number(port), hostname);
  await new Promise((resolve) => stuck.once('connect', resolve));
  stuck.on('error', () => {});
  stuck.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\n` +
      `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nCookie: ${cookie}\r\n\r\n`,
  );
  await new Promise((resolve) => stuck.once('data', resolve));
  const connected = app.hub.connected;
  // "40": connect to the default namespace; a masked frame with a mask of zeros.
  stuck.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]));
  const one = await client(app.url, officer1);
  await one.until(() => app.hub.connected === connected + 2);
  stuck.pause();
  const cutOff = app.hub.stats.cutOff;
  const sent = app.hub.stats.batches;
  for (let i = 0; i < 50; i++) await pay(db.sql, landlord.accounts[i]!, 5);
  await one.until(() => app.hub.stats.cutOff > cutOff);
  // The stuck client got its reset and no batch: all batches were sent to the one that reads.
  expect(app.hub.stats.batches - sent).toBe(one.count('worklist:changes'));
  await one.until(() => app.hub.connected === connected + 1);
  await levelWithFresh(one, app.url);
  stuck.destroy();
});

test('[HUB-16] the same batch twice changes nothing: applied but not acknowledged, it is sent again', async () => {
  const { cookie } = await signIn(app.url, officer1);
  const one = await client(app.url, officer1, { cookie });
  const { cursor } = one;
  one.acknowledge = false;
  const [id] = [...one.worklist.keys()];
  await pay(db.sql, id!, 12);
  const first = await one.next('worklist:changes', 0);
  expect(one.cursor).toBe(cursor);
  one.close();
  const again = await client(app.url, officer1, { cookie, since: cursor });
  const second = await again.next('worklist:changes', 0);
  // knownUpTo moves with time and is sent in heartbeats, so it is not compared.
  const still = (batch: typeof first) => batch.changed.map(({ knownUpTo: _, ...c }) => c);
  expect(still(second)).toEqual(still(first));
  // A third time, the older batch after the newer.
  for (const batch of [second, first, second]) {
    for (const c of batch.changed) one.worklist.set(c.id, c);
    for (const gone of batch.gone) one.worklist.delete(gone);
  }
  await levelWithFresh(one, app.url);
});

test('[HUB-17] the database is out of reach: every client gets "stale" with the time of the last proof, and later all that it missed', async () => {
  const { cookie } = await signIn(app.url, officer1);
  const one = await client(app.url, officer1, { cookie });
  proxy.weather = 'refuse';
  const heartbeat = await one.until(() => {
    const last = one.came.findLast((m) => m.event === 'heartbeat');
    return last?.event === 'heartbeat' && last.message.stale && last.message;
  });
  expect(heartbeat.provedAt).not.toBeNull();
  expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${app.url}/api/me`, { headers: { cookie } })).status).toBe(503);
  const [id] = [...one.worklist.keys()];
  await pay(db.sql, id!, 4_242);
  proxy.weather = 'pass';
  await one.until(() => one.worklist.get(id!)?.lastPayment?.amountPence === 4_242, 20_000);
  await one.until(() => {
    const last = one.came.findLast((m) => m.event === 'heartbeat');
    return last?.event === 'heartbeat' && !last.message.stale;
  });
  await levelWithFresh(one, app.url);
});

test('[HUB-18] the hub is stopped while people act: each gets an answer or can send again, and nothing is half done', async () => {
  const own = await startApp(db);
  const one = await client(own.url, officer1);
  const ids = [...one.worklist.keys()].slice(0, 10);
  const [before] = await db.sql<{ n: number }[]>`select count(*)::int as n from contact`;
  const answers = Promise.allSettled(
    ids.map((caseId) => one.do('contact.record', { caseId, kind: 'call', reached: true })),
  );
  await one.until(() => true);
  const began = performance.now();
  await own.stop();
  expect(performance.now() - began).toBeLessThan(5_000);
  one.close();
  const applied = (await answers).filter(
    (a) => a.status === 'fulfilled' && a.value.status === 'applied',
  ).length;
  const [after] = await db.sql<{ n: number }[]>`select count(*)::int as n from contact`;
  expect(after!.n - before!.n).toBeGreaterThanOrEqual(applied);
  // Its access is closed too: a new one opens on the same database with the same secret.
  const again = await Access.open({
    url: db.url,
    sql: db.sql,
    baseUrl: own.url,
    publicUrl: null,
    demo: true,
    oidc: null,
  });
  await again.stop();
});
