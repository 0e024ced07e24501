import { expect, test } from 'vitest';
import { caseLabel, countActions, groupLabel, sameInGroup, type MapCase } from './case.ts';
import { CaseIndex, type Bounds } from './clusters.ts';

const makeCase = (id: number, over: Partial<MapCase> = {}): MapCase => ({
  id,
  latitude: 54.72 + (id % 20) * 0.001,
  longitude: 2.1 + Math.floor(id / 20) * 0.001,
  action: 'visit',
  label: `${id} Alder Crescent`,
  moneyText: '£412.00',
  alert: false,
  onTheWay: false,
  stoodDown: false,
  urgency: 50,
  ...over,
});
const everywhere: Bounds = { south: 50, west: 0, north: 60, east: 5 };
const indexOf = (cases: MapCase[]) => {
  const index = new CaseIndex();
  index.apply({ changed: cases, gone: [] });
  index.rebuild();
  return index;
};
const idsOf = (index: CaseIndex, zoom: number, chosen: number | null = null) =>
  index.items(everywhere, zoom, chosen).flatMap((item) => (item.kind === 'case' ? [item.id] : item.ids));
const many = Array.from({ length: 200 }, (_, i) => makeCase(i + 1));

test('[MAP-10] at every zoom each case is in exactly one marker', () => {
  const index = indexOf(many);
  for (let zoom = 5; zoom <= 20; zoom++)
    expect(idsOf(index, zoom).sort((a, b) => a - b)).toEqual(many.map((c) => c.id));
  expect(index.items(everywhere, 8, null).length).toBeLessThan(5);
  expect(index.items(everywhere, 20, null)).toHaveLength(200);
});

test('[MAP-11] the selected case always has its own marker, and is counted in no group', () => {
  const index = indexOf([
    ...many,
    makeCase(500, { latitude: many[0]!.latitude, longitude: many[0]!.longitude }),
  ]);
  for (const zoom of [5, 12, 16, 20]) {
    expect(index.items(everywhere, zoom, 1)).toContainEqual(expect.objectContaining({ kind: 'case', id: 1 }));
    expect(idsOf(index, zoom, 1).filter((id) => id === 1)).toHaveLength(1);
    expect(idsOf(index, zoom, 1)).toHaveLength(201);
  }
});

test('[MAP-12] homes at one point are one building at any zoom, so that each can be selected', () => {
  const flats = [1, 2, 3].map((id) => makeCase(id, { latitude: 54.72, longitude: 2.1 }));
  const items = indexOf(flats).items(everywhere, 20, null);
  expect(items).toEqual([expect.objectContaining({ kind: 'building', ids: [1, 2, 3] })]);
  // With one selected and one gone, the last is a single marker.
  const index = indexOf(flats);
  index.apply({ changed: [], gone: [3] });
  expect(index.items(everywhere, 20, 1).map((item) => item.kind)).toEqual(['case', 'case']);
});

test('[MAP-13] a changed action or amount does not rebuild the index; a removed, new or moved case shows before the rebuild', () => {
  const index = indexOf(many);
  const repainted = many.map((c) => ({ ...c, action: 'wait' as const, moneyText: '£0.00' }));
  expect(index.apply({ changed: repainted, gone: [] })).toBe(false);
  expect(index.stale).toBe(false);

  expect(index.apply({ changed: [], gone: [7] })).toBe(true);
  expect(index.stale).toBe(true);
  expect(idsOf(index, 12)).not.toContain(7);
  index.apply({ changed: [many[6]!], gone: [] });
  expect(index.stale, 'it is back where it was').toBe(false);
  index.apply({ changed: [], gone: [7] });

  const without = many.filter((c) => c.id !== 7);
  const moved = makeCase(8, { latitude: 54.9, longitude: 2.4 });
  index.apply({ changed: [moved, makeCase(900, { latitude: 54.95, longitude: 2.5 })], gone: [] });
  expect(idsOf(index, 12).sort((a, b) => a - b)).toEqual([...without.map((c) => c.id), 900]);
  expect(index.items(everywhere, 12, null)).toContainEqual(
    expect.objectContaining({ id: 8, latitude: 54.9 }),
  );
  const before = idsOf(index, 12).length;
  index.rebuild();
  expect(idsOf(index, 12)).toHaveLength(before);
  expect(index.stale).toBe(false);
});

test('[MAP-14] a cluster has the zoom at which it opens; one of an old index has none', () => {
  const index = indexOf(many);
  const cluster = index.items(everywhere, 8, null).find((item) => item.kind === 'cluster')!;
  expect(index.expansionZoom(cluster.clusterId)).toBeGreaterThan(8);
  expect(index.expansionZoom(987_654_321)).toBeNull();
});

test('[MAP-15] labels have everything that shape, colour and signs show', () => {
  expect(caseLabel(makeCase(12))).toBe('Visit: 12 Alder Crescent, £412.00');
  expect(caseLabel(makeCase(12, { alert: true, onTheWay: true }))).toBe(
    'Visit: 12 Alder Crescent, £412.00. Cautionary alert. On the way.',
  );
  expect(caseLabel(makeCase(12, { action: 'none', stoodDown: true }))).toContain('No visit needed');
  const group = [makeCase(1), makeCase(2, { action: 'call', alert: true }), makeCase(3)];
  expect(groupLabel(group, false)).toBe('3 cases: 2 visit, 1 call. 1 with a cautionary alert. Zoom in.');
  expect(groupLabel(group, true)).toContain('3 cases in one building');
  expect(countActions(group)).toEqual([
    { action: 'visit', count: 2 },
    { action: 'call', count: 1 },
  ]);
  expect(sameInGroup(makeCase(1), makeCase(1, { moneyText: '£1.00' }))).toBe(true);
  expect(sameInGroup(makeCase(1), makeCase(1, { alert: true }))).toBe(false);
});
