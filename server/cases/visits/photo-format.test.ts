import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jpeg, png, webp } from '../../../tests/support/pictures.ts';
import { judgePhoto } from './photo-format.ts';

const whole = { 'image/png': png(7, 5), 'image/jpeg': jpeg(640, 480), 'image/webp': webp(33, 21) };

test('[CASE-20] the type of a picture is found from its bytes, with its width and height', () => {
  expect(judgePhoto(whole['image/png'])).toEqual({ mime: 'image/png', width: 7, height: 5 });
  expect(judgePhoto(whole['image/jpeg'])).toEqual({ mime: 'image/jpeg', width: 640, height: 480 });
  expect(judgePhoto(whole['image/webp'])).toEqual({ mime: 'image/webp', width: 33, height: 21 });
});

test('[CASE-20] a file that is only named like a picture is refused', () => {
  const others = [
    '',
    '<html><script>alert(1)</script></html>',
    'GIF89a' + 'x'.repeat(100),
    '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    '%PDF-1.7',
    '\xff\xd8\xff<html>',
  ];
  for (const text of others)
    expect(judgePhoto(Buffer.from(text, 'latin1')), text).toEqual(expect.any(String));
});

test('[CASE-20] a picture that is cut off anywhere is refused, and random input breaks nothing', () => {
  for (const [mime, data] of Object.entries(whole)) {
    for (let length = 0; length < data.length - 1; length++)
      expect(judgePhoto(data.subarray(0, length)), `${mime} cut at ${length}`).toEqual(expect.any(String));
  }
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(whole)),
      fc.array(fc.tuple(fc.nat(), fc.nat(255))),
      (data, edits) => {
        const broken = Buffer.from(data);
        for (const [at, byte] of edits) broken[at % broken.length] = byte;
        const judged = judgePhoto(broken);
        if (typeof judged === 'string') return;
        expect(judged.width * judged.height).toBeLessThanOrEqual(50_000_000);
      },
    ),
  );
});

test('[CASE-20] a picture that would need too much memory on a phone is refused, however small its file', () => {
  const tooLarge = 'This photo is too large. Take it at a lower resolution.';
  expect(judgePhoto(png(2, 2, { width: 60_000, height: 60_000 }))).toBe(tooLarge);
  expect(judgePhoto(jpeg(12_001, 10))).toBe(tooLarge);
  expect(judgePhoto(jpeg(9_000, 9_000))).toBe(tooLarge);
  expect(judgePhoto(jpeg(0, 10))).toBe(tooLarge);
});
