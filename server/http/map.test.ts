import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePmtiles } from '../../db/demo/town/pmtiles.ts';
import { mapRoutes, parseRange, type MapAnswer } from './map.ts';

let folder = '';
let path = '';
const archive = encodePmtiles({
  tiles: [{ z: 8, x: 129, y: 80, data: new Uint8Array([1, 2, 3]) }],
  metadata: { attribution: '<a href="https://example.test">© Someone</a>' },
  bounds: { west: 2, south: 54, east: 3, north: 55 },
  centre: { longitude: 2.5, latitude: 54.5, zoom: 9 },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-map-'));
  path = join(folder, 'town.pmtiles');
  await writeFile(path, archive);
});
afterAll(() => rm(folder, { recursive: true }));

const place = '/map/basemap.pmtiles';
const ask = (headers: Record<string, string> = {}, method = 'GET', url = place) =>
  mapRoutes({ tiles: path, demo: true }).request(url, { method, headers });
const describeMap = async (tiles: string | null) =>
  (await (await mapRoutes({ tiles, demo: true }).request('/api/map')).json()) as MapAnswer;

test('[MAP-1] the answer has the file’s name with its version, and the file’s own metadata', async () => {
  const answer = await describeMap(path);
  expect(answer.tiles).toMatch(/^\/map\/basemap\.pmtiles\?v=[\w-]+$/);
  expect(answer).toMatchObject({
    attribution: '© Someone',
    demo: true,
    bounds: { west: 2, south: 54, east: 3, north: 55 },
  });
});

test('[MAP-1] a URL is passed on; without tiles or with a missing file there is no map', async () => {
  expect((await describeMap('https://tiles.example.test/a.pmtiles')).tiles).toBe(
    'https://tiles.example.test/a.pmtiles',
  );
  expect((await describeMap(null)).tiles).toBeNull();
  expect((await describeMap(join(folder, 'absent.pmtiles'))).tiles).toBeNull();
  expect((await mapRoutes({ tiles: null, demo: false }).request(place)).status).toBe(404);
});

test('[MAP-2] a range is answered with exactly those bytes', async () => {
  const answer = await ask({ Range: 'bytes=2-5' });
  expect(answer.status).toBe(206);
  expect(answer.headers.get('content-range')).toBe(`bytes 2-5/${archive.length}`);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(archive.subarray(2, 6));
  expect((await ask({ Range: 'bytes=0-99999999' })).headers.get('content-length')).toBe(
    String(archive.length),
  );
  const beyond = await ask({ Range: `bytes=${archive.length}-` });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${archive.length}`]);
});

test('[MAP-2] without a range it is the whole file, and HEAD sends no body', async () => {
  const whole = await ask();
  expect(whole.status).toBe(200);
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(archive);
  const head = await ask({}, 'HEAD');
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    String(archive.length),
    '',
  ]);
});

test('[MAP-3] an unchanged file is a 304, a changed one ends a resumed range, and only a URL with a version is cached for ever', async () => {
  const first = await ask({ Range: 'bytes=0-3' });
  const etag = first.headers.get('etag')!;
  expect(first.headers.get('cache-control')).toBe('no-cache');
  expect((await ask({ 'If-None-Match': etag })).status).toBe(304);
  expect((await ask({ Range: 'bytes=0-3', 'If-Range': etag })).status).toBe(206);
  expect((await ask({ Range: 'bytes=0-3', 'If-Range': first.headers.get('last-modified')! })).status).toBe(
    206,
  );
  const { tiles } = await describeMap(path);
  expect((await ask({}, 'HEAD', tiles!)).headers.get('cache-control')).toContain('immutable');

  await utimes(path, new Date(), new Date(Date.now() + 60_000));
  expect((await ask({ Range: 'bytes=0-3', 'If-Range': etag })).status).toBe(200);
  expect((await ask({ 'If-None-Match': etag })).status).toBe(200);
  expect((await ask({}, 'HEAD', tiles!)).headers.get('cache-control')).toBe('no-cache');
});

test('[MAP-2] ranges are read as RFC 9110 says', () => {
  expect(parseRange(undefined, 10)).toBeNull();
  expect(parseRange('bytes=-4', 10)).toEqual({ from: 6, to: 9 });
  expect(parseRange('bytes=-40', 10)).toEqual({ from: 0, to: 9 });
  expect(parseRange('bytes=4-', 10)).toEqual({ from: 4, to: 9 });
  expect(parseRange('bytes=-0', 10)).toBe('beyond');
  for (const nonsense of ['bytes=5-2', 'bytes=-', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=a-b'])
    expect(parseRange(nonsense, 10)).toBeNull();
});
