import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { PMTiles, type Source } from 'pmtiles';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePmtiles, type Tile } from '../../db/demo/town/pmtiles.ts';
import { mostSquares, squareZoom, type Square } from './map-extract.ts';
import { mapRoutes, parseRange, type MapAnswer } from './map.ts';

/** A town of 10 by 10 squares, with tiles to zoom 16: more than one directory, tiles of equal content, and gaps. */
const corner = { x: 4147, y: 2599 };
const side = 10;
const deepest = 16;
const degrees = {
  west: (x: number, zoom: number) => (x / 2 ** zoom) * 360 - 180,
  north: (y: number, zoom: number) =>
    (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** zoom))) * 180) / Math.PI,
};
const bounds = {
  west: degrees.west(corner.x, squareZoom),
  east: degrees.west(corner.x + side, squareZoom),
  north: degrees.north(corner.y, squareZoom),
  south: degrees.north(corner.y + side, squareZoom),
};

/** What the source has, by zoom/x/y. */
const contents = new Map<string, string>();

function town(): Buffer {
  const tiles: Tile[] = [];
  for (let z = 8; z <= deepest; z++) {
    const scale = 2 ** (z - squareZoom);
    for (let x = Math.floor(corner.x * scale); x < (corner.x + side) * scale; x++)
      for (let y = Math.floor(corner.y * scale); y < (corner.y + side) * scale; y++) {
        const mixed = (x * 7919 + y * 104_729 + z * 31) % 997;
        // Sea: equal content in a run. Nothing: a gap.
        if (mixed % 11 === 0 && z > 9) continue;
        const content = mixed % 5 === 0 ? 'sea' : `${z}/${x}/${y} ${'.'.repeat(mixed)}`;
        contents.set(`${z}/${x}/${y}`, content);
        tiles.push({ z, x, y, data: Buffer.from(content) });
      }
  }
  return encodePmtiles({
    tiles,
    metadata: { name: 'Town', attribution: '© Someone', vector_layers: [{ id: 'roads' }] },
    bounds,
    centre: { longitude: bounds.west, latitude: bounds.north, zoom: 13 },
  });
}

class InMemory implements Source {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  getKey = () => 'memory';
  getBytes = async (offset: number, length: number) => ({
    data: new Uint8Array(this.bytes.slice(offset, offset + length)).buffer,
  });
}
const readerOf = (bytes: Uint8Array) => new PMTiles(new InMemory(bytes));
const textOf = async (archive: PMTiles, z: number, x: number, y: number) => {
  const found = await archive.getZxy(z, x, y);
  return found ? Buffer.from(found.data).toString() : null;
};

let folder = '';
let path = '';
let remote: Server;
let etag = '"one"';
const requests: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-extract-'));
  path = join(folder, 'town.pmtiles');
  await writeFile(path, town());
  remote = createServer((request, response) => {
    void readFile(path).then((bytes) => {
      requests.push(request.headers.range ?? 'all');
      const range = parseRange(request.headers.range, bytes.length);
      if (range === null || range === 'beyond') return response.writeHead(416).end();
      response.writeHead(206, { etag, 'content-length': range.to - range.from + 1 });
      return response.end(bytes.subarray(range.from, range.to + 1));
    });
  });
  await new Promise<void>((listening) => remote.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  remote.close();
  await rm(folder, { recursive: true });
});

type Extracted = { version: string; maxZoom: number; squares: Square[] };
const routes = () => mapRoutes({ tiles: path, demo: true });
const boxText = (box: typeof bounds) => [box.south, box.west, box.north, box.east].join(',');
const ask = (boxes: string[], more = '', app = routes()) =>
  app.request(`/map/extract.pmtiles?${boxes.map((box) => `bounds=${box}`).join('&')}${more}`);
