import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { practiceMeasures } from './measures.ts';
import { differsOf, fewestOfficers, quantile, spreadOf, type Counted } from './spread.ts';

const measure = (name: string) => practiceMeasures.find((one) => one.name === name)!;
const noAccess = measure('no_access');
const figure = (value: number, n = 100): Counted => ({ value, n, error: null });

describe('the team’s spread', () => {
  test('[PERF-71] quartiles are those of a spreadsheet', () => {
    expect([0.25, 0.5, 0.75].map((share) => quantile([1, 2, 3, 4, 10], share))).toEqual([2, 3, 4]);
    expect(quantile([1, 2, 3, 4], 0.25)).toBeCloseTo(1.75, 10);
    expect(quantile([7], 0.5)).toBe(7);
  });

  test('[PERF-71] fewer than five officers with enough events have no spread', () => {
    const enough = Array.from({ length: fewestOfficers - 1 }, (_, i) => figure(i / 10));
    expect(spreadOf(noAccess, [...enough, figure(0.9, noAccess.least - 1), null])).toBeNull();
    expect(spreadOf(noAccess, [...enough, figure(0.9, noAccess.least)])).toMatchObject({ officers: 5 });
  });

  test('[PERF-71] a spread does not depend on the order of officers', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5 }), (values) => {
        const spread = spreadOf(
          noAccess,
          values.map((value) => figure(value)),
        );
        expect(
          spreadOf(
            noAccess,
            values.toReversed().map((value) => figure(value)),
          ),
        ).toEqual(spread);
        expect(spread!.low).toBeLessThanOrEqual(spread!.middle);
        expect(spread!.middle).toBeLessThanOrEqual(spread!.high);
      }),
    );
  });
});

describe('the differences from the team', () => {
  const spread = { officers: 12, low: 0.3, middle: 0.35, high: 0.4 };
  const differs = (own: Record<string, Counted>) =>
    differsOf((name) => ({ figure: own[name] ?? null, spread: own[name] ? spread : null }));

  test('[PERF-72] are sentences about more or less than the team, the largest difference first', () => {
    expect(differs({ after_16: figure(0.7), no_access: figure(0.1) })).toEqual([
      { name: 'after_16', words: 'Visits more after 4 pm' },
      { name: 'no_access', words: 'Gets no access less often' },
    ]);
  });

  test('[PERF-72] have nothing within the middle half, nothing that chance explains, nothing with too few events', () => {
    expect(differs({ after_16: figure(0.4, 10_000) })).toEqual([]);
    expect(differs({ after_16: figure(0.5, 25) })).toEqual([]);
    expect(differs({ after_16: figure(1, 19) })).toEqual([]);
    expect(differs({ after_16: figure(0.5, 1000) })).toHaveLength(1);
  });

  test('[PERF-72] have only the largest of each group, and at most three', () => {
    const all = Object.fromEntries(practiceMeasures.map(({ name }) => [name, figure(0.95, 5000)]));
    const differences = differs(all);
    expect(differences).toHaveLength(3);
    const groups = differences.map(({ name }) => measure(name).group);
    expect(new Set(groups).size).toBe(3);
  });

  test('[PERF-72] are almost empty for officers who all work alike', () => {
    // A thousand officers who find nobody in at 35 % of 60 doors, from a generator with a fixed seed.
    let state = 12_345;
    const chance = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    let out = 0;
    for (let i = 0; i < 1000; i++) {
      const nobody = Array.from({ length: 60 }, chance).filter((one) => one < 0.35).length;
      out += differs({ no_access: figure(nobody / 60, 60) }).length;
    }
    expect(out).toBeLessThan(10);
  });
});

test('[PERF-70] each figure has a unique name, and sentences for more and for less', () => {
  expect(new Set(practiceMeasures.map(({ name }) => name)).size).toBe(practiceMeasures.length);
  for (const { more, less, least } of practiceMeasures) {
    expect(more).not.toBe(less);
    expect(least).toBeGreaterThanOrEqual(10);
  }
});
