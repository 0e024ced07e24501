import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, formatDay } from './days.ts';
import { longDate, longDay, monthName, shortDate, weekdayName } from './day-words.ts';
import { formatCount } from './number-words.ts';

test('[UI-401] days are formatted in one way, from our own table', () => {
  expect(weekdayName('2026-11-29')).toBe('Sunday');
  expect(longDate('2026-12-10')).toBe('10 December 2026');
  expect(longDate('2026-12-10', false)).toBe('10 December');
  expect(longDay('2028-02-29')).toBe('Tuesday 29 February 2028');
  expect(shortDate('2026-09-01')).toBe('1 Sep');
  expect(shortDate('2026-09-01', true)).toBe('1 Sep 2026');
  expect(monthName('2009-05-01', true)).toBe('May 2009');
  fc.assert(
    fc.property(fc.integer({ min: -30_000, max: 60_000 }), (n) => {
      const day = addDays('1970-01-01', n);
      // The short form is the beginning of the long one, and both have the day of formatDay.
      expect(formatDay(day, true)).toBe(`${weekdayName(day).slice(0, 3)} ${shortDate(day, true)}`);
      expect(longDay(day)).toBe(`${weekdayName(day)} ${longDate(day)}`);
    }),
  );
});

test('[UI-401] a count has a comma before each group of three digits', () => {
  expect([0, -0.4, 999, 1000, 1234567, -1000, 12.5].map(formatCount)).toEqual([
    '0',
    '0',
    '999',
    '1,000',
    '1,234,567',
    '-1,000',
    '13',
  ]);
  fc.assert(
    fc.property(fc.integer(), (n) => {
      expect(Number(formatCount(n).replaceAll(',', ''))).toBe(n);
    }),
  );
});
