// Writes a PMTiles v3 archive: header, gzipped directories with varints, metadata, and gzipped tiles in Hilbert order
// (so that one range request fetches neighbours), equal tiles stored once. Only what a vector basemap needs.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { zxyToTileId } from 'pmtiles';

export type Tile = { z: number; x: number; y: number; data: Uint8Array };
type Bounds = { west: number; south: number; east: number; north: number };
export type Archive = {
  tiles: Tile[];
  metadata: unknown;
  bounds: Bounds;
  centre: { longitude: number; latitude: number; zoom: number };
};
/** Where the bytes of `run` tiles from this id on are, counted from the first tile's byte. */
export type Entry = { id: number; offset: number; length: number; run: number };

const headerLength = 127;
/** The header and the root directory must fit into what a reader fetches first. */
const rootRoom = 16_384 - headerLength;

function varints(values: Iterable<number>): Buffer {
  const bytes: number[] = [];
  for (let value of values) {
    while (value >= 0x80) {
      bytes.push((value % 0x80) | 0x80);
      value = Math.floor(value / 0x80);
    }
    bytes.push(value);
  }
  return Buffer.from(bytes);
}

/** Ids as differences, then runs, lengths, and offsets (0: right after the one before; otherwise one more than it is). */
function directory(entries: Entry[]): Buffer {
  return gzipSync(
    varints([
      entries.length,
      ...entries.map((e, i) => e.id - (entries[i - 1]?.id ?? 0)),
      ...entries.map((e) => e.run),
      ...entries.map((e) => e.length),
      ...entries.map((e, i) => {
        const before = entries[i - 1];
        return before && e.offset === before.offset + before.length ? 0 : e.offset + 1;
      }),
    ]),
  );
}

export function encodePmtiles({ tiles, metadata, bounds, centre }: Archive): Buffer {
  const sorted = tiles
    .map((tile) => ({ id: zxyToTileId(tile.z, tile.x, tile.y), data: tile.data }))
    .sort((a, b) => a.id - b.id);
  const entries: Entry[] = [];
  const contents: Buffer[] = [];
  const known = new Map<string, { offset: number; length: number }>();
  let end = 0;
  for (const { id, data } of sorted) {
    const key = createHash('sha256').update(data).digest('base64');
    let place = known.get(key);
    if (!place) {
      const packed = gzipSync(data);
      contents.push(packed);
      place = { offset: end, length: packed.length };
      known.set(key, place);
      end += packed.length;
    }
    const last = entries.at(-1);
    if (last && last.offset === place.offset && last.id + last.run === id) last.run++;
    else entries.push({ id, ...place, run: 1 });
  }

  const zooms = tiles.map((tile) => tile.z);
  const head = encodeHead({
    entries,
    counts: { tiles: tiles.length, contents: contents.length, bytes: end },
    metadata,
    bounds,
    centre,
    zooms: { from: Math.min(...zooms), to: Math.max(...zooms) },
    tiles: { compression: 2, type: 1 },
  });
  return Buffer.concat([head, ...contents]);
}

/**
 * What an archive has before its tiles' bytes. Entries are ascending by id; contents are in the order in which the entries
 * first name them. `tiles`: the numbers of the specification (compression 2: gzip; type 1: MVT).
 */
export function encodeHead({
  entries,
  counts,
  metadata,
  bounds,
  centre,
  zooms,
  tiles,
}: Omit<Archive, 'tiles'> & {
  entries: Entry[];
  counts: { tiles: number; contents: number; bytes: number };
  zooms: { from: number; to: number };
  tiles: { compression: number; type: number };
}): Buffer {
  let root = directory(entries);
  const leaves: Buffer[] = [];
  for (let size = 2048; root.length > rootRoom; size *= 2) {
    leaves.length = 0;
    const pointers: Entry[] = [];
    let at = 0;
    for (let i = 0; i < entries.length; i += size) {
      const leaf = directory(entries.slice(i, i + size));
      pointers.push({ id: entries[i]!.id, offset: at, length: leaf.length, run: 0 });
      leaves.push(leaf);
      at += leaf.length;
    }
    root = directory(pointers);
  }

  const meta = gzipSync(JSON.stringify(metadata));
  const leaf = Buffer.concat(leaves);
  const header = Buffer.alloc(headerLength);
  header.write('PMTiles', 0, 'latin1');
  header.writeUInt8(3, 7);
  const metaAt = headerLength + root.length;
  const leafAt = metaAt + meta.length;
  const dataAt = leafAt + leaf.length;
  [headerLength, root.length, metaAt, meta.length, leafAt, leaf.length, dataAt, counts.bytes].forEach(
    (value, i) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * i),
  );
  [counts.tiles, entries.length, counts.contents].forEach((value, i) =>
    header.writeBigUInt64LE(BigInt(value), 72 + 8 * i),
  );
  header.writeUInt8(1, 96); // clustered
  header.writeUInt8(2, 97); // directories and metadata: gzip
  header.writeUInt8(tiles.compression, 98);
  header.writeUInt8(tiles.type, 99);
  header.writeUInt8(zooms.from, 100);
  header.writeUInt8(zooms.to, 101);
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  header.writeInt32LE(e7(bounds.west), 102);
  header.writeInt32LE(e7(bounds.south), 106);
  header.writeInt32LE(e7(bounds.east), 110);
  header.writeInt32LE(e7(bounds.north), 114);
  header.writeUInt8(centre.zoom, 118);
  header.writeInt32LE(e7(centre.longitude), 119);
  header.writeInt32LE(e7(centre.latitude), 123);
  return Buffer.concat([header, root, meta, leaf]);
}
