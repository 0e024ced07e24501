// The ground that a town grows on: its outline, the river, the railway, the old main roads and the ring, districts,
// parks and woods, and a raster of what streets must keep out of.
import {
  along,
  distance,
  inside,
  offsetLine,
  rowCrossings,
  segmentDistance,
  simplify,
  type Line,
  type Point,
} from './plane.ts';
import { Random } from '../random.ts';
import type { Names } from './names.ts';

export type DistrictKind = 'centre' | 'terraces' | 'garden' | 'modern' | 'flats' | 'works';
export type District = {
  name: string;
  kind: DistrictKind;
  centre: Point;
  /** Direction of its streets, radians. */ angle: number;
};
type Green = {
  name: string;
  kind: 'park' | 'wood' | 'farmland' | 'school' | 'allotments';
  ring: Line;
};
type MainRoad = {
  name: string;
  ref: string | null;
  kind: 'trunk' | 'primary' | 'secondary';
  line: Line;
};

/** The content of a raster cell; 0 is free. */
export const blocked = { water: 1, green: 2, rail: 3, outside: 4 } as const;

class Mask {
  readonly cell: number;
  private readonly half: number;
  private readonly side: number;
  private readonly cells: Uint8Array;

  constructor(half: number, cell: number) {
    this.cell = cell;
    this.half = half;
    this.side = Math.ceil((2 * half) / cell);
    this.cells = new Uint8Array(this.side * this.side);
  }

  at(x: number, y: number): number {
    const i = Math.floor((x + this.half) / this.cell);
    const j = Math.floor((y + this.half) / this.cell);
    return i < 0 || j < 0 || i >= this.side || j >= this.side
      ? blocked.outside
      : this.cells[j * this.side + i]!;
  }

  /** Paints every cell of the box for which `test` holds. */
  paint(x0: number, y0: number, x1: number, y1: number, value: number, test: (p: Point) => boolean): void {
    for (let j = this.index(y0); j <= this.index(y1); j++)
      for (let i = this.index(x0); i <= this.index(x1); i++) {
        const p: Point = [(i + 0.5) * this.cell - this.half, (j + 0.5) * this.cell - this.half];
        if (test(p)) this.cells[j * this.side + i] = value;
      }
  }

  paintLine(line: readonly Point[], reach: number, value: number): void {
    for (let i = 1; i < line.length; i++) {
      const a = line[i - 1]!;
      const b = line[i]!;
      this.paint(
        Math.min(a[0], b[0]) - reach,
        Math.min(a[1], b[1]) - reach,
        Math.max(a[0], b[0]) + reach,
        Math.max(a[1], b[1]) + reach,
        value,
        (p) => segmentDistance(p, a, b) <= reach,
      );
    }
  }

  /** Paints what is inside the ring, or, with `outside`, all that is not. */
  paintRing(ring: readonly Point[], value: number, outside = false): void {
    const ys = ring.map((p) => p[1]);
    const [first, last] = outside
      ? [0, this.side - 1]
      : [this.index(Math.min(...ys)), this.index(Math.max(...ys))];
    const middle = (i: number) => (i + 0.5) * this.cell - this.half;
    for (let j = first; j <= last; j++) {
      // Between one crossing of the row with the ring and the next, all cells are on the same side of it.
      const crossings = rowCrossings(ring, middle(j));
      for (let i = 0, passed = 0; i < this.side; i++) {
        while (passed < crossings.length && crossings[passed]! <= middle(i)) passed++;
        if ((passed % 2 === 1) !== outside) this.cells[j * this.side + i] = value;
      }
    }
  }

  private index(metres: number): number {
    return Math.max(0, Math.min(this.side - 1, Math.floor((metres + this.half) / this.cell)));
  }
}

export type Terrain = {
  /** Metres from the centre to the mean edge of the built town. */ radius: number;
  /** Half the side of the square that is drawn, countryside included. */ half: number;
  outline: Line;
  river: { name: string; line: Line; width: number };
  rail: Line;
  mainRoads: MainRoad[];
  greens: Green[];
  districts: District[];
  mask: Mask;
};

/** A line across the whole square: straight at heart, bent by a few waves. */
function wandering(
  random: Random,
  angle: number,
  offset: number,
  half: number,
  waves: [number, number][],
): Line {
  const phases = waves.map(() => random.between(0, Math.PI * 2));
  const line: Line = [];
  for (let t = -half * 1.45; t <= half * 1.45; t += 14) {
    const side = waves.reduce(
      (sum, [length, height], i) => sum + height * Math.sin((t / length) * Math.PI * 2 + phases[i]!),
      offset,
    );
    line.push(along(along([0, 0], angle, t), angle + Math.PI / 2, side));
  }
  return line.filter((p) => Math.abs(p[0]) <= half * 1.02 && Math.abs(p[1]) <= half * 1.02);
}

