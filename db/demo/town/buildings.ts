// Buildings along the streets: terraces, pairs, blocks of flats, shops and works, each facing its street, none on a
// road, in the river, in a park or in another building. Homes are numbered odd on the left and even on the right.
import { districtFinder } from './field.ts';
import { along, distance, SegmentGrid, segmentDistance, walk, type Line, type Point } from './plane.ts';
import { Random } from '../random.ts';
import { halfWidth, type Street } from './streets.ts';
import type { DistrictKind, Terrain } from './terrain.ts';
import type { Work } from './work.ts';

export type Building = {
  kind: 'terrace' | 'pair' | 'house' | 'flats' | 'shop' | 'works';
  ring: Line;
  centre: Point;
  /** Index into the town's streets. */ street: number;
  storeys: number;
  homes: Home[];
};
/** flat is null for a house. */
type Home = { number: number; flat: number | null; point: Point };

type Plan = {
  kind: Building['kind'];
  /** Homes side by side. */ units: number;
  /** Metres along the street of one unit, and back from it. */ front: number;
  depth: number;
  setback: number;
  gap: number;
  storeys: number;
  /** Flats in the building; 0 for houses. */ flats: number;
};

function choose(
  random: Random,
  district: DistrictKind,
  streetKind: Street['kind'],
  fromCentre: number,
): Plan {
  const terrace = (units: number, front = 5.4): Plan => ({
    kind: 'terrace',
    units,
    front,
    depth: random.between(8.6, 10.4),
    setback: random.between(1.5, 3.5),
    gap: random.between(3.2, 6),
    storeys: 2,
    flats: 0,
  });
  const pair = (): Plan => ({
    kind: 'pair',
    units: 2,
    front: random.between(6, 7.2),
    depth: random.between(8, 9.6),
    setback: random.between(5.5, 8),
    gap: random.between(3.4, 5.5),
    storeys: 2,
    flats: 0,
  });
  const house = (): Plan => ({
    ...pair(),
    kind: 'house',
    units: 1,
    front: random.between(8, 11),
    setback: random.between(5, 10),
  });
  const flats = (high: boolean): Plan => {
    const storeys = high ? random.whole(4, 8) : random.whole(2, 4);
    const front = random.between(22, 40);
    return {
      kind: 'flats',
      units: 1,
      front,
      depth: random.between(11, 15),
      setback: random.between(6, 11),
      gap: random.between(9, 16),
      storeys,
      flats: storeys * Math.max(2, Math.round(front / 9)),
    };
  };
  const shop = (): Plan => ({
    ...terrace(1, random.between(7, 15)),
    kind: 'shop',
    depth: random.between(11, 18),
    setback: 1,
    gap: random.between(0, 1.2),
    storeys: 3,
  });
  const works = (): Plan => ({
    ...shop(),
    kind: 'works',
    front: random.between(24, 62),
    depth: random.between(20, 38),
    setback: random.between(8, 14),
    gap: random.between(10, 20),
    storeys: 2,
  });
  if (district === 'works') return random.chance(0.86) ? works() : terrace(random.whole(4, 7));
  if (district === 'centre') {
    if (fromCentre < 260 || streetKind !== 'residential') return random.chance(0.85) ? shop() : flats(false);
    return random.chance(0.75) ? terrace(random.whole(4, 8), 5.2) : flats(false);
  }
  if (streetKind === 'primary' && random.chance(0.2)) return shop();
  if (district === 'terraces') return random.chance(0.93) ? terrace(random.whole(5, 9)) : flats(false);
  if (district === 'garden')
    return random.chance(0.72) ? pair() : random.chance(0.5) ? terrace(4, 6) : house();
  if (district === 'flats')
    return random.chance(0.42) ? flats(random.chance(0.2)) : terrace(random.whole(3, 7), 6);
  return random.chance(0.5)
    ? pair()
    : random.chance(0.55)
      ? house()
      : random.chance(0.8)
        ? terrace(3, 6)
        : flats(false);
}

