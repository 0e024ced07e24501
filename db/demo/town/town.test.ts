import { PMTiles, zxyToTileId } from 'pmtiles';
import { expect, test } from 'vitest';
import {
  crossing,
  distance,
  inside,
  origin,
  SegmentGrid,
  segmentDistance,
  simplify,
  type Point,
} from './plane.ts';
import { encodePmtiles } from './pmtiles.ts';
import { halfWidth } from './streets.ts';
import { townTiles, zooms } from './tiles.ts';
import { makeTown } from './town.ts';

const town = makeTown({ seed: 'test', homes: 800 });
const { terrain, streets, buildings, lots } = town;

test('[TOWN-1] the same seed gives the same town, another seed another', () => {
  expect(makeTown({ seed: 'test', homes: 800 })).toEqual(town);
  expect(makeTown({ seed: 'other', homes: 800 }).lots[0]).not.toEqual(lots[0]);
});

test('[TOWN-2] at every size it has the requested number of homes, each with a unique address', () => {
  for (const homes of [1, 100, 800, 3000]) {
    const made = homes === 800 ? town : makeTown({ seed: homes, homes });
    expect(made.lots).toHaveLength(homes);
    expect(new Set(made.lots.map((lot) => lot.address)).size).toBe(homes);
  }
  for (const wrong of [0, 2.5, NaN, 1e9])
    expect(() => makeTown({ seed: 1, homes: wrong })).toThrow(RangeError);
});

test('[TOWN-20] ten times the homes need ten times the lookups, not a hundred times', () => {
  const looksOfHome = (homes: number) => makeTown({ seed: 1, homes }).looks / homes;
  const few = looksOfHome(1_500);
  expect(few).toBeGreaterThan(100);
  expect(looksOfHome(15_000)).toBeLessThan(few * 1.3);
});

test('[TOWN-21] making a town reports its progress: its parts in their order, and counts that only grow', () => {
  const reported: { part: string; done: number; of: number | null }[] = [];
  const made = makeTown({ seed: 1, homes: 3000 }, (part, done, of) => reported.push({ part, done, of }));
  expect([...new Set(reported.map(({ part }) => part))]).toEqual(['ground', 'streets', 'buildings', 'lots']);
  for (const lines of Map.groupBy(reported, ({ part }) => part).values())
    expect(lines).toEqual(lines.toSorted((a, b) => a.done - b.done));
  const buildings = reported.filter(({ part }) => part === 'buildings');
  expect(buildings.length).toBeGreaterThan(5);
  for (const { done, of } of buildings) expect([done < of!, of]).toEqual([true, made.streets.length]);
});

test('[TOWN-3] every home is on a building next to its street, outside the river and all roads', () => {
  const grid = new SegmentGrid();
  streets.forEach((street, i) => grid.addLine(street.line, i));
  const rings = buildings.flatMap((building) => building.homes.map((home) => ({ home, building })));
  const at = new Map(
    rings.map(({ home, building }) => [
      `${Math.round(home.point[0] * 10) / 10},${Math.round(home.point[1] * 10) / 10}`,
      building,
    ]),
  );
  for (const lot of lots) {
    const p: Point = [lot.x, lot.y];
    const building = at.get(`${lot.x},${lot.y}`)!;
    expect(inside(p, building.ring)).toBe(true);
    const street = streets[building.street]!;
    expect(street.name).toBe(lot.street);
    const away = Math.min(...street.line.slice(1).map((q, i) => segmentDistance(p, street.line[i]!, q)));
    expect(away).toBeLessThan(40);
    const wet = Math.min(
      ...terrain.river.line.slice(1).map((q, i) => segmentDistance(p, terrain.river.line[i]!, q)),
    );
    expect(wet).toBeGreaterThan(terrain.river.width / 2);
    for (const id of grid.near(p, p, 15))
      expect(segmentDistance(p, grid.from[id]!, grid.to[id]!)).toBeGreaterThan(
        halfWidth[streets[grid.owner[id]!]!.kind],
      );
  }
});

test('[TOWN-4] every street can be reached from every other', () => {
  const grid = new SegmentGrid();
  streets.forEach((street, i) => grid.addLine(street.line, i));
  const group = streets.map((_, i) => i);
  const root = (i: number): number => (group[i] === i ? i : (group[i] = root(group[i]!)));
  for (let i = 0; i < grid.from.length; i++)
    for (const j of grid.near(grid.from[i]!, grid.to[i]!, 1)) {
      const [a, b, c, d] = [grid.from[i]!, grid.to[i]!, grid.from[j]!, grid.to[j]!];
      // Two streets in one line share a point where the name changes.
      const touch =
        crossing(a, b, c, d) !== null || [a, b].some((p) => distance(p, c) < 0.01 || distance(p, d) < 0.01);
      if (touch) group[root(grid.owner[i]!)] = root(grid.owner[j]!);
    }
  expect(new Set(streets.map((_, i) => root(i))).size).toBe(1);
});

