// When doors may be knocked on: between the landlord's visiting hours, on the working days of its nation. A day's round is
// planned for the first such day that has time left.
import { dayNumber, dayNumbers, dayOf, isWorkingDay, toWorkingDay, weekdayOf } from '../days.ts';
import type { Day, Instant } from '../facts.ts';
import { dayIn, instantIn } from '../zone.ts';

/** 'HH:MM' on the landlord's clocks: no visit begins before `opens` or ends after `closes`. */
export type VisitingHours = { opens: string; closes: string };
/** Where the landlord has set none. */
export const usualVisitingHours: VisitingHours = { opens: '09:00', closes: '19:00' };

/** Why a round is not for today: null where it is. */
export type NotToday = 'weekend' | 'bank_holiday' | 'closed' | null;
export type VisitingDay = { day: Day; opensAt: Instant; closesAt: Instant; notToday: NotToday };

/** Less time than this before closing is no time for a round. */
const leastMs = 15 * 60_000;

/** The hours of that day, working day or not. */
const hoursOn = (day: Day, timeZone: string, hours: VisitingHours): VisitingDay => ({
  day,
  opensAt: instantIn(timeZone, day, hours.opens),
  closesAt: instantIn(timeZone, day, hours.closes),
  notToday: null,
});

/** The day for which a round is planned at `now`: today while it is a working day with time left, else the next working day. */
export function visitingDay(
  now: Instant,
  timeZone: string,
  hours: VisitingHours,
  bankHolidays: ReadonlySet<Day>,
): VisitingDay {
  const today = dayIn(timeZone, now);
  const n = dayNumber(today);
  const holidays = dayNumbers(bankHolidays);
  const open = hoursOn(today, timeZone, hours);
  const works = isWorkingDay(n, holidays);
  if (works && now + leastMs <= open.closesAt) return open;
  return {
    ...hoursOn(dayOf(toWorkingDay(n + 1, 1, holidays)), timeZone, hours),
    notToday: works ? 'closed' : weekdayOf(n) > 5 ? 'weekend' : 'bank_holiday',
  };
}

/** When the hours start again; null while they last. A call is made within them too. */
export function opensAgain(
  now: Instant,
  timeZone: string,
  hours: VisitingHours,
  bankHolidays: ReadonlySet<Day>,
): Instant | null {
  const today = dayIn(timeZone, now);
  const n = dayNumber(today);
  const holidays = dayNumbers(bankHolidays);
  const open = hoursOn(today, timeZone, hours);
  if (isWorkingDay(n, holidays) && now < open.closesAt) return now < open.opensAt ? open.opensAt : null;
  return hoursOn(dayOf(toWorkingDay(n + 1, 1, holidays)), timeZone, hours).opensAt;
}
