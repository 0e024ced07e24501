// Input with exactly one error, on every route and event: refused with a helpful message, nothing changed by it, and nothing
// of what was sent in the log, at any level.
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { problem } from '../../server/contract/problem.ts';
import {
  mutation,
  mutationAnswer,
  mutationArgs,
  mutationKinds,
  type MutationKind,
} from '../../server/contract/up.ts';
import { client } from '../support/app.ts';
import { everyMutation } from '../support/every-mutation.ts';
import { fingerprint } from '../support/fingerprint.ts';
import { pay } from '../support/landlord.ts';
import { logInFolder, mutationOf, setUp } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

const marker = 'Zanzibar';
const log = logInFolder();
const { db, app, ask, read, cookieOf } = await setUp({
  homes: 4,
  patches: 1,
  logFolder: log.logFolder,
  environment: { LOG_LEVEL: 'trace' },
});
const cookie = await cookieOf('officer1');
const officer = await client(app.url, '', { cookie });
// Signed in first, since a session is a row in the database that the tests compare.
await cookieOf('manager');
let before = await fingerprint(db.sql);
afterEach(async () => {
  expect(await fingerprint(db.sql)).toBe(before);
});

const today = londonDay();
const examples = everyMutation({ caseId: 1, personId: 1, repairId: 1, staffId: 1 });
let n = 0;
const right = (kind: MutationKind): Record<string, unknown> =>
  mutationOf(kind, { ...examples[kind].args }, n++);

/** A value that is invalid for every whole number, day, enum, instant and object. */
const nonsense = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    -1,
    1.5,
    2 ** 53,
    '',
    '\0',
    '0000-00-00',
    '9999-12-31',
    `${marker}\0`,
    [marker],
    { [marker]: marker },
  ),
  fc.string({ maxLength: 8 }).map((text) => `${text}\0${marker}`),
);
const fields = (kind: MutationKind) => [
  ...['id', 'clientId', 'n', 'kind', 'args', 'madeAt'].map((key) => [key]),
  ...Object.keys(examples[kind].args).map((key) => ['args', key]),
];
/** Whether the contract's schema refuses it: some fields are optional or take any text, so that no value is wrong there. */
function isWrong(made: Record<string, unknown>): boolean {
  const parsed = mutation.safeParse(made);
  return !parsed.success || !mutationArgs[parsed.data.kind].safeParse(parsed.data.args).success;
}

/** A valid mutation with one field made invalid. */
const wrongMutation = fc
  .constantFrom(...mutationKinds)
  .chain((kind) => fc.tuple(fc.constant(kind), fc.constantFrom(...fields(kind)), fc.boolean(), nonsense))
  .map(([kind, path, leftOut, value]) => {
    const made = right(kind);
    const within = (path.length === 2 ? made['args'] : made) as Record<string, unknown>;
    if (leftOut) delete within[path.at(-1)!];
    else within[path.at(-1)!] = value;
    return made;
  })
  .filter(isWrong);

function isRefusal(answer: unknown): void {
  const parsed = mutationAnswer.parse(answer);
  expect(parsed.status).toBe('refused');
  expect(parsed.message).toMatch(/^[A-Z].{10,150}\.$/);
  expect(parsed.message).not.toContain(marker);
}

test('[HTTP-12] a mutation with one error is refused with a message and changes nothing, over the socket and over HTTP', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wrongMutation, { minLength: 1, maxLength: 5 }), async (wrong) => {
      for (const one of wrong) isRefusal(await officer.socket.emitWithAck('mutation', one as never));
      const response = await ask('officer1', '/api/mutations', wrong);
      expect(response.status).toBe(200);
      const { answers } = (await response.json()) as { answers: unknown[] };
      expect(answers).toHaveLength(wrong.length);
      for (const answer of answers) isRefusal(answer);
    }),
    // Fewer than a connection may send at once: the rate limit has a test of its own.
    { numRuns: 60 },
  );
});

test('[HTTP-12] a payment with one error is refused with a message, and no money moves', async () => {
  const rightPayment = () => ({
    rentAccountId: 1,
    amountPence: 100,
    method: 'card',
    source: 'bank',
    sourceRef: `r${n++}`,
    valueDate: today,
  });
  const wrong = fc
    .tuple(fc.constantFrom(...Object.keys(rightPayment())), fc.boolean(), nonsense)
    .filter(([field, leftOut, value]) => {
      if (leftOut) return true;
      if (field === 'amountPence') return typeof value !== 'number' || value !== -1;
      if (field === 'source' || field === 'sourceRef')
        return typeof value !== 'string' || value === '' || value.includes('\0');
      return true;
    })
    .map(([field, leftOut, value]) => {
      const one: Record<string, unknown> = rightPayment();
      if (leftOut) delete one[field];
      else one[field] = value;
      return one;
    });
  await fc.assert(
    fc.asyncProperty(fc.array(wrong, { minLength: 1, maxLength: 5 }), async (payments) => {
      const response = await ask('manager', '/api/payments', payments);
      expect(response.status).toBe(200);
      const { answers } = (await response.json()) as { answers: { status: string; message: string }[] };
      expect(answers.map((answer) => answer.status)).toEqual(payments.map(() => 'refused'));
      for (const { message } of answers) {
        expect(message).toMatch(/\.$/);
        expect(message).not.toContain(marker);
      }
    }),
    { numRuns: 60 },
  );
});

