// What of a photograph is kept: the picture and what is needed to show it right (colours, which way is up), and nothing
// that says where, when and with what it was taken. Cameras write the place of a home into every picture. Only known parts
// are copied, so unknown parts are left out. The picture itself is not decoded and not changed: the server
// does not hand files of strangers to a decoder, and no detail of damp or damage is lost by compressing again.
import { createInflate } from 'node:zlib';
import { pngChunks, type PhotoMime } from './photo-format.ts';

/** Null where the file is not built as a picture of its kind is. */
export function cleanPhoto(bytes: Uint8Array, mime: PhotoMime): Buffer | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { 'image/jpeg': cleanJpeg, 'image/png': cleanPng, 'image/webp': cleanWebp }[mime](data);
}

/** Segments with a length that a viewer needs: tables, frames, scans, restart intervals. Of the others, see `keptApp`. */
const isPicturePart = (marker: number) =>
  (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xda && marker <= 0xdf && marker !== 0xd9);

function keptApp(marker: number, body: Buffer): boolean {
  const begins = (name: string) => body.toString('latin1', 0, name.length) === name;
  if (marker === 0xe0) return begins('JFIF\0');
  if (marker === 0xe2) return begins('ICC_PROFILE\0');
  return marker === 0xee && begins('Adobe');
}

/** ITU-T T.81, annex B: segments up to a scan, coded data up to the next marker, and so on to the end mark. */
function cleanJpeg(data: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  let orientation = 1;
  let scanned = false;
  let at = 2;
  while (at + 2 <= data.length) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) {
      if (!scanned) return null;
      // Data after the end is not part of the picture: videos and second pictures, which may have their own locations.
      return Buffer.concat([
        Buffer.from([0xff, 0xd8]),
        orientationSegment(orientation),
        ...kept,
        data.subarray(at, at + 2),
      ]);
    }
    if (at + 4 > data.length) return null;
    const end = at + 2 + data.readUInt16BE(at + 2);
    if (end < at + 4 || end > data.length) return null;
    const body = data.subarray(at + 4, end);
    if (marker === 0xe1) orientation = orientationOf(body) ?? orientation;
    if (isPicturePart(marker) || keptApp(marker, body)) kept.push(data.subarray(at, end));
    at = end;
    if (marker !== 0xda) continue;
    scanned = true;
    const coded = endOfCoded(data, at);
    kept.push(data.subarray(at, coded));
    at = coded;
  }
  return null;
}

/** In coded data FF is followed by 00 (a literal FF) or a restart marker; anything else is the next segment. */
function endOfCoded(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at !== -1; at = data.indexOf(0xff, at + 1)) {
    const next = data[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return data.length;
}

/** The orientation (Exif 2.32, tag 274): 1 to 8. Null where it is missing, or not in the first directory. */
function orientationOf(body: Buffer): number | null {
  if (body.toString('latin1', 0, 6) !== 'Exif\0\0' || body.length < 14) return null;
  const tiff = body.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return null;
  for (let i = 0, at = first + 2; i < short(first) && at + 12 <= tiff.length; i++, at += 12)
    if (short(at) === 0x0112) {
      const value = short(at + 8);
      return value >= 1 && value <= 8 ? value : null;
    }
  return null;
}

/** An Exif segment with the orientation only; empty for 1, the default. */
function orientationSegment(orientation: number): Buffer {
  if (orientation === 1) return Buffer.alloc(0);
  // Big-endian, one directory at byte 8 with one entry: tag 0112, a short, once.
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100000000'.padEnd(52, '0'), 'hex');
  tiff[19] = orientation;
  return Buffer.from([0xff, 0xe1, 0, 8 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]);
}

const pngParts = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
]);

function cleanPng(data: Buffer): Buffer | null {
  const kept = [data.subarray(0, 8)];
  for (const { kind, whole } of pngChunks(data)) {
    if (pngParts.has(kind)) kept.push(whole);
    if (kind === 'IEND') return Buffer.concat(kept);
  }
  return null;
}

const channels: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Each pass of an interlaced picture: where it begins and how far its pixels are apart, across and down. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Whether what a PNG holds unpacks to exactly the rows that its header says, each begun by a filter that there is. */
export async function pngHoldsPicture(bytes: Uint8Array): Promise<boolean> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = [...pngChunks(data)];
  const header = chunks[0]?.body;
  if (header?.length !== 13) return false;
  const [width, height, depth, colour, interlaced] = [
    header.readUInt32BE(0),
    header.readUInt32BE(4),
    header[8]!,
    header[9]!,
    header[12]!,
  ];
  if (!channels[colour] || ![1, 2, 4, 8, 16].includes(depth) || interlaced > 1) return false;
  const bits = channels[colour] * depth;
  const passes = interlaced === 1 ? adam7 : ([[0, 0, 1, 1]] as const);
  const rows = passes.flatMap(([x, y, dx, dy]) => {
    const across = Math.ceil((width - x) / dx);
    const down = Math.ceil((height - y) / dy);
    return across > 0 && down > 0 ? [{ bytes: 1 + Math.ceil((across * bits) / 8), count: down }] : [];
  });
  const packed = Buffer.concat(chunks.filter(({ kind }) => kind === 'IDAT').map(({ body }) => body));
  return unpacksTo(packed, rows);
}

async function unpacksTo(packed: Buffer, rows: { bytes: number; count: number }[]): Promise<boolean> {
  const inflate = createInflate({ chunkSize: 65_536 });
  inflate.end(packed);
  let pass = 0;
  let row = 0;
  let inRow = 0;
  try {
    for await (const part of inflate as AsyncIterable<Buffer>) {
      for (let at = 0; at < part.length;) {
        const now = rows[pass];
        // More data than the header declares: the rest is not unpacked.
        if (!now || (inRow === 0 && part[at]! > 4)) return false;
        const step = Math.min(now.bytes - inRow, part.length - at);
        at += step;
        inRow += step;
        if (inRow < now.bytes) continue;
        inRow = 0;
        if (++row < now.count) continue;
        row = 0;
        pass++;
      }
    }
  } catch {
    return false;
  }
  return pass === rows.length;
}

const webpParts = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP']);
const exifAndXmp = 0x08 | 0x04;

/** WebP container specification: chunks in a RIFF, each padded to even length. */
function cleanWebp(data: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  let picture = false;
  const all = Math.min(data.length, data.readUInt32LE(4) + 8);
  for (let at = 12; at + 8 <= all;) {
    const kind = data.toString('latin1', at, at + 4);
    const length = data.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    // The last one's padding may be left out.
    if (at + 8 + length > all) return null;
    if (kind === 'ANIM' || kind === 'ANMF') return null;
    if (kind === 'VP8 ' || kind === 'VP8L') picture = true;
    if (webpParts.has(kind)) {
      const part = Buffer.from(data.subarray(at, Math.min(end, all)));
      if (kind === 'VP8X') part[8]! &= ~exifAndXmp;
      kept.push(part);
    }
    at = end;
  }
  if (!picture) return null;
  const body = Buffer.concat(kept);
  const head = Buffer.from(data.subarray(0, 12));
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}
