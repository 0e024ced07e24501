// From a row in Postgres to an officer's device, through the real feed, worklist, hub and socket.
import { expect, test } from 'vitest';
import { knownUpTo } from '../../client/lib/live/known.ts';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { plain, signIn } from '../support/app.ts';
import { pay, repair } from '../support/landlord.ts';
import { emailOf, setUp } from './setup.ts';

const { db, app, join, read } = await setUp({ homes: 40, patches: 2 });
const officer1 = emailOf('officer1');

test('[HUB-1] a committed payment reaches the officer of that patch at once, with the right figures', async () => {
  const officer = await join('officer1');
  const other = await join('officer2');
  const one = [...officer.worklist.values()][0]!;
  expect(one.balancePence).toBe(60_000);
  const next = officer.next('worklist:changes');
  await pay(db.sql, one.id, 8_520);
  const committed = performance.now();
  const message = await next;
  expect(performance.now() - committed).toBeLessThan(1_000);
  expect(message.changed.map((c) => [c.id, c.balancePence, c.lastPayment?.amountPence])).toEqual([
    [one.id, 51_480, 8_520],
  ]);
  expect(message.because).toMatchObject([
    { caseId: one.id, kind: 'payment', amountPence: 8_520, method: 'card' },
  ]);
  const fresh = await join('officer1');
  expect(plain(officer.worklist)).toEqual(plain(fresh.worklist));
  expect(other.worklist.has(one.id)).toBe(false);
  expect(other.count('worklist:changes')).toBe(0);
});

test('[HUB-1] a case that is paid in full leaves the list, and returns when the payment bounces', async () => {
  const officer = await join('officer1');
  const [one] = [...officer.worklist.values()];
  await pay(db.sql, one!.id, one!.balancePence + 100);
  await officer.until(() => {
    const now = officer.worklist.get(one!.id);
    return !now || now.balancePence === -100;
  });
  await pay(db.sql, one!.id, -50_000);
  await officer.until(() => officer.worklist.get(one!.id)?.balancePence === 49_900);
});

test('[HUB-2] after catching up from a cursor the list equals a fresh worklist', async () => {
  const before = await join('officer1');
  const { cursor } = before;
  before.close();
  const ids = [...before.worklist.keys()].slice(0, 5);
  for (const id of ids) await pay(db.sql, id, 1_000 + id);
  await repair(db.sql, ids[0]!);
  const manager = await join('manager');
  await manager.until(() => manager.worklist.get(ids[0]!)?.openRepairs.length === 1);

  const again = await join('officer1', { since: cursor });
  expect(again.count('worklist:reset')).toBe(0);
  for (const [id, one] of again.worklist) before.worklist.set(id, one);
  const fresh = await join('officer1');
  expect(again.worklist.size).toBeLessThan(fresh.worklist.size);
  expect(plain(before.worklist)).toEqual(plain(fresh.worklist));
});

test('[HUB-2] a list read over HTTP continues over the socket without a reset', async () => {
  const { cookie } = await signIn(app.url, officer1);
  const list = await read<{ cursor: string; cases: CaseSummary[] }>(cookie, '/api/worklist');
  const kept = new Map(list.cases.map((one) => [one.id, one]));
  await pay(db.sql, list.cases[0]!.id, 99);
  const watcher = await join('officer1', { cookie });
  await watcher.until(() => watcher.worklist.get(list.cases[0]!.id)?.lastPayment?.amountPence === 99);
  const officer = await join('officer1', { cookie, since: list.cursor });
  expect(officer.count('worklist:reset')).toBe(0);
  for (const [id, one] of officer.worklist) kept.set(id, one);
  expect(plain(kept)).toEqual(plain(watcher.worklist));
});

test.each([
  ['that is nonsense', 'nonsense'],
  ['of another landlord', '1~00000000-0000-0000-0000-000000000000.1:1:'],
  ['that is empty', ''],
  ['with strange characters', '1~\u0000\ud800%00'],
])('[HUB-2] a cursor %s gets a reset', async (_what, since) => {
  const officer = await join('officer1', { since });
  expect(officer.count('worklist:reset')).toBe(1);
  expect(officer.worklist.size).toBeGreaterThan(0);
});

