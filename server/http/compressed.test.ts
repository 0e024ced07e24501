// A middleware over answers of several kinds, as an application of its own.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { compressed } from './compressed.ts';

const words = { cases: Array.from({ length: 200 }, (_, i) => ({ id: i, tenant: 'Aunt Example' })) };
const app = new Hono();
app.use('*', compressed);
app.get('/list', (c) => c.json(words, 200, { 'cache-control': 'no-store' }));
app.get('/small', (c) => c.json({ ok: true }));
app.get('/photo', (c) => c.body('x'.repeat(5000), 200, { 'content-type': 'image/jpeg' }));
app.get('/refused', (c) => c.json({ ...words, title: 'Refused' }, 403));

const get = async (path: string, accepted?: string) => {
  const answer = await app.request(
    path,
    accepted === undefined ? {} : { headers: { 'accept-encoding': accepted } },
  );
  return {
    status: answer.status,
    encoding: answer.headers.get('content-encoding'),
    vary: answer.headers.get('vary'),
    kept: answer.headers.get('cache-control'),
    body: Buffer.from(await answer.arrayBuffer()),
  };
};

test('[HTTP-90] a list is sent as Brotli to browsers, as gzip to clients that accept only that, and plain to others', async () => {
  const browser = await get('/list', 'gzip, deflate, br, zstd');
  expect(browser).toMatchObject({ status: 200, encoding: 'br', vary: 'Accept-Encoding', kept: 'no-store' });
  expect(JSON.parse(brotliDecompressSync(browser.body).toString())).toEqual(words);
  const other = await get('/list', 'gzip');
  expect(other.encoding).toBe('gzip');
  expect(JSON.parse(gunzipSync(other.body).toString())).toEqual(words);
  for (const accepted of [undefined, 'identity', 'br;q=0, identity']) {
    const plain = await get('/list', accepted);
    expect(plain.encoding).toBe(null);
    expect(JSON.parse(plain.body.toString())).toEqual(words);
  }
});

test('[HTTP-90] a small answer and a photograph are sent as they are, and a refusal keeps its status', async () => {
  expect(await get('/small', 'br')).toMatchObject({ encoding: null, vary: 'Accept-Encoding' });
  expect((await get('/photo', 'br')).encoding).toBe(null);
  const refused = await get('/refused', 'br');
  expect(refused).toMatchObject({ status: 403, encoding: 'br' });
});
