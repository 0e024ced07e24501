// A landlord's own data, as README.md describes: its SQL is run unchanged.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addPerson } from '../../server/access/people.ts';
import type { CaseSummary } from '../../server/contract/case-summary.ts';
import { dayIn } from '../../server/domain/zone.ts';
import { startApp } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
const zone = 'Europe/London';
/** A busy machine answers late, but it answers. */
const patient = { timeout: 60_000 };

test('[SERVER-42] [HTTP-51] a landlord who follows the README has a worklist, cases, frozen weeks and true figures', async () => {
  expect(blocks).toHaveLength(1);
  const database = await freshDatabase();
  const { sql } = database;
  const app = await startApp(database, {
    environment: { DEMO: 'off', LANDLORD_NAME: 'Example Homes' },
    weekly: { timing: { firstMs: 1, quietMs: 300, restMs: 1 } },
  });
  expect(await sql`select name, nation, time_zone, demo from landlord`).toEqual([
    { name: 'Example Homes', nation: 'england', time_zone: zone, demo: false },
  ]);
  // Into a running Doorstep.
  // README's keyword for today is SQL grammar and cannot be moved to the test's day; now() can.
  const moved = process.env['TEST_AHEAD_MS'] !== undefined;
  await sql.unsafe(moved ? blocks[0]!.replace(/current.date/g, 'now()::date') : blocks[0]!);
  const password = 'a long example password';
  const today = dayIn(zone, Date.now());
  const people = [
    { name: 'Sam Example', email: 'sam@example.org', role: 'manager', patch: null },
    { name: 'Alex Example', email: 'alex@example.org', role: 'officer', patch: 'North' },
    { name: 'No Patch Example', email: 'none@example.org', role: 'officer', patch: null },
  ] as const;
  for (const one of people) await addPerson(sql, { ...one, password }, today);

  const signIn = async (email: string) => {
    const answer = await fetch(`${app.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify({ email, password }),
    });
    expect(answer.status).toBe(200);
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    return async <T>(path: string) => {
      const got = await fetch(`${app.url}${path}`, { headers: { cookie } });
      return { status: got.status, body: (await got.json()) as T };
    };
  };
  const [manager, officer, none] = await Promise.all(people.map(({ email }) => signIn(email)));

  // One home owes ten weeks, the other owes nothing.
  const list = async () => (await officer!<{ cases: CaseSummary[] }>('/api/worklist')).body.cases;
  await expect.poll(async () => (await list()).map((one) => one.reference), patient).toEqual(['EX0001']);
  expect((await list())[0]).toMatchObject({
    balancePence: 100_000,
    address: '1 Example Street',
    tenant: 'Person Example',
  });
  for (const id of [1, 2]) expect(await officer!(`/api/cases/${id}`)).toMatchObject({ status: 200 });
  expect(await none!('/api/cases/1')).toMatchObject({ status: 404 });
  expect(await none!('/api/worklist')).toMatchObject({
    status: 403,
    body: { detail: 'You have no patch yet. Ask your manager to give you one in Settings.' },
  });

  // Ten weeks of history are not today's money, and the source is known up to the day of its newest payment.
  const tiles = async () =>
    (await manager!<{ tiles: { name: string; value: unknown }[] }>('/api/tiles')).body.tiles;
  const tile = async (name: string) => (await tiles()).find((one) => one.name === name)?.value;
  await expect.poll(() => tile('real_arrears'), patient).toBe(100_000);
  expect(await tile('collected_today')).toBe(0);
  const known = app.worklist.sources.find((one) => one.name === 'bank')!.knownUpTo;
  expect(dayIn(zone, Date.parse(known) - 1)).toBe(dayIn(zone, Date.parse(today) - 7 * 86_400_000));

  type Weeks = { weeks: unknown[]; upToDate: boolean };
  const weeks = async () => (await manager!<Weeks>('/api/performance/weeks')).body;
  await expect.poll(async () => (await weeks()).upToDate, patient).toBe(true);
  expect((await weeks()).weeks.length).toBeGreaterThanOrEqual(9);
  expect(await (await fetch(`${app.url}/readyz`)).json()).toMatchObject({ ready: true, landlord: true });

  // New rows get free ids.
  await sql`insert into property (address, postcode, latitude, longitude, patch_id) values ('3 Example Street', 'ZZ1 1ZZ', 53.4, -2.5, 1)`;
}, 180_000);
