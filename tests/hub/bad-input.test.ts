// Invalid input on every route and every event: no crash, no 5xx, always a clear refusal, nothing personal in the log.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mutationKinds } from '../../server/contract/up.ts';
import { TestClient } from '../support/app.ts';
import { pay } from '../support/landlord.ts';
import { logInFolder, setUp } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

const marker = 'Zanzibar-Secret';
const log = logInFolder();
const { db, app, ask, read, join, cookieOf } = await setUp({
  homes: 4,
  patches: 2,
  logFolder: log.logFolder,
});
const cookie = await cookieOf('manager');

const strange = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e999',
    'null',
    '__proto__',
    '\0',
    '\ud800',
    marker,
    '9'.repeat(40),
    "' or 1=1 --",
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  strange,
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, 2 ** 31, 2 ** 53, -0),
);
test('[HTTP-12] batches with one wrong item are answered item by item', async () => {
  const nearly = fc.record(
    {
      id: fc.oneof(fc.uuid(), value),
      clientId: fc.oneof(fc.string(), value),
      n: fc.oneof(fc.nat(), value),
      kind: fc.oneof(fc.constantFrom(...mutationKinds), value),
      madeAt: fc.oneof(
        fc.date().map(String),
        fc.constant('0000-01-01T00:00:00Z'),
        fc.constant('2026-11-01T00:00:00Z'),
      ),
      args: fc.oneof(
        fc.record({
          caseId: fc.oneof(fc.integer({ min: 1, max: 6 }), value),
          plannedFor: fc.oneof(fc.constant('2026-12-01'), fc.constant('9999-12-31'), value),
          reason: value,
          note: value,
          kind: value,
          reached: fc.boolean(),
        }),
        value,
      ),
    },
    { requiredKeys: [] },
  );
  const payment = fc.record(
    {
      rentAccountId: fc.oneof(fc.integer({ min: 1, max: 6 }), value),
      reference: value,
      amountPence: fc.oneof(fc.integer(), value),
      method: fc.oneof(fc.constant('card'), value),
      source: fc.oneof(fc.string(), value),
      sourceRef: fc.oneof(fc.string({ unit: 'binary' }), value),
      valueDate: fc.oneof(fc.constant(londonDay()), value),
    },
    { requiredKeys: [] },
  );
  const send = async (path: string, items: unknown[]) => {
    const response = await ask('manager', path, items);
    expect(response.status).toBe(200);
    expect(((await response.json()) as { answers: unknown[] }).answers).toHaveLength(items.length);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(nearly, { maxLength: 4 }),
      fc.array(payment, { maxLength: 4 }),
      async (m, p) => {
        await send('/api/mutations', m);
        await send('/api/payments', p);
      },
    ),
    { numRuns: 60 },
  );
  const drift = await db.sql`select * from balance_drift()`;
  expect([...drift]).toEqual([]);
});

test('[HUB-10] invalid events are refused with a message, and the same socket still works', async () => {
  const one = await join('manager');
  const raw = one.socket as unknown as {
    timeout(ms: number): { emitWithAck(event: string, ...args: unknown[]): Promise<unknown> };
    emit(event: string, ...args: unknown[]): void;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.constantFrom('mutation', 'presence:set', 'worklist:reset', 'nothing'),
        fc.string({ minLength: 1 }),
      ),
      value,
      async (event, message) => {
        if (
          [
            'connect',
            'connect_error',
            'disconnect',
            'disconnecting',
            'newListener',
            'removeListener',
          ].includes(event)
        )
          return;
        raw.emit(event, message);
        expect(await raw.timeout(5_000).emitWithAck(event, message)).toEqual(expect.any(Object));
      },
    ),
    { numRuns: 60 },
  );
  raw.emit('mutation');
  raw.emit('presence:set', null, 'not a function');
  expect(await one.look(1)).toEqual({ ok: true });
});

test('[HUB-10] a client that sends too much at once is asked to wait; one that does not stop is disconnected', async () => {
  const one = await join('manager');
  const answers = await Promise.all(Array.from({ length: 400 }, () => one.look(null)));
  expect(answers.filter((a) => a.ok).length).toBeGreaterThanOrEqual(300);
  expect(answers.at(-1)).toMatchObject({ ok: false, message: expect.stringContaining('Try again') });
  for (let i = 0; i < 3_000 && one.socket.connected; i++)
    one.socket.emit('presence:set', { caseId: null }, () => {});
  await one.until(() => one.socket.disconnected);
});

