// Cursors come back from clients: the text is a valid cursor or nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursorOf, parseCursor } from './cursor.ts';

test('[FEED-12] a cursor is the same after encoding and decoding', () => {
  const snapshots = fc
    .tuple(fc.bigInt(1n, 2n ** 40n), fc.uniqueArray(fc.bigInt(0n, 500n)), fc.bigInt(0n, 1000n))
    .map(([xmin, gaps, more]) => {
      const open = gaps.map((gap) => xmin + gap).sort((a, b) => (a < b ? -1 : 1));
      const xmax = (open.at(-1) ?? xmin - 1n) + 1n + more;
      return `${xmin}:${xmax}:${open.join(',')}`;
    });
  fc.assert(
    fc.property(snapshots, (snapshot) => {
      expect(parseCursor(cursorOf('0a1b2c3d4e5f', snapshot))).toEqual({ epoch: '0a1b2c3d4e5f', snapshot });
    }),
  );
});

test('[FEED-12] anything else is null', () => {
  const bad = [
    '',
    '0a.5:4:',
    '0a.0:4:',
    '0a.5:9:4',
    '0a.5:9:9',
    '0a.5:9:7,6',
    '0a.5:9:6,6',
    'xyz.5:9:',
    '5:9:',
    '0a.5:9',
    '0a.5:99999999999999999999:',
    "0a.5:9:'; drop table payment",
    `0a.1:99999:${Array.from({ length: 9000 }, (_, i) => i + 1).join(',')}`,
    null,
    undefined,
    7,
    {},
    ['0a.5:9:'],
  ];
  for (const cursor of bad) expect(parseCursor(cursor), String(cursor)).toBeNull();
  fc.assert(fc.property(fc.anything(), (cursor) => void parseCursor(cursor)));
});
