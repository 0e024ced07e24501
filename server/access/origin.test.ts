import { expect, test } from 'vitest';
import { sameOrigin } from './origin.ts';

const host = 'doorstep.example:3000';
test.each([
  ['our own page', { origin: 'http://doorstep.example:3000', host }, null, true],
  ['a program, which says no origin', { host }, null, true],
  [
    'our public address behind a proxy',
    { origin: 'https://rent.example', host },
    'https://rent.example',
    true,
  ],
  ['another site', { origin: 'https://evil.example', host }, null, false],
  ['the same host on another port', { origin: 'http://doorstep.example:4000', host }, null, false],
  ['a hidden origin', { origin: 'null', host }, null, false],
  ['no origin, but the browser says another site', { host, fetchSite: 'cross-site' }, null, false],
])('[ACCESS-5] %s', (_name, asked, publicUrl, expected) => {
  expect(sameOrigin(asked, publicUrl)).toBe(expected);
});
