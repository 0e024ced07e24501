// [DOMAIN-102]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dispersionOf, funnel, type FunnelInput } from './funnel.ts';
import { poissonLimits } from './poisson.ts';

const one = (id: number, z: number, exposure = 100): FunnelInput => ({
  id,
  exposure,
  expected: 1000,
  observed: 1000 + z * 50,
  error: 50,
});

test('[DOMAIN-102] the limits of 95 % and 99.8 % are at 1.96 and 3.09 standard errors', () => {
  const { points, dispersion } = funnel([one(1, 1.95), one(2, 1.97), one(3, -3.08), one(4, -3.1)]);
  expect(dispersion).toBe(1);
  expect(points.map(({ place }) => place)).toEqual(['inside', 'beyond_95', 'beyond_95', 'beyond_99_8']);
  const { limits } = points[0]!;
  expect(limits.upper95).toBeCloseTo(1 + (1.959964 * 50) / 1000, 9);
  expect(limits.lower998).toBeCloseTo(1 - (3.090232 * 50) / 1000, 9);
});

test('[DOMAIN-102] where all officers vary more than chance, the limits widen and nobody is outside', () => {
  const spread = [-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6].map((z, id) => one(id, z));
  const { points, dispersion } = funnel(spread);
  expect(dispersion).toBeGreaterThan(10);
  expect(points.every(({ place }) => place === 'inside')).toBe(true);
});

test('[DOMAIN-102] an extreme point does not widen the limits so far that it is inside', () => {
  const scores = [...Array.from({ length: 19 }, (_, i) => Math.sin(i)), 12];
  expect(dispersionOf(scores)).toBe(1);
  const { points } = funnel(scores.map((z, id) => one(id, z)));
  expect(points.filter(({ place }) => place === 'beyond_99_8').map(({ id }) => id)).toEqual([19]);
});

test('[DOMAIN-102] officers with too few cases, or without an expectation, are left out and listed as such', () => {
  const { points, left } = funnel([one(1, 0, 10), one(2, 0, 90), { ...one(3, 0), expected: 0 }], 50);
  expect(points.map(({ id }) => id)).toEqual([2]);
  expect(left).toEqual([
    { id: 1, why: 'too_little_held' },
    { id: 3, why: 'nothing_expected' },
  ]);
});

test('[DOMAIN-102] limits widen with the error, contain the ratio 1, and do not depend on the order of people', () => {
  const some = fc.array(
    fc.record({
      exposure: fc.integer({ min: 1, max: 10_000 }),
      observed: fc.integer({ min: 0, max: 100_000 }),
      expected: fc.integer({ min: 1, max: 100_000 }),
      error: fc.integer({ min: 1, max: 10_000 }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(some, (people) => {
      const inputs = people.map((person, id) => ({ id, ...person }));
      const { points, dispersion } = funnel(inputs);
      expect(dispersion).toBeGreaterThanOrEqual(1);
      for (const { limits } of points) {
        expect(limits.lower998).toBeLessThan(limits.lower95);
        expect(limits.lower95).toBeLessThan(1);
        expect(limits.upper95).toBeLessThan(limits.upper998);
      }
      const turned = funnel([...inputs].reverse());
      expect(turned.points).toEqual(points);
    }),
  );
});

test('[DOMAIN-194] counts have exact limits: 0.560 to 1.649 about an expectation of 15', () => {
  const { lower, upper } = poissonLimits(15, 0.025);
  expect(lower).toBeCloseTo(0.56, 3);
  expect(upper).toBeCloseTo(1.649, 3);
  const count = (id: number, observed: number, expected = 15): FunnelInput => ({
    id,
    exposure: id,
    observed,
    expected,
    error: Math.sqrt(expected),
    counts: true,
  });
  const place = (observed: number) => funnel([count(1, observed)]).points[0]!;
  expect(place(24).limits.upper95).toBeCloseTo(1.649, 3);
  // 24 is outside of 1.506, the limit of a normal approximation, but inside the exact one; the same is true of 8.
  expect(place(24).place).toBe('inside');
  expect(place(25).place).toBe('beyond_95');
  expect(place(9).place).toBe('inside');
  expect(place(8).place).toBe('beyond_95');
  expect(place(40).place).toBe('beyond_99_8');
  expect(() => poissonLimits(0, 0.025)).toThrow(RangeError);
});

test('[DOMAIN-194] exact limits have their stated probability, approach 1 as the expectation grows, and are wider above than below', () => {
  // P(X <= k) as a sum, for whole expectations.
  const atMost = (k: number, mean: number): number => {
    let [term, sum] = [Math.exp(-mean), Math.exp(-mean)];
    for (let i = 1; i <= k; i++) sum += term *= mean / i;
    return sum;
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0.025, 0.001), (observed, tail) => {
      const { lower, upper } = poissonLimits(observed, tail);
      // Garwood: with the upper limit as the mean so few are as rare as the tail; with the lower limit so many.
      expect(atMost(observed, upper * observed)).toBeCloseTo(tail, 8);
      expect(1 - atMost(observed - 1, lower * observed)).toBeCloseTo(tail, 8);
      expect(upper - 1).toBeGreaterThan(1 - lower);
      const more = poissonLimits(observed + 1, tail);
      expect(more.upper).toBeLessThan(upper);
      expect(more.lower).toBeGreaterThan(lower);
    }),
  );
  const { lower, upper } = poissonLimits(40_000, 0.025);
  expect([lower, upper].map((one) => Math.abs(one - 1))).toEqual([
    expect.closeTo(1.96 / 200, 4),
    expect.closeTo(1.96 / 200, 4),
  ]);
});
