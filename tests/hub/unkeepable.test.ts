// Numbers beyond their columns, NULs, half letters, days that there are not: in every part of every mutation, and in every
// path, query and body of every route. Each is refused by a schema, in words, before the database sees it.
import { mkdtempSync, readFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createCases } from '../../server/cases/cases.ts';
import { mutationKinds, type MutationAnswer } from '../../server/contract/up.ts';
import { answerMutation } from '../../server/commands/answer.ts';
import { client, signIn, startApp, type App } from '../support/app.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { everyMutation } from '../support/every-mutation.ts';
import { owe, smallLandlord, type SmallLandlord } from '../support/landlord.ts';
import { examples, nasty, spoilt } from '../support/nasty.ts';
import { jpeg } from '../support/pictures.ts';

let db: TestDatabase;
let landlord: SmallLandlord;
let app: App;
let cookie: string;
let logFolder: string;

beforeAll(async () => {
  db = await freshDatabase();
  landlord = await smallLandlord(db.sql, { homes: 4, patches: 2 });
  await owe(db.sql, 60_000);
  logFolder = mkdtempSync(join(tmpdir(), 'doorstep-unkeepable-'));
  app = await startApp(db, { logFolder, environment: { LOG_LEVEL: 'warn' } });
  cookie = (await signIn(app.url, 'manager@demo.doorstep.test')).cookie;
});

/** What the log says of faults of ours, and of values that only the database refused. */
const faults = () =>
  readFileSync(join(logFolder, 'log', 'doorstep.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"level":50') || line.includes('cannot be kept'));

test('[HTTP-62] every part of every mutation spoilt in every way: an answer in words each time, and no fault of ours', async () => {
  const caseId = landlord.accounts[0]!;
  const [home] = await db.sql<{ person: number; property: number }[]>`
    select tp.person_id as person, t.property_id as property from rent_account a join tenancy t on t.id = a.tenancy_id
    join tenancy_person tp on tp.tenancy_id = t.id where a.id = ${caseId}`;
  const [repair] = await db.sql<{ id: number }[]>`
    insert into repair (property_id, category) values (${home!.property}, 'damp_mould') returning id`;
  const told: unknown[] = [];
  const note = (...line: unknown[]) => void told.push(line);
  const log = { debug() {}, info() {}, warn: note, error: note, fatal: note };
  const cases = createCases({ sql: db.sql, fresh: () => Promise.resolve(null), clock: Date.now });
  const staff = { officer: landlord.officers[0]!, manager: landlord.manager, repairs: landlord.repairs };
  const [advice] = await db.sql<{ id: number }[]>`
    insert into staff (name, email, role) values ('Advice Example', 'advice@example.org', 'money_advice') returning id`;
  let n = 0;
  const answered = new Map<string, number>();
  for (const kind of mutationKinds) {
    const example = everyMutation({
      caseId,
      personId: home!.person,
      repairId: repair!.id,
      staffId: landlord.officers[0]!,
      holdId: 1,
      alertId: 1,
    })[kind];
    const role = example.by;
    const staffId = role === 'money_advice' ? advice!.id : staff[role];
    const patchIds = role === 'manager' ? ('all' as const) : role === 'officer' ? [landlord.patches[0]!] : [];
    const sender = { actor: { staffId, name: 'Example', role, patchIds }, sessionId: '' };
    const apply: Parameters<typeof answerMutation>[0]['apply'] = (actor, mutation) =>
      cases.apply(actor, mutation);
    for (const args of spoilt(example.args)) {
      const said = {
        id: crypto.randomUUID(),
        clientId: 'nasty',
        n: ++n,
        kind,
        args,
        madeAt: new Date().toISOString(),
      };
      const answer = (await answerMutation({ apply, log }, sender, said)) as MutationAnswer;
      expect(answer, `${kind} ${JSON.stringify(args).slice(0, 300)}`).toMatchObject({
        status: expect.any(String),
      });
      if (answer.status === 'refused') expect(answer.message).toMatch(/[.?]$/);
      answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
    }
  }
  expect(told).toEqual([]);
  expect(answered.get('refused')).toBeGreaterThan(5_000);
}, 120_000);

