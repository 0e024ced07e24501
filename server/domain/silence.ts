// How long somebody's devices have had no contact, in days on which they work.
import { dayNumber, dayNumbers, isWorkingDay } from './days.ts';
import type { Day } from './facts.ts';

/** An absence: its first day, and the day after its last. */
export type Away = { from: Day; until: Day };

/** Working days without contact: after the day of the last one and before today, without days of absence. */
export function silentDays(
  lastSeenOn: Day,
  today: Day,
  bankHolidays: ReadonlySet<Day>,
  away: readonly Away[],
) {
  const holidays = dayNumbers(bankHolidays);
  const absences = away.map(({ from, until }) => [dayNumber(from), dayNumber(until)] as const);
  let count = 0;
  for (let n = dayNumber(lastSeenOn) + 1; n < dayNumber(today); n++)
    if (isWorkingDay(n, holidays) && !absences.some(([from, until]) => n >= from && n < until)) count++;
  return count;
}
