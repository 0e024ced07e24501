// Days that a form offers: working days of the landlord's nation, because a promise for a Sunday is seldom kept on it. Pure.
import { bankHolidaysOf, ukNations, type UkNation } from '#domain/law/bank-holidays.ts';
import { calendarDate, dayNumber, dayOf, toWorkingDay } from '#domain/days.ts';

/** The first working day of that nation that is at least so many days after `today`. */
export function workingDayOf(nation: string, today: string, days: number): string {
  const from = dayNumber(today) + days;
  const { year } = calendarDate(from);
  const known = (ukNations as readonly string[]).includes(nation) ? (nation as UkNation) : 'england';
  const holidays = new Set(
    [year, year + 1].flatMap((one) => bankHolidaysOf(known, one).map(({ on }) => dayNumber(on))),
  );
  return dayOf(toWorkingDay(from, 1, holidays));
}
