import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MapCase } from './case.ts';
import { CaseIndex, type Item } from './clusters.ts';
import { clearOfTop, nearbyView, separateShare } from './nearby.ts';
import { spread, stopsApart } from './spread.ts';

type At = { latitude: number; longitude: number };
const caseAt = (at: At, id: number, over: Partial<MapCase> = {}): MapCase => ({
  ...at,
  id,
  action: 'visit',
  label: `${id} Alder Crescent`,
  moneyText: '£412.00',
  alert: false,
  onTheWay: false,
  stoodDown: false,
  urgency: 50,
  ...over,
});
const indexOf = (cases: MapCase[]) => {
  const index = new CaseIndex();
  index.apply({ changed: cases, gone: [] });
  index.rebuild();
  return index;
};

/** Metres east and north of the middle of town. */
const from = (east: number, north: number): At => ({
  latitude: 54.72 + north / 111_320,
  longitude: -2.1 + east / 64_300,
});
const metres = (most: number) => fc.integer({ min: -most, max: most });
/** A flat of one block, a home of the town, or one far away. */
const home = fc.oneof(
  { weight: 2, arbitrary: fc.constant(from(120, -80)) },
  { weight: 5, arbitrary: fc.tuple(metres(1500), metres(1500)).map(([x, y]) => from(x, y)) },
  { weight: 1, arbitrary: fc.tuple(metres(30_000), metres(30_000)).map(([x, y]) => from(x, y)) },
);
const homes = fc.array(home, { minLength: 1, maxLength: 60 });
const room = fc.record({
  width: fc.integer({ min: 120, max: 1400 }),
  height: fc.integer({ min: 60, max: 900 }),
});

test('[MAP-52] the first view is as wide as most of its markers are separate, and has the person and the nearest work in it', () => {
  fc.assert(
    fc.property(homes, fc.option(home), room, (places, origin, space) => {
      const index = indexOf(places.map((at, i) => caseAt(at, i + 1)));
      const tried: { items: readonly Item[]; zoom: number }[] = [];
      const view = nearbyView(places, origin, space, (bounds, zoom) => {
        const items = index.items(bounds, zoom, null);
        tried.push({ items, zoom });
        return items;
      });
      if (!view) {
        // Only where the person is far from all work, or amid markers that cannot be told apart.
        expect(origin).not.toBeNull();
        return;
      }
      const { bounds, zoom } = view;
      const inside = ({ latitude, longitude }: At) =>
        latitude >= bounds.south &&
        latitude <= bounds.north &&
        longitude >= bounds.west &&
        longitude <= bounds.east;
      if (origin) expect(inside(origin)).toBe(true);
      expect(places.some(inside)).toBe(true);
      // The markers of the view that was taken.
      const shares = tried
        .filter((one) => one.zoom === zoom)
        .map(({ items }) => {
          const count = (kind: (item: Item) => boolean) =>
            items.filter(kind).reduce((sum, item) => sum + (item.kind === 'case' ? 1 : item.ids.length), 0);
          return count((item) => item.kind !== 'cluster') / count(() => true);
        });
      // Else one home that cannot be told from its neighbours; or its street with the person, a walk away.
      const isLastResort = origin ? zoom >= 14 : zoom === 17 && bounds.north === bounds.south;
      if (!isLastResort) expect(Math.max(...shares)).toBeGreaterThanOrEqual(separateShare);
    }),
    { numRuns: 150 },
  );
});

test('[MAP-52] 24 homes of a town with one far away: the first view is not one bubble', () => {
  const town = Array.from({ length: 24 }, (_, i) => from((i % 6) * 130, Math.floor(i / 6) * 110));
  const places = [...town, from(14_000, 9_000)];
  const index = indexOf(places.map((at, i) => caseAt(at, i + 1)));
  const items = (bounds: Parameters<CaseIndex['items']>[0], zoom: number) => index.items(bounds, zoom, null);
  const phone = { width: 318, height: 268 };
  for (const origin of [null, from(300, 200)]) {
    const { bounds, zoom } = nearbyView(places, origin, phone, items)!;
    const separate = items(bounds, zoom).filter((item) => item.kind === 'case');
    expect(separate.length).toBeGreaterThanOrEqual(5);
  }
});

test('[MAP-51] stops are never in a group, and their markers never cover each other', () => {
  const at = from(0, 0);
  const stops = [1, 2, 3, 4].map((stop) => caseAt(at, stop, { stop }));
  const others = [5, 6].map((id) => caseAt(at, id));
  const index = indexOf([...stops, ...others]);
  for (const zoom of [8, 14, 19]) {
    const items = index.items({ south: 50, west: -5, north: 60, east: 5 }, zoom, null);
    expect(items.flatMap((item) => (item.kind === 'case' ? [item.id] : []))).toEqual([1, 2, 3, 4]);
    expect(items.flatMap((item) => (item.kind === 'case' ? [] : item.ids)).sort()).toEqual([5, 6]);
  }
  // A case that is no stop any more goes back to its group.
  expect(index.apply({ changed: [caseAt(at, 1)], gone: [] })).toBe(true);
  const items = index.items({ south: 50, west: -5, north: 60, east: 5 }, 14, null);
  expect(items.find((item) => item.kind !== 'case')).toMatchObject({
    ids: expect.arrayContaining([1, 5, 6]),
  });

  const point = fc.record({ x: fc.integer({ min: 0, max: 160 }), y: fc.integer({ min: 0, max: 160 }) });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 14 }), (points) => {
      const moved = spread(points, 36);
      expect(moved).toHaveLength(points.length);
      moved.forEach((a, i) => {
        for (const b of moved.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(35);
        // Still near its door.
        expect(Math.hypot(a.x - points[i]!.x, a.y - points[i]!.y)).toBeLessThan(36 * points.length);
      });
      // Where there is room nothing moves, and nothing moves again.
      expect(spread(points.slice(0, 1), 36)).toEqual(points.slice(0, 1));
      expect(spread(points, 36)).toEqual(moved);
    }),
  );
});

