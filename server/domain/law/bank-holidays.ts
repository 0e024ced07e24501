// The bank holidays of each UK nation as its law sets them for every year, and how far a table of them reaches. Sources:
// Banking and Financial Dealings Act 1971, Schedule 1; the yearly proclamations for early May, New Year's Day and the
// substitutes; gov.uk/bank-holidays. Days that are announced one by one (a coronation, a World Cup) are not computed:
// they stay rows that people add.
import { addDays, calendarDate, dayNumber, dayOf, daysInMonth, numberOf, weekdayOf } from '../days.ts';
import type { Day } from '../facts.ts';

/** The nations whose bank holidays are known. */
export const ukNations = ['england', 'wales', 'scotland', 'northern_ireland'] as const;
export type UkNation = (typeof ukNations)[number];
export type BankHoliday = { on: Day; name: string };

/** The n-th Monday of a month, as a day number; the last for 'last'. */
function monday(year: number, month: number, nth: 1 | 'last'): number {
  if (nth === 'last') {
    const last = numberOf(year, month, daysInMonth(year, month));
    return last - (weekdayOf(last) - 1);
  }
  const first = numberOf(year, month, 1);
  return first + ((8 - weekdayOf(first)) % 7);
}

/** Easter Sunday of the Gregorian calendar, as a day number (the anonymous computus of 1876). */
function easter(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return numberOf(year, Math.floor(n / 31), (n % 31) + 1);
}

/**
 * The bank holidays of a nation in a year, earliest first. A fixed day that falls on a weekend moves to the next weekday
 * that is free ("substitute"); where two fixed days follow each other the first moves first.
 */
export function bankHolidaysOf(nation: UkNation, year: number): BankHoliday[] {
  const found: { n: number; name: string }[] = [];
  const taken = new Set<number>();
  const put = (n: number, name: string) => {
    taken.add(n);
    found.push({ n, name });
  };
  const moved: { n: number; name: string }[] = [];
  const fixed = (month: number, date: number, name: string) => {
    const n = numberOf(year, month, date);
    if (weekdayOf(n) <= 5) put(n, name);
    else moved.push({ n, name });
  };
  const [scotland, ireland] = [nation === 'scotland', nation === 'northern_ireland'];
  fixed(1, 1, "New Year's Day");
  if (scotland) fixed(1, 2, '2 January');
  if (ireland) fixed(3, 17, "St Patrick's Day");
  put(easter(year) - 2, 'Good Friday');
  if (!scotland) put(easter(year) + 1, 'Easter Monday');
  put(monday(year, 5, 1), 'Early May');
  put(monday(year, 5, 'last'), 'Spring');
  if (ireland) fixed(7, 12, 'Battle of the Boyne');
  put(scotland ? monday(year, 8, 1) : monday(year, 8, 'last'), 'Summer');
  if (scotland) fixed(11, 30, "St Andrew's Day");
  fixed(12, 25, 'Christmas Day');
  fixed(12, 26, 'Boxing Day');
  for (const { n, name } of moved) {
    let free = n;
    while (weekdayOf(free) > 5 || taken.has(free)) free++;
    put(free, `${name}, substitute`);
  }
  return found.sort((a, b) => a.n - b.n).map(({ n, name }) => ({ on: dayOf(n), name }));
}

/** A year with fewer days is one to which somebody added a day that was announced, before its others were there. */
export const fewestInYear = 4;

/**
 * Working days may be counted up to this day of one nation's table: the end of the last year that it has the days of.
 * Null where it has none.
 */
export function knownUntil(days: Iterable<Day>): Day | null {
  const counts = new Map<string, number>();
  for (const day of days) counts.set(day.slice(0, 4), (counts.get(day.slice(0, 4)) ?? 0) + 1);
  const years = [...counts].filter(([, count]) => count >= fewestInYear).map(([year]) => year);
  return years.length === 0 ? null : `${years.sort().at(-1)!}-12-31`;
}

/** Whether working days up to that day were counted past the end of the table: the day may be a later one. */
export function beyondTable(on: Day, days: Iterable<Day>): boolean {
  const until = knownUntil(days);
  return until !== null && on > until;
}
/** The note next to every such day. */
export const beyondTableWords = 'There are no bank holidays in Doorstep for this year yet: check this date';

/** The years that a table must have on a day, so that it reaches three whole years ahead. */
export function yearsNeeded(today: Day): number[] {
  const { year } = calendarDate(dayNumber(today));
  return [0, 1, 2, 3, 4].map((ahead) => year + ahead);
}

/** The warning shown to an administrator while the table ends within a year; null while it reaches further. */
export function endNotice(days: Iterable<Day>, today: Day): string | null {
  const until = knownUntil(days);
  if (until === null) return 'There are no bank holidays in Doorstep. Every weekday counts as a working day.';
  if (until < today)
    return `Doorstep has bank holidays up to ${spoken(until)} only. Every weekday after that counts as a working day.`;
  if (until >= addDays(today, 365)) return null;
  return `Doorstep has bank holidays up to ${spoken(until)}. Add those for the next year.`;
}

const spoken = (day: Day): string => {
  const { year, date } = calendarDate(dayNumber(day));
  return `${date} December ${year}`;
};
