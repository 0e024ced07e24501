// The landlord's row, as starts leave it.
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../tests/support/database.ts';
import { startApp } from '../tests/support/app.ts';
import { BadEnvironment, readEnvironment } from './environment.ts';
import { ensureLandlord, namelessLandlord } from './landlord.ts';

const database = await freshDatabase();
const { sql } = database;
beforeEach(() => sql`delete from landlord`);

const start = (environment: Record<string, string> = {}, demo = false) =>
  ensureLandlord(sql, readEnvironment(environment).landlord, demo);
const row = async () =>
  (await sql`select name, nation, time_zone as zone, rent_week_starts_on as week, demo from landlord`)[0];
const usual = { name: namelessLandlord, nation: 'england', zone: 'Europe/London', week: 1, demo: false };

test('[SERVER-41] the first start makes the landlord; the next ones change only what is set', async () => {
  await start();
  expect(await row()).toEqual(usual);
  await start({ LANDLORD_NAME: 'Example Homes', LANDLORD_NATION: 'wales' });
  expect(await row()).toEqual({ ...usual, name: 'Example Homes', nation: 'wales' });
  await start({ LANDLORD_TIME_ZONE: 'Europe/Jersey', LANDLORD_WEEK_STARTS_ON: '7' });
  const whole = { ...usual, name: 'Example Homes', nation: 'wales', zone: 'Europe/Jersey', week: 7 };
  expect(await row()).toEqual(whole);
  await sql`delete from change_log`;
  await start();
  await start({ LANDLORD_NAME: 'Example Homes' });
  expect(await row()).toEqual(whole);
  // A start that changes nothing makes nobody read every case again.
  expect(await sql`select from change_log`).toHaveLength(0);
});

test('[SERVER-41] the demo’s landlord keeps its own name', async () => {
  await sql`insert into landlord (name, demo) values ('Made-up Homes', true)`;
  await start({ LANDLORD_NAME: 'Example Homes' }, true);
  expect(await row()).toMatchObject({ name: 'Made-up Homes', demo: true });
});

test('[SERVER-41] a time zone that only this program knows is refused by name', async () => {
  const settings = { name: null, nation: null, timeZone: 'Mars/Olympus', weekStartsOn: null };
  await expect(ensureLandlord(sql, settings, false)).rejects.toThrow(BadEnvironment);
  await expect(ensureLandlord(sql, settings, false)).rejects.toThrow('LANDLORD_TIME_ZONE');
});

test('[HTTP-50] /readyz says that there is no landlord, and is not ready without one', async () => {
  const app = await startApp(database, { environment: { DEMO: 'off' } });
  const readyz = async () => {
    const answer = await fetch(`${app.url}/readyz`);
    return { status: answer.status, ...((await answer.json()) as { ready: boolean; landlord: boolean }) };
  };
  await expect.poll(readyz, { timeout: 20_000 }).toMatchObject({ status: 200, ready: true, landlord: true });
  await sql`delete from landlord`;
  await expect
    .poll(readyz, { timeout: 20_000 })
    .toMatchObject({ status: 503, ready: false, landlord: false });
  await sql`insert into landlord (name) values ('Example Homes')`;
  await expect.poll(readyz, { timeout: 20_000 }).toMatchObject({ status: 200, ready: true, landlord: true });
});
