// Streets grow along the field of directions: lines are traced from seeds until they meet water, a park, the town's
// edge or a street that already runs the same way too close. Then loose ends are joined to the next street, left as a
// cul-de-sac or cut back, and whatever does not connect to the rest is dropped.
import { districtFinder, type Field } from './field.ts';
import type { Names, Style } from './names.ts';
import {
  along,
  crossing,
  distance,
  lineLength,
  SegmentGrid,
  simplify,
  type Line,
  type Point,
} from './plane.ts';
import { Random } from '../random.ts';
import { blocked, type DistrictKind, type Terrain } from './terrain.ts';
import type { Work } from './work.ts';

export type StreetKind = 'trunk' | 'primary' | 'secondary' | 'tertiary' | 'residential';
export type Street = {
  name: string;
  ref: string | null;
  kind: StreetKind;
  line: Line;
  /** Index into the town's districts, by the street's middle. */ district: number;
  deadEnd: boolean;
};

/** Metres between neighbouring streets: those that houses face, and those that cross them. */
const spacing: Record<DistrictKind, readonly [number, number]> = {
  centre: [64, 92],
  terraces: [56, 138],
  garden: [68, 150],
  modern: [66, 118],
  flats: [88, 140],
  works: [125, 170],
};
const style: Record<DistrictKind, Style> = {
  centre: 'centre',
  terraces: 'tight',
  garden: 'garden',
  modern: 'modern',
  flats: 'garden',
  works: 'main',
};
/** Half the width from kerb to kerb and the pavement, metres. */
export const halfWidth: Record<StreetKind, number> = {
  trunk: 13,
  primary: 9.5,
  secondary: 8.5,
  tertiary: 7.5,
  residential: 5.5,
};

/** Points of lines of one family, to find whether any is within reach. */
class Crowd {
  private readonly cells = new Map<number, number[]>();
  private readonly cell: number;
  private readonly work: Work;
  constructor(cell: number, work: Work) {
    this.cell = cell;
    this.work = work;
  }
  add(p: Point): void {
    const key = Math.floor(p[0] / this.cell) * 65_536 + Math.floor(p[1] / this.cell);
    const found = this.cells.get(key);
    if (found) found.push(p[0], p[1]);
    else this.cells.set(key, [p[0], p[1]]);
  }
  within(p: Point, reach: number): boolean {
    const [i1, j1] = [Math.floor((p[0] + reach) / this.cell), Math.floor((p[1] + reach) / this.cell)];
    for (let i = Math.floor((p[0] - reach) / this.cell); i <= i1; i++)
      for (let j = Math.floor((p[1] - reach) / this.cell); j <= j1; j++) {
        const found = this.cells.get(i * 65_536 + j);
        if (!found) continue;
        this.work.looks += found.length / 2;
        for (let k = 0; k < found.length; k += 2)
          if ((found[k]! - p[0]) ** 2 + (found[k + 1]! - p[1]) ** 2 < reach * reach) return true;
      }
    return false;
  }
}

const step = 7;

type Trace = {
  field: Field;
  terrain: Terrain;
  turned: boolean;
  tooNear: (p: Point) => boolean;
  longest: number;
  /** Whether it may go on as a lane through the fields around the town. */ leaves?: boolean;
  /** Whether the line may be carried over water or railway here. */ bridge: ((p: Point) => boolean) | null;
};

