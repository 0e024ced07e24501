// [DOMAIN-230] to [DOMAIN-232]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longRunOf } from './long-run.ts';

const weekly = (values: readonly number[]) =>
  values.map((value, i) => ({
    on: new Date(Date.UTC(2025, 8, 1 + 7 * i)).toISOString().slice(0, 10),
    value,
  }));

test('[DOMAIN-230] the newest weeks, at most 13, are compared with the same weeks a year earlier', () => {
  const rising = Array.from({ length: 65 }, (_, week) => week);
  expect(longRunOf(weekly(rising))).toEqual({ weeks: 13, now: 58, before: 6, direction: 'up' });
  expect(longRunOf(weekly(rising.slice(0, 60)))).toMatchObject({ weeks: 8, now: 55.5, before: 3.5 });
  expect(longRunOf(weekly(rising.map((week) => -week)))).toMatchObject({ direction: 'down' });
  expect(longRunOf(weekly(rising.slice(0, 55)))).toBeNull();
  expect(longRunOf([])).toBeNull();
  // A week without a figure is left out together with the same week of the other year.
  const gaps = weekly(rising).filter((_, week) => week !== 3 && week !== 62);
  expect(longRunOf(gaps)).toMatchObject({ weeks: 11, direction: 'up' });
});

test('[DOMAIN-230] the answer does not depend on the unit, and what never varies never drifts', () => {
  const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 56, maxLength: 80 });
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 50 }), (some, times) => {
      const run = longRunOf(weekly(some))!;
      const scaled = longRunOf(weekly(some.map((value) => value * times + 7)))!;
      expect(scaled.direction).toBe(run.direction);
      expect(scaled.now).toBeCloseTo(run.now * times + 7, 6);
      const mirrored = longRunOf(weekly(some.map((value) => -value)))!;
      const other = { up: 'down', down: 'up' } as const;
      expect(mirrored.direction).toBe(run.direction && other[run.direction]);
    }),
  );
  expect(longRunOf(weekly(Array.from({ length: 60 }, () => 0.1 + 0.2)))!.direction).toBeNull();
});

/** Uniform numbers from a seed (mulberry32), so that each run tests the same series. */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Life = {
  weeks: number;
  /** From one week to the next. */
  correlation: number;
  /** Standard deviation of the correlated part, in points of a percentage, as the rest of these. */
  deviation?: number;
  noise?: number;
  /** A four-week cycle of benefit, and a season of a year. */
  cycle?: number;
  season?: number;
  /** The rise in a year. */
  rise?: number;
};

/** A year and more of arrears in per cent of the annual rent, from 2.15. */
function lifeOf(
  seed: number,
  { weeks, correlation, deviation = 0.06, noise = 0, cycle = 0, season = 0, rise = 0 }: Life,
) {
  const number = numbersOf(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - number())) * Math.cos(2 * Math.PI * number());
  const [phase, begins] = [Math.floor(4 * number()), 2 * Math.PI * number()];
  let state = deviation * normal();
  return weekly(
    Array.from({ length: weeks }, (_, week) => {
      state = correlation * state + deviation * Math.sqrt(1 - correlation ** 2) * normal();
      return (
        2.15 +
        (rise * week) / 52 +
        state +
        noise * normal() +
        cycle * ((week + phase) % 4 === 0 ? 1 : -1 / 3) +
        season * Math.sin((2 * Math.PI * week) / 52 + begins)
      );
    }),
  );
}

const lives = 300;
/** The share of generated lives, in per cent, in which a drift is reported. */
function reported(life: Life): number {
  let count = 0;
  for (let seed = 1; seed <= lives; seed++)
    if (longRunOf(lifeOf(seed * 7919 + life.weeks, life))!.direction !== null) count++;
  return (100 * count) / lives;
}

test('[DOMAIN-231] in at most 5 % of stable figures a drift is reported, with autocorrelations up to 0.9', () => {
  for (const weeks of [58, 65, 104])
    for (const life of [
      { correlation: 0 },
      { correlation: 0.5 },
      { correlation: 0.8 },
      { correlation: 0.9 },
      { correlation: 0.8, deviation: 0.05, cycle: 0.05 },
      { correlation: 0.8, deviation: 0.05, noise: 0.05 },
      { correlation: 0.8, deviation: 0.05, cycle: 0.05, season: 0.1 },
    ])
      expect(reported({ weeks, ...life }), JSON.stringify({ weeks, ...life })).toBeLessThanOrEqual(5);
});

test('[DOMAIN-232] a rise from 2.15 % to 2.60 % in a year is reported in at least 17 of 20 lives', () => {
  for (const weeks of [58, 65])
    for (const life of [
      { correlation: 0 },
      { correlation: 0.5 },
      { correlation: 0.8 },
      { correlation: 0.9 },
      { correlation: 0.8, deviation: 0.05, noise: 0.05 },
    ])
      expect(
        reported({ weeks, rise: 0.45, ...life }),
        JSON.stringify({ weeks, ...life }),
      ).toBeGreaterThanOrEqual(85);
});