test('[HUB-10] a message that is too large closes that connection only', async () => {
  const one = await join('manager');
  const other = await join('manager');
  (one.socket as unknown as { emit(event: string, message: string): void }).emit(
    'mutation',
    'x'.repeat(200_000),
  );
  await one.until(() => one.socket.disconnected);
  expect(other.socket.connected).toBe(true);
});

test('[HUB-10] an invalid handshake is refused with a message', async () => {
  await fc.assert(
    fc.asyncProperty(value, async (auth) => {
      const one = new TestClient(app.url, { cookie, auth: auth as object });
      const ended = await new Promise<unknown>((resolve) => {
        one.socket.once('connect_error', (error) => resolve((error as Error & { data?: unknown }).data));
        one.socket.once('connect', () => resolve('connected'));
        // Bytes that are not a packet close the transport's connection.
        one.socket.io.once('close', () => resolve('closed'));
      });
      one.close();
      if (typeof ended !== 'string')
        expect(ended).toMatchObject({ message: expect.any(String), kind: expect.any(String) });
    }),
    { numRuns: 30 },
  );
});

test('[HTTP-12] characters and days that no column can hold are refused with a message by settings, screens and performance', async () => {
  const nul = 'half\0a line';
  const [before, ledger] = ['0000-01-01', 'Rent debtors'];
  const total = { ledger, asOfDay: '2026-01-05', covers: [], pence: 1 };
  const totals = '/api/performance/reconciliation/control-totals';
  const send = (path: string, body: object, as = 'manager') => ask(as, path, body);
  const file = (text: string) =>
    send('/api/performance/reconciliation/import', { name: 'x.csv', text, commit: false });
  const { code } = await read<{ code: string }>('manager', '/api/wallboard/code', {});
  const answers = {
    token: await send('/api/wallboard/token', { deviceCode: nul }, ''),
    screen: await send('/api/wallboard/screens', { code, name: nul }),
    ledger: await send(totals, { ...total, ledger: nul }),
    note: await send(totals, { ...total, note: nul }),
    day: await send(totals, { ...total, asOfDay: before }),
    'cut-off': await send(totals, { ...total, cutOffAt: `${before}T00:00:00Z` }),
    file: await file(`ledger,as_of,amount\n${nul},2026-01-05,1.00`),
    'day of a file': await file(`ledger,as_of,amount\n${ledger},${before},1.00`),
    practice: await ask('manager', `/api/performance/practice?from=${before}`),
    cases: await ask('manager', `/api/performance/officers/1/cases?week=${before}`),
    bridge: await ask('manager', `/api/performance/bridge?from=${before}`),
    history: await ask('manager', `/api/settings/changes?before=${before}T00:00:00Z`),
    setting: await send('/api/settings/changes', {
      id: crypto.randomUUID(),
      change: { kind: 'patch.add', name: nul },
    }),
  };
  const statuses = Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]));
  expect(statuses).toEqual({
    token: 400,
    screen: 400,
    ledger: 400,
    note: 400,
    day: 400,
    'cut-off': 422,
    file: 422,
    'day of a file': 200,
    practice: 400,
    cases: 400,
    bridge: 400,
    history: 400,
    setting: 400,
  });
  const { lines } = (await answers['day of a file'].json()) as { lines: { refused: string }[] };
  expect(lines[0]!.refused).toMatch(/^as_of is not a day/);
  const { detail } = (await answers.file.json()) as { detail: string };
  expect(detail).toMatch(/UTF-8/);
});

test('[SERVER-3] after all this nothing that a client sent is in the log', async () => {
  await ask('manager', `/api/cases/${marker}?name=${marker}`);
  const one = await join('manager');
  await one.do('contact.record', { caseId: 1, kind: 'call', reached: true, note: marker });
  await pay(db.sql, 1, 10);
  const text = log.text();
  for (const word of [marker, 'Example Person', 'Example Street', '@demo.doorstep.test'])
    expect(text).not.toContain(word);
  // Nothing in this file may have caused an error of the server either.
  expect(log.errors()).toEqual([]);
});
