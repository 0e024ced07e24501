// [DOMAIN-100], [DOMAIN-101]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitsOf, xmr, type XmrPoint } from './xmr.ts';

const weeks = (values: number[]): XmrPoint[] =>
  values.map((value, i) => ({
    on: new Date(Date.UTC(2026, 0, 5 + 7 * i)).toISOString().slice(0, 10),
    value,
  }));
const signalsOf = (values: number[]) => xmr(weeks(values)).marks.map(({ signals }) => signals);

test('[DOMAIN-100] limits are mean ± 2.66 mean moving ranges: the published example, mean 1.94, limits -0.72 and 4.60', () => {
  // Its mean moving range is 1.00: any series with these two has its limits.
  const values = [1.44, 2.44, 1.44, 2.44, 1.44, 2.44, 1.44, 2.44, 1.44, 2.44, 1.44, 2.44];
  const { mean, lower, upper, certainty } = limitsOf(values);
  expect(mean).toBeCloseTo(1.94, 10);
  expect(lower).toBeCloseTo(-0.72, 10);
  expect(upper).toBeCloseTo(4.6, 10);
  expect(certainty).toBe('firm');
});

test('[DOMAIN-100] fewer than five points have no limits, fewer than twelve have provisional ones', () => {
  expect(limitsOf([1, 2, 3, 4])).toMatchObject({ certainty: 'too_few', lower: null, upper: null });
  expect(limitsOf([1, 2, 3, 4, 5]).certainty).toBe('provisional');
  expect(limitsOf(Array.from({ length: 11 }, (_, i) => i % 2)).certainty).toBe('provisional');
  expect(limitsOf(Array.from({ length: 12 }, (_, i) => i % 2)).certainty).toBe('firm');
  expect(signalsOf([0, 0, 0, 100])).toEqual([[], [], [], []]);
});

test('[DOMAIN-101] a point outside the limits is a signal', () => {
  const values = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 30];
  expect(signalsOf(values).at(-1)).toContain('outside');
  expect(signalsOf(values).slice(0, -1).flat()).not.toContain('outside');
});

test('[DOMAIN-101] the seventh in a row on one side is a signal, the sixth is not', () => {
  const flat = [5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 1];
  const run = [3.4, 3.2, 3.4, 3.2, 3.4, 3.2, 3.4];
  const values = [...flat, ...run];
  const mean = values.reduce((a, b) => a + b) / values.length;
  expect(run.every((v) => v > mean)).toBe(true);
  const signals = signalsOf(values);
  expect(signals.at(-1)).toContain('one_side');
  expect(signals.at(-2)).not.toContain('one_side');
});

test('[DOMAIN-101] seven rising, or falling, are a signal', () => {
  const noise = [10, 0, 10, 0, 10, 0, 10, 0, 10, 0];
  const rising = signalsOf([...noise, 1, 2, 3, 4, 5, 6, 7]);
  expect(rising.at(-1)).toContain('rising');
  // The noise ended on 0, so that 0 is the first of seven.
  expect(rising.at(-2)).toContain('rising');
  expect(rising.at(-3)).not.toContain('rising');
  expect(signalsOf([...noise, 9, 8, 7, 6, 5, 4, 3]).at(-1)).toContain('falling');
});

test('[DOMAIN-101] two of three beyond two thirds of the way to one limit are a signal on that side only', () => {
  const noise = Array.from({ length: 30 }, (_, i) => (i % 2 ? 1 : -1));
  const { lower, upper } = limitsOf([...noise, 4.5, 0, 4.5]);
  expect(upper).toBeGreaterThan(4.5);
  const values = [...noise, 4.5, 0, 4.5];
  const { mean } = limitsOf(values);
  expect(4.5).toBeGreaterThan(mean + (2 / 3) * (upper! - mean));
  expect(signalsOf(values).at(-1)).toContain('near_limit');
  expect(signalsOf(values).at(-2)).not.toContain('near_limit');
  const sides = signalsOf([...noise, 4.5, 0, -4.5]);
  expect(sides.at(-1)).not.toContain('near_limit');
  expect(lower).toBeLessThan(mean);
});

test('[DOMAIN-101] limits begin anew where people say so, with their reason, and patterns do not reach across', () => {
  const points = weeks([
    ...Array(14)
      .fill(0)
      .map((_, i) => i % 2),
    ...Array(14)
      .fill(0)
      .map((_, i) => 50 + (i % 2)),
  ]);
  const from = points[14]!.on;
  const { stretches, marks } = xmr(points, [{ from, reason: 'New patches' }]);
  expect(stretches).toHaveLength(2);
  expect(stretches[1]).toMatchObject({ from, reason: 'New patches', mean: 50.5 });
  expect(marks.flatMap(({ signals }) => signals)).toEqual([]);
});

test('[DOMAIN-101] moving or stretching a figure moves its limits with it and changes no signal', () => {
  const some = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(
      some,
      fc.integer({ min: -500, max: 500 }),
      fc.integer({ min: 1, max: 9 }),
      (values, by, times) => {
        expect(signalsOf(values.map((v) => v * times + by))).toEqual(signalsOf(values));
        const turned = xmr(weeks(values.map((v) => -v))).marks.map(({ signals }) =>
          signals.map((s) => (s === 'rising' ? 'falling' : s === 'falling' ? 'rising' : s)),
        );
        expect(turned).toEqual(signalsOf(values));
      },
    ),
  );
});

test('[DOMAIN-101] what never moves gives no signal', () => {
  expect(signalsOf(Array(20).fill(0.1 + 0.2)).flat()).toEqual([]);
});
