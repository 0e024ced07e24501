import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceMetres } from './place.ts';

test('[DOMAIN-20] distances are right to a metre in a town, and to half a per cent anywhere', () => {
  const here = { latitude: 51.5, longitude: -0.1 };
  expect(distanceMetres(here, here)).toBe(0);
  expect(distanceMetres(here, { latitude: 51.501, longitude: -0.1 })).toBeCloseTo(111.2, 0);
  expect(distanceMetres(here, { latitude: 51.5, longitude: -0.101 })).toBeCloseTo(69.2, 0);
});

test('[DOMAIN-20] both directions are equally long, and no detour is shorter', () => {
  const place = fc.record({
    latitude: fc.double({ min: -89, max: 89, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });
  fc.assert(
    fc.property(place, place, place, (a, b, c) => {
      expect(distanceMetres(a, b)).toBeCloseTo(distanceMetres(b, a), 3);
      // Half a metre: at the other side of the earth the last digits are lost.
      expect(distanceMetres(a, c)).toBeLessThanOrEqual(distanceMetres(a, b) + distanceMetres(b, c) + 0.5);
    }),
  );
});