/** The outline seen from the street: a box, or one with a wing behind, so that a row of roofs is not a barcode. */
function outline(random: Random, plan: Plan, at: Point, angle: number, side: 1 | -1, away: number): Line {
  const width = plan.units * plan.front;
  const out = angle + (side * Math.PI) / 2;
  const place = (u: number, v: number) => along(along(at, angle, u), out, away + v);
  const box = [
    place(-width / 2, 0),
    place(width / 2, 0),
    place(width / 2, plan.depth),
    place(-width / 2, plan.depth),
  ];
  if (plan.kind === 'flats' && random.chance(0.4)) {
    const wing = Math.min(width * 0.4, 13);
    const end = random.chance(0.5) ? 1 : -1;
    box.splice(2, 2, place(width / 2, plan.depth), place(-width / 2, plan.depth));
    const tail =
      end === 1
        ? [
            place(width / 2, 0),
            place(width / 2, plan.depth + 9),
            place(width / 2 - wing, plan.depth + 9),
            place(width / 2 - wing, plan.depth),
            place(-width / 2, plan.depth),
          ]
        : [
            place(width / 2, 0),
            place(width / 2, plan.depth),
            place(-width / 2 + wing, plan.depth),
            place(-width / 2 + wing, plan.depth + 9),
            place(-width / 2, plan.depth + 9),
          ];
    return [box[0]!, ...tail];
  }
  if ((plan.kind === 'pair' || plan.kind === 'house') && random.chance(0.55)) {
    const [from, to] = random.chance(0.5) ? [-width / 2, -width / 8] : [width / 8, width / 2];
    return [
      box[0]!,
      box[1]!,
      place(width / 2, plan.depth),
      place(to, plan.depth),
      place(to, plan.depth + 3),
      place(from, plan.depth + 3),
      place(from, plan.depth),
      place(-width / 2, plan.depth),
    ].filter((p, i, all) => i === 0 || distance(p, all[i - 1]!) > 0.05);
  }
  return box;
}

/** Points around and inside a ring, close enough together that no road slips between them. */
function probes(ring: Line): Point[] {
  const centre = mean(ring);
  const found: Point[] = [centre];
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!;
    const pieces = Math.max(1, Math.ceil(distance(a, b) / 7));
    for (let k = 0; k < pieces; k++) {
      const p: Point = [a[0] + ((b[0] - a[0]) * k) / pieces, a[1] + ((b[1] - a[1]) * k) / pieces];
      found.push(p, [(p[0] + centre[0]) / 2, (p[1] + centre[1]) / 2]);
    }
  });
  return found;
}
const mean = (ring: readonly Point[]): Point => [
  ring.reduce((sum, p) => sum + p[0], 0) / ring.length,
  ring.reduce((sum, p) => sum + p[1], 0) / ring.length,
];

/** The south-west and north-east corners of what a ring covers. */
function box(ring: readonly Point[]): [Point, Point] {
  const xs = ring.map((p) => p[0]);
  const ys = ring.map((p) => p[1]);
  return [
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  ];
}

/** Whether two convex-enough rings overlap: some edge of one of them separates them, or they do. */
function overlap(a: Line, b: Line): boolean {
  for (const ring of [a, b])
    for (let i = 0; i < ring.length; i++) {
      const p = ring[i]!;
      const q = ring[(i + 1) % ring.length]!;
      const nx = q[1] - p[1];
      const ny = p[0] - q[0];
      const range = (points: Line) => {
        let low = Infinity;
        let high = -Infinity;
        for (const r of points) {
          const d = r[0] * nx + r[1] * ny;
          if (d < low) low = d;
          if (d > high) high = d;
        }
        return [low, high] as const;
      };
      const [low1, high1] = range(a);
      const [low2, high2] = range(b);
      if (high1 <= low2 || high2 <= low1) return false;
    }
  return true;
}

