// When an answer is needed, and by which day the repairs team will be there: the presets to choose from. Instants are epoch ms or
// ISO strings, days 'YYYY-MM-DD', all in the landlord's time zone. Presets are on working days of the landlord's nation; a
// person may choose any other day by hand. Pure.
import {
  addDays,
  addWorkingDays,
  dayNumber,
  dayNumbers,
  dayOf as dayOfNumber,
  isWorkingDay,
  toWorkingDay,
  weekday,
} from '#domain/days.ts';
import { dayOf, dayWords, instantOf } from '../words/time.ts';
import { presets as words } from './words.ts';

const hourMs = 3_600_000;

export type Preset = { label: string; value: string };
type Days = ReadonlySet<string>;

/** The day itself where it is a working day, else the next one. */
const onWorkingDay = (day: string, bankHolidays: Days): string =>
  dayOfNumber(toWorkingDay(dayNumber(day), 1, dayNumbers(bankHolidays)));
const works = (day: string, bankHolidays: Days) => isWorkingDay(dayNumber(day), dayNumbers(bankHolidays));

/** Today at midday and 17:00 while that is at least an hour off, the next working day at both, and a week on. Instants. */
export function answerPresets(now: number, bankHolidays: Days): Preset[] {
  const today = dayOf(now);
  const next = addWorkingDays(today, 1, bankHolidays);
  const week = onWorkingDay(addDays(today, 7), bankHolidays);
  const found: [day: string, time: string][] = [
    [today, '12:00'],
    [today, '17:00'],
    [next, '12:00'],
    [next, '17:00'],
    ...(week > next ? [[week, '17:00'] as [string, string]] : []),
  ];
  return found
    .map(([day, time]) => ({ day, time, at: instantOf(day, time) }))
    .filter(({ at, day }) => at - now >= hourMs && works(day, bankHolidays))
    .map(({ day, time, at }) => ({
      label: upper(`${dayWords(day, now)} ${time === '12:00' ? words.midday : time}`),
      value: new Date(at).toISOString(),
    }));
}

/** Today if it is a working day, the next two working days, and a week on. Days. */
export function promisePresets(now: number, bankHolidays: Days): Preset[] {
  const today = dayOf(now);
  const days = [
    ...(works(today, bankHolidays) ? [today] : []),
    addWorkingDays(today, 1, bankHolidays),
    addWorkingDays(today, 2, bankHolidays),
    onWorkingDay(addDays(today, 7), bankHolidays),
  ];
  return [...new Set(days)].sort().map((day) => ({ label: upper(dayWords(day, now)), value: day }));
}

/** When a day's work begins: what is put off until a day comes back then. */
export const startOfWork = '08:00';

/**
 * Today at 16:00 while that is at least an hour off, then the beginning of the next two working days, of the next week and in
 * four weeks. Instants.
 */
export function snoozePresets(now: number, bankHolidays: Days): Preset[] {
  const today = dayOf(now);
  const days = [
    addWorkingDays(today, 1, bankHolidays),
    addWorkingDays(today, 2, bankHolidays),
    onWorkingDay(addDays(today, 8 - weekday(today)), bankHolidays),
    onWorkingDay(addDays(today, 28), bankHolidays),
  ];
  const found: [day: string, time: string][] = [
    ...(works(today, bankHolidays) ? [[today, '16:00'] as [string, string]] : []),
    ...[...new Set(days)].sort().map((day): [string, string] => [day, startOfWork]),
  ];
  return found
    .map(([day, time]) => ({ day, time, at: instantOf(day, time) }))
    .filter(({ at }) => at - now >= hourMs)
    .map(({ day, time, at }) => ({
      label: upper(`${dayWords(day, now)} ${time}`),
      value: new Date(at).toISOString(),
    }));
}

const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
