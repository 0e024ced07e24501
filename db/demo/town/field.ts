// Which way streets run at each place: a field of directions, blended from the districts' own grids, their curves, and
// the lines that streets follow (river, railway, main roads). Sampled once on a coarse raster, then read between cells.
import { segmentDistance, type Line, type Point } from './plane.ts';
import { Random } from '../random.ts';
import type { District, Terrain } from './terrain.ts';

export type Field = (x: number, y: number) => number;

/** Smooth noise in -1..1. */
function makeNoise(seed: string | number, wavelength: number) {
  const random = Random.stream(seed, 'noise');
  const size = 64;
  const values = Array.from({ length: size * size }, () => random.between(-1, 1));
  const value = (i: number, j: number) =>
    values[(((i % size) + size) % size) * size + (((j % size) + size) % size)]!;
  const ease = (t: number) => t * t * (3 - 2 * t);
  return (x: number, y: number) => {
    const [i, j] = [Math.floor(x / wavelength), Math.floor(y / wavelength)];
    const [u, v] = [ease(x / wavelength - i), ease(y / wavelength - j)];
    const low = value(i, j) * (1 - u) + value(i + 1, j) * u;
    const high = value(i, j + 1) * (1 - u) + value(i + 1, j + 1) * u;
    return low * (1 - v) + high * v;
  };
}

const waviness: Record<District['kind'], number> = {
  centre: 0.35,
  terraces: 0.1,
  garden: 0.3,
  modern: 0.75,
  flats: 0.2,
  works: 0.08,
};

export function makeField(seed: string | number, terrain: Terrain): Field {
  const { radius, districts } = terrain;
  const noise = makeNoise(seed, 260);
  const cell = 32;
  const half = radius * 1.4 + 200;
  const side = Math.ceil((2 * half) / cell) + 1;
  // A direction has no sign, so its double angle is what can be blended.
  const cos2 = new Float32Array(side * side);
  const sin2 = new Float32Array(side * side);
  const spread = Math.max(240, Math.min(620, radius * 0.3));

  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++) {
      const x = i * cell - half;
      const y = j * cell - half;
      let [a, b] = [0, 0];
      for (const d of districts) {
        const dx = x - d.centre[0];
        const dy = y - d.centre[1];
        const away = (dx * dx + dy * dy) / (spread * spread);
        if (away > 9) continue;
        const weight = Math.exp(-away * 1.4) + 1e-6;
        // A garden suburb's streets are rings around its centre; everyone else's are straight at heart.
        const angle =
          (d.kind === 'garden' ? Math.atan2(dy, dx) + Math.PI / 2 : d.angle) + noise(x, y) * waviness[d.kind];
        a += weight * Math.cos(2 * angle);
        b += weight * Math.sin(2 * angle);
      }
      cos2[j * side + i] = a;
      sin2[j * side + i] = b;
    }

  const follow = (line: Line, reach: number, strength: number) => {
    // The nearest piece of the line wins in each cell.
    const best = new Map<number, [number, number]>();
    for (let k = 1; k < line.length; k++) {
      const [p, q] = [line[k - 1]!, line[k]!];
      const angle = Math.atan2(q[1] - p[1], q[0] - p[0]);
      const range = (u: number, v: number): [number, number] => [
        Math.max(0, Math.floor((Math.min(u, v) - reach + half) / cell)),
        Math.min(side - 1, Math.ceil((Math.max(u, v) + reach + half) / cell)),
      ];
      const [i0, i1] = range(p[0], q[0]);
      const [j0, j1] = range(p[1], q[1]);
      for (let j = j0; j <= j1; j++)
        for (let i = i0; i <= i1; i++) {
          const d = segmentDistance([i * cell - half, j * cell - half], p, q);
          const known = best.get(j * side + i);
          if (d < reach && (!known || d < known[0])) best.set(j * side + i, [d, angle]);
        }
    }
    for (const [at, [d, angle]] of best) {
      const weight = strength * (1 - d / reach) ** 2;
      cos2[at]! += weight * Math.cos(2 * angle);
      sin2[at]! += weight * Math.sin(2 * angle);
    }
  };
  for (const road of terrain.mainRoads) follow(road.line, 170, 2.2);
  follow(terrain.river.line, 190, 2);
  follow(terrain.rail, 130, 1.6);

  return (x, y) => {
    const u = Math.max(0, Math.min(side - 1.001, (x + half) / cell));
    const v = Math.max(0, Math.min(side - 1.001, (y + half) / cell));
    const [i, j] = [Math.floor(u), Math.floor(v)];
    const [s, t] = [u - i, v - j];
    const at = j * side + i;
    const mix = (f: Float32Array) =>
      (f[at]! * (1 - s) + f[at + 1]! * s) * (1 - t) + (f[at + side]! * (1 - s) + f[at + side + 1]! * s) * t;
    // Out in the fields there are no streets to follow; a lane winds a little.
    const out = Math.max(0, Math.min(1, (Math.hypot(x, y) / radius - 1.1) * 3));
    return Math.atan2(mix(sin2), mix(cos2)) / 2 + out * 0.55 * noise(x * 0.45, y * 0.45);
  };
}

/** Which district a point belongs to: the one whose centre is nearest. Cells keep this quick in a city. */
export function districtFinder(districts: readonly District[]): (p: Point) => number {
  const cache = new Map<number, number>();
  return (p) => {
    const [i, j] = [Math.floor(p[0] / 20), Math.floor(p[1] / 20)];
    const key = i * 65_536 + j;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const [x, y] = [i * 20 + 10, j * 20 + 10];
    let best = 0;
    let least = Infinity;
    districts.forEach((d, index) => {
      const away = (d.centre[0] - x) ** 2 + (d.centre[1] - y) ** 2;
      if (away < least) [least, best] = [away, index];
    });
    cache.set(key, best);
    return best;
  };
}