test('[MAP-51] a stop that was moved has a line to its door', () => {
  const map = {
    project: ([latitude, longitude]: [number, number]) => ({ x: longitude * 1000, y: latitude * 1000 }),
    unproject: ([x, y]: [number, number]) => ({ lat: y / 1000, lng: x / 1000 }),
  } as unknown as Parameters<typeof stopsApart>[0];
  const stop = (id: number, longitude: number): Item => ({
    kind: 'case',
    key: `c${id}`,
    id,
    latitude: 1,
    longitude,
  });
  const { items, leaders } = stopsApart(map, [stop(1, 1), stop(2, 1), stop(3, 2)], () => true);
  expect(leaders.map(({ door }) => (door as Item & { id: number }).id)).toEqual([1, 2]);
  expect(leaders.map(({ marker }) => marker)).toEqual(
    items.slice(0, 2).map(({ latitude, longitude }) => ({ latitude, longitude })),
  );
  expect(items[2]).toEqual(stop(3, 2));
});

test('[UI-618] the first view is moved within its room so that the fewest markers are under the search field', () => {
  const [top, covered, half] = [112, 52, 20];
  const mercatorY = (latitude: number) =>
    128 - (256 * Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360))) / (2 * Math.PI);
  let cleared = 0;
  fc.assert(
    fc.property(homes, room, (places, space) => {
      const index = indexOf(places.map((at, i) => caseAt(at, i + 1)));
      const itemsOf = (bounds: Parameters<typeof index.items>[0], zoom: number) =>
        index.items(bounds, zoom, null);
      const view = nearbyView(places, null, space, itemsOf)!;
      const { shift: down, hidden: still } = clearOfTop(view, space, { top, covered }, itemsOf);
      const { south, north, west, east } = view.bounds;
      const scale = 2 ** view.zoom;
      const middle = (mercatorY(south) + mercatorY(north)) / 2;
      const yOf = (latitude: number) => top + space.height / 2 + (mercatorY(latitude) - middle) * scale;
      // All of the view stays in its room.
      const spare = (space.height - (mercatorY(south) - mercatorY(north)) * scale) / 2;
      expect(Math.abs(down)).toBeLessThanOrEqual(Math.max(0, spare));
      const across = (east + west) / 2;
      const reach = ((space.width / 2 / scale) * 360) / 256;
      const column = { south: -85, north: 85, west: across - reach, east: across + reach };
      const ys = index.items(column, view.zoom, null).map(({ latitude }) => yOf(latitude));
      const hidden = (by: number) => ys.filter((y) => y + by > -half && y + by < covered + half).length;
      for (let by = 0; by <= spare; by++)
        for (const other of [by, -by]) expect(hidden(down)).toBeLessThanOrEqual(hidden(other));
      if (hidden(down) < hidden(0)) cleared++;
      expect(still).toBe(hidden(down));
      expect(clearOfTop(view, space, { top, covered: 0 }, itemsOf)).toEqual({ shift: 0, hidden: 0 });
    }),
    { numRuns: 300 },
  );
  // It is of use.
  expect(cleared).toBeGreaterThan(0);
});

test('[UI-704] where a marker would stay under the search field, the first view is of fewer homes, at least half as many', () => {
  const top = { top: 112, covered: 52 };
  const phone = { width: 318, height: 268 };
  let cleared = 0;
  fc.assert(
    fc.property(homes, fc.option(home), (places, origin) => {
      const index = indexOf(places.map((at, i) => caseAt(at, i + 1)));
      const itemsOf = (bounds: Parameters<typeof index.items>[0], zoom: number) =>
        index.items(bounds, zoom, null);
      const hidden = (view: NonNullable<ReturnType<typeof nearbyView>>) =>
        clearOfTop(view, phone, top, itemsOf).hidden;
      const wide = nearbyView(places, origin, phone, itemsOf);
      const clear = nearbyView(places, origin, phone, itemsOf, hidden);
      expect(clear === null).toBe(wide === null);
      if (!wide || !clear) return;
      expect(hidden(clear)).toBeLessThanOrEqual(hidden(wide));
      if (hidden(wide) === 0) expect(clear).toEqual(wide);
      if (hidden(wide) > 0 && hidden(clear) === 0) cleared++;
      const { south, north, west, east } = clear.bounds;
      if (origin) {
        expect(origin.latitude >= south && origin.latitude <= north).toBe(true);
        expect(origin.longitude >= west && origin.longitude <= east).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
  // It is of use.
  expect(cleared).toBeGreaterThan(0);
});