function traceOneWay(start: Point, sign: 1 | -1, t: Trace, budget: number): Line {
  const line: Line = [];
  const turn = t.turned ? Math.PI / 2 : 0;
  let p = start;
  let heading = t.field(p[0], p[1]) + turn + (sign === 1 ? 0 : Math.PI);
  const steer = (q: Point) => {
    const angle = t.field(q[0], q[1]) + turn;
    return Math.cos(angle - heading) < 0 ? angle + Math.PI : angle;
  };
  for (let gone = 0; gone < budget; gone += step) {
    const first = steer(p);
    const angle = steer(along(p, first, step / 2));
    // Where the field has no clear direction it spins; a street would not.
    if (Math.cos(angle - heading) < 0.86) break;
    heading = angle;
    let next = along(p, heading, step);
    const ground = t.terrain.mask.at(next[0], next[1]);
    if (ground === blocked.water || ground === blocked.rail) {
      if (!t.bridge) break;
      let over = next;
      let metres = 0;
      while (
        metres < 130 &&
        [blocked.water, blocked.rail].includes(t.terrain.mask.at(over[0], over[1]) as 1 | 3)
      ) {
        over = along(over, heading, step);
        metres += step;
      }
      if (metres >= 130 || t.terrain.mask.at(over[0], over[1]) !== 0 || !t.bridge(next)) break;
      for (let q = next; distance(q, over) > step / 2; q = along(q, heading, step)) line.push(q);
      next = over;
    } else if (ground === blocked.outside) {
      if (!t.leaves || Math.max(Math.abs(next[0]), Math.abs(next[1])) > t.terrain.half) break;
    } else if (ground !== 0) break;
    if (t.tooNear(next)) break;
    // Rings around a garden suburb's centre must not wind on for ever.
    if (line.length > 24 && distance(next, start) < 24) break;
    line.push(next);
    p = next;
  }
  return line;
}

function trace(seed: Point, t: Trace): Line {
  const ahead = traceOneWay(seed, 1, t, t.longest / 2);
  const circle = ahead.length > 24 && distance(ahead[ahead.length - 1]!, seed) < 32;
  const behind = circle ? [] : traceOneWay(seed, -1, t, t.longest / 2);
  return [...behind.reverse(), seed, ...ahead];
}

/** Seeds in a random order, roughly one to each square of the given side. */
function* seeds(random: Random, terrain: Terrain, side: number): Generator<Point> {
  const half = terrain.radius * 1.4;
  const list: Point[] = [];
  for (let x = -half; x < half; x += side)
    for (let y = -half; y < half; y += side) {
      const p: Point = [x + random.next() * side, y + random.next() * side];
      if (terrain.mask.at(p[0], p[1]) === 0) list.push(p);
    }
  yield* random.shuffle(list);
}

type Draft = { kind: StreetKind; line: Line; name: string | null; ref: string | null; fixed: boolean };

export function makeStreets(
  seed: string | number,
  terrain: Terrain,
  field: Field,
  names: Names,
  work: Work,
): Street[] {
  const random = Random.stream(seed, 'streets');
  const districtOf = districtFinder(terrain.districts);
  const kindAt = (p: Point) => terrain.districts[districtOf(p)]!.kind;
  const crowds = [new Crowd(48, work), new Crowd(48, work)] as const;
  const wide = [new Crowd(200, work), new Crowd(200, work)] as const;
  const bridges = new Crowd(200, work);
  const drafts: Draft[] = [];

  const remember = (line: Line) => {
    for (let i = 0; i < line.length; i++) {
      const [a, b] = [line[Math.max(0, i - 1)]!, line[Math.min(line.length - 1, i + 1)]!];
      const p = line[i]!;
      const lean = Math.abs(Math.cos(Math.atan2(b[1] - a[1], b[0] - a[0]) - field(p[0], p[1])));
      const family = lean > 0.707 ? 0 : 1;
      crowds[family].add(p);
      wide[family].add(p);
    }
  };
  for (const road of terrain.mainRoads) {
    drafts.push({ kind: road.kind, line: road.line, name: road.name, ref: road.ref, fixed: true });
    remember(road.line);
    for (const p of road.line) if (terrain.mask.at(p[0], p[1]) === blocked.water) bridges.add(p);
  }

  const bridge = (p: Point) => {
    if (bridges.within(p, 330)) return false;
    bridges.add(p);
    return true;
  };
  for (const family of [0, 1] as const) {
    const apart = 340;
    for (const p of seeds(random, terrain, 150)) {
      if (wide[family].within(p, apart)) continue;
      const line = trace(p, {
        field,
        terrain,
        turned: family === 1,
        tooNear: (q) => wide[family].within(q, apart * 0.5),
        longest: terrain.half * 4,
        leaves: random.chance(0.35),
        bridge,
      });
      if (line.length * step < 300) continue;
      remember(line);
      drafts.push({ kind: 'tertiary', line, name: null, ref: null, fixed: false });
    }
  }
  for (const family of [0, 1] as const)
    for (const p of seeds(random, terrain, 30)) {
      const apart = spacing[kindAt(p)][family]!;
      if (crowds[family].within(p, apart * 0.94)) continue;
      const winding = kindAt(p) === 'modern';
      const line = trace(p, {
        field,
        terrain,
        turned: family === 1,
        tooNear: (q) => crowds[family].within(q, spacing[kindAt(q)][family]! * 0.72),
        longest: winding ? random.between(140, 480) : random.between(500, 1100),
        bridge: null,
      });
      if (line.length * step < 64) continue;
      for (const q of line) crowds[family].add(q);
      drafts.push({ kind: 'residential', line, name: null, ref: null, fixed: false });
      if (drafts.length % 500 === 0) work.progress('streets', drafts.length, null);
    }

  work.progress('streets', drafts.length, null);
  const joined = joinEnds(drafts, terrain, work);
  return nameStreets(joined, terrain, districtOf, names, work);
}

