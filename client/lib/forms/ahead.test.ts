import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bankHolidaysOf, ukNations } from '#domain/law/bank-holidays.ts';
import { addDays, weekday } from '#domain/days.ts';
import { nextStepDays, workingDaysAhead } from './ahead.ts';

const holidaysOf = (nation: (typeof ukNations)[number]) =>
  new Set([2026, 2027, 2028].flatMap((year) => bankHolidaysOf(nation, year).map(({ on }) => on)));

test('[UI-533] the days that a promise or a wait offers are working days of the nation, and only a day that was not moved is “In 1 week”', () => {
  const england = holidaysOf('england');
  expect(workingDaysAhead('2026-11-18', [1, 7, 14], england)).toEqual([
    { day: '2026-11-19', ahead: 1 },
    { day: '2026-11-25', ahead: 7 },
    { day: '2026-12-02', ahead: 14 },
  ]);
  // Friday: tomorrow is a Saturday. A week from Christmas Day's Friday is New Year's Day.
  expect(workingDaysAhead('2026-11-20', [1, 7], england)).toEqual([
    { day: '2026-11-23', ahead: 0 },
    { day: '2026-11-27', ahead: 7 },
  ]);
  expect(workingDaysAhead('2026-12-25', [1, 7], england)).toEqual([
    { day: '2026-12-29', ahead: 0 },
    { day: '2027-01-04', ahead: 0 },
  ]);
  // 2 January in Scotland, 12 July in Northern Ireland.
  expect(workingDaysAhead('2026-01-01', [1], holidaysOf('scotland'))[0]!.day).toBe('2026-01-05');
  expect(workingDaysAhead('2027-07-11', [1], holidaysOf('northern_ireland'))[0]!.day).toBe('2027-07-13');
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }).map((days) => addDays('2026-01-01', days)),
      fc.constantFrom(...ukNations),
      (today, nation) => {
        const holidays = holidaysOf(nation);
        const offered = workingDaysAhead(today, [1, 7, 14, 28], holidays);
        for (const { day, ahead } of offered) {
          expect(weekday(day) <= 5 && !holidays.has(day), `${today} ${day}`).toBe(true);
          if (ahead > 0) expect(day).toBe(addDays(today, ahead));
        }
        expect(offered.map(({ day }) => day)).toEqual(offered.map(({ day }) => day).toSorted());
        expect(new Set(offered.map(({ day }) => day)).size).toBe(offered.length);
      },
    ),
  );
});

test('[UI-600] after a promise the next step is due on the first working day after it, in every nation', () => {
  const england = holidaysOf('england');
  // Wednesday; the promise is for Wednesday week, then for Christmas Eve.
  expect(nextStepDays('2026-11-18', '', england)).toEqual({ day: '2026-11-19', offered: [1, 7, 14] });
  expect(nextStepDays('2026-11-18', '2026-11-25', england)).toEqual({ day: '2026-11-26', offered: [8, 15] });
  expect(nextStepDays('2026-11-18', '2026-12-24', england).day).toBe('2026-12-29');
  const anyDay = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2026-01-01', days));
  fc.assert(
    fc.property(anyDay, fc.nat(92), fc.constantFrom(...ukNations), (today, ahead, nation) => {
      const holidays = holidaysOf(nation);
      const works = (day: string) => weekday(day) <= 5 && !holidays.has(day);
      const promisedOn = addDays(today, ahead);
      const { day, offered } = nextStepDays(today, promisedOn, holidays);
      expect(day > promisedOn && works(day)).toBe(true);
      for (let between = addDays(promisedOn, 1); between < day; between = addDays(between, 1))
        expect(works(between)).toBe(false);
      expect(addDays(today, offered[0]!)).toBe(day);
      expect(offered.every((days) => addDays(today, days) > promisedOn)).toBe(true);
    }),
  );
});
