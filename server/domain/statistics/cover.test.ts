// Stretches compared with a simple calculation for each day.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverOf, covers, overlaps } from './cover.ts';
import { addDays, daysBetween } from '../days.ts';

const start = '2026-02-20';
const span = fc
  .record({
    first: fc.nat({ max: 40 }),
    length: fc.option(fc.nat({ max: 25 })),
    staffId: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ first, length, staffId }) => ({
    staffId,
    firstOn: addDays(start, first),
    lastOn: length === null ? null : addDays(start, first + length),
  }));
const days = (from: string, to: string) =>
  [...Array(daysBetween(from, to) + 1).keys()].map((n) => addDays(from, n));

test('[PERF-80] each day of a patch is in one stretch, with the officers whose stint covers that day', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 6 }), fc.nat({ max: 60 }), (stints, length) => {
      const to = addDays(start, length);
      const stretches = coverOf(stints, start, to);
      const calculated = stretches.flatMap(({ firstOn, lastOn, holders }) =>
        days(firstOn, lastOn).map((day) => `${day} ${holders.join()}`),
      );
      const byDay = days(start, to).map((day) => {
        const here = new Set(stints.filter((one) => covers(one, day)).map((one) => one.staffId));
        return `${day} ${[...here].sort((a, b) => a - b).join()}`;
      });
      expect(calculated).toEqual(byDay);
      for (const [n, one] of stretches.entries())
        expect(one.holders.join()).not.toBe(stretches[n + 1]?.holders.join());
    }),
  );
});

test('[PERF-80] two spans overlap exactly if they share a day', () => {
  fc.assert(
    fc.property(span, span, (one, other) => {
      const shared = days(start, addDays(start, 70)).some((day) => covers(one, day) && covers(other, day));
      expect(overlaps(one, other)).toBe(shared);
    }),
  );
});