/** A round-ish closed shape. */
function blob(
  random: Random,
  centre: Point,
  radius: number,
  roughness: number,
  stretch = 1,
  points = 40,
): Line {
  const angle = random.between(0, Math.PI);
  const waves = [2, 3, 5].map((n) => ({
    n,
    height: random.between(0.3, 1) * (roughness / n) * 2,
    phase: random.between(0, 6.3),
  }));
  return Array.from({ length: points }, (_, i) => {
    const t = (i / points) * Math.PI * 2;
    const r = radius * (1 + waves.reduce((sum, w) => sum + w.height * Math.sin(w.n * t + w.phase), 0));
    const x = Math.cos(t) * r * stretch;
    const y = (Math.sin(t) * r) / stretch;
    return [
      centre[0] + x * Math.cos(angle) - y * Math.sin(angle),
      centre[1] + x * Math.sin(angle) + y * Math.cos(angle),
    ] as Point;
  });
}

const near = (p: Point, line: readonly Point[]) => {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) least = Math.min(least, segmentDistance(p, line[i - 1]!, line[i]!));
  return least;
};

export function makeTerrain(seed: string | number, radius: number, names: Names): Terrain {
  const random = Random.stream(seed, 'terrain');
  const half = radius * 1.6 + 3000;
  const flow = random.between(0, Math.PI);
  const outline = blob(random, [0, 0], radius, 0.11, 1.06, 160);

  const river = {
    name: names.river,
    width: 20 + radius / 220,
    line: wandering(random, flow, radius * random.pick([-0.3, 0.3]), half, [
      [1900 + radius * 0.4, 90 + radius * 0.06],
      [820, 52],
      [430, 16],
    ]),
  };
  const railSide = -Math.sign(near([0, 0], river.line) > 0 ? riverSide(river.line, flow) : 1);
  const rail = simplify(
    wandering(random, flow + random.between(-0.22, 0.22), railSide * radius * 0.42, half, [[5200, 150]]),
    0.3,
  );

  const mainRoads: MainRoad[] = [];
  const number = () => random.whole(11, 98) * 10 + random.whole(1, 9);
  const bend: [number, number][] = [
    [2600, 75],
    [1100, 26],
  ];
  const through = wandering(
    random,
    flow + random.between(1.25, 1.9),
    radius * random.between(-0.06, 0.06),
    half,
    bend,
  );
  const across = wandering(
    random,
    flow + random.between(-0.2, 0.2),
    radius * random.between(-0.08, 0.02),
    half,
    bend,
  );
  mainRoads.push(
    {
      name: names.named('High Street'),
      ref: `A${number() + 4000}`,
      kind: 'primary',
      line: through,
    },
    { name: names.street('main', false), ref: `A${number()}`, kind: 'primary', line: across },
  );
  const rings = [
    { name: 'Ring Road', from: 760, size: radius > 3000 ? 0.3 : 0.58, points: 120 },
    { name: 'Outer Ring Road', from: 3000, size: 0.66, points: 260 },
  ];
  for (const { name, from, size, points } of rings) {
    if (radius <= from) continue;
    const ring = blob(random, [0, 0], radius * size, 0.05, 1.04, points);
    const [named, ref] = [names.named(name), `A${number() + 5000}`];
    mainRoads.push({ name: named, ref, kind: 'primary', line: [...ring, ring[0]!] });
  }
  if (radius > 700) {
    // The bypass runs outside the town on one side and out of the picture at both ends.
    const side = -riverSide(river.line, flow) * radius * 1.13;
    mainRoads.push({
      name: `${names.town} Bypass`,
      ref: `A${random.whole(12, 69)}`,
      kind: 'trunk',
      line: wandering(random, flow + random.between(-0.1, 0.1), side, half, [[7000, 190]]),
    });
  }

  const districts = makeDistricts(random, radius, outline, names, flow);
  const mask = new Mask(radius * 1.5 + 100, radius > 4000 ? 8 : 5);
  mask.paintRing(outline, blocked.outside, true);
  const greens = makeGreens(random, radius, half, outline, river, districts, mainRoads, rail, names);
  for (const green of greens) if (green.kind !== 'farmland') mask.paintRing(green.ring, blocked.green);
  mask.paintLine(rail, 11, blocked.rail);
  mask.paintLine(river.line, river.width / 2 + 12, blocked.water);
  return { radius, half, outline, river, rail, mainRoads, greens, districts, mask };
}

/** On which side of the centre the river passes. */
function riverSide(line: readonly Point[], flow: number): number {
  const nearest = line.reduce((best, p) => (Math.hypot(...p) < Math.hypot(...best) ? p : best));
  return -Math.sin(flow) * nearest[0] + Math.cos(flow) * nearest[1] > 0 ? 1 : -1;
}

