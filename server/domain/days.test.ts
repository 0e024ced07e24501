import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bankHolidays2026 } from '../../tests/support/case-facts.ts';
import {
  addDays,
  addWorkingDays,
  dayNumber,
  dayNumbers,
  dayOf,
  daysBetween,
  formatDay,
  isDay,
  isWorkingDay,
  monthEnd,
  plusWorkingDays,
  rentWeekStart,
  rentWeeksIn,
  weekday,
} from './days.ts';

const anyNumber = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2200-12-31') });

test('[DOMAIN-12] days and their numbers agree with the calendar that JavaScript has', () => {
  fc.assert(
    fc.property(anyNumber, (n) => {
      const day = new Date(n * 86_400_000).toISOString().slice(0, 10);
      expect(dayOf(n)).toBe(day);
      expect(dayNumber(day)).toBe(n);
      expect(weekday(day)).toBe(new Date(n * 86_400_000).getUTCDay() || 7);
      expect(isDay(day)).toBe(true);
    }),
  );
});

test('[DOMAIN-12] what is no date is refused', () => {
  for (const nonsense of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', 20261118, null]) {
    expect(isDay(nonsense)).toBe(false);
  }
});

test('[DOMAIN-12] arithmetic crosses years, leap days and the days on which clocks change', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  expect(['2026-02-10', '2028-02-10', '2026-12-31'].map(monthEnd)).toEqual([
    '2026-02-28',
    '2028-02-29',
    '2026-12-31',
  ]);
});

test('[DOMAIN-12] working days skip weekends and bank holidays', () => {
  expect(addWorkingDays('2026-04-02', 1, bankHolidays2026)).toBe('2026-04-07');
  expect(addWorkingDays('2026-12-24', 10, bankHolidays2026)).toBe('2027-01-11');
  fc.assert(
    fc.property(anyNumber, fc.integer({ min: 0, max: 30 }), (n, count) => {
      const holidays = dayNumbers(bankHolidays2026);
      const end = plusWorkingDays(n, count, holidays);
      let between = 0;
      for (let day = n + 1; day <= end; day++) if (isWorkingDay(day, holidays)) between++;
      expect(between).toBe(count);
    }),
  );
});

test('[DOMAIN-12] a rent week begins on its day, and every sixth year or so has 53 of them', () => {
  expect(rentWeekStart('2026-11-18', 1)).toBe('2026-11-16');
  expect(rentWeekStart('2026-11-16', 1)).toBe('2026-11-16');
  expect(rentWeekStart('2027-01-01', 1)).toBe('2026-12-28');
  expect(rentWeekStart('2026-11-18', 7)).toBe('2026-11-15');
  expect([2022, 2023, 2024, 2025, 2028].map((year) => rentWeeksIn(year, 1))).toEqual([52, 52, 53, 52, 52]);
  fc.assert(
    fc.property(fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 7 }), (year, startsOn) => {
      let count = 0;
      for (let n = dayNumber(`${year}-01-01`); n <= dayNumber(`${year}-12-31`); n++) {
        if (rentWeekStart(dayOf(n), startsOn) === dayOf(n)) count++;
      }
      expect(rentWeeksIn(year, startsOn)).toBe(count);
    }),
    { numRuns: 30 },
  );
});

test('[DOMAIN-12] days are said as people say them', () => {
  expect(formatDay('2026-11-09')).toBe('Mon 9 Nov');
  expect(formatDay('2027-01-01', true)).toBe('Fri 1 Jan 2027');
});
