// Nobody is told more than they may know, and what they may no longer know leaves their device at once.
import { beforeAll, expect, test } from 'vitest';
import type { MutationKind } from '../../server/contract/up.ts';
import { client, signIn, startApp, TestClient, type App } from '../support/app.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { everyMutation } from '../support/every-mutation.ts';
import { owe, pay, smallLandlord, type SmallLandlord } from '../support/landlord.ts';

let db: TestDatabase;
let landlord: SmallLandlord;
let app: App;

beforeAll(async () => {
  db = await freshDatabase();
  landlord = await smallLandlord(db.sql, { homes: 24, patches: 3 });
  await owe(db.sql, 60_000);
  await db.sql`insert into staff (name, email, role) values
    ('Advice Example', 'advice@demo.doorstep.test', 'money_advice'), ('Admin Example', 'admin@demo.doorstep.test', 'admin')`;
  app = await startApp(db);
});

const patchesOf = (one: TestClient) => new Set([...one.worklist.values()].map((c) => c.patchId));
const get = async (email: string, path: string) => {
  const { cookie } = await signIn(app.url, email);
  return fetch(app.url + path, { headers: { cookie } });
};

test('[ACCESS-1] an officer gets their patches, a manager all', async () => {
  const officer = await client(app.url, 'officer1@demo.doorstep.test');
  const manager = await client(app.url, 'manager@demo.doorstep.test');
  expect(patchesOf(officer)).toEqual(new Set([landlord.patches[0]]));
  expect(patchesOf(manager)).toEqual(new Set(landlord.patches));
  const theirs = await get('officer1@demo.doorstep.test', `/api/worklist?patch=${landlord.patches[0]}`);
  expect(((await theirs.json()) as { cases: unknown[] }).cases).toHaveLength(officer.worklist.size);
  const others = await get('officer1@demo.doorstep.test', `/api/worklist?patch=${landlord.patches[1]}`);
  expect(others.status).toBe(403);
  const [foreign] = [...manager.worklist.values()].filter((c) => c.patchId === landlord.patches[1]);
  expect((await get('officer1@demo.doorstep.test', `/api/cases/${foreign!.id}`)).status).toBe(404);
  expect(await officer.look(foreign!.id)).toMatchObject({ ok: false });
  expect(await officer.do('visit.plan', { caseId: foreign!.id, plannedFor: '2026-12-01' })).toMatchObject({
    status: 'refused',
  });
});

test.each(['repairs', 'advice'])('[ACCESS-2] %s: no message and no answer has money in it', async (who) => {
  const email = `${who}@demo.doorstep.test`;
  const { cookie } = await signIn(app.url, email);
  const one = new TestClient(app.url, { cookie });
  await one.until(() => one.count('heartbeat') > 0);
  const account = landlord.accounts[0]!;
  const heard: unknown[] = [];
  heard.push(await one.look(account));
  for (const [kind, args] of everyArgs(account)) heard.push(await one.do(kind, args));

  // A visit is on the way, somebody looks, and the money comes: whoever may know is told.
  const manager = await client(app.url, 'manager@demo.doorstep.test');
  await manager.do('visit.set-out', { caseId: account });
  await manager.look(account, 'on_the_way');
  await pay(db.sql, account, 43_219);
  await manager.until(() => manager.worklist.get(account)?.lastPayment?.amountPence === 43_219);
  await one.next('heartbeat');
  heard.push(...one.came.map((m) => m.message));

  const ask = async (path: string, method = 'GET', body?: unknown) => {
    const response = await fetch(app.url + path, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return [path, response.status, await response.json()];
  };
  const { paths } = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as { paths: Paths };
  const reads = Object.keys(paths).filter((path) => paths[path]!.get && path.startsWith('/api/'));
  expect(reads.length).toBeGreaterThan(3);
  for (const path of [...reads, '/api/tiles', '/api/performance', '/api/performance/weeks'])
    for (const query of ['', '?before=9', `?patch=${landlord.patches[0]}`])
      heard.push(await ask(path.replace('{id}', String(account)) + query));
  const made = everyArgs(account).map(([kind, args], n) => ({
    ...{ id: crypto.randomUUID(), clientId: `${who} over http`, n, kind, args },
    madeAt: new Date().toISOString(),
  }));
  heard.push(await ask('/api/mutations', 'POST', made));
  const payment = { rentAccountId: account, amountPence: 100, method: 'card', source: 's', sourceRef: 'r' };
  heard.push(await ask('/api/payments', 'POST', [{ ...payment, valueDate: '2026-01-01' }]));

  // The words that say why not may name money; no field may hold any, and no figure may be told.
  const sentences =
    /^(The worklist shows money|Only managers and admin|Your work is done|The repairs team does|The money-advice team)/;
  const told = heard.flatMap(wordsAndFigures).filter((word) => !sentences.test(word));
  const money = /pence|balance|arrears|payment|weeksOwed|urgency|amount|technical|owed|£/i;
  expect(told.filter((word) => money.test(word) && !word.startsWith('/api/'))).toEqual([]);
  // What is owed, what was paid, and what is left.
  expect(told.filter((word) => /60.?000|43.?219|16.?781/.test(word))).toEqual([]);
  expect(one.count('worklist:reset') + one.count('worklist:changes') + one.count('case:stand-down')).toBe(0);
  expect(one.count('presence')).toBe(0);
  one.close();
});

type Paths = Record<string, { get?: unknown }>;

const everyArgs = (caseId: number): [MutationKind, object][] =>
  Object.entries(everyMutation({ caseId, personId: 1, repairId: 1, staffId: 1 })).map(([kind, { args }]) => [
    kind,
    args,
  ]) as [MutationKind, object][];

/** Every key, string and number in it. */
function wordsAndFigures(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...wordsAndFigures(inner)]);
}