test('[TOWN-5] only bridges of larger roads cross the river', () => {
  for (const street of streets.filter((s) => s.kind === 'residential'))
    for (let i = 1; i < street.line.length; i++)
      for (let k = 1; k < terrain.river.line.length; k++)
        expect(
          crossing(street.line[i - 1]!, street.line[i]!, terrain.river.line[k - 1]!, terrain.river.line[k]!),
        ).toBeNull();
});

test('[TOWN-6] it lies in the sea, and its postcodes have a form that is never issued', () => {
  for (const lot of lots) {
    expect(Math.abs(lot.latitude - origin.latitude)).toBeLessThan(0.1);
    expect(Math.abs(lot.longitude - origin.longitude)).toBeLessThan(0.1);
    expect(lot.postcode).toMatch(/^QJ\d{1,3} \d[ABD-HJLNP-UW-Z]{2}$/);
  }
});

test('[TOWN-7] flats of a building share their point and their postcode', () => {
  const flats = Map.groupBy(
    lots.filter((lot) => lot.kind === 'flat'),
    (lot) => `${lot.x},${lot.y}`,
  );
  expect([...flats.values()].some((building) => building.length > 3)).toBe(true);
  for (const building of flats.values()) {
    expect(new Set(building.map((lot) => lot.postcode)).size).toBe(1);
    expect(new Set(building.map((lot) => lot.address.replace(/^Flat \d+, /, ''))).size).toBe(1);
  }
});

const read = (file: Buffer) =>
  new PMTiles({
    getKey: () => 'test',
    getBytes: async (offset, length) => ({
      data: new Uint8Array(file.subarray(offset, offset + length)).buffer,
    }),
  });

test('[TOWN-8] the tiles can be read back, with every layer of the basemap in the middle of the town', async () => {
  const archive = read(townTiles(town));
  const header = await archive.getHeader();
  expect([header.minZoom, header.maxZoom, header.clustered]).toEqual([zooms.from, zooms.to, true]);
  const z = 15;
  const x = Math.floor(((origin.longitude + 180) / 360) * 2 ** z);
  const sine = Math.sin((origin.latitude * Math.PI) / 180);
  const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z);
  const tile = await archive.getZxy(z, x, y);
  const { VectorTile } = await import('@mapbox/vector-tile');
  const { PbfReader } = await import('pbf');
  const layers = new VectorTile(new PbfReader(new Uint8Array(tile!.data))).layers;
  expect(Object.keys(layers)).toEqual(expect.arrayContaining(['earth', 'landuse', 'roads', 'buildings']));
  expect(layers['roads']!.feature(0).properties).toHaveProperty('kind');
  expect(await archive.getZxy(z, x + 5000, y)).toBeUndefined();
});

test('[TOWN-9] an archive that is too large for one directory gets leaf directories, and equal tiles are stored once', async () => {
  const tiles = Array.from({ length: 12_000 }, (_, i) => ({
    z: 14,
    x: (i * 37) % 16_384,
    y: Math.floor(i / 100) * 11,
    data: new TextEncoder().encode(i % 3 === 0 ? 'sea' : `tile ${i} ${Math.sin(i)}`),
  }));
  const file = encodePmtiles({
    tiles,
    metadata: {},
    bounds: { west: -1, south: -1, east: 1, north: 1 },
    centre: { longitude: 0, latitude: 0, zoom: 14 },
  });
  const archive = read(file);
  const header = await archive.getHeader();
  expect(header.leafDirectoryLength).toBeGreaterThan(0);
  expect(header.rootDirectoryLength).toBeLessThan(16_384 - 127);
  expect(header.numTileContents).toBe(new Set(tiles.map((tile) => tile.data.join())).size);
  for (const tile of [tiles[0]!, tiles[5_001]!, tiles[11_999]!]) {
    const found = await archive.getZxy(tile.z, tile.x, tile.y);
    expect(new TextDecoder().decode(found!.data)).toBe(new TextDecoder().decode(tile.data));
  }
  expect(zxyToTileId(14, 0, 0)).toBeGreaterThan(0);
});

test('[TOWN-10] a simplified line stays within its tolerance', () => {
  const line: Point[] = Array.from({ length: 200 }, (_, i) => [i, Math.sin(i / 9) * 20]);
  const fewer = simplify(line, 0.5);
  expect(fewer.length).toBeLessThan(line.length);
  for (const p of line)
    expect(Math.min(...fewer.slice(1).map((q, i) => segmentDistance(p, fewer[i]!, q)))).toBeLessThanOrEqual(
      0.5,
    );
});
