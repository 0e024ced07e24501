// Cuts an extract from the basemap: a PMTiles archive with all tiles of some areas, for a device that takes them along.
// Areas are rounded out to squares (tiles of zoom 13, in Britain about 2.8 km wide), so no request and no extract shows a
// home. The tiles' bytes are copied as they are, in few reads, and are sent as they are read.
import { PMTiles, zxyToTileId, type Header } from 'pmtiles';
import { encodeHead, type Entry } from '../../db/demo/town/pmtiles.ts';
import type { Archive } from './map-archive.ts';

export type Box = { south: number; west: number; north: number; east: number };
export type Square = { x: number; y: number };

export const squareZoom = 13;
/** Chosen: a patch in a town has 4 to 12, one over many villages up to 60. */
export const mostSquares = 128;
/** The map's half of what a device keeps (client/lib/offline/budget.ts). */
export const mostBytes = 30_000_000;
/** An extract without bytes still costs work for each tile. 128 squares to zoom 16 are fewer. */
const mostTiles = 12_000;
/** Bytes that are read in vain rather than in two reads, and the most of one read. */
const gapBytes = 32_768;
const readBytes = 1_000_000;

/** The squares that the boxes touch; null: more than `mostSquares`. */
export function squaresOf(boxes: readonly Box[]): Square[] | null {
  const found = new Map<string, Square>();
  for (const box of boxes) {
    const [x0, y0] = squareAt(box.north, box.west);
    const [x1, y1] = squareAt(box.south, box.east);
    if ((x1 - x0 + 1) * (y1 - y0 + 1) > mostSquares) return null;
    for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) found.set(`${x}/${y}`, { x, y });
    if (found.size > mostSquares) return null;
  }
  return [...found.values()].sort((a, b) => a.x - b.x || a.y - b.y);
}

function squareAt(latitude: number, longitude: number): [number, number] {
  const size = 2 ** squareZoom;
  const sine = Math.sin((latitude * Math.PI) / 180);
  const whole = (share: number) => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
  return [whole((longitude + 180) / 360), whole(0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))];
}

