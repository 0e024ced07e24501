import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { staticFileRoutes, FallbackPage } from './static-files.ts';

let folder: string;
const html = '<!doctype html><script>start()</script><script src="/a.js"></script><p>Doorstep</p>';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-build-'));
  mkdirSync(join(folder, '_app/immutable'), { recursive: true });
  writeFileSync(join(folder, 'app.html'), html);
  writeFileSync(join(folder, '_app/immutable/a.js'), 'let a = 1;');
  writeFileSync(join(folder, '_app/immutable/a.js.br'), brotliCompressSync('let a = 1;'));
  writeFileSync(join(folder, 'service-worker.js'), '');
});
const get = (path: string, headers: Record<string, string> = {}) =>
  staticFileRoutes({ buildFolder: folder }, new FallbackPage(folder)).request(path, { headers });

test('[HTTP-13] hashed files are cached for ever and sent compressed to browsers that accept it', async () => {
  const plain = await get('/_app/immutable/a.js');
  expect(await plain.text()).toBe('let a = 1;');
  expect(plain.headers.get('cache-control')).toContain('immutable');
  expect(plain.headers.get('content-type')).toMatch(/javascript/);
  const packed = await get('/_app/immutable/a.js', { 'accept-encoding': 'gzip, br' });
  expect(packed.headers.get('content-encoding')).toBe('br');
  expect(packed.headers.get('content-type')).toMatch(/javascript/);
});

test('[HTTP-13] the service worker and the page are always requested again', async () => {
  for (const path of ['/service-worker.js', '/', '/worklist'])
    expect((await get(path)).headers.get('cache-control')).toBe('no-cache');
});

test('[HTTP-13] the app’s routes are the one page; a missing file is a 404', async () => {
  for (const path of ['/', '/worklist', '/cases/12', '/sign-in']) {
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Doorstep');
  }
  for (const path of ['/_app/immutable/gone.js', '/../package.json', '/%2e%2e/package.json', '/favicon.ico'])
    expect((await get(path)).status).toBe(404);
});

test('[HTTP-9] inline scripts of the page are allowed by their hash, others are not', () => {
  const page = new FallbackPage(folder);
  expect(page.scriptHashes).toHaveLength(1);
  expect(page.scriptHashes[0]).toMatch(/^'sha256-[A-Za-z0-9+/]{43}='$/);
});
