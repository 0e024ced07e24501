// Which squares of the map a device takes along: tiles of zoom 13 (in Britain about 2.8 km wide) around the homes of its
// list. Only whole squares are requested, so no request shows where a home is. Pure.

export type Square = { x: number; y: number };
export type Place = { latitude: number; longitude: number };

export const squareZoom = 13;
/** The server's limit (server/http/map-extract.ts). */
export const mostSquares = 128;
/** The streets around a home, too: a person walks there. */
const marginMetres = 800;

const size = 2 ** squareZoom;
const xOf = (longitude: number) => Math.floor(((longitude + 180) / 360) * size);
function yOf(latitude: number): number {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size);
}
export const squareOf = ({ latitude, longitude }: Place): Square => ({ x: xOf(longitude), y: yOf(latitude) });
const key = ({ x, y }: Square) => `${x}/${y}`;

/** The squares that have these homes and the streets around them; where there are too many, those with the most homes. */
export function squaresAround(places: Iterable<Place>): Square[] {
  const found = new Map<string, { square: Square; homes: number }>();
  for (const { latitude, longitude } of places) {
    const up = marginMetres / 111_320;
    const aside = up / Math.cos((latitude * Math.PI) / 180);
    for (let x = xOf(longitude - aside); x <= xOf(longitude + aside); x++)
      for (let y = yOf(latitude + up); y <= yOf(latitude - up); y++) {
        const known = found.get(key({ x, y }));
        if (known) known.homes++;
        else found.set(key({ x, y }), { square: { x, y }, homes: 1 });
      }
  }
  return [...found.values()]
    .sort((a, b) => b.homes - a.homes || a.square.x - b.square.x || a.square.y - b.square.y)
    .slice(0, mostSquares)
    .map(({ square }) => square);
}

/**
 * The areas to request, as south,west,north,east: for each run of squares in a row the box through their centres, which the
 * server rounds out to exactly these squares.
 */
export function boundsOf(squares: readonly Square[]): string[] {
  const boxes: string[] = [];
  const sorted = [...squares].sort((a, b) => a.y - b.y || a.x - b.x);
  for (let i = 0; i < sorted.length;) {
    const { x: from, y } = sorted[i]!;
    let to = from;
    for (i++; sorted[i]?.y === y && sorted[i]!.x === to + 1; i++) to++;
    const middle = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + 0.5)) / size))) * 180) / Math.PI;
    const [west, east] = [from, to].map((x) => (((x + 0.5) / size) * 360 - 180).toFixed(4));
    boxes.push([middle.toFixed(4), west, middle.toFixed(4), east].join(','));
  }
  return boxes;
}

/** Answers whether a tile is in one of the squares, or has one in it. */
export function coverage(squares: readonly Square[]): (z: number, x: number, y: number) => boolean {
  return (z, x, y) => {
    const below = Math.max(0, z - squareZoom);
    const above = Math.max(0, squareZoom - z);
    return squares.some((one) => x >> below === one.x >> above && y >> below === one.y >> above);
  };
}

export const hasAll = (kept: readonly Square[], needed: readonly Square[]): boolean => {
  const known = new Set(kept.map(key));
  return needed.every((square) => known.has(key(square)));
};