test('[HUB-3] after a batch that is not acknowledged nothing is sent; then all changes come in one batch', async () => {
  const officer = await join('officer1');
  const received: (() => void)[] = [];
  officer.acknowledge = false;
  officer.socket.off('worklist:changes');
  let messages = 0;
  officer.socket.on('worklist:changes', (message, done) => {
    messages += 1;
    for (const one of message.changed) officer.worklist.set(one.id, one);
    received.push(done);
  });
  const [one, two] = [...officer.worklist.keys()] as [number, number];
  await pay(db.sql, one, 10);
  await officer.until(() => messages === 1);
  const watcher = await join('officer1');
  for (let i = 0; i < 5; i++) await pay(db.sql, two, 10);
  await pay(db.sql, one, 10);
  await watcher.until(
    () => watcher.worklist.get(one)!.balancePence === officer.worklist.get(one)!.balancePence - 10,
  );
  expect(messages).toBe(1);
  received[0]!();
  await officer.until(() => messages === 2);
  expect(plain(officer.worklist)).toEqual(plain(watcher.worklist));
});

test('[HUB-4] a long statement is one message for each patch, not one for each row', async () => {
  const manager = await join('manager');
  const officer = await join('officer1');
  const before = { manager: manager.count('worklist:changes'), officer: officer.count('worklist:changes') };
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 777, 'housing_benefit', 'test', 'bulk ' || id, now()::date from rent_account`;
  await manager.until(() => [...manager.worklist.values()].every((c) => c.lastPayment?.amountPence === 777));
  await officer.until(() => [...officer.worklist.values()].every((c) => c.lastPayment?.amountPence === 777));
  expect(manager.count('worklist:changes') - before.manager).toBe(1);
  expect(officer.count('worklist:changes') - before.officer).toBe(1);
});

test('[HUB-5] heartbeats carry the freshness of each source, and a cursor that covers only what was sent', async () => {
  const officer = await join('officer1');
  const beat = await officer.next('heartbeat');
  expect(beat.stale).toBe(false);
  expect(Date.now() - Date.parse(beat.provedAt!)).toBeLessThan(3_000);
  expect(beat.sources.map((source) => source.name)).toContain('test');
  const again = await join('officer1', { since: beat.cursor });
  expect(again.count('worklist:reset')).toBe(0);
});

test('[HUB-5] a case’s own knownUpTo follows from its sources in the heartbeat, over the socket and over HTTP', async () => {
  await db.sql`insert into money_source (name, label, cadence, known_up_to)
    values ('housing_benefit', 'Housing benefit', 'weekly', now() - interval '3 days'), ('cash', 'Cash', 'daily', now())`;
  const manager = await join('manager');
  const [one, two] = [...manager.worklist.keys()] as [number, number];
  await db.sql`insert into expected_income (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    values (${one}, 'housing_benefit', 40000, 'four_weekly', now()::date - 14, 3, 1, true)`;
  await manager.until(() => manager.worklist.get(one)?.moneySources.includes('housing_benefit'));
  await pay(db.sql, two, 10);
  await manager.until(() => manager.worklist.get(two)?.moneySources.includes('test'));
  const beat = await manager.next('heartbeat');
  expect(beat.sources.map((source) => source.name)).toEqual(['cash', 'housing_benefit', 'test']);
  const over = (path: string) => read<{ cases: CaseSummary[]; summary: CaseSummary }>('manager', path);
  const listed = new Map((await over('/api/worklist')).cases.map((c) => [c.id, c]));
  for (const id of [one, two]) {
    const reckoned = knownUpTo(manager.worklist.get(id)!, beat.sources, Date.parse(beat.provedAt!));
    for (const received of [listed.get(id)!, (await over(`/api/cases/${id}`)).summary])
      expect(Date.parse(received.knownUpTo)).toBe(reckoned);
    // The case's value is as old as its message; the heartbeat's may be newer, never older.
    expect(Date.parse(manager.worklist.get(id)!.knownUpTo)).toBeLessThanOrEqual(reckoned);
    expect(reckoned).toBeLessThan(Date.now() - (id === one ? 70 * 3_600_000 : 0));
  }
});

test('[HUB-6] a page of another protocol version is asked to reload, and a request without a session to sign in', async () => {
  const { cookie } = await signIn(app.url, officer1);
  const refused = (options: object) =>
    join('officer1', { cookie, ...options }).then(
      () => null,
      (error: Error & { data?: unknown }) => error.data,
    );
  expect(await refused({ protocol: 99 })).toMatchObject({
    kind: 'protocol',
    message: expect.stringContaining('Reload'),
  });
  expect(await refused({ cookie: 'doorstep.session_token=made-up' })).toMatchObject({ kind: 'sign-in' });
  expect(await refused({ since: 'x'.repeat(5_000) })).toMatchObject({ kind: 'bad-handshake' });
});

test('[HUB-6] a bearer token opens a socket like the cookie', async () => {
  const { token } = await signIn(app.url, officer1);
  const officer = await join('officer1', { token });
  expect(officer.worklist.size).toBeGreaterThan(0);
});
