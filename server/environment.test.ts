import { expect, test } from 'vitest';
import { BadEnvironment, readEnvironment } from './environment.ts';

test('[SERVER-1] nothing set: a demo on the embedded database', () => {
  expect(readEnvironment({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: null,
    demo: true,
    demoHomes: 3000,
    simulate: true,
    mapTiles: null,
    oidc: null,
  });
});

test('[SERVER-1] a database of one’s own: no demo unless it is asked for, and the log on stdout', () => {
  const own = { DATABASE_URL: 'postgres://db.example/doorstep' };
  expect(readEnvironment(own)).toMatchObject({ demo: false, simulate: false, logFolder: null });
  expect(readEnvironment({ ...own, DEMO: 'on' })).toMatchObject({ demo: true, simulate: false });
  expect(readEnvironment({ DEMO: 'off' })).toMatchObject({ demo: false, simulate: false });
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
  ['REDIS_URL', 'http://x'],
  ['PUBLIC_URL', 'doorstep.example'],
  ['ROUTER_URL', 'ftp://secret-word'],
  ['ROUTER_WALKING_URL', 'secret-word'],
  ['OIDC_ISSUER', 'secret-word'],
  ['OIDC_CLIENT_ID', 'only-one-of-three'],
  ['LOG_LEVEL', 'loud'],
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
