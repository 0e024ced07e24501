// Finds the format of a photograph from its bytes alone, not from its name or the sender's content type. A picture must have
// its format's beginning, size and end; a truncated, oversized or other file is refused with a message.
import { crc32 } from 'node:zlib';

export type PhotoMime = 'image/jpeg' | 'image/png' | 'image/webp';
export type Judged = { mime: PhotoMime; width: number; height: number };

/** A picture beyond either would take a phone's memory to show. */
const longestSide = 12_000;
const mostPixels = 50_000_000;
/**
 * A large picture of so many pixels for each byte of its file is no photograph: a photograph of a white wall has about 30.
 * Chosen, not sourced.
 */
const mostPixelsAByte = 150;
const largePixels = 2_000_000;

/** The kind and size of a whole picture, or why it is none: a plain sentence for the sender. */
export function judgePhoto(bytes: Uint8Array): Judged | string {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mime = kindOf(data);
  if (!mime) return 'Choose a JPEG, PNG or WebP photo.';
  const read = { 'image/jpeg': jpegSize, 'image/png': pngSize, 'image/webp': webpSize }[mime];
  const size = read(data);
  if (!size) return 'This photo is damaged or incomplete. Take it again.';
  const { width, height } = size;
  const bomb = width * height > largePixels && width * height > data.length * mostPixelsAByte;
  if (
    bomb ||
    width < 1 ||
    height < 1 ||
    width > longestSide ||
    height > longestSide ||
    width * height > mostPixels
  )
    return 'This photo is too large. Take it at a lower resolution.';
  return { mime, width, height };
}

function kindOf(data: Buffer): PhotoMime | null {
  if (data.length >= 3 && data[0] === 0xff && data[1] === 0xd8 && data[2] === 0xff) return 'image/jpeg';
  if (data.subarray(0, 8).equals(pngSignature)) return 'image/png';
  if (data.toString('latin1', 0, 4) === 'RIFF' && data.toString('latin1', 8, 12) === 'WEBP')
    return 'image/webp';
  return null;
}

type Size = { width: number; height: number };

/** Walks the segments to the frame that says the size; a whole JPEG also has a scan and ends with its end mark. */
function jpegSize(data: Buffer): Size | null {
  // Cameras leave zeros, and some a trailer of their own, after the end mark.
  if (data.lastIndexOf(Buffer.from([0xff, 0xd9])) < data.length * 0.5) return null;
  let size: Size | null = null;
  let at = 2;
  while (at + 4 <= data.length) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = data.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > data.length) return null;
    // C4, C8 and CC are in the range of the frame markers but are not frames.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (length < 8) return null;
      size = { height: data.readUInt16BE(at + 5), width: data.readUInt16BE(at + 7) };
    }
    if (marker === 0xda) return size;
    at += 2 + length;
  }
  return null;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Chunk = { kind: string; body: Buffer; whole: Buffer };

/** The chunks after the signature, up to the first that is cut short or whose checksum is wrong. */
export function* pngChunks(data: Buffer): Generator<Chunk> {
  for (let at = 8; at + 12 <= data.length;) {
    const end = at + 12 + data.readUInt32BE(at);
    if (end > data.length) return;
    const whole = data.subarray(at, end);
    if (crc32(whole.subarray(4, -4)) !== whole.readUInt32BE(whole.length - 4)) return;
    yield { kind: whole.toString('latin1', 4, 8), body: whole.subarray(8, -4), whole };
    at = end;
  }
}

/** Every chunk whole and true to its checksum, from the header over the picture to the end. */
function pngSize(data: Buffer): Size | null {
  let size: Size | null = null;
  let picture = false;
  for (const { kind, body } of pngChunks(data)) {
    if (!size) {
      if (kind !== 'IHDR' || body.length !== 13) return null;
      size = { width: body.readUInt32BE(0), height: body.readUInt32BE(4) };
    } else if (kind === 'IDAT') picture = true;
    else if (kind === 'IEND') return picture ? size : null;
  }
  return null;
}

/** The container's length must be there; the size is in the first chunk, in one of three ways. */
function webpSize(data: Buffer): Size | null {
  if (data.length < 30 || data.readUInt32LE(4) + 8 > data.length) return null;
  const kind = data.toString('latin1', 12, 16);
  if (kind === 'VP8X') return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8 ') {
    if (data.readUIntBE(23, 3) !== 0x9d012a) return null;
    return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff };
  }
  if (kind !== 'VP8L' || data[20] !== 0x2f) return null;
  const bits = data.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