export function makeBuildings(
  seed: string | number,
  terrain: Terrain,
  streets: Street[],
  work: Work,
): Building[] {
  const random = Random.stream(seed, 'buildings');
  const districtOf = districtFinder(terrain.districts);
  const roads = new SegmentGrid();
  streets.forEach((street, i) => roads.addLine(street.line, i));
  const buildings: Building[] = [];
  const cells = new Map<number, number[]>();
  const cellOf = (p: Point) => Math.floor(p[0] / 60) * 65_536 + Math.floor(p[1] / 60);

  const fits = (ring: Line): boolean => {
    const points = probes(ring);
    for (const p of points) if (terrain.mask.at(p[0], p[1]) !== 0) return false;
    const [low, high] = box(ring);
    const roadsNear = [...new Set(roads.near(low, high, 16))].map((id) => ({
      from: roads.from[id]!,
      to: roads.to[id]!,
      clear: halfWidth[streets[roads.owner[id]!]!.kind] + 0.8,
    }));
    work.looks += roadsNear.length;
    for (const { from, to, clear } of roadsNear) {
      // A road that is away from the whole outline is not compared with each of its points.
      if (
        Math.max(from[0], to[0]) + clear < low[0] ||
        Math.min(from[0], to[0]) - clear > high[0] ||
        Math.max(from[1], to[1]) + clear < low[1] ||
        Math.min(from[1], to[1]) - clear > high[1]
      )
        continue;
      for (const p of points) if (segmentDistance(p, from, to) < clear) return false;
    }
    const [x, y] = points[0]!;
    for (const dx of [-60, 0, 60])
      for (const dy of [-60, 0, 60])
        for (const id of cells.get(cellOf([x + dx, y + dy])) ?? []) {
          work.looks++;
          if (overlap(ring, buildings[id]!.ring)) return false;
        }
    return true;
  };

  const tenth = Math.ceil(streets.length / 10);
  streets.forEach((street, index) => {
    if (index % tenth === 0) work.progress('buildings', index, streets.length);
    if (street.kind === 'trunk') return;
    const district = terrain.districts[street.district]!.kind;
    const length = street.line.reduce((sum, p, i, all) => (i ? sum + distance(all[i - 1]!, p) : 0), 0);
    for (const side of [1, -1] as const) {
      let next = side === 1 ? 1 : 2;
      let misses = 0;
      let plan: Plan | null = null;
      for (let at = halfWidth[street.kind] + 3; at < length;) {
        const here = walk(street.line, 1e9, at)[0];
        if (!here) break;
        plan ??= choose(
          random,
          terrain.mask.at(...here.point) === 0 ? terrain.districts[districtOf(here.point)]!.kind : district,
          street.kind,
          Math.hypot(...here.point),
        );
        const width = plan.units * plan.front;
        const middle = walk(street.line, 1e9, at + width / 2)[0];
        if (!middle) break;
        const away = halfWidth[street.kind] + plan.setback;
        const ring = outline(random, plan, middle.point, middle.angle, side, away);
        if (!fits(ring)) {
          // A shorter row may still fit; otherwise move along.
          if (plan.kind === 'terrace' && plan.units > 3) {
            plan = { ...plan, units: plan.units - 2 };
            continue;
          }
          misses++;
          if (misses > 2) [plan, misses] = [null, 0];
          at += 5;
          continue;
        }
        const out = middle.angle + (side * Math.PI) / 2;
        const homes: Home[] = [];
        if (plan.flats > 0) {
          for (let flat = 1; flat <= plan.flats; flat++)
            homes.push({ number: next, flat, point: along(middle.point, out, away + plan.depth / 2) });
          next += 2;
        } else if (plan.kind !== 'shop' && plan.kind !== 'works')
          for (let unit = 0; unit < plan.units; unit++, next += 2) {
            const u = (unit + 0.5) * plan.front - width / 2;
            homes.push({
              number: next,
              flat: null,
              point: along(along(middle.point, middle.angle, u), out, away + plan.depth / 2),
            });
          }
        const id =
          buildings.push({
            kind: plan.kind,
            ring,
            centre: mean(ring),
            street: index,
            storeys: plan.storeys,
            homes,
          }) - 1;
        const key = cellOf(buildings[id]!.centre);
        const cell = cells.get(key);
        if (cell) cell.push(id);
        else cells.set(key, [id]);
        at += width + plan.gap;
        [plan, misses] = [null, 0];
      }
    }
  });
  return buildings;
}
