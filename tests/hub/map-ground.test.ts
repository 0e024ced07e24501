// The tiles that the map draws: from the extract that the device keeps, and from the server, never of two versions. The server's
// routes and the client's reader are real; the browser's cache is a map.
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fromGeojsonVt } from 'vt-pbf';
import { encodePmtiles, type Tile } from '../../db/demo/town/pmtiles.ts';
import { GroundTiles, OtherVersion } from '../../client/lib/map/ground/tiles.ts';
import { store, storedFacts } from '../../client/lib/map/kept/facts.ts';
import { boundsOf, squareZoom, type Square } from '../../client/lib/map/kept/squares.ts';
import { versionOf, type MapSource } from '../../client/lib/map/source.ts';
import { mapRoutes } from '../../server/http/map.ts';

const kept: Square = { x: 4150, y: 2600 };
const outside: Square = { x: 4153, y: 2600 };
const deepest = 15;

/** Each tile has one layer, named by its place. */
function town(): Buffer {
  const tiles: Tile[] = [];
  for (let z = 10; z <= deepest; z++) {
    const scale = 2 ** (z - squareZoom);
    for (let x = Math.floor(4148 * scale); x < 4156 * scale; x++)
      for (let y = Math.floor(2598 * scale); y < 2603 * scale; y++) {
        const features = [{ type: 1 as const, geometry: [[1, 1]], tags: {} }];
        const layers = { [`${z}/${x}/${y}`]: { features } } as unknown as Parameters<typeof fromGeojsonVt>[0];
        tiles.push({ z, x, y, data: fromGeojsonVt(layers, { version: 2, extent: 4096 }) });
      }
  }
  return encodePmtiles({
    tiles,
    metadata: { attribution: '' },
    bounds: { west: 2, south: 54, east: 3, north: 55 },
    centre: { longitude: 2, latitude: 54, zoom: 13 },
  });
}

let folder = '';
let path = '';
let signal = true;
let requests: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-ground-'));
  path = join(folder, 'town.pmtiles');
  await writeFile(path, town());
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => {
  signal = true;
  requests = [];
  const app = mapRoutes({ tiles: path, demo: true });
  vi.stubGlobal('fetch', async (url: string, options?: RequestInit) => {
    requests.push(url);
    if (!signal) throw new TypeError('no signal');
    return app.request(new URL(url, 'http://here').href, options);
  });
  const entries = new Map<string, Response>();
  const cache = {
    put: async (key: string, response: Response) =>
      void entries.set(key, new Response(await response.blob(), { headers: response.headers })),
  };
  vi.stubGlobal('caches', {
    open: async () => cache,
    match: async (key: string) => entries.get(key)?.clone(),
  });
  vi.stubGlobal('BroadcastChannel', undefined);
});

const read = async () => (await (await fetch('/api/map')).json()) as MapSource;
/** Keeps an extract of the square, of at most so many bytes, as the browser does. */
async function take(bytes = 30_000_000) {
  const source = await read();
  const answer = await fetch(`${source.extract}&bytes=${bytes}&bounds=${boundsOf([kept])[0]}`);
  const size = Number(answer.headers.get('content-length'));
  const version = versionOf(source.extract)!;
  const asOf = new Date().toISOString();
  await store({ staffId: 1, version, squares: [kept], asOf, bytes: size, source }, answer);
  requests = [];
  return { source, version, size };
}
const groundOf = ({ tiles, extract }: MapSource) =>
  new GroundTiles({ url: new URL(tiles!, 'http://here').href, version: versionOf(extract) });
const below = ({ x, y }: Square, z: number) => ({
  z,
  x: x * 2 ** (z - squareZoom),
  y: y * 2 ** (z - squareZoom),
});
/** The tile that is drawn there. */
async function drawn(ground: GroundTiles, square: Square, z: number): Promise<string> {
  const { tile, ...at } = await ground.find(below(square, z));
  const [name = 'nothing'] = Object.keys(tile ?? {});
  expect(name).toBe(`${at.z}/${at.x}/${at.y}`);
  return name;
}
const nameOf = (square: Square, z: number) => Object.values(below(square, z)).join('/');

test('[MAP-65] in the kept area nothing is requested; outside of it the server is, and again after a failure', async () => {
  const { source } = await take();
  signal = false;
  const ground = groundOf((await storedFacts())!.source);
  for (const z of [13, 14, 15]) expect(await drawn(ground, kept, z)).toBe(nameOf(kept, z));
  // Deeper than the basemap: its deepest tile, enlarged.
  expect(await drawn(ground, kept, 18)).toBe(nameOf(kept, deepest));
  expect(requests).toEqual([]);
  await expect(ground.find(below(outside, 15))).rejects.toThrow('no signal');
  signal = true;
  expect(await drawn(ground, outside, 15)).toBe(nameOf(outside, 15));
  expect(requests.every((url) => url.endsWith(source.tiles!))).toBe(true);
  expect(requests.length).toBeGreaterThan(0);
});

test('[MAP-65] with nothing kept, a map that was opened without signal is drawn when that is back', async () => {
  const ground = groundOf(await read());
  signal = false;
  await expect(ground.find(below(kept, 14))).rejects.toThrow('no signal');
  signal = true;
  expect(await drawn(ground, kept, 14)).toBe(nameOf(kept, 14));
});

test('[MAP-66] where the deepest zoom did not fit, it comes from the server, and without signal from the one over it', async () => {
  const { size } = await take();
  const { source, size: small } = await take(size - 1);
  expect(small).toBeLessThan(size);
  const ground = groundOf(source);
  signal = false;
  expect(await drawn(ground, kept, 15)).toBe(nameOf(kept, 14));
  signal = true;
  expect(await drawn(ground, kept, 15)).toBe(nameOf(kept, 15));
});

test('[MAP-67] what is kept of another version is not used, and a tile of another version is not drawn', async () => {
  const { source } = await take();
  const open = groundOf(source);
  expect(await drawn(open, kept, 15)).toBe(nameOf(kept, 15));
  await utimes(path, new Date(), new Date(Date.now() + 60_000));
  await expect(open.find(below(outside, 15))).rejects.toThrow(OtherVersion);
  const next = await read();
  expect(next.tiles).not.toBe(source.tiles);
  requests = [];
  const anew = groundOf(next);
  expect(await drawn(anew, kept, 15)).toBe(nameOf(kept, 15));
  expect(requests.length).toBeGreaterThan(0);
});