test('[HTTP-12] every route of the API answers an invalid path, query and body with a problem document', async () => {
  const document = await read<{ paths: object }>('', '/api/openapi.json');
  // These take no input, so none can be wrong. They end sessions, which accounts.test.ts and sessions.test.ts test.
  const ending = ['/api/auth/sign-out', '/api/auth/revoke-other-sessions'];
  const others =
    `/ /_app/ /metrics /socket.io/ /map/basemap.pmtiles/ /map/extract.pmtiles /api/map /api/map/ /api/auth/ /api/auth/demo
    /api/auth/sign-out/ /api/auth/get-session /api/auth/callback/oidc`.split(/\s+/);
  const routes = [...Object.keys(document.paths).filter((path) => !ending.includes(path)), ...others];
  const word = fc.oneof(
    nonsense.map((value) => JSON.stringify(value)),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...routes),
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
      word,
      word,
      word,
      fc.boolean(),
      async (route, method, inPath, inQuery, body, signedIn) => {
        const url = new URL(app.url);
        const part = encodeURIComponent(inPath.toWellFormed());
        url.pathname = route.endsWith('/') ? route + part : route.replace(/\{\w+\}/g, part);
        for (const key of ['patch', 'before', marker, body.toWellFormed()])
          url.searchParams.set(key, inQuery.toWellFormed());
        const response = await fetch(url, {
          method,
          redirect: 'manual',
          headers: { ...(signedIn && { cookie }), 'content-type': 'application/json' },
          ...(method !== 'GET' && method !== 'HEAD' && { body: body.toWellFormed() }),
        });
        const text = await response.text();
        // Answered by socket.io itself.
        if (route === '/socket.io/') expect(response.status).toBeLessThan(500);
        // On a busy machine the feed's heartbeat may be late.
        if (response.status < 400 || route === '/socket.io/' || route === '/readyz') return;
        // Outside of the API the answer is a page, which may not be built.
        if (response.status !== 503 || route.startsWith('/api/'))
          expect(response.status, route).toBeLessThan(500);
        expect(response.headers.get('content-type')).toContain('problem+json');
        if (method === 'HEAD') return;
        const parsed = problem.parse(JSON.parse(text));
        expect(parsed.status).toBe(response.status);
        expect(parsed.title.length).toBeGreaterThan(5);
        expect(text).not.toContain(marker);
      },
    ),
    { numRuns: 250 },
  );
});

test('[HTTP-12] signing in with invalid data opens no session', async () => {
  const wrong = fc.record(
    { email: fc.oneof(nonsense, fc.constant(`${marker}@example.org`)), password: nonsense },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(wrong, async (body) => {
      for (const path of ['/api/auth/sign-in/email', '/api/auth/demo', '/api/auth/sign-up/email']) {
        const response = await ask('', path, body);
        expect([400, 401, 404, 415, 422, 429]).toContain(response.status);
        expect(response.headers.getSetCookie()).toEqual([]);
        expect(problem.parse(await response.json()).status).toBe(response.status);
      }
    }),
    { numRuns: 40 },
  );
});

test('[HUB-10] presence on something that is no case is refused with a message', async () => {
  await fc.assert(
    fc.asyncProperty(nonsense, nonsense, async (caseId, doing) => {
      // Null is valid: it ends the presence.
      if (caseId === null) return;
      const parsed = await officer.socket.emitWithAck('presence:set', { caseId, doing } as never);
      expect(parsed).toMatchObject({ ok: false, message: expect.stringMatching(/\.$/) });
    }),
    { numRuns: 40 },
  );
});

test('[SERVER-3] nothing of all this is in the log, at any level', async () => {
  // Valid personal data is not in the log either.
  const own = await client(app.url, '', { cookie });
  await own.do('contact.record', { caseId: 1, kind: 'call', reached: true, note: `${marker} said so.` });
  await pay(db.sql, 1, 10);
  await fetch(`${app.url}/api/cases/1?${marker}=${marker}`, { headers: { cookie, referer: marker } });
  await own.until(() => own.worklist.get(1)?.lastPayment?.amountPence === 10);
  const text = log.text();
  expect(text).toContain('serving');
  for (const word of [marker, 'Example', '@demo.doorstep.test', 'doorstep.session_token', 'doorstep-demo'])
    expect(text).not.toContain(word);
  expect(log.errors()).toEqual([]);
  before = await fingerprint(db.sql);
});