function makeDistricts(
  random: Random,
  radius: number,
  outline: Line,
  names: Names,
  flow: number,
): District[] {
  const spacing = Math.max(390, Math.min(1050, radius * 0.5));
  const districts: District[] = [
    { name: `${names.town} Centre`, kind: 'centre', centre: [0, 0], angle: flow + Math.PI / 2 },
  ];
  for (let tries = 0; tries < 40 * (radius / spacing) ** 2; tries++) {
    const centre = along([0, 0], random.between(0, Math.PI * 2), Math.sqrt(random.next()) * radius * 1.05);
    if (!inside(centre, outline) || districts.some((d) => distance(d.centre, centre) < spacing)) continue;
    const out = Math.hypot(...centre) / radius;
    const kind: DistrictKind =
      out < 0.55
        ? random.pick(['terraces', 'terraces', 'terraces', 'flats', 'works'])
        : random.pick(['garden', 'garden', 'modern', 'modern', 'flats', 'works', 'terraces']);
    const angle = Math.atan2(centre[1], centre[0]) + random.between(-0.6, 0.6);
    districts.push({ name: names.district(), kind, centre, angle });
  }
  // Every town has at least one estate of each sort, or its map is dull and its landlord has nothing to let.
  const wanted: DistrictKind[] = ['terraces', 'garden', 'modern', 'flats'];
  wanted.forEach((kind, i) => {
    const spare = districts[i + 1];
    if (spare && !districts.some((d) => d.kind === kind)) spare.kind = kind;
  });
  return districts;
}

function makeGreens(
  random: Random,
  radius: number,
  half: number,
  outline: Line,
  river: Terrain['river'],
  districts: District[],
  mainRoads: MainRoad[],
  rail: Line,
  names: Names,
): Green[] {
  const greens: Green[] = [];
  const clear = (centre: Point, r: number) =>
    mainRoads.every((road) => near(centre, road.line) > r + 14) &&
    near(centre, rail) > r + 14 &&
    near(centre, river.line) > r + river.width &&
    greens.every((g) => !g.ring.some((p) => distance(p, centre) < r + 60));

  // Water meadows: the widest park lies along the river.
  const start = river.line.findIndex((p) => inside(p, outline));
  const run = river.line.slice(start + 12, start + 12 + Math.round(Math.min(900, radius * 0.7) / 14));
  if (run.length > 8) {
    const side = random.pick([-1, 1]);
    const width = random.between(70, 105);
    const shore = offsetLine(run, (side * river.width) / 2);
    const back = offsetLine(
      run,
      (i) => side * (river.width / 2 + width * Math.sin((Math.PI * (i + 0.5)) / run.length) ** 0.5),
    );
    const ring = [...shore, ...back.reverse()];
    if (mainRoads.every((road) => road.line.every((p) => !inside(p, ring))))
      greens.push({ name: names.park(), kind: 'park', ring: simplify(ring, 0.5) });
  }
  for (const district of districts) {
    for (let tries = 0, found = 0; tries < 14 && found < 2; tries++) {
      const r = random.between(38, district.kind === 'centre' ? 55 : 95);
      const centre = along(district.centre, random.between(0, 6.3), random.between(60, 330));
      if (!inside(centre, outline) || !clear(centre, r * 1.25)) continue;
      const kind =
        found === 0 ? (random.chance(0.7) ? 'park' : 'allotments') : random.chance(0.6) ? 'school' : 'park';
      const name =
        kind === 'park'
          ? names.park()
          : kind === 'school'
            ? names.school(district.name)
            : names.named(`${district.name} Allotments`);
      greens.push({
        name,
        kind,
        ring: kind === 'park' ? blob(random, centre, r, 0.14, 1.2, 34) : plot(random, centre, r),
      });
      found++;
    }
  }
  // Countryside: fields, and woods between them.
  const step = Math.max(330, half / 16);
  for (let x = -half; x < half; x += step)
    for (let y = -half; y < half; y += step) {
      const centre: Point = [x + random.between(0.2, 0.8) * step, y + random.between(0.2, 0.8) * step];
      if (Math.hypot(...centre) < radius * 1.2 || !random.chance(0.07)) continue;
      if (!inside(centre, outline) && clear(centre, 150))
        greens.push({
          name: names.wood(),
          kind: 'wood',
          ring: blob(random, centre, random.between(70, 125), 0.2, 1.25, 36),
        });
    }
  return greens;
}

/** A four-sided plot with slightly uneven sides. */
function plot(random: Random, centre: Point, radius: number): Line {
  const angle = random.between(0, Math.PI / 2);
  return [0, 1, 2, 3].map((i) =>
    along(centre, angle + (i * Math.PI) / 2 + random.between(-0.18, 0.18), radius * 1.2),
  );
}
