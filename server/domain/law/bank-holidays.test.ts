// [DOMAIN-180] to [DOMAIN-182]
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bankHolidaysOf,
  endNotice,
  knownUntil,
  ukNations,
  yearsNeeded,
  type UkNation,
} from './bank-holidays.ts';
import { addWorkingDays, dayNumber, weekday } from '../days.ts';

const days = (nation: UkNation, year: number) => bankHolidaysOf(nation, year).map(({ on }) => on);

test('[DOMAIN-180] Northern Ireland has its own days: 17 March and 12 July, or their substitutes (gov.uk/bank-holidays)', () => {
  expect(days('northern_ireland', 2026)).toEqual([
    ...['2026-01-01', '2026-03-17', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25'],
    ...['2026-07-13', '2026-08-31', '2026-12-25', '2026-12-28'],
  ]);
  expect(days('northern_ireland', 2024)).toEqual(expect.arrayContaining(['2024-03-18', '2024-07-12']));
  expect(days('northern_ireland', 2025)).toEqual(expect.arrayContaining(['2025-03-17', '2025-07-14']));
  const of2026 = new Set(days('northern_ireland', 2026));
  expect(addWorkingDays('2026-07-10', 1, of2026)).toBe('2026-07-14');
  expect(addWorkingDays('2026-07-10', 1, new Set(days('england', 2026)))).toBe('2026-07-13');
});

test('[DOMAIN-180] Scotland and England have the announced days; those on a weekend move to the next free weekdays', () => {
  expect(days('scotland', 2026)).toEqual([
    ...['2026-01-01', '2026-01-02', '2026-04-03', '2026-05-04', '2026-05-25', '2026-08-03', '2026-11-30'],
    ...['2026-12-25', '2026-12-28'],
  ]);
  expect(days('england', 2026)).toEqual([
    ...['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25', '2026-08-31', '2026-12-25'],
    '2026-12-28',
  ]);
  // Christmas on a Saturday: Monday and Tuesday. On a Sunday: Boxing Day stays, Christmas Day moves to Tuesday.
  expect(days('england', 2027).slice(-2)).toEqual(['2027-12-27', '2027-12-28']);
  expect(bankHolidaysOf('england', 2022).slice(-2)).toEqual([
    { on: '2022-12-26', name: 'Boxing Day' },
    { on: '2022-12-27', name: 'Christmas Day, substitute' },
  ]);
  // 1 January 2028 is a Saturday: in Scotland Monday and Tuesday.
  expect(days('scotland', 2028).slice(0, 2)).toEqual(['2028-01-03', '2028-01-04']);
});

test('[DOMAIN-181] in any year every nation has its eight, nine or ten days, each a different weekday of that year', () => {
  const count = { england: 8, wales: 8, scotland: 9, northern_ireland: 10 };
  fc.assert(
    fc.property(fc.integer({ min: 1990, max: 2150 }), fc.constantFrom(...ukNations), (year, nation) => {
      const found = days(nation, year);
      expect(found).toHaveLength(count[nation]);
      expect(new Set(found).size).toBe(found.length);
      expect([...found].sort()).toEqual(found);
      for (const day of found) {
        expect(weekday(day), day).toBeLessThanOrEqual(5);
        expect(day.slice(0, 4)).toBe(String(year));
      }
      const friday = bankHolidaysOf(nation, year).find(({ name }) => name === 'Good Friday')!.on;
      expect(weekday(friday)).toBe(5);
      expect(dayNumber(friday)).toBeGreaterThanOrEqual(dayNumber(`${year}-03-20`));
      expect(dayNumber(friday)).toBeLessThanOrEqual(dayNumber(`${year}-04-23`));
    }),
  );
});

test('[DOMAIN-182] a table covers its last year to the end; an administrator is warned from a year before', () => {
  const table = [...days('england', 2027), ...days('england', 2028)];
  expect(knownUntil(table)).toBe('2028-12-31');
  expect(knownUntil([])).toBe(null);
  // One day that was announced early does not make its year complete.
  expect(knownUntil([...table, '2029-06-15'])).toBe('2028-12-31');
  expect(endNotice(table, '2027-12-31')).toBe(null);
  expect(endNotice(table, '2028-01-02')).toMatch(/up to 31 December 2028\. Add/);
  expect(endNotice(table, '2029-01-01')).toMatch(/up to 31 December 2028 only/);
  expect(endNotice([], '2026-11-20')).toMatch(/Every weekday counts/);
  expect(yearsNeeded('2026-11-20')).toEqual([2026, 2027, 2028, 2029, 2030]);
});
