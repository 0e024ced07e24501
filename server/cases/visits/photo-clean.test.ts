import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jpeg, png, webp } from '../../../tests/support/pictures.ts';
import { cleanPhoto, pngHoldsPicture } from './photo-clean.ts';
import { judgePhoto } from './photo-format.ts';

const place = 'GPS 51.5007N 0.1246W';
const segment = (marker: number, body: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
/** Exif of a camera: the orientation, in either byte order, and the place. */
function exif(orientation: number, little: boolean): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write(little ? 'II' : 'MM', 'latin1');
  const short = (at: number, n: number) => (little ? tiff.writeUInt16LE(n, at) : tiff.writeUInt16BE(n, at));
  const long = (at: number, n: number) => (little ? tiff.writeUInt32LE(n, at) : tiff.writeUInt32BE(n, at));
  short(2, 42);
  long(4, 8);
  short(8, 1);
  short(10, 0x0112);
  short(12, 3);
  long(14, 1);
  short(18, orientation);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(place)]));
}
const chunk = (kind: string, body: Buffer) => {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(body.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
};
const after = (data: Buffer, at: number, more: Buffer) =>
  Buffer.concat([data.subarray(0, at), more, data.subarray(at)]);

test('[HTTP-70] place, time and camera of a JPEG are removed; the orientation is kept', () => {
  for (const little of [true, false])
    for (const orientation of [1, 3, 6, 8]) {
      const xmp = segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${place}`));
      const others = [
        segment(0xed, Buffer.from(place)),
        segment(0xfe, Buffer.from(place)),
        segment(0xe2, Buffer.from(place)),
      ];
      const camera = Buffer.concat([
        after(jpeg(), 2, Buffer.concat([exif(orientation, little), xmp, ...others])),
        Buffer.from(place),
      ]);
      expect(camera.includes(place)).toBe(true);
      const clean = cleanPhoto(camera, 'image/jpeg')!;
      expect(clean.includes(place)).toBe(false);
      expect(judgePhoto(clean)).toEqual(judgePhoto(jpeg()));
      expect(clean.includes('Exif')).toBe(orientation !== 1);
      // A clean file is not changed.
      expect(cleanPhoto(clean, 'image/jpeg')!.equals(clean)).toBe(true);
    }
});

test('[HTTP-70] text, times and places in a PNG or WebP are removed, and the picture is kept byte by byte', async () => {
  const withText = after(
    png(9, 7),
    33,
    Buffer.concat(
      ['tEXt', 'iTXt', 'eXIf', 'tIME', 'zTXt', 'abCd'].map((kind) => chunk(kind, Buffer.from(place))),
    ),
  );
  expect(cleanPhoto(Buffer.concat([withText, Buffer.from(place)]), 'image/png')!.equals(png(9, 7))).toBe(
    true,
  );
  expect(await pngHoldsPicture(withText)).toBe(true);
  const part = Buffer.alloc(8 + place.length);
  part.write('EXIF', 'latin1');
  part.writeUInt32LE(place.length, 4);
  part.write(place, 8);
  const big = Buffer.concat([webp(), part]);
  big.writeUInt32LE(big.length - 8, 4);
  expect(cleanPhoto(big, 'image/webp')!.equals(webp())).toBe(true);
});

test('[HTTP-71] a small file of tens of megapixels is refused, and a PNG without a picture, or with more than its header says', async () => {
  const bomb = png(7_060, 7_060);
  expect(bomb.length).toBeLessThan(70_000);
  expect(judgePhoto(bomb)).toBe('This photo is too large. Take it at a lower resolution.');
  // Everything is right except the content.
  const header = Buffer.concat([Buffer.from([0, 0, 0, 9, 0, 0, 0, 7]), Buffer.from([8, 0, 0, 0, 0])]);
  const around = (packed: Buffer) =>
    Buffer.concat([
      png().subarray(0, 8),
      chunk('IHDR', header),
      chunk('IDAT', packed),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  const rows = Buffer.alloc(10 * 7);
  expect(await pngHoldsPicture(around(deflateSync(rows)))).toBe(true);
  const none = [
    Buffer.from('this is no picture at all'),
    Buffer.alloc(0),
    deflateSync(rows.subarray(1)),
    deflateSync(Buffer.concat([rows, rows])),
    deflateSync(Buffer.alloc(50_000_000)),
    deflateSync(Buffer.alloc(10 * 7, 9)),
  ];
  for (const packed of none) expect(await pngHoldsPicture(around(packed))).toBe(false);
});

test('[HTTP-70] random input breaks nothing, and an accepted result would be accepted again unchanged', () => {
  const all = [
    ['image/jpeg', after(jpeg(), 2, exif(6, true))],
    ['image/png', png(9, 7)],
    ['image/webp', webp()],
  ] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.array(fc.tuple(fc.nat(), fc.nat(255))),
      fc.nat(),
      ([mime, data], edits, cut) => {
        const broken = Buffer.from(data.subarray(0, 12 + (cut % data.length)));
        for (const [at, byte] of edits) broken[at % broken.length] = byte;
        if (typeof judgePhoto(broken) === 'string') return;
        const clean = cleanPhoto(broken, mime);
        if (clean) expect(cleanPhoto(clean, mime)!.equals(clean)).toBe(true);
      },
    ),
  );
});
