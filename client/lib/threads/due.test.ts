// Until when an answer is needed, and until which day somebody will come: presets and words.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeOf, dayOf, instantOf } from '../words/time.ts';
import { addDays, weekday } from '#domain/days.ts';
import { bankHolidaysOf } from '#domain/law/bank-holidays.ts';
import { dueWords, lateness } from './due.ts';
import { answerPresets, promisePresets, snoozePresets } from './presets.ts';
import { promiseBody } from './state-words.ts';

const friday = Date.parse('2026-11-20T10:00:00Z');
const holidays: ReadonlySet<string> = new Set(
  [2026, 2027, 2028].flatMap((year) => bankHolidaysOf('england', year).map(({ on }) => on)),
);
const sunday = Date.parse('2026-11-22T10:00:00Z');

test('[UI-174] a time on a day is in the landlord’s zone, on every day of the year', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 365 * 4 }),
      fc.integer({ min: 3, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      (offset, hour, minute) => {
        const day = addDays('2026-01-01', offset);
        const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        const instant = instantOf(day, time);
        expect([dayOf(instant), timeOf(instant)]).toEqual([day, time]);
      },
    ),
  );
  // In the hour that is skipped in spring there is no such time; in autumn's double hour either is right.
  expect(timeOf(instantOf('2026-03-29', '01:30'))).toMatch(/^0[02]:30$/);
  expect(timeOf(instantOf('2026-10-25', '01:30'))).toBe('01:30');
});

test('[UI-174] presets for an answer are in the future, in order, and at a weekend “today” is left out', () => {
  expect(answerPresets(friday, holidays).map(({ label }) => label)).toEqual([
    'Today midday',
    'Today 17:00',
    'Mon 23 Nov midday',
    'Mon 23 Nov 17:00',
    'Fri 27 Nov 17:00',
  ]);
  expect(answerPresets(sunday, holidays).map(({ label }) => label)).toEqual([
    'Tomorrow midday',
    'Tomorrow 17:00',
    'Mon 30 Nov 17:00',
  ]);
  fc.assert(
    fc.property(fc.integer({ min: friday, max: friday + 400 * 86_400_000 }), (now) => {
      const at = answerPresets(now, holidays).map((one) => Date.parse(one.value));
      expect(at.length).toBeGreaterThanOrEqual(3);
      expect(at).toEqual(at.toSorted((a, b) => a - b));
      expect(Math.min(...at)).toBeGreaterThan(now);
    }),
  );
});

test('[UI-174] presets for a promised day begin today, are in order, and have each day once', () => {
  expect(promisePresets(friday, holidays)).toEqual([
    { label: 'Today', value: '2026-11-20' },
    { label: 'Mon 23 Nov', value: '2026-11-23' },
    { label: 'Tue 24 Nov', value: '2026-11-24' },
    { label: 'Fri 27 Nov', value: '2026-11-27' },
  ]);
});

test('[UI-533] presets for an answer and for a promised day are working days, whatever the day: never a weekend or bank holiday', () => {
  const christmasEve = Date.parse('2026-12-24T16:30:00Z');
  expect(answerPresets(christmasEve, holidays).map(({ label }) => label)).toEqual([
    'Tue 29 Dec midday',
    'Tue 29 Dec 17:00',
    'Thu 31 Dec 17:00',
  ]);
  expect(promisePresets(christmasEve, holidays).map(({ value }) => value)).toEqual([
    '2026-12-24',
    '2026-12-29',
    '2026-12-30',
    '2026-12-31',
  ]);
  const works = (day: string) => weekday(day) <= 5 && !holidays.has(day);
  fc.assert(
    fc.property(fc.integer({ min: friday, max: friday + 700 * 86_400_000 }), (now) => {
      for (const { value } of answerPresets(now, holidays)) expect(works(dayOf(value)), value).toBe(true);
      const promised = promisePresets(now, holidays).map(({ value }) => value);
      expect(promised.every(works)).toBe(true);
      expect(promised.length).toBeGreaterThanOrEqual(2);
      expect(promised[0]! >= dayOf(now)).toBe(true);
    }),
  );
});

test('[UI-174] a promise and a due time are written in words', () => {
  expect(promiseBody('2026-11-21', friday)).toBe('We will be there tomorrow.');
  expect(promiseBody('2026-11-26', friday)).toBe('We will be there on Thu 26 Nov.');
  expect(dueWords('2026-11-20T17:00:00Z', friday)).toBe('today 17:00');
  expect(lateness(null, friday)).toBe('none');
  expect(lateness('2026-11-20T09:59:00Z', friday)).toBe('late');
  expect(lateness('2026-11-20T13:59:00Z', friday)).toBe('soon');
  expect(lateness('2026-11-23T09:00:00Z', friday)).toBe('later');
});

test('[UI-586] a snooze is offered on working days, in the future, each once, and from 8:00 after today', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3 * 365 * 24 * 60 }), (minutes) => {
      const now = Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000;
      const offered = snoozePresets(now, holidays).map(({ value }) => value);
      expect(offered.length).toBeGreaterThanOrEqual(3);
      expect([...offered].sort()).toEqual(offered);
      expect(new Set(offered).size).toBe(offered.length);
      for (const value of offered) {
        expect(Date.parse(value)).toBeGreaterThan(now);
        expect(weekday(dayOf(value))).toBeLessThan(6);
        expect(holidays.has(dayOf(value))).toBe(false);
        expect(timeOf(value)).toBe(dayOf(value) === dayOf(now) ? '16:00' : '08:00');
      }
    }),
  );
});
