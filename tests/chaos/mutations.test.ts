// Mutations while the database is away: none is refused for that, nothing is lost, and when the device's outbox sends them
// again afterwards they have one effect.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Outbox, type OutboxStore } from '../../client/lib/live/outbox.ts';
import { envelopeOf, type Waiting } from '../../client/lib/live/waiting.ts';
import type { MutationAnswer } from '../../server/contract/up.ts';
import { client, signIn, startApp, type App, type TestClient } from '../support/app.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { nextHeartbeat } from '../support/level.ts';
import { owe, smallLandlord } from '../support/landlord.ts';
import { Proxy } from '../support/proxy.ts';
import { begin, untilBlocked } from '../support/transactions.ts';

const officer1 = 'officer1@demo.doorstep.test';
let db: TestDatabase;
let proxy: Proxy;
let app: App;
let cookie: string;

beforeAll(async () => {
  db = await freshDatabase();
  await smallLandlord(db.sql, { homes: 12, patches: 2 });
  await owe(db.sql, 60_000);
  proxy = await Proxy.between(db.url);
  app = await startApp(
    { url: proxy.url(db.url) },
    { hubTiming: { heartbeatMs: 200 }, timing: { queryDeadline: 1_500, stale: 1_500 } },
  );
  ({ cookie } = await signIn(app.url, officer1));
});
afterAll(() => proxy.close());
beforeEach(() => {
  proxy.weather = 'pass';
});

/** The device's outbox with a store in memory. It sends over this client's socket, as the page does. */
function outbox(one: TestClient) {
  const items = new Map<number, Waiting>();
  let next = 0;
  const store: OutboxStore = {
    add: (make) => {
      const item = make(`phone ${one.socket.id!}`, next++);
      items.set(item.n, item);
      return Promise.resolve(item);
    },
    renumber: () => Promise.reject(new Error('nobody presses here')),
    all: () => Promise.resolve([...items.values()]),
    put: (item) => Promise.resolve(void items.set(item.n, item)),
    remove: (item) => Promise.resolve(void items.delete(item.n)),
  };
  const send = async (item: Waiting) =>
    one.socket
      .timeout(2_500)
      .emitWithAck('mutation', envelopeOf(item))
      .catch(() => null);
  return { box: new Outbox({ store, send }), items };
}

const contactsWith = async (note: string) =>
  (await db.sql<{ n: number }[]>`select count(*)::int as n from contact where note = ${note}`)[0]!.n;

test.each(['refuse', 'stall'] as const)(
  '[HUB-19] a mutation while the database is away (%s) is not refused, and is applied exactly once when it is back',
  async (weather) => {
    const one = await client(app.url, officer1, { cookie });
    const { box, items } = outbox(one);
    await box.belongTo(1);
    const [caseId] = [...one.worklist.keys()];
    const note = `Called at the door, ${weather}.`;
    proxy.weather = weather;
    const { answered } = await box.add(
      'contact.record',
      { caseId: caseId!, kind: 'call', reached: true, note },
      new Date(),
    );
    let answer: MutationAnswer | null = null;
    void answered.then((given) => (answer = given));
    await nextHeartbeat(one, true);
    await box.flush();
    expect(answer).toBeNull();
    expect([...items.values()].map((item) => item.answer)).toEqual([undefined]);

    proxy.weather = 'pass';
    await nextHeartbeat(one, false, 20_000);
    for (let again = 0; again < 10 && items.size > 0; again++) await box.flush();
    expect(items.size).toBe(0);
    expect(['applied', 'duplicate']).toContain((await answered).status);
    expect(await contactsWith(note)).toBe(1);
  },
  60_000,
);

test('[HUB-19] the connection is cut again and again during writes: each mutation is applied exactly once', async () => {
  const one = await client(app.url, officer1, { cookie });
  const { box, items } = outbox(one);
  await box.belongTo(1);
  const ids = [...one.worklist.keys()];
  const note = 'Written under fire.';
  const all: Promise<MutationAnswer>[] = [];
  for (let i = 0; i < 40; i++) {
    const args = { caseId: ids[i % ids.length]!, kind: 'call', reached: false, note };
    all.push((await box.add('contact.record', args, new Date())).answered);
    if (i % 4 === 0) proxy.cut();
  }
  for (let again = 0; again < 30 && items.size > 0; again++) await box.flush();
  const statuses = (await Promise.all(all)).map((answer) => answer.status);
  expect(statuses.filter((status) => status !== 'applied' && status !== 'duplicate')).toEqual([]);
  expect(await contactsWith(note)).toBe(40);
}, 90_000);

test('[HTTP-5] a batch during which the database goes away is a 503, and the same batch sent again is saved once', async () => {
  const one = await client(app.url, officer1, { cookie });
  const [caseId] = [...one.worklist.keys()];
  const note = 'From a program.';
  const body = JSON.stringify({
    mutations: [1, 2, 3].map((n) => ({
      id: crypto.randomUUID(),
      clientId: 'program',
      n,
      kind: 'contact.record',
      args: { caseId, kind: 'letter', reached: false, note },
      madeAt: new Date().toISOString(),
    })),
  });
  const send = () =>
    fetch(`${app.url}/api/mutations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body,
    });
  // The account's row is locked, so that the batch is in its first item when the database goes away.
  const holder = await begin(db.url);
  await holder.tx`select pg_advisory_xact_lock(710010, ${caseId!})`;
  const sent = send();
  await untilBlocked(db.sql);
  proxy.weather = 'refuse';
  const answer = await sent;
  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toContain('problem+json');
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  await holder.rollback();
  proxy.weather = 'pass';
  let again = await send();
  for (let tries = 0; tries < 50 && again.status === 503; tries++) again = await send();
  expect(again.status).toBe(200);
  expect(((await again.json()) as { answers: MutationAnswer[] }).answers.map((a) => a.status)).toEqual([
    'applied',
    'applied',
    'applied',
  ]);
  expect(await contactsWith(note)).toBe(3);
});
