// Days of law and rent: 'YYYY-MM-DD' outside, whole numbers (days since 1 January 1970) inside, where arithmetic is
// plain addition. No clock and no time zone here (see zone.ts), and no Intl: these run for every case, every time.
import type { Day } from './facts.ts';

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Trusts its input to be a Day; see isDay for what did not come from us. */
export function dayNumber(day: Day): number {
  const year =
    (day.charCodeAt(0) - 48) * 1000 +
    (day.charCodeAt(1) - 48) * 100 +
    (day.charCodeAt(2) - 48) * 10 +
    (day.charCodeAt(3) - 48);
  const month = (day.charCodeAt(5) - 48) * 10 + (day.charCodeAt(6) - 48);
  return numberOf(year, month, (day.charCodeAt(8) - 48) * 10 + (day.charCodeAt(9) - 48));
}

/** The number of a date of the calendar; month 1 to 12. Years count from March, so that leap days come last. */
export function numberOf(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year;
  const century = Math.floor(y / 100);
  const fromMarch = month + (month > 2 ? -3 : 9);
  const ofYear = Math.floor((153 * fromMarch + 2) / 5) + date - 1;
  return 365 * y + Math.floor(y / 4) - century + Math.floor(century / 4) + ofYear - 719468;
}

export type CalendarDate = { year: number; month: number; date: number };

/** Year, month (1 to 12) and date of a day number. */
export function calendarDate(n: number): CalendarDate {
  const shifted = n + 719468;
  const era = Math.floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, date: ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1 };
}

const two = (n: number) => (n < 10 ? '0' : '') + n;

/** A day number as 'YYYY-MM-DD'. */
export function dayOf(n: number): Day {
  const { year, month, date } = calendarDate(n);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

/** A real date, written as 'YYYY-MM-DD'. */
export function isDay(value: unknown): value is Day {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && dayOf(dayNumber(value)) === value;
}

/** The day that is so many days later; a negative number: earlier. */
export const addDays = (day: Day, days: number): Day => dayOf(dayNumber(day) + days);
/** How many days later `to` is than `from`. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);

/** 1 is Monday, 7 is Sunday, as in ISO 8601. */
export const weekdayOf = (n: number): number => ((((n + 3) % 7) + 7) % 7) + 1;
/** As `weekdayOf`, of a day. */
export const weekday = (day: Day): number => weekdayOf(dayNumber(day));

/** The number of days in a month (1 to 12). */
export function daysInMonth(year: number, month: number): number {
  return month === 12 ? 31 : numberOf(year, month + 1, 1) - numberOf(year, month, 1);
}

/** The first day of the rent week in which `day` lies; startsOn 1 (Monday) to 7. */
export function rentWeekStart(day: Day, startsOn: number): Day {
  const n = dayNumber(day);
  return dayOf(n - ((weekdayOf(n) - startsOn + 7) % 7));
}

const numbers = new WeakMap<ReadonlySet<Day>, ReadonlySet<number>>();
/** The same set as day numbers, worked out once for each set: treat a set that was handed in as frozen. */
export function dayNumbers(days: ReadonlySet<Day>): ReadonlySet<number> {
  let known = numbers.get(days);
  if (!known) numbers.set(days, (known = new Set([...days].map(dayNumber))));
  return known;
}

/** Whether the day number is a Monday to Friday that is no bank holiday. */
export function isWorkingDay(n: number, holidays: ReadonlySet<number>): boolean {
  return weekdayOf(n) <= 5 && !holidays.has(n);
}

/** n itself where it is a working day, else the nearest one in that direction (1 later, -1 earlier). */
export function toWorkingDay(n: number, direction: 1 | -1, holidays: ReadonlySet<number>): number {
  let day = n;
  while (!isWorkingDay(day, holidays)) day += direction;
  return day;
}

/** The count-th working day after n (n itself does not count); n where the count is 0. */
export function plusWorkingDays(n: number, count: number, holidays: ReadonlySet<number>): number {
  let day = n;
  for (let left = count; left > 0;) if (isWorkingDay(++day, holidays)) left--;
  return day;
}

/** The count-th working day after `day`; `day` itself where the count is 0. */
export const addWorkingDays = (day: Day, count: number, bankHolidays: ReadonlySet<Day>): Day =>
  dayOf(plusWorkingDays(dayNumber(day), count, dayNumbers(bankHolidays)));

/** 'Mon 9 Nov'; with the year where it is asked for: 'Mon 9 Nov 2026'. */
export function formatDay(day: Day, withYear = false): string {
  const n = dayNumber(day);
  const { year, month, date } = calendarDate(n);
  return `${weekdayNames[weekdayOf(n) - 1]} ${date} ${monthNames[month - 1]}${withYear ? ` ${year}` : ''}`;
}
