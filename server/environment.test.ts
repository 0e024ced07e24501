import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { BadEnvironment, readEnvironment } from './environment.ts';

test('[SERVER-1] without settings: a demo on the embedded database', () => {
  expect(readEnvironment({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: null,
    demo: true,
    demoHomes: 3000,
    simulate: true,
    mapTiles: null,
    oidc: null,
    trustedProxies: [],
  });
});

test('[SERVER-1] one’s own database: no demo unless it is set, and the log on stdout', () => {
  const own = { DATABASE_URL: 'postgres://db.example/doorstep' };
  expect(readEnvironment(own)).toMatchObject({ demo: false, simulate: false, logFolder: null });
  expect(readEnvironment({ ...own, DEMO: 'on' })).toMatchObject({ demo: true, simulate: false });
  expect(readEnvironment({ DEMO: 'off' })).toMatchObject({ demo: false, simulate: false });
});

test('[SERVER-1] proxies are addresses and networks, with commas or blanks between', () => {
  const read = (text: string) => readEnvironment({ TRUSTED_PROXIES: text }).trustedProxies;
  expect(read('127.0.0.1, 10.0.0.0/8 fd00::/8,::1')).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8', '::1']);
});

test('[SERVER-1] empty counts as unset', () => {
  expect(readEnvironment({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: null });
});

test.each([
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['HOST', 'a b'],
  ['DATABASE_URL', 'mysql://u:secret-word@h/d'],
  ['DATABASE_URL', 'secret-word'],
  ['DEMO', 'yes'],
  ['DEMO_HOMES', '0'],
  ['DEMO_HOMES', '3e3'],
  ['SIMULATE', '1'],
  ['PUBLIC_URL', 'doorstep.example'],
  ['ROUTER_URL', 'ftp://secret-word'],
  ['ROUTER_WALKING_URL', 'secret-word'],
  ['OIDC_ISSUER', 'secret-word'],
  ['OIDC_CLIENT_ID', 'only-one-of-three'],
  ['TRUSTED_PROXIES', 'proxy.secret-word'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', '10.0.0.1, ::1/129'],
  ['TRUSTED_PROXIES', '10.0.0'],
  ['LOG_LEVEL', 'loud'],
  ['MAP_TILES', '/nope'],
  ['MAP_TILES', '/nope/secret-word.pmtiles'],
  ['MAP_TILES', tmpdir()],
  ['MAP_TILES', import.meta.filename],
  ['MAP_TILES', 'https://'],
  ['DOORSTEP_DATA', join(import.meta.filename, 'secret-word')],
  ['LANDLORD_NAME', 'n'.repeat(201)],
  ['LANDLORD_NATION', 'britain'],
  ['LANDLORD_TIME_ZONE', 'Europe/secret-word'],
  ['LANDLORD_TIME_ZONE', '+01:00'],
  ['LANDLORD_WEEK_STARTS_ON', '0'],
  ['LANDLORD_WEEK_STARTS_ON', 'Monday'],
])('[SERVER-2] %s that is wrong is named in one line that repeats no value', (name, value) => {
  const read = () => readEnvironment({ [name]: value });
  expect(read).toThrow(BadEnvironment);
  try {
    read();
  } catch (error) {
    const { message } = error as Error;
    expect(message).toContain(name.startsWith('OIDC') ? 'OIDC_' : name);
    expect(message).not.toContain('\n');
    expect(message).not.toContain('secret-word');
  }
});

const folder = mkdtempSync(join(tmpdir(), 'doorstep-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('[SERVER-40] a map is a file or a URL; one that cannot be read stops the start', () => {
  const file = join(folder, 'town.pmtiles');
  writeFileSync(file, 'PMTiles\u0003 and so on');
  expect(readEnvironment({ MAP_TILES: file }).mapTiles).toBe(file);
  const url = 'https://maps.example.org/uk.pmtiles';
  expect(readEnvironment({ MAP_TILES: url }).mapTiles).toBe(url);
  writeFileSync(file, '');
  expect(() => readEnvironment({ MAP_TILES: file })).toThrow(/^MAP_TILES .*something else\.$/);
  if (process.getuid?.() === 0) return;
  chmodSync(file, 0);
  expect(() => readEnvironment({ MAP_TILES: file })).toThrow(/^MAP_TILES .*cannot be read\.$/);
});

test('[SERVER-40] a data folder need not exist yet', () => {
  const data = join(folder, 'of', 'tomorrow');
  expect(readEnvironment({ DOORSTEP_DATA: data }).dataFolder).toBe(data);
});