async function extractOf(boxes: string[], more = '', app = routes()) {
  const answer = await ask(boxes, more, app);
  expect(answer.status).toBe(200);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(answer.headers.get('content-length')).toBe(String(bytes.length));
  const archive = readerOf(bytes);
  const metadata = (await archive.getMetadata()) as { extract: Extracted; attribution: string };
  return { bytes, archive, header: await archive.getHeader(), metadata };
}

/** Whether the tile is in one of the squares, or has one in it. */
const isIn = (squares: readonly Square[], z: number, x: number, y: number) =>
  squares.some((square) => {
    const scale = 2 ** (z - squareZoom);
    return scale >= 1
      ? Math.floor(x / scale) === square.x && Math.floor(y / scale) === square.y
      : Math.floor(square.x * scale) === x && Math.floor(square.y * scale) === y;
  });

/** Every tile of the source at every zoom: in the extract with the same content, or outside of its squares and absent. */
async function expectSame(archive: PMTiles, squares: readonly Square[], maxZoom: number, step = 1) {
  let inside = 0;
  for (let z = 8; z <= deepest; z++) {
    const scale = 2 ** (z - squareZoom);
    for (let x = Math.floor(corner.x * scale); x < (corner.x + side) * scale; x += step)
      for (let y = Math.floor(corner.y * scale); y < (corner.y + side) * scale; y += step) {
        const has = z <= maxZoom && isIn(squares, z, x, y);
        if (has) inside++;
        const wanted = (has && contents.get(`${z}/${x}/${y}`)) || null;
        if ((await textOf(archive, z, x, y)) !== wanted) expect.fail(`${z}/${x}/${y} differs`);
      }
  }
  return inside;
}