test('[ACCESS-3] a patch that is taken away leaves the device at once, one that is given arrives, without signing in again', async () => {
  const officer = await client(app.url, 'officer2@demo.doorstep.test');
  const [was, given] = [landlord.patches[1]!, landlord.patches[2]!];
  await db.sql`update stint set patch_id = ${given} where staff_id = ${landlord.officers[1]!}`;
  await officer.until(() => patchesOf(officer).has(given) && !patchesOf(officer).has(was));
  const resets = officer.count('worklist:reset');
  expect(resets).toBe(2);
  const stranger = landlord.accounts.find((id) => !officer.worklist.has(id))!;
  await pay(db.sql, stranger, 10);
  const mine = [...officer.worklist.keys()][0]!;
  await pay(db.sql, mine, 10);
  await officer.until(() => officer.worklist.get(mine)?.lastPayment?.amountPence === 10);
  expect(officer.worklist.has(stranger)).toBe(false);
  await db.sql`update stint set patch_id = ${was} where staff_id = ${landlord.officers[1]!}`;
  await officer.until(() => patchesOf(officer).has(was));
});

test('[ACCESS-3] whose patches changed while they were away gets a reset, not what changed in the new one', async () => {
  const before = await client(app.url, 'officer2@demo.doorstep.test');
  before.close();
  await db.sql`update stint set patch_id = ${landlord.patches[2]!} where staff_id = ${landlord.officers[1]!}`;
  // Somebody who is connected tells that the change has arrived.
  const watcher = await client(app.url, 'officer2@demo.doorstep.test');
  await watcher.until(() => patchesOf(watcher).has(landlord.patches[2]!));
  const again = await client(app.url, 'officer2@demo.doorstep.test', { since: before.cursor });
  expect(again.count('worklist:reset')).toBe(1);
  expect(patchesOf(again)).toEqual(new Set([landlord.patches[2]]));
  await db.sql`update stint set patch_id = ${landlord.patches[1]!} where staff_id = ${landlord.officers[1]!}`;
  await watcher.until(() => patchesOf(watcher).has(landlord.patches[1]!));
});

test('[ACCESS-3] who leaves the staff is cut off with a word, and their session opens nothing', async () => {
  const email = 'officer3@demo.doorstep.test';
  const { cookie } = await signIn(app.url, email);
  const officer = await client(app.url, email, { cookie });
  await db.sql`update staff set active = false where email = ${email}`;
  await officer.until(() => officer.socket.disconnected);
  expect(officer.count('session:ended')).toBe(1);
  expect((await fetch(`${app.url}/api/me`, { headers: { cookie } })).status).toBe(401);
});

test('[ACCESS-3] signing out ends every socket of that session, and its cookie opens nothing', async () => {
  const email = 'manager@demo.doorstep.test';
  const { cookie } = await signIn(app.url, email);
  const here = await client(app.url, email, { cookie });
  const other = await client(app.url, email);
  const out = await fetch(`${app.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: app.url },
    body: '{}',
  });
  expect(out.status).toBe(200);
  await here.until(() => here.socket.disconnected);
  expect(here.count('session:ended')).toBe(1);
  expect(other.socket.connected).toBe(true);
  expect((await fetch(`${app.url}/api/me`, { headers: { cookie } })).status).toBe(401);
});

test('[HUB-86] an officer whose last patch is taken gets an empty list, connected or away, and is not signed out', async () => {
  const email = 'officer2@demo.doorstep.test';
  const { cookie } = await signIn(app.url, email);
  const here = await client(app.url, email, { cookie });
  expect(here.worklist.size).toBeGreaterThan(0);
  const before = here.cursor;
  const stints = await db.sql<{ patch_id: number; start_date: string }[]>`
    delete from stint where staff_id = ${landlord.officers[1]!} and end_date is null returning patch_id, start_date::text`;
  await here.until(() => here.count('worklist:reset') > 1 && here.worklist.size === 0);
  expect(here.socket.connected).toBe(true);
  expect(here.count('session:ended')).toBe(0);
  // A device that was away still has the old list: it is told, and not left with it.
  const away = await client(app.url, email, { cookie, since: before });
  expect(away.count('worklist:reset')).toBe(1);
  expect(away.worklist.size).toBe(0);
  for (const { patch_id, start_date } of stints)
    await db.sql`insert into stint (staff_id, patch_id, start_date)
      values (${landlord.officers[1]!}, ${patch_id}, ${start_date})`;
  await here.until(() => here.worklist.size > 0);
});

test('[HUB-87] a device that shows one person’s list is not connected with another person’s session', async () => {
  const { cookie } = await signIn(app.url, 'officer1@demo.doorstep.test');
  const auth = { protocol: 1, staffId: landlord.officers[1]! };
  await expect(client(app.url, 'officer1@demo.doorstep.test', { cookie, auth })).rejects.toMatchObject({
    data: { kind: 'sign-in' },
  });
  const mine = { protocol: 1, staffId: landlord.officers[0]! };
  const here = await client(app.url, 'officer1@demo.doorstep.test', { cookie, auth: mine });
  expect(here.worklist.size).toBeGreaterThan(0);
});
