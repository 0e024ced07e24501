// "I'll take this": for how long. A claim informs colleagues, is not a lock, and expires.
import { dayNumber, dayNumbers, dayOf, plusWorkingDays } from './days.ts';
import type { Day, Instant } from './facts.ts';
import { dayIn, startOfDay } from './zone.ts';

const hour = 3_600_000;
/** The working day ends at 18:00; a case taken after 17:00 is taken for the next working day. */
const dayEndsAt = 18;
const enough = hour;

/** Six o'clock on the clocks of that place: six hours before midnight, also where they changed early that morning. */
const endOf = (timeZone: string, day: Day): Instant =>
  startOfDay(timeZone, dayOf(dayNumber(day) + 1)) - (24 - dayEndsAt) * hour;

/** Until when a case is taken at `now`. hours: null for the end of the working day. */
export function claimUntil(
  now: Instant,
  hours: number | null,
  { timeZone, bankHolidays }: { timeZone: string; bankHolidays: ReadonlySet<Day> },
): Instant {
  if (hours !== null) return now + hours * hour;
  const today = dayIn(timeZone, now);
  const end = endOf(timeZone, today);
  if (end - now >= enough) return end;
  return endOf(timeZone, dayOf(plusWorkingDays(dayNumber(today), 1, dayNumbers(bankHolidays))));
}