/** Every place where the street's line meets another's, as metres along it, in order. */
function meetings(line: Line, own: number, grid: SegmentGrid, work: Work): { at: number; other: number }[] {
  const found: { at: number; other: number }[] = [];
  let done = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const length = distance(a, b);
    for (const id of grid.near(a, b, 1)) {
      work.looks++;
      if (grid.owner[id] === own) continue;
      const t = crossing(a, b, grid.from[id]!, grid.to[id]!);
      if (t !== null) found.push({ at: done + t * length, other: grid.owner[id]! });
    }
    done += length;
  }
  return found.sort((x, y) => x.at - y.at);
}

function cut(line: Line, from: number, to: number): Line {
  const kept: Line = [];
  let done = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const length = distance(a, b) || 1e-9;
    const at = (metres: number): Point => [
      a[0] + ((b[0] - a[0]) * (metres - done)) / length,
      a[1] + ((b[1] - a[1]) * (metres - done)) / length,
    ];
    if (done + length >= from && done <= to) {
      if (kept.length === 0) kept.push(at(Math.max(from, done)));
      kept.push(at(Math.min(to, done + length)));
    }
    done += length;
  }
  return kept;
}

/** The end of `line` carried straight on until it meets another street, or null within `reach` metres. */
function carryOn(line: Line, own: number, grid: SegmentGrid, reach: number, terrain: Terrain): Point | null {
  const end = line[line.length - 1]!;
  const before = line[line.length - 2]!;
  const angle = Math.atan2(end[1] - before[1], end[0] - before[0]);
  const far = along(end, angle, reach);
  let nearest: number | null = null;
  for (const id of grid.near(end, far, 1)) {
    if (grid.owner[id] === own) continue;
    const t = crossing(end, far, grid.from[id]!, grid.to[id]!);
    if (t !== null && t > 1e-6 && (nearest === null || t < nearest)) nearest = t;
  }
  if (nearest === null) return null;
  for (let metres = 0; metres < nearest * reach; metres += 5) {
    const p = along(end, angle, metres);
    if ([blocked.water, blocked.rail, blocked.green].includes(terrain.mask.at(p[0], p[1]) as 1 | 2 | 3))
      return null;
  }
  // A little past the crossing, so that rounding cannot leave a gap.
  return along(end, angle, nearest * reach + 0.3);
}

type Joined = Draft & { deadEnd: boolean };

