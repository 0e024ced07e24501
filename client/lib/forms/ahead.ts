// The days that a field offers: so many days from today, each moved to the next working day of the landlord's nation; and the day
// on which a next step is due. Pure.
import {
  addDays,
  addWorkingDays,
  dayNumber,
  dayNumbers,
  dayOf,
  daysBetween,
  toWorkingDay,
} from '#domain/days.ts';

/**
 * In order, each day once. Days are counted on the calendar: a day on which the clocks change is one day too. `ahead` is 0 where
 * the day was moved, because "In 1 week" would not be true of it.
 */
export function workingDaysAhead(
  today: string,
  days: readonly number[],
  bankHolidays: ReadonlySet<string>,
): { day: string; ahead: number }[] {
  const holidays = dayNumbers(bankHolidays);
  const found = new Map<string, number>();
  for (const ahead of days) {
    const wanted = addDays(today, ahead);
    const day = dayOf(toWorkingDay(dayNumber(wanted), 1, holidays));
    if (!found.has(day)) found.set(day, day === wanted ? ahead : 0);
    else if (day === wanted) found.set(day, ahead);
  }
  return [...found].map(([day, ahead]) => ({ day, ahead }));
}

/**
 * When a next step is due unless the officer chooses another day, and the days that are offered for it, from today: the next
 * working day and the usual ones; after a promise the first working day after it, when its money has come or is missing, and a
 * week later.
 */
export function nextStepDays(
  today: string,
  promisedOn: string,
  bankHolidays: ReadonlySet<string>,
): { day: string; offered: readonly number[] } {
  const day = addWorkingDays(promisedOn || today, 1, bankHolidays);
  const ahead = daysBetween(today, day);
  return { day, offered: promisedOn ? [ahead, ahead + 7] : [1, 7, 14] };
}
