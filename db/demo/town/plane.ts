// Geometry on a flat plane in metres, x east and y north of the town's centre: lines, polygons, a grid that finds
// line segments near a point, and the way to latitude and longitude.

export type Point = readonly [x: number, y: number];
export type Line = Point[];

/**
 * The centre of every demo town: the Dogger Bank, an undersea bank in the North Sea some 120 km off the English coast.
 * Nobody lives there, so a demo marker is never on a real home, and a real map shows only sea.
 */
export const origin = { latitude: 54.72, longitude: 2.11 };

const metresPerDegree = 111_320;
const shrink = Math.cos((origin.latitude * Math.PI) / 180);

/** Equal to a map's own projection to within 0.2 % over a town's size; rounded to about a centimetre. */
export function toLatLon(point: Point): { latitude: number; longitude: number } {
  return {
    latitude: round7(origin.latitude + point[1] / metresPerDegree),
    longitude: round7(origin.longitude + point[0] / (metresPerDegree * shrink)),
  };
}
const round7 = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

export const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);
export const along = (from: Point, angle: number, metres: number): Point => [
  from[0] + Math.cos(angle) * metres,
  from[1] + Math.sin(angle) * metres,
];

export function lineLength(line: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += distance(line[i - 1]!, line[i]!);
  return sum;
}

/** How far a point is from a segment. */
export function segmentDistance(p: Point, a: Point, b: Point): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2));
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/** Where two segments cross, as the share of the way along the first; null if they do not. */
export function crossing(a: Point, b: Point, c: Point, d: Point): number | null {
  const rx = b[0] - a[0];
  const ry = b[1] - a[1];
  const sx = d[0] - c[0];
  const sy = d[1] - c[1];
  const cross = rx * sy - ry * sx;
  if (Math.abs(cross) < 1e-9) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? t : null;
}

export function inside(p: Point, ring: readonly Point[]): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!;
    const b = ring[j]!;
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0])
      odd = !odd;
  }
  return odd;
}

/** Where a ring crosses the line at that y, from west to east. A point of the line is inside past an odd number of them. */
export function rowCrossings(ring: readonly Point[], y: number): number[] {
  const found: number[] = [];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i]!;
    const b = ring[j]!;
    if (a[1] > y !== b[1] > y) found.push(((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]);
  }
  return found.sort((one, other) => one - other);
}

/** The line pushed sideways, to the left for positive metres. */
export function offsetLine(line: readonly Point[], metres: number | ((i: number) => number)): Line {
  return line.map((p, i) => {
    const a = line[Math.max(0, i - 1)]!;
    const b = line[Math.min(line.length - 1, i + 1)]!;
    const length = distance(a, b) || 1;
    const by = typeof metres === 'number' ? metres : metres(i);
    return [p[0] - ((b[1] - a[1]) / length) * by, p[1] + ((b[0] - a[0]) / length) * by];
  });
}

/** Fewer points, none further than `tolerance` metres from where the line was (Douglas and Peucker). */
export function simplify(line: readonly Point[], tolerance: number): Line {
  if (line.length < 3) return [...line];
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const stack: [number, number][] = [[0, line.length - 1]];
  for (let span = stack.pop(); span; span = stack.pop()) {
    let furthest = 0;
    let at = -1;
    for (let i = span[0] + 1; i < span[1]; i++) {
      const d = segmentDistance(line[i]!, line[span[0]]!, line[span[1]]!);
      if (d > furthest) [furthest, at] = [d, i];
    }
    if (furthest > tolerance) {
      keep[at] = 1;
      stack.push([span[0], at], [at, span[1]]);
    }
  }
  return line.filter((_, i) => keep[i]);
}

/** Points every `step` metres along the line, with the direction there. */
export function walk(line: readonly Point[], step: number, first = 0): { point: Point; angle: number }[] {
  const found: { point: Point; angle: number }[] = [];
  let next = first;
  let done = 0;
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]!;
    const b = line[i]!;
    const length = distance(a, b);
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
    for (; next <= done + length; next += step) found.push({ point: along(a, angle, next - done), angle });
    done += length;
  }
  return found;
}

/** Line segments, found again by place. `owner` is whatever number the caller gives (a street's index). */
export class SegmentGrid {
  readonly from: Point[] = [];
  readonly to: Point[] = [];
  readonly owner: number[] = [];
  private readonly cells = new Map<number, number[]>();
  private readonly size: number;

  constructor(size = 50) {
    this.size = size;
  }

  private *keys(x0: number, y0: number, x1: number, y1: number) {
    for (let x = Math.floor(x0 / this.size); x <= Math.floor(x1 / this.size); x++)
      for (let y = Math.floor(y0 / this.size); y <= Math.floor(y1 / this.size); y++) yield x * 65_536 + y;
  }

  addLine(line: readonly Point[], owner: number): void {
    for (let i = 1; i < line.length; i++) {
      const a = line[i - 1]!;
      const b = line[i]!;
      const id = this.from.push(a) - 1;
      this.to.push(b);
      this.owner.push(owner);
      for (const key of this.keys(
        Math.min(a[0], b[0]),
        Math.min(a[1], b[1]),
        Math.max(a[0], b[0]),
        Math.max(a[1], b[1]),
      )) {
        const cell = this.cells.get(key);
        if (cell) cell.push(id);
        else this.cells.set(key, [id]);
      }
    }
  }

  /** Ids of the segments whose cells touch the box around a to b, grown by `reach` metres; one may come twice. */
  *near(a: Point, b: Point, reach: number): Generator<number> {
    for (const key of this.keys(
      Math.min(a[0], b[0]) - reach,
      Math.min(a[1], b[1]) - reach,
      Math.max(a[0], b[0]) + reach,
      Math.max(a[1], b[1]) + reach,
    )) {
      const cell = this.cells.get(key);
      if (cell) yield* cell;
    }
  }
}
