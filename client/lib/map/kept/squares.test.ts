import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverage, hasAll, mostSquares, squareOf, squaresAround } from './squares.ts';

/** Homes of a patch: villages within 60 km. */
const homes = fc
  .tuple(fc.double({ min: 50, max: 60, noNaN: true }), fc.double({ min: -7, max: 1.5, noNaN: true }))
  .chain(([latitude, longitude]) =>
    fc.array(
      fc
        .tuple(fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0, max: 0.9, noNaN: true }))
        .map(([up, aside]) => ({ latitude: latitude + up, longitude: longitude + aside })),
      { minLength: 1, maxLength: 60 },
    ),
  );

test('[OFF-30] the squares of a patch have every home and the streets around it, up to their limit', () => {
  fc.assert(
    fc.property(homes, (places) => {
      const squares = squaresAround(places);
      expect(squares.length).toBeLessThanOrEqual(mostSquares);
      expect(new Set(squares.map(({ x, y }) => `${x}/${y}`)).size).toBe(squares.length);
      if (squares.length === mostSquares) return;
      for (const { latitude, longitude } of places)
        for (const up of [-0.006, 0, 0.006])
          for (const aside of [-0.009, 0, 0.009])
            expect(
              hasAll(squares, [squareOf({ latitude: latitude + up, longitude: longitude + aside })]),
            ).toBe(true);
    }),
  );
});

test('[OFF-30] where there are too many squares, those with the most homes are taken', () => {
  const town = Array.from({ length: 50 }, () => ({ latitude: 52, longitude: 0 }));
  const farms = Array.from({ length: 300 }, (_, i) => ({ latitude: 53 + i * 0.03, longitude: 0 }));
  const squares = squaresAround([...farms, ...town]);
  expect(squares).toHaveLength(mostSquares);
  expect(hasAll(squares, squaresAround(town))).toBe(true);
});

test('[OFF-31] a tile is covered if it is in a square or has one in it', () => {
  const covers = coverage([{ x: 4153, y: 2604 }]);
  expect([covers(13, 4153, 2604), covers(13, 4154, 2604)]).toEqual([true, false]);
  expect([covers(15, 4153 * 4 + 3, 2604 * 4), covers(15, 4154 * 4, 2604 * 4)]).toEqual([true, false]);
  expect([covers(12, 2076, 1302), covers(12, 2077, 1302), covers(0, 0, 0)]).toEqual([true, false, true]);
});
