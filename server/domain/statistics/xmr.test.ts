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

test('[DOMAIN-190] limits equal published examples', () => {
  // NHSRplotthedots, vignette "Deviations from the Excel tool": without screening of outliers, like the Excel tool.
  const nhs = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1];
  const limits = limitsOf(nhs);
  expect(limits.mean).toBeCloseTo(1.94, 2);
  expect(limits.lower).toBeCloseTo(-3.06, 2);
  expect(limits.upper).toBeCloseTo(6.95, 2);
  expect(limits.certainty).toBe('firm');
  expect(signalsOf(nhs).map((signals) => signals.includes('outside'))).toEqual(nhs.map((v) => v === 10));
  // NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, "Individuals control charts" (flow rate).
  const nist = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
  const flow = limitsOf(nist);
  expect(flow.mean).toBeCloseTo(50.81, 2);
  expect(flow.lower).toBeCloseTo(45.82, 2);
  expect(flow.upper).toBeCloseTo(55.8, 2);
  expect(signalsOf(nist).flat()).not.toContain('outside');
});

test('[DOMAIN-191] two of three near a limit: all three are on one side, and the first two points of a period count', () => {
  const noise = Array.from({ length: 30 }, (_, i) => (i % 2 ? 1 : -1));
  const near = (tail: number[]) =>
    signalsOf([...noise, ...tail])
      .at(-1)!
      .includes('near_limit');
  // The same two near the upper limit, with a third above the mean, on it or below it.
  expect(near([4.5, 0.9, 4.5])).toBe(true);
  expect(near([4.5, -0.9, 4.5])).toBe(false);
  expect(near([4.5, -4.5, 4.5])).toBe(false);
  // Two consecutive points have a third before them: above the mean it counts, below it does not.
  expect(near([4.5, 4.5])).toBe(true);
  expect(near([-1, 4.5, 4.5])).toBe(false);
  const begins = signalsOf([4.5, 4.5, ...noise]);
  expect(begins[0]).not.toContain('near_limit');
  expect(begins[1]).toContain('near_limit');
  expect(signalsOf([4.5, -4.5, ...noise])[1]).not.toContain('near_limit');
  // A new period has its own first points.
  const points = weeks([...noise, ...[54.5, 54.5], ...noise.map((v) => v + 50)]);
  const { marks } = xmr(points, [{ from: points[30]!.on, reason: 'New patches' }]);
  expect(marks[31]!.signals).toContain('near_limit');
});

test('[DOMAIN-192] a point exactly on the mean breaks a run; an equal neighbour breaks a trend', () => {
  // Mirrored, so that the mean is exactly zero.
  const mirrored = (values: number[]) => [...values, ...values.map((v) => -v)];
  const swing = [5, -5, 5, -5, 5, -5];
  const seventh = (run: number[]) => signalsOf(mirrored([...swing, ...run]))[swing.length + 6]!;
  expect(seventh([1, 1.2, 1, 1.2, 1, 1.2, 1])).toContain('one_side');
  expect(seventh([1, 1.2, 1, 0, 1, 1.2, 1])).not.toContain('one_side');
  expect(seventh([1, 2, 3, 4, 5, 6, 7])).toContain('rising');
  expect(seventh([1, 2, 3, 3, 4, 5, 6])).not.toContain('rising');
  // Equal for people, although not to the last bit of the floating-point numbers.
  expect(seventh([0.1, 0.2, 0.3, 0.1 + 0.2, 0.4, 0.5, 0.6])).not.toContain('rising');
});

test('[DOMAIN-193] a week without a figure is a gap, not a zero: no range and no run continues across it', () => {
  const values = [1, 2, 1, 2, 1, 2, 11, 12, 11, 12, 11, 12];
  const whole = weeks(values);
  const gap = whole.map((point, i) =>
    i < 6 ? point : { ...point, on: weeks(Array(14).fill(0))[i + 2]!.on },
  );
  const limits = (points: XmrPoint[]) => xmr(points).stretches[0]!;
  expect(limits(gap).mean).toBe(limits(whole).mean);
  // Without the step of 9 across the gap the mean moving range is 1.
  expect(limits(gap).upper).toBeCloseTo(6.5 + 2.66, 9);
  expect(limits(whole).upper).toBeGreaterThan(limits(gap).upper!);
  const rising = [...Array.from({ length: 12 }, (_, i) => (i % 2 ? 9 : 0)), 1, 2, 3, 4, 5, 6, 7];
  const apart = (at: number) =>
    weeks([...rising, 0]).map(({ on, value }, i, all) => ({
      on: i < at ? on : (all[i + 1]?.on ?? ''),
      value,
    }));
  expect(xmr(weeks(rising)).marks.at(-1)!.signals).toContain('rising');
  expect(xmr(apart(16).slice(0, -1)).marks.at(-1)!.signals).not.toContain('rising');
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
  const { lower, upper } = limitsOf([...noise, 4.5, 0.9, 4.5]);
  expect(upper).toBeGreaterThan(4.5);
  const values = [...noise, 4.5, 0.9, 4.5];
  const { mean } = limitsOf(values);
  expect(4.5).toBeGreaterThan(mean + (2 / 3) * (upper! - mean));
  expect(signalsOf(values).at(-1)).toContain('near_limit');
  expect(signalsOf(values).at(-2)).not.toContain('near_limit');
  const sides = signalsOf([...noise, 4.5, 0, -4.5]);
  expect(sides.at(-1)).not.toContain('near_limit');
  expect(lower).toBeLessThan(mean);
});

test('[DOMAIN-101] limits begin anew where people re-base, with their reason, and patterns do not continue across', () => {
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

test('[DOMAIN-101] adding a constant or scaling a figure changes its limits in the same way and no signal', () => {
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

test('[DOMAIN-101] a constant figure gives no signal', () => {
  expect(signalsOf(Array(20).fill(0.1 + 0.2)).flat()).toEqual([]);
});
