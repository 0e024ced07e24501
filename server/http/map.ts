// The source of the base map: one PMTiles file, served by byte ranges, a URL of another server, or none.
// `GET /api/map` says which; `GET /map/basemap.pmtiles` is the file. Nothing here is personal, so no sign-in is needed,
// and no request says which door is looked at: a range is at best a square of town.
import { createReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { PMTiles, type Source } from 'pmtiles';

export type MapOptions = {
  /** A PMTiles file, an http(s) address of one, or null for a map without ground. */ tiles: string | null;
  /** Whether the town is made up. */ demo: boolean;
};
export type MapAnswer = {
  tiles: string | null;
  attribution: string;
  bounds: { south: number; west: number; north: number; east: number } | null;
  demo: boolean;
};

const place = '/map/basemap.pmtiles';

/** The map’s description and its file, by ranges. `tiles`: a path or a URL; null: no map. */
export function mapRoutes({ tiles, demo }: MapOptions): Hono {
  const app = new Hono();
  const path = tiles !== null && !/^https?:/i.test(tiles) ? tiles : null;
  // What a file says of itself is read once for each version of it.
  let known: { version: string; about: Pick<MapAnswer, 'attribution' | 'bounds'> } | null = null;

  app.get('/api/map', async (c) => {
    c.header('Cache-Control', 'no-cache');
    const nothing: MapAnswer = { tiles: null, attribution: '', bounds: null, demo };
    if (tiles === null) return c.json(nothing);
    if (path === null)
      return c.json({ ...nothing, tiles, attribution: '© OpenStreetMap contributors' } satisfies MapAnswer);
    const file = await describe(path);
    if (!file) return c.json(nothing);
    if (known?.version !== file.version) known = { version: file.version, about: await readAbout(path) };
    return c.json({ tiles: `${place}?v=${file.version}`, ...known.about, demo } satisfies MapAnswer);
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

async function describe(path: string): Promise<{ size: number; modified: Date; version: string } | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  const version = `${Math.round(found.mtimeMs).toString(36)}-${found.size.toString(36)}`;
  return { size: found.size, modified: found.mtime, version };
}

class FileRanges implements Source {
  private readonly file: FileHandle;
  constructor(file: FileHandle) {
    this.file = file;
  }
  getKey(): string {
    return 'file';
  }
  async getBytes(offset: number, length: number): Promise<{ data: ArrayBuffer }> {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, offset);
    return { data: bytes.buffer.slice(0, bytesRead) };
  }
}

async function readAbout(path: string): Promise<Pick<MapAnswer, 'attribution' | 'bounds'>> {
  const file = await open(path);
  try {
    const archive = new PMTiles(new FileRanges(file));
    const header = await archive.getHeader();
    const metadata = (await archive.getMetadata()) as { attribution?: unknown };
    return {
      // Archives carry links here; the map shows words.
      attribution:
        typeof metadata.attribution === 'string' ? metadata.attribution.replace(/<[^>]*>/g, '') : '',
      bounds: { south: header.minLat, west: header.minLon, north: header.maxLat, east: header.maxLon },
    };
  } finally {
    await file.close();
  }
}
