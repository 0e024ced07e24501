// Quiet hours by the clocks of the landlord, across changes of the clocks, for any setting.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isQuiet, quietFrom, quietUntil, standardQuietHours, type QuietHours } from './quiet-hours.ts';
import { instantIn, timeIn } from './zone.ts';

const zones = [
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'UTC',
];
const quarter = fc
  .integer({ min: 0, max: 95 })
  .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`);
const settings: fc.Arbitrary<QuietHours> = fc.record({
  begins: quarter,
  ends: quarter,
  workingDaysOnly: fc.boolean(),
});
const minute = 60_000;

test('[DOMAIN-270] a notification waits until the first minute that is not quiet, and none before it is missed, in any time zone', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      settings,
      fc.integer({ min: Date.UTC(2026, 0, 1) / minute, max: Date.UTC(2027, 11, 31) / minute }),
      (timeZone, hours, at) => {
        const calendar = { timeZone, bankHolidays: new Set(['2026-12-25', '2026-12-28', '2027-03-26']) };
        const from = at * minute;
        const until = quietUntil(hours, from, calendar);
        expect(isQuiet(hours, until, calendar)).toBe(false);
        for (let then = from; then < until; then += minute) expect(isQuiet(hours, then, calendar)).toBe(true);
        const next = quietFrom(hours, until, calendar);
        for (let then = until; then < Math.min(next, until + 1_440 * minute); then += minute)
          expect(isQuiet(hours, then, calendar)).toBe(false);
      },
    ),
    { numRuns: 60 },
  );
});

test('[DOMAIN-270] on the night in which the clocks change, quiet hours end at 8:00 by the clock; a weekend and a bank holiday are quiet', () => {
  const calendar = { timeZone: 'Europe/London', bankHolidays: new Set(['2026-12-25', '2026-12-28']) };
  const at = (day: string, time: string) => instantIn('Europe/London', day, time);
  // Summer time begins on Sunday 29 March 2026 and ends on Sunday 25 October 2026.
  for (const [friday, monday] of [
    ['2026-03-27', '2026-03-30'],
    ['2026-10-23', '2026-10-26'],
    ['2026-12-24', '2026-12-29'],
  ] as const) {
    const until = quietUntil(standardQuietHours, at(friday, '19:00'), calendar);
    expect(until).toBe(at(monday, '08:00'));
    expect(timeIn('Europe/London', until)).toBe('08:00');
    expect(isQuiet(standardQuietHours, at(friday, '18:59'), calendar)).toBe(false);
  }
  const always = { ...standardQuietHours, workingDaysOnly: false };
  const saturday = at('2026-03-28', '19:00');
  expect(quietUntil(always, saturday, calendar) - saturday).toBe(12 * 60 * minute);
});
