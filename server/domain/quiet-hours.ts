// The hours in which a person is sent no notification: from one time of the day to another, and on days that are no working
// days. Times are those on the landlord's clocks, so that 8:00 is 8:00 on both sides of a change to summer time.
import { dayNumbers, isWorkingDay } from './days.ts';
import type { Day, Instant } from './facts.ts';
import { dayNumberIn, timeIn } from './zone.ts';

export type QuietHours = {
  /** 'HH:MM', on a quarter of an hour. Where both are the same, no hour is quiet. */
  begins: string;
  ends: string;
  /** Weekends and bank holidays are quiet too. */
  workingDaysOnly: boolean;
};
export const standardQuietHours: QuietHours = { begins: '19:00', ends: '08:00', workingDaysOnly: true };

export type Calendar = { timeZone: string; bankHolidays: ReadonlySet<Day> };

/** Every time zone differs from UTC by whole quarters of an hour, so quiet hours begin and end on one. */
const stepMs = 15 * 60_000;
/** The longest row of days without a working day is far shorter. */
const furthestMs = 30 * 86_400_000;

export function isQuiet(hours: QuietHours, at: Instant, { timeZone, bankHolidays }: Calendar): boolean {
  const { begins, ends, workingDaysOnly } = hours;
  if (workingDaysOnly && !isWorkingDay(dayNumberIn(timeZone, at), dayNumbers(bankHolidays))) return true;
  const time = timeIn(timeZone, at);
  return begins <= ends ? begins <= time && time < ends : time >= begins || time < ends;
}

/** The first instant from `from` on that is not quiet. */
export const quietUntil = (hours: QuietHours, from: Instant, calendar: Calendar): Instant =>
  firstFrom(from, (at) => !isQuiet(hours, at, calendar));

/** The first instant from `from` on that is quiet. */
export const quietFrom = (hours: QuietHours, from: Instant, calendar: Calendar): Instant =>
  firstFrom(from, (at) => isQuiet(hours, at, calendar));

/** Where there is none within a month: the end of that month. */
function firstFrom(from: Instant, holds: (at: Instant) => boolean): Instant {
  let at = from;
  while (!holds(at) && at - from < furthestMs) at = Math.floor(at / stepMs + 1) * stepMs;
  return at;
}