function boxOf(squares: readonly Square[]) {
  const size = 2 ** squareZoom;
  const latitude = (y: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI;
  const [xs, ys] = [squares.map(({ x }) => x), squares.map(({ y }) => y)];
  return {
    west: (Math.min(...xs) / size) * 360 - 180,
    east: ((Math.max(...xs) + 1) / size) * 360 - 180,
    north: latitude(Math.min(...ys)),
    south: latitude(Math.max(...ys) + 1),
  };
}

/** Ids from `from` to before `to`. */
type Ids = { zoom: number; from: number; to: number };

/** The ids of the squares' tiles at one zoom: above the squares one each, below them a run of the Hilbert curve. */
function idsAt(squares: readonly Square[], zoom: number): Ids[] {
  const up = 2 ** (squareZoom - zoom);
  const inside = 4 ** Math.max(0, zoom - squareZoom);
  const firsts = squares.map(({ x, y }) => {
    if (zoom <= squareZoom) return zxyToTileId(zoom, Math.floor(x / up), Math.floor(y / up));
    const id = zxyToTileId(zoom, x / up, y / up);
    const start = zxyToTileId(zoom, 0, 0);
    return start + Math.floor((id - start) / inside) * inside;
  });
  return [...new Set(firsts)].sort((a, b) => a - b).map((from) => ({ zoom, from, to: from + inside }));
}

/** All entries of the archive that have one of these ids, cut to them. `ids` are ascending. */
async function entriesOf(archive: Archive, header: Header, ids: readonly Ids[]): Promise<Entry[]> {
  const found: Entry[] = [];
  const walk = async (offset: number, length: number, wanted: readonly Ids[], depth: number) => {
    if (depth > 3) throw new Error('the basemap has directories in circles');
    const entries = await archive.cache.getDirectory(archive.source, offset, length, header);
    for (const [i, entry] of entries.entries()) {
      const end = entry.runLength > 0 ? entry.tileId + entry.runLength : (entries[i + 1]?.tileId ?? Infinity);
      const here = wanted.filter(({ from, to }) => from < end && to > entry.tileId);
      if (here.length === 0) continue;
      if (entry.runLength === 0)
        await walk(header.leafDirectoryOffset + entry.offset, entry.length, here, depth + 1);
      else
        for (const { from, to } of here) {
          const id = Math.max(from, entry.tileId);
          found.push({ id, run: Math.min(to, end) - id, offset: entry.offset, length: entry.length });
        }
    }
  };
  await walk(header.rootDirectoryOffset, header.rootDirectoryLength, ids, 0);
  return found;
}

type Content = { offset: number; length: number };
export type Extract = {
  head: Buffer;
  contents: Content[];
  dataOffset: number;
  bytes: number;
  maxZoom: number;
};

/**
 * What an extract of these squares has. Where it would be larger than `most` bytes, the deepest zooms are left out, over all
 * squares, so that the map is enlarged there. Its metadata say so: `extract.maxZoom` is the archive's.
 */
export async function planExtract(
  archive: Archive,
  squares: readonly Square[],
  most: number = mostBytes,
): Promise<Extract> {
  const tiles = new PMTiles(archive.source, archive.cache);
  const header = await tiles.getHeader();
  const metadata = (await tiles.getMetadata()) as Record<string, unknown>;
  let ids: Ids[] = [];
  for (let zoom = header.minZoom; zoom <= header.maxZoom; zoom++) {
    const more = idsAt(squares, zoom);
    const count = [...ids, ...more].reduce((sum, { from, to }) => sum + to - from, 0);
    if (count > mostTiles) break;
    ids = [...ids, ...more];
  }
  const entries = await entriesOf(archive, header, ids);
  let maxZoom = Math.max(header.minZoom, ...ids.map(({ zoom }) => zoom));
  for (;;) {
    const end = zxyToTileId(maxZoom + 1, 0, 0);
    const kept = entries.filter(({ id }) => id < end);
    const placed = placeAnew(kept);
    const head = encodeHead({
      entries: placed.entries,
      counts: {
        tiles: kept.reduce((sum, { run }) => sum + run, 0),
        contents: placed.contents.length,
        bytes: placed.bytes,
      },
      metadata: {
        ...metadata,
        extract: { version: archive.version, maxZoom: header.maxZoom, squareZoom, squares },
      },
      bounds: boxOf(squares),
      centre: centreOf(squares, maxZoom),
      zooms: { from: header.minZoom, to: maxZoom },
      tiles: { compression: header.tileCompression, type: header.tileType },
    });
    const bytes = head.length + placed.bytes;
    if (bytes <= most || maxZoom === header.minZoom)
      return { head, contents: placed.contents, dataOffset: header.tileDataOffset, bytes, maxZoom };
    maxZoom--;
  }
}

function centreOf(squares: readonly Square[], maxZoom: number) {
  const { south, west, north, east } = boxOf(squares);
  return { latitude: (south + north) / 2, longitude: (west + east) / 2, zoom: maxZoom };
}

/** The contents one after the other, as the entries first name them, and equal ones once. */
function placeAnew(entries: readonly Entry[]): { entries: Entry[]; contents: Content[]; bytes: number } {
  const places = new Map<number, number>();
  const contents: Content[] = [];
  let bytes = 0;
  const placed = entries.map((entry) => {
    const { offset, length } = entry;
    let place = places.get(offset);
    if (place === undefined) {
      places.set(offset, (place = bytes));
      contents.push({ offset, length });
      bytes += length;
    }
    return { ...entry, offset: place };
  });
  return { entries: placed, contents, bytes };
}

/** The bytes of an extract. The archive is opened by the first read, and closed at the end or when the reader leaves. */
export function streamExtract(extract: Extract, open: () => Promise<Archive>): ReadableStream<Uint8Array> {
  const { head, contents, dataOffset } = extract;
  let archive: Archive | null = null;
  let next = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (!archive) {
            archive = await open();
            controller.enqueue(head);
            return;
          }
          if (next < contents.length) {
            const some = together(contents, next);
            next += some.length;
            controller.enqueue(await read(archive, dataOffset, some));
            return;
          }
          await archive.check();
          await archive.close();
          controller.close();
        } catch (error) {
          controller.error(error);
          await archive?.close().catch(() => {});
        }
      },
      async cancel() {
        await archive?.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** As many contents from there on as lie close to each other. */
function together(contents: readonly Content[], first: number): Content[] {
  const some = [contents[first]!];
  const start = some[0]!.offset;
  let end = start + some[0]!.length;
  for (const one of contents.slice(first + 1)) {
    const isNear = one.offset >= end && one.offset - end <= gapBytes;
    if (!isNear || one.offset + one.length - start > readBytes) break;
    some.push(one);
    end = one.offset + one.length;
  }
  return some;
}

async function read(archive: Archive, dataOffset: number, some: readonly Content[]): Promise<Uint8Array> {
  const start = some[0]!.offset;
  const last = some.at(-1)!;
  const length = last.offset + last.length - start;
  const { data } = await archive.source.getBytes(dataOffset + start, length);
  if (data.byteLength !== length) throw new Error('the basemap ended in the middle of a tile');
  const bytes = new Uint8Array(data);
  return Buffer.concat(
    some.map(({ offset, length: own }) => bytes.subarray(offset - start, offset - start + own)),
  );
}
