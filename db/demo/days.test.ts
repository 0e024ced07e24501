import { expect, test } from 'vitest';
import {
  addWorkingDays,
  bankHolidays,
  dayNumber,
  dayText,
  londonDay,
  londonInstant,
  monday,
  nextMonthDay,
  weekday,
} from './days.ts';

test('[DEMO-3] bank holidays are England’s, with substitute days', () => {
  const of = (year: number) => bankHolidays(year).map((one) => dayText(one.on));
  expect(of(2026)).toEqual([
    '2026-01-01',
    '2026-04-03',
    '2026-04-06',
    '2026-05-04',
    '2026-05-25',
    '2026-08-31',
    '2026-12-25',
    '2026-12-28',
  ]);
  expect(of(2022).slice(-2)).toEqual(['2022-12-27', '2022-12-26']);
  expect(of(2027).slice(-2)).toEqual(['2027-12-27', '2027-12-28']);
  expect(dayText(addWorkingDays(dayNumber('2026-12-24'), 2))).toBe('2026-12-30');
});

test('[DEMO-3] London’s clock, weeks and months', () => {
  expect(weekday(dayNumber('2026-11-09'))).toBe(1);
  expect(dayText(monday(dayNumber('2026-11-15')))).toBe('2026-11-09');
  expect(dayText(nextMonthDay(dayNumber('2026-12-29'), 28))).toBe('2027-01-28');
  expect(new Date(londonInstant(dayNumber('2026-07-01'), 60)).toISOString()).toBe('2026-07-01T00:00:00.000Z');
  expect(new Date(londonInstant(dayNumber('2026-11-12'), 60)).toISOString()).toBe('2026-11-12T01:00:00.000Z');
  expect(dayText(londonDay(Date.parse('2026-07-01T23:30:00Z')))).toBe('2026-07-02');
  expect(dayText(londonDay(Date.parse('2026-11-12T23:30:00Z')))).toBe('2026-11-12');
});
