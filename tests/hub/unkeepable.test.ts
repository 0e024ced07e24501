// Numbers beyond their column's range, NULs, lone surrogates and days that do not exist: in every part of every mutation,
// and in every path, query and body of every route. A schema refuses each with a message, before the database sees it.
import { Agent, request } from 'node:http';
import { connect as dial } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { createCases } from '../../server/cases/cases.ts';
import { mutationKinds, type MutationAnswer } from '../../server/contract/up.ts';
import { answerMutation } from '../../server/commands/answer.ts';
import { signIn } from '../support/app.ts';
import { everyMutation } from '../support/every-mutation.ts';
import { examples, nasty, spoilt } from '../support/nasty.ts';
import { jpeg } from '../support/pictures.ts';
import { emailOf, logInFolder, mutationOf, setUp } from './setup.ts';

const log = logInFolder();
const { db, landlord, app, ask, read, join } = await setUp({
  homes: 4,
  patches: 2,
  logFolder: log.logFolder,
  environment: { LOG_LEVEL: 'warn' },
});
const session = async () => (await signIn(app.url, emailOf('manager'))).cookie;

/** Log lines about errors of the server, and about values that only the database refused. */
const faults = () => [
  ...log.errors(),
  ...log
    .text()
    .split('\n')
    .filter((line) => line.includes('cannot be kept')),
];

test('[HTTP-62] every part of every mutation made invalid in every way: always an answer with a message, never an error of the server', async () => {
  const caseId = landlord.accounts[0]!;
  const [home] = await db.sql<{ person: number; property: number }[]>`
    select tp.person_id as person, t.property_id as property from rent_account a join tenancy t on t.id = a.tenancy_id
    join tenancy_person tp on tp.tenancy_id = t.id where a.id = ${caseId}`;
  const [repair] = await db.sql<{ id: number }[]>`
    insert into repair (property_id, category) values (${home!.property}, 'damp_mould') returning id`;
  const unexpected: unknown[] = [];
  const note = (...line: unknown[]) => void unexpected.push(line);
  const noted = { debug() {}, info() {}, warn: note, error: note, fatal: note };
  const cases = createCases({ sql: db.sql, fresh: () => Promise.resolve(null), clock: Date.now });
  const staff = { officer: landlord.officers[0]!, manager: landlord.manager, repairs: landlord.repairs };
  const [advice] = await db.sql<{ id: number }[]>`select id from staff where role = 'money_advice'`;
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
      const sent = { ...mutationOf(kind, {}, ++n), args };
      const answer = (await answerMutation({ apply, log: noted }, sender, sent)) as MutationAnswer;
      expect(answer, `${kind} ${JSON.stringify(args).slice(0, 300)}`).toMatchObject({
        status: expect.any(String),
      });
      if (answer.status === 'refused') expect(answer.message).toMatch(/[.?]$/);
      answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
    }
  }
  expect(unexpected).toEqual([]);
  expect(answered.get('refused')).toBeGreaterThan(5_000);
}, 120_000);

test('[HTTP-62] a mutation’s envelope made invalid in every way is refused', async () => {
  const envelope = { ...mutationOf('case.ask', { caseId: landlord.accounts[0]! }), baseVersion: 1 };
  const all = [...spoilt(envelope)];
  for (let at = 0; at < all.length; at += 200) {
    const response = await ask('manager', '/api/mutations', all.slice(at, at + 200));
    expect(response.status).toBe(200);
  }
  expect(faults()).toEqual([]);
});

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());
/** The status of a request whose answer was read to its end: by node:http, which takes half the processor time of fetch. */
const statusOf = (method: string, path: string, cookie: string, body: unknown): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const sent = request(app.url + path, { agent, method: method.toUpperCase(), headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode!));
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

type Schema = Record<string, unknown>;
type Parameter = { name: string; in: string; schema: Schema };
type Operation = { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } };
type Api = { paths: Record<string, Record<string, Operation>>; components?: { schemas: Schema } };