test('[HTTP-62] a mutation’s envelope spoilt in every way is refused', async () => {
  const envelope = {
    id: crypto.randomUUID(),
    clientId: 'nasty-envelope',
    n: 1,
    kind: 'case.ask',
    args: { caseId: landlord.accounts[0]! },
    baseVersion: 1,
    madeAt: new Date().toISOString(),
  };
  const all = [...spoilt(envelope)];
  for (let at = 0; at < all.length; at += 200) {
    const response = await fetch(`${app.url}/api/mutations`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(all.slice(at, at + 200)),
    });
    expect(response.status).toBe(200);
  }
  expect(faults()).toEqual([]);
});

type Parameter = { name: string; in: string; schema: Record<string, unknown> };
type Operation = {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
};

test('[HTTP-63] every path, query and body of every route spoilt in every way: 4xx and never 5xx', async () => {
  const document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value as Record<string, unknown>;
    const [, , , name] = typeof $ref === 'string' ? $ref.split('/') : [];
    const schemas = (document as unknown as { components?: { schemas: Record<string, unknown> } }).components
      ?.schemas;
    if (name) return resolve(schemas?.[name]);
    return Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, resolve(part)]));
  };
  const asText = (bad: unknown) => (typeof bad === 'string' ? bad : JSON.stringify(bad)).toWellFormed();
  const broken: string[] = [];
  let asked = 0;
  const send = async (method: string, url: URL, as: string, body?: unknown) => {
    asked++;
    const response = await fetch(url, {
      method: method.toUpperCase(),
      redirect: 'manual',
      headers: { cookie: as, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    // Its own 503 is about the feed, which may be late on a busy machine.
    if (response.status >= 500 && url.pathname !== '/readyz')
      broken.push(
        `${response.status} ${method} ${url.pathname}${url.search} ${JSON.stringify(body)?.slice(0, 300)}`,
      );
  };
  let as = cookie;
  for (const [path, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations)) {
      // A session each: it may be ended, and has its own limits.
      if (/auth|settings|mutations/.test(path))
        as = (await signIn(app.url, 'manager@demo.doorstep.test')).cookie;
      const parameters = (operation.parameters ?? []) as Parameter[];
      const filled = (spoiltOne?: Parameter, bad?: unknown) => {
        let place = path;
        const url = new URL(app.url);
        for (const one of parameters) {
          const [right] = examples(resolve(one.schema) as object);
          const value = one === spoiltOne ? asText(bad) : String(right);
          if (one.in === 'path') place = place.replace(`{${one.name}}`, encodeURIComponent(value));
          else if (one === spoiltOne) url.searchParams.set(one.name, value);
        }
        url.pathname = place;
        return url;
      };
      const body = operation.requestBody?.content['application/json']?.schema;
      const [right] = body ? examples(resolve(body) as object) : [undefined];
      for (const one of parameters) for (const bad of nasty) await send(method, filled(one, bad), as, right);
      if (!body) continue;
      for (const whole of examples(resolve(body) as object)) {
        let sent = 0;
        // Each part meets a third of them: thousands of requests are enough.
        for (const bad of [...spoilt(whole)].filter((_, i) => i % 3 === parameters.length % 3)) {
          // What is too much at once is not looked at.
          if (++sent % 50 === 0) as = (await signIn(app.url, 'manager@demo.doorstep.test')).cookie;
          await send(method, filled(), as, bad);
        }
      }
    }
  for (const path of [
    'auth/revoke-session',
    'auth/sign-out',
    'auth/demo',
    'auth/sign-in/social',
    'auth/get-session',
  ])
    for (const bad of nasty) {
      await send('post', new URL(`/api/${path}`, app.url), cookie, bad);
      await send('post', new URL(`/api/${path}`, app.url), cookie, {
        token: bad,
        id: bad,
        email: bad,
        provider: bad,
      });
      await send('get', new URL(`/api/${path}?x=${encodeURIComponent(asText(bad))}`, app.url), cookie);
    }
  expect(broken).toEqual([]);
  expect(asked).toBeGreaterThan(1_000);
  expect(faults()).toEqual([]);
}, 240_000);

test('[HUB-95] every event of the socket spoilt in every way is answered, and a cursor that is none gets a reset', async () => {
  const one = await client(app.url, 'manager@demo.doorstep.test');
  type Raw = { timeout(ms: number): { emitWithAck(event: string, said: unknown): Promise<unknown> } };
  const right = {
    'presence:set': { caseId: landlord.accounts[0]!, doing: 'looking' },
    'thread:look': { inbox: true, threadId: crypto.randomUUID() },
    'thread:typing': { caseId: landlord.accounts[0]!, threadId: crypto.randomUUID() },
    'tiles:listen': { patches: [landlord.patches[0]!] },
  };
  for (const [event, said] of Object.entries(right)) {
    const all = [...spoilt(said)].filter((bad) => typeof bad !== 'string' || bad.length < 2_000);
    const mine = await client(app.url, 'manager@demo.doorstep.test');
    const raw = mine.socket as unknown as Raw;
    for (const bad of all)
      expect(await raw.timeout(10_000).emitWithAck(event, bad), event).toBeTypeOf('object');
  }
  const patches = 'all';
  for (const since of [
    `${patches}~zzzzzzzzzzz~abc.1:1:`,
    `${patches}~1~abc.9:5:`,
    `${patches}~1~abc.99999999999999999999:99999999999999999999:`,
    `${patches}~-1~`,
    '\0',
    '~',
    one.cursor.replace(/^all~[^~]*/, 'all~zzzzzzzzzzz'),
    one.cursor.replace(/:\d+:/, ':9223372036854775806:'),
  ]) {
    const again = await client(app.url, 'manager@demo.doorstep.test', { since });
    await again.until(() => again.count('worklist:reset') > 0 || again.count('worklist:changes') > 0);
  }
  const text = readFileSync(join(logFolder, 'log', 'doorstep.log'), 'utf8');
  expect(text).not.toContain('catching up failed');
  expect(faults()).toEqual([]);
}, 60_000);

test('[HTTP-64] an upload that is broken off says nothing about the database, and what it printed stays in the log', async () => {
  ({ cookie } = await signIn(app.url, 'manager@demo.doorstep.test'));
  const before = readFileSync(join(logFolder, 'log', 'doorstep.log'), 'utf8').length;
  const { hostname, port } = new URL(app.url);
  const photo = `/api/cases/${landlord.accounts[0]!}/photos?photoId=${crypto.randomUUID()}`;
  for (const path of [photo, '/api/mutations', '/api/auth/sign-in/email', '/api/auth/demo', '/api/payments'])
    for (let round = 0; round < 3; round++) {
      const socket = dial(Number(port), hostname);
      const type = path === photo ? 'image/jpeg' : 'application/json';
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncookie: ${cookie}\r\ncontent-type: ${type}\r\ncontent-length: 100000\r\n\r\n`,
      );
      socket.write(jpeg().subarray(0, 200));
      // Until the server has begun to read it.
      await new Promise((done) => setImmediate(done));
      await fetch(`${app.url}/healthz`);
      socket.resetAndDestroy();
      await fetch(`${app.url}/healthz`);
    }
  expect((await fetch(`${app.url}/api/me`, { headers: { cookie } })).status).toBe(200);
  expect(readFileSync(join(logFolder, 'log', 'doorstep.log'), 'utf8').slice(before)).toBe('');
});
