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
  plusWorkingDays,
  rentWeekStart,
  weekday,
} from './days.ts';

const anyNumber = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2200-12-31') });

test('[DOMAIN-12] days and their numbers agree with JavaScript’s calendar', () => {
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

test('[DOMAIN-12] an invalid date is refused', () => {
  for (const nonsense of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', 20261118, null]) {
    expect(isDay(nonsense)).toBe(false);
  }
});

test('[DOMAIN-12] arithmetic crosses years, leap days and the days on which clocks change', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
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

test('[DOMAIN-12] a rent week begins on its weekday, in any year, and the day before is in the week before', () => {
  expect(rentWeekStart('2026-11-18', 1)).toBe('2026-11-16');
  expect(rentWeekStart('2026-11-16', 1)).toBe('2026-11-16');
  expect(rentWeekStart('2027-01-01', 1)).toBe('2026-12-28');
  expect(rentWeekStart('2026-11-18', 7)).toBe('2026-11-15');
  fc.assert(
    fc.property(anyNumber, fc.integer({ min: 1, max: 7 }), (n, startsOn) => {
      const first = rentWeekStart(dayOf(n), startsOn);
      expect(weekday(first)).toBe(startsOn);
      expect(n - dayNumber(first)).toBeLessThan(7);
      expect(first <= dayOf(n)).toBe(true);
    }),
  );
});

test('[DOMAIN-12] days are formatted as people say them', () => {
  expect(formatDay('2026-11-09')).toBe('Mon 9 Nov');
  expect(formatDay('2027-01-01', true)).toBe('Fri 1 Jan 2027');
});