test('[HTTP-63] every path, query and body of every route made invalid in every way: 4xx and never 5xx', async () => {
  const api = await read<Api>('', '/api/openapi.json');
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value as Schema;
    const [, , , name] = typeof $ref === 'string' ? $ref.split('/') : [];
    if (name) return resolve(api.components?.schemas[name]);
    return Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, resolve(part)]));
  };
  const asText = (bad: unknown) => (typeof bad === 'string' ? bad : JSON.stringify(bad)).toWellFormed();
  const broken: string[] = [];
  let requests = 0;
  const send = async (method: string, { pathname, search }: URL, as: string, body?: unknown) => {
    requests++;
    const status = await statusOf(method, pathname + search, as, body);
    // Its 503 is about the feed, which may be late on a busy machine.
    if (status >= 500 && pathname !== '/readyz')
      broken.push(`${status} ${method} ${pathname}${search} ${JSON.stringify(body)?.slice(0, 300)}`);
  };
  /** Each has its own session, since a request may end it, and stays below the rate limit of a session. */
  const jobs: ((as: string) => Promise<void>)[] = [];
  const inJobs = <T>(all: readonly T[], one: (bad: T, as: string) => Promise<void>) => {
    for (let at = 0; at < all.length; at += 50)
      jobs.push(async (as) => {
        for (const bad of all.slice(at, at + 50)) await one(bad, as);
      });
  };
  for (const [path, operations] of Object.entries(api.paths))
    for (const [method, { parameters = [], requestBody }] of Object.entries(operations)) {
      const rights = parameters.map(({ schema }) => String(examples(resolve(schema) as object)[0]));
      const filled = (spoiltOne?: Parameter, bad?: unknown) => {
        let place = path;
        const url = new URL(app.url);
        for (const [i, one] of parameters.entries()) {
          const value = one === spoiltOne ? asText(bad) : rights[i]!;
          if (one.in === 'path') place = place.replace(`{${one.name}}`, encodeURIComponent(value));
          else if (one === spoiltOne) url.searchParams.set(one.name, value);
        }
        url.pathname = place;
        return url;
      };
      const body = requestBody?.content['application/json']?.schema;
      const whole = body ? examples(resolve(body) as object) : [];
      for (const one of parameters) inJobs(nasty, (bad, as) => send(method, filled(one, bad), as, whole[0]));
      // Each part gets a third of the invalid values: thousands of requests are enough.
      for (const example of whole)
        inJobs(
          [...spoilt(example)].filter((_, i) => i % 3 === parameters.length % 3),
          (bad, as) => send(method, filled(), as, bad),
        );
    }
  for (const path of ['revoke-session', 'sign-out', 'demo', 'sign-in/social', 'get-session'])
    inJobs(nasty, async (bad, as) => {
      const url = new URL(`/api/auth/${path}`, app.url);
      await send('post', url, as, bad);
      await send('post', url, as, { token: bad, id: bad, email: bad, provider: bad });
      await send('get', new URL(`?x=${encodeURIComponent(asText(bad))}`, url), as);
    });
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let job = jobs.pop(); job; job = jobs.pop()) await job(await session());
    }),
  );
  expect(broken).toEqual([]);
  expect(requests).toBeGreaterThan(1_000);
  expect(faults()).toEqual([]);
}, 120_000);

test('[HUB-95] every event of the socket made invalid in every way is answered, and an invalid cursor gets a reset', async () => {
  const one = await join('manager');
  type Raw = { timeout(ms: number): { emitWithAck(event: string, message: unknown): Promise<unknown> } };
  const right = {
    'presence:set': { caseId: landlord.accounts[0]!, doing: 'looking' },
    'thread:look': { inbox: true, threadId: crypto.randomUUID() },
    'thread:typing': { caseId: landlord.accounts[0]!, threadId: crypto.randomUUID() },
    'tiles:listen': { patches: [landlord.patches[0]!] },
  };
  for (const [event, valid] of Object.entries(right)) {
    const all = [...spoilt(valid)].filter((bad) => typeof bad !== 'string' || bad.length < 2_000);
    const mine = await join('manager');
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
    const again = await join('manager', { since });
    await again.until(() => again.count('worklist:reset') > 0 || again.count('worklist:changes') > 0);
  }
  expect(log.text()).not.toContain('catching up failed');
  expect(faults()).toEqual([]);
}, 60_000);

test('[HTTP-64] an interrupted upload is not an error of the database, and what better-auth prints goes to our log', async () => {
  const cookie = await session();
  const before = log.text().length;
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
      // Waits until the server has begun to read it.
      await new Promise((done) => setImmediate(done));
      await fetch(`${app.url}/healthz`);
      socket.resetAndDestroy();
      await fetch(`${app.url}/healthz`);
    }
  expect((await ask(cookie, '/api/me')).status).toBe(200);
  expect(log.text().slice(before)).toBe('');
});
