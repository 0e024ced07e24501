// What a device requests of the basemap, and what the server takes it for.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boundsOf,
  mostSquares,
  squareOf,
  squaresAround,
  squareZoom,
} from '../../client/lib/map/kept/squares.ts';
import { mostSquares as most, squaresOf } from '../../server/http/map-extract.ts';

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

test('[OFF-31] the server understands the requested areas as exactly these squares, and none of them shows a home', () => {
  fc.assert(
    fc.property(homes, (places) => {
      expect(mostSquares).toBe(most);
      const squares = squaresAround(places);
      const boxes = boundsOf(squares);
      const read = squaresOf(
        boxes.map((box) => {
          const [south, west, north, east] = box.split(',').map(Number) as [number, number, number, number];
          return { south, west, north, east };
        }),
      )!;
      const order = (all: typeof read) => all.map(({ x, y }) => `${x}/${y}`).sort();
      expect(order(read)).toEqual(order(squares));
      // The same areas for all homes of the same squares.
      const moved = squares.map(({ x, y }) => ({
        latitude: (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + 0.5)) / 2 ** squareZoom))) * 180) / Math.PI,
        longitude: ((x + 0.5) / 2 ** squareZoom) * 360 - 180,
      }));
      expect(boundsOf(moved.map(squareOf))).toEqual(boxes);
    }),
  );
});
