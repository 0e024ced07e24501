// The source of the base map: one PMTiles file, served by byte ranges, a URL of another server, or none.
// `GET /api/map` says which; `GET /map/basemap.pmtiles` is the file, and `GET /map/extract.pmtiles` a part of it that a device
// takes along. Nothing here is personal, and no request says which door is looked at: a range is at best a square of town.
// Only an extract needs a session, because it costs work (app.ts).
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { describe, MapArchive, readAbout } from './map-archive.ts';
import { mostBytes, mostSquares, planExtract, squaresOf, streamExtract, type Box } from './map-extract.ts';
import { problem } from './problem.ts';

export type MapOptions = {
  /** A PMTiles file, an http(s) address of one, or null for a map without ground. */ tiles: string | null;
  /** Whether the town is made up. */ demo: boolean;
  /** Epoch ms. */ clock?: () => number;
};
export type MapAnswer = {
  tiles: string | null;
  /** Where an extract of this version is; null: none can be made. */
  extract: string | null;
  attribution: string;
  bounds: { south: number; west: number; north: number; east: number } | null;
  demo: boolean;
};

const place = '/map/basemap.pmtiles';
export const extractPlace = '/map/extract.pmtiles';

/** The map’s description and its file, by ranges. `tiles`: a path or a URL; null: no map. */
export function mapRoutes({ tiles, demo, clock = Date.now }: MapOptions): Hono {
  const app = new Hono();
  const archive = tiles === null ? null : new MapArchive(tiles, clock);
  const path = tiles !== null && !/^https?:/i.test(tiles) ? tiles : null;
  // What a file says of itself is read once for each version of it.
  let known: { version: string; about: Pick<MapAnswer, 'attribution' | 'bounds'> } | null = null;

  app.get('/api/map', async (c) => {
    c.header('Cache-Control', 'no-cache');
    const nothing: MapAnswer = { tiles: null, extract: null, attribution: '', bounds: null, demo };
    const opened = await archive?.open();
    const extract = opened ? `${extractPlace}?v=${opened.version}` : null;
    if (tiles !== null && path === null)
      return c.json({
        ...nothing,
        tiles,
        extract,
        attribution: '© OpenStreetMap contributors',
      } satisfies MapAnswer);
    if (!opened) return c.json(nothing);
    try {
      if (known?.version !== opened.version)
        known = { version: opened.version, about: await readAbout(opened) };
    } finally {
      await opened.close();
    }
    return c.json({
      tiles: `${place}?v=${opened.version}`,
      extract,
      ...known.about,
      demo,
    } satisfies MapAnswer);
  });

  app.get(place, async (c) => {
    const file = path === null ? null : await describe(path);
    if (!path || !file)
      return c.json({ type: 'about:blank', title: 'No basemap is set up', status: 404 }, 404, {
        'Content-Type': 'application/problem+json',
      });
    const etag = `"${file.version}"`;
    const headers: Record<string, string> = {
      'Accept-Ranges': 'bytes',
      'Content-Type': 'application/vnd.pmtiles',
      ETag: etag,
      'Last-Modified': file.modified.toUTCString(),
      // An address that names this version never changes; any other must ask again.
      'Cache-Control': c.req.query('v') === file.version ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    if (
      c.req
        .header('if-none-match')
        ?.split(/\s*,\s*/)
        .some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)
    )
      return c.body(null, 304, headers);

    const condition = c.req.header('if-range');
    const current =
      condition === undefined || condition === etag || Date.parse(condition) === wholeSeconds(file.modified);
    const range = current ? parseRange(c.req.header('range'), file.size) : null;
    if (range === 'beyond') return c.body(null, 416, { ...headers, 'Content-Range': `bytes */${file.size}` });
    const { from, to } = range ?? { from: 0, to: file.size - 1 };
    headers['Content-Length'] = String(to - from + 1);
    if (range) headers['Content-Range'] = `bytes ${from}-${to}/${file.size}`;
    const body =
      c.req.method === 'HEAD'
        ? null
        : (Readable.toWeb(createReadStream(path, { start: from, end: to })) as ReadableStream);
    return new Response(body, { status: range ? 206 : 200, headers });
  });

  app.get(extractPlace, async (c) => {
    const boxes = (c.req.queries('bounds') ?? []).map(parseBox);
    const most = Number(c.req.query('bytes') ?? mostBytes);
    if (boxes.length === 0 || boxes.includes(null) || !(most > 0))
      return problem(400, { detail: 'Send bounds=south,west,north,east in degrees, once for each area.' });
    const squares = squaresOf(boxes as Box[]);
    if (!squares) return problem(400, { detail: `The areas are too large: ${mostSquares} squares at most.` });
    const opened = await archive?.open();
    if (!archive || !opened) return problem(404, { detail: 'No basemap is set up.' });
    let extract;
    try {
      if (![undefined, opened.version].includes(c.req.query('v')))
        return problem(409, { detail: 'There is a newer basemap. Read /api/map again.' });
      extract = await planExtract(opened, squares, Math.min(most, mostBytes));
    } finally {
      await opened.close();
    }
    const sameVersion = async () => {
      const again = await archive.open();
      if (again?.version === opened.version) return again;
      await again?.close();
      throw new Error('the basemap was replaced before its extract was read');
    };
    return new Response(streamExtract(extract, sameVersion), {
      headers: {
        'Content-Type': 'application/vnd.pmtiles',
        'Content-Length': String(extract.bytes),
        // The device keeps it itself, and removes it when the person leaves.
        'Cache-Control': 'no-store',
      },
    });
  });
  return app;
}

/**
 * The requested range. Null: the whole file (no header, another unit, several ranges or an invalid one, as RFC 9110
 * allows). 'beyond': no byte of it exists.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'beyond' | null {
  const match = header?.match(/^bytes=(\d*)-(\d*)$/i);
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const last = Number(match[2]);
    return last === 0 || size === 0 ? 'beyond' : { from: Math.max(0, size - last), to: size - 1 };
  }
  const from = Number(match[1]);
  const to = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== '' && Number(match[2]) < from) return null;
  return from >= size ? 'beyond' : { from, to };
}

const wholeSeconds = (date: Date) => Math.floor(date.getTime() / 1000) * 1000;

/** south,west,north,east in degrees; null where it is none. */
function parseBox(text: string): Box | null {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [south = NaN, west = NaN, north = NaN, east = NaN] = numbers;
  const isBox =
    numbers.length === 4 &&
    south >= -85 &&
    south <= north &&
    north <= 85 &&
    west >= -180 &&
    west <= east &&
    east <= 180;
  return isBox ? { south, west, north, east } : null;
}