test('[MAP-60] an extract is a valid archive with every tile of its squares as the source has it, and no other', async () => {
  const share = fc.double({ min: -0.05, max: 0.95, noNaN: true });
  const box = fc.tuple(share, share, share, share).map(([a, b, c, d]) => ({
    west: bounds.west + Math.min(a, b) * (bounds.east - bounds.west),
    east: bounds.west + Math.max(a, b) * (bounds.east - bounds.west),
    south: bounds.south + Math.min(c, d) * (bounds.north - bounds.south),
    north: bounds.south + Math.max(c, d) * (bounds.north - bounds.south),
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(box, { minLength: 1, maxLength: 3 }), async (boxes) => {
      const { archive, header, metadata } = await extractOf(boxes.map(boxText));
      const { squares } = metadata.extract;
      // Each corner of each box is in a square: nothing of what was requested is missing.
      for (const { west, east, south, north } of boxes)
        for (const [longitude, latitude] of [
          [west, north],
          [east, south],
        ] as const)
          expect(
            squares.some(
              ({ x, y }) =>
                longitude >= degrees.west(x, squareZoom) - 1e-9 &&
                longitude <= degrees.west(x + 1, squareZoom) + 1e-9 &&
                latitude <= degrees.north(y, squareZoom) + 1e-9 &&
                latitude >= degrees.north(y + 1, squareZoom) - 1e-9,
            ),
          ).toBe(true);
      expect(header.maxZoom).toBe(deepest);
      expect(header.clustered).toBe(true);
      expect(metadata.attribution).toBe('© Someone');
      // A step that meets every row and column over the runs, so that many archives are compared in seconds.
      await expectSame(archive, squares, deepest, 3);
    }),
    { numRuns: 12 },
  );
  // One of them whole.
  const middle = {
    ...bounds,
    west: (bounds.west + bounds.east) / 2,
    south: (bounds.south + bounds.north) / 2,
  };
  const { archive, metadata } = await extractOf([boxText(middle)]);
  expect(await expectSame(archive, metadata.extract.squares, deepest)).toBeGreaterThan(2_000);
});

test('[MAP-61] above its bytes an extract has no deeper zooms, over all squares, and says so', async () => {
  const whole = await extractOf([boxText(bounds)]);
  expect(whole.header.maxZoom).toBe(deepest);
  const small = await extractOf([boxText(bounds)], `&bytes=${Math.floor(whole.bytes.length / 2)}`);
  expect(small.bytes.length).toBeLessThanOrEqual(whole.bytes.length / 2);
  expect(small.header.maxZoom).toBe(deepest - 1);
  expect(small.metadata.extract).toMatchObject({ maxZoom: deepest });
  const inside = small.metadata.extract.squares;
  expect(await expectSame(small.archive, inside, deepest - 1, 3)).toBeGreaterThan(200);
});

test('[MAP-61] too many squares, no area, or what is no area is refused before the archive is read', async () => {
  const all = boxText({ south: 49, west: -8, north: 61, east: 2 });
  for (const wrong of [
    [],
    [''],
    ['1,2,3'],
    ['1,2,3,x'],
    ['5,2,1,3'],
    ['1,9,2,3'],
    ['1,2,,3'],
    ['-89,1,89,2'],
    [all],
  ])
    expect((await ask(wrong)).status).toBe(400);
  expect((await ask([boxText(bounds)], '&bytes=-1')).status).toBe(400);
  // Many small areas count together.
  const points = Array.from({ length: mostSquares + 1 }, (_, i) => `54,${i * 0.1},54,${i * 0.1}`);
  expect((await ask(points)).status).toBe(400);
  expect((await ask(points.slice(1))).status).toBe(200);
  const none = mapRoutes({ tiles: null, demo: true });
  expect((await ask([boxText(bounds)], '', none)).status).toBe(404);
});

test('[MAP-62] an extract is of one version: of the one that is asked for, and broken off when the file changes', async () => {
  const { extract } = (await (await routes().request('/api/map')).json()) as MapAnswer;
  const version = new URLSearchParams(extract!.split('?')[1]).get('v')!;
  const { metadata } = await extractOf([boxText(bounds)], `&v=${version}`);
  expect(metadata.extract.version).toBe(version);
  expect((await ask([boxText(bounds)], '&v=older')).status).toBe(409);

  const cut = await ask([boxText(bounds)]);
  const reader = cut.body!.getReader();
  await reader.read();
  await utimes(path, new Date(), new Date(Date.now() + 60_000));
  await expect(
    (async () => {
      while (!(await reader.read()).done);
    })(),
  ).rejects.toThrow('overwritten');
  // Nor is one begun that was planned with the former file.
  const planned = await ask([boxText(bounds)]);
  await utimes(path, new Date(), new Date(Date.now() + 120_000));
  await expect(planned.arrayBuffer()).rejects.toThrow('replaced');
});

test('[MAP-63] an archive of another server is read by few ranges, and gives the same extract', async () => {
  const url = `http://127.0.0.1:${(remote.address() as AddressInfo).port}/town.pmtiles`;
  let now = 0;
  const app = mapRoutes({ tiles: url, demo: true, clock: () => now });
  const told = async () => (await (await app.request('/api/map')).json()) as MapAnswer;
  const first = await told();
  expect(first.tiles).toBe(url);
  const { metadata, archive } = await extractOf([boxText(bounds)], `&${first.extract!.split('?')[1]}`, app);
  expect(await expectSame(archive, metadata.extract.squares, deepest, 3)).toBeGreaterThan(500);
  // 8,000 tiles.
  expect(requests.length).toBeLessThan(60);
  // Another content there is another version, known with the first range that differs, and otherwise after a while.
  const planned = await ask([boxText(bounds)], '', app);
  etag = '"two"';
  await expect(planned.arrayBuffer()).rejects.toThrow('ETag');
  const second = await told();
  expect(second.extract).not.toBe(first.extract);
  etag = '"three"';
  expect((await told()).extract).toBe(second.extract);
  now = 11 * 60_000;
  expect((await told()).extract).not.toBe(second.extract);
  expect((await ask([boxText(bounds)], '', app)).status).toBe(200);
});