function joinEnds(drafts: Draft[], terrain: Terrain, work: Work): Joined[] {
  const lines = drafts.map((d) => simplify(d.line, 0.45));
  const grid = new SegmentGrid();
  lines.forEach((line, i) => grid.addLine(line, i));
  const deadEnd = drafts.map(() => false);
  drafts.forEach((draft, i) => {
    if (draft.fixed) return;
    let line = lines[i]!;
    if (distance(line[0]!, line[line.length - 1]!) < 34 && lineLength(line) > 150) {
      line.push(line[0]!); // a ring
    } else {
      for (const _ of [0, 1]) {
        line.reverse();
        const onward = carryOn(line, i, grid, draft.kind === 'residential' ? 70 : 140, terrain);
        const length = lineLength(line);
        const last = meetings(line, i, grid, work).at(-1)?.at ?? 0;
        const stub = length - last;
        if (onward && stub > 14) line.push(onward);
        else if (stub < 42) line = cut(line, 0, last + 0.3);
        else deadEnd[i] = true;
        if (line.length < 2) break;
      }
    }
    lines[i] = line;
  });

  // What hangs together with the High Street stays.
  const after = new SegmentGrid();
  lines.forEach((line, i) => after.addLine(line, i));
  const group = lines.map((_, i) => i);
  const root = (i: number): number => {
    while (group[i] !== i) i = group[i] = group[group[i]!]!;
    return i;
  };
  lines.forEach((line, i) => {
    for (const meeting of meetings(line, i, after, work)) group[root(i)] = root(meeting.other);
  });
  return drafts.flatMap((draft, i) => {
    const line = lines[i]!;
    const keep = root(i) === root(0) && lineLength(line) > 38;
    return keep || draft.fixed ? [{ ...draft, line, deadEnd: deadEnd[i]! }] : [];
  });
}

/** A long street changes its name where it enters another district, or after half a kilometre at the next turn. */
function nameStreets(
  drafts: Joined[],
  terrain: Terrain,
  districtOf: (p: Point) => number,
  names: Names,
  work: Work,
): Street[] {
  const grid = new SegmentGrid();
  drafts.forEach((d, i) => grid.addLine(d.line, i));
  return drafts.flatMap((draft, i) => {
    const middle = (line: Line) => districtOf(line[Math.floor(line.length / 2)]!);
    if (draft.fixed && draft.name !== 'High Street')
      return [{ ...draft, name: draft.name!, district: middle(draft.line) }];
    const length = lineLength(draft.line);
    const longest = draft.kind === 'residential' ? 520 : 900;
    const cuts = [0];
    for (const { at, other } of meetings(draft.line, i, grid, work)) {
      const sinceCut = at - cuts.at(-1)!;
      const atMain = drafts[other]!.kind !== 'residential';
      if (length - at > 140 && (sinceCut > longest || (atMain && sinceCut > longest * 0.5))) cuts.push(at);
    }
    // Only the part nearest the centre is the High Street.
    const parts = cuts
      .map((from, k) => cut(draft.line, from, cuts[k + 1] ?? length))
      .filter((l) => l.length > 1);
    const high =
      draft.name === null
        ? -1
        : parts.reduce((best, l, k) => (nearCentre(l) < nearCentre(parts[best]!) ? k : best), 0);
    return parts.map((line, k) => {
      const district = middle(line);
      const style_ = draft.kind === 'residential' ? style[terrain.districts[district]!.kind] : 'main';
      const lastPart = k === parts.length - 1 || k === 0;
      const deadEnd = draft.deadEnd && lastPart;
      const name = k === high ? draft.name! : names.street(style_, deadEnd && parts.length === 1);
      return { name, ref: draft.ref, kind: draft.kind, line, district, deadEnd };
    });
  });
}
const nearCentre = (line: Line) => Math.min(...line.map((p) => Math.hypot(p[0], p[1])));
