// [PERF-103]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../domain/days.ts';
import { periodsOf } from './periods.ts';

const first = '2026-01-05';
const week = (i: number, part: number, whole: number | null = 100) => ({
  on: addDays(first, 7 * i),
  part,
  whole,
});

test('[PERF-103] four weeks are summed, whole periods only, the last one ending with the newest week', () => {
  const some = fc.array(fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: 0, max: 200 })), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(some, (figures) => {
      const weekly = figures.map(([part, whole], i) => week(i, part, whole));
      const periods = periodsOf(weekly, 4);
      const counted = weekly.slice(weekly.length % 4);
      const sum = (of: readonly { part: number; whole: number | null }[]) =>
        of.reduce((total, { part }) => total + part, 0);
      // A period without rent has no share.
      const shares = Map.groupBy(counted, (_, i) => Math.floor(i / 4));
      const expected = [...shares.values()].filter((own) => own.some(({ whole }) => whole! > 0));
      expect(periods.map(({ on, part }) => [on, part])).toEqual(
        expected.map((own) => [own[0]!.on, sum(own)]),
      );
    }),
  );
});

test('[PERF-103] a week without a row counts as nothing, and a rent-free week keeps its payments', () => {
  const rows = [week(0, 90), week(1, 40, 0), week(3, 70)];
  expect(periodsOf(rows, 4)).toEqual([{ on: first, part: 200, whole: 200 }]);
  expect(periodsOf(rows, 1)).toEqual([rows[0], rows[2]]);
  expect(periodsOf([week(0, 3, null), week(3, 2, null)], 4)).toEqual([{ on: first, part: 5, whole: null }]);
  expect(periodsOf([], 4)).toEqual([]);
});
