// Writes a PMTiles v3 archive: header, gzipped directories with varints, metadata, and gzipped tiles in Hilbert order
// (so that one range request fetches neighbours), equal tiles stored once. Only what a vector basemap needs.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { zxyToTileId } from 'pmtiles';

export type Tile = { z: number; x: number; y: number; data: Uint8Array };
export type Archive = {
  tiles: Tile[];
  metadata: unknown;
  bounds: { west: number; south: number; east: number; north: number };
  centre: { longitude: number; latitude: number; zoom: number };
};

type Entry = { id: number; offset: number; length: number; run: number };

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
  const zooms = tiles.map((tile) => tile.z);
  const header = Buffer.alloc(headerLength);
  header.write('PMTiles', 0, 'latin1');
  header.writeUInt8(3, 7);
  const metaAt = headerLength + root.length;
  const leafAt = metaAt + meta.length;
  const dataAt = leafAt + leaf.length;
  [headerLength, root.length, metaAt, meta.length, leafAt, leaf.length, dataAt, end].forEach((value, i) =>
    header.writeBigUInt64LE(BigInt(value), 8 + 8 * i),
  );
  [tiles.length, entries.length, contents.length].forEach((value, i) =>
    header.writeBigUInt64LE(BigInt(value), 72 + 8 * i),
  );
  header.writeUInt8(1, 96); // clustered
  header.writeUInt8(2, 97); // directories and metadata: gzip
  header.writeUInt8(2, 98); // tiles: gzip
  header.writeUInt8(1, 99); // tiles are MVT
  header.writeUInt8(Math.min(...zooms), 100);
  header.writeUInt8(Math.max(...zooms), 101);
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  header.writeInt32LE(e7(bounds.west), 102);
  header.writeInt32LE(e7(bounds.south), 106);
  header.writeInt32LE(e7(bounds.east), 110);
  header.writeInt32LE(e7(bounds.north), 114);
  header.writeUInt8(centre.zoom, 118);
  header.writeInt32LE(e7(centre.longitude), 119);
  header.writeInt32LE(e7(centre.latitude), 123);
  return Buffer.concat([header, root, meta, leaf, ...contents]);
}
