import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayNumber, dayOf } from './days.ts';
import { dayIn, nextMidnight, startOfDay, timeIn } from './zone.ts';

const zones = [
  'Europe/London',
  'Pacific/Auckland',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'UTC',
];
const london = 'Europe/London';

test('[DOMAIN-13] the day and the time are the local ones', () => {
  const plain = new Map(
    zones.map((timeZone) => [
      timeZone,
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
    ]),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
      (zone, instant) => {
        expect(`${dayIn(zone, instant)} ${timeIn(zone, instant)}`).toBe(plain.get(zone)!.format(instant));
      },
    ),
    { numRuns: 500 },
  );
});

test('[DOMAIN-13] a day begins at its first instant, also where midnight is skipped', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 18_262, max: 21_900 }), (zone, n) => {
      const start = startOfDay(zone, dayOf(n));
      expect(dayIn(zone, start)).toBe(dayOf(n));
      expect(dayIn(zone, start - 1)).toBe(dayOf(n - 1));
    }),
    { numRuns: 500 },
  );
  // Beirut's clocks go forward at midnight: that day begins at 01:00.
  expect(timeIn('Asia/Beirut', startOfDay('Asia/Beirut', '2024-03-31'))).toBe('01:00');
});

test('[DOMAIN-13] the day on which clocks change has 23 or 25 hours', () => {
  const hours = (day: string) => (startOfDay(london, addDays(day, 1)) - startOfDay(london, day)) / 3_600_000;
  expect([hours('2026-03-28'), hours('2026-03-29'), hours('2026-10-25')]).toEqual([24, 23, 25]);
  expect(timeIn(london, Date.parse('2026-03-29T00:59:00Z'))).toBe('00:59');
  expect(timeIn(london, Date.parse('2026-03-29T01:00:00Z'))).toBe('02:00');
});

test('[DOMAIN-13] a payment at 00:30 in summer is of that day, not of the day before', () => {
  expect(dayIn(london, Date.parse('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
  expect(nextMidnight(london, Date.parse('2026-06-30T23:30:00Z'))).toBe(Date.parse('2026-07-01T23:00:00Z'));
  expect(nextMidnight(london, Date.parse('2026-12-31T23:30:00Z'))).toBe(Date.parse('2027-01-01T00:00:00Z'));
  expect(dayNumber(dayIn(london, 0))).toBe(0);
});

test('[DOMAIN-13] an unknown time zone is refused', () => {
  expect(() => dayIn('Europe/Doorstep', 0)).toThrow(RangeError);
});
