// The landlord's working days and visiting hours, as the server sent them with the person: they hold without signal too.
import { dayNumber, dayNumbers, dayOf, toWorkingDay } from '#domain/days.ts';
import { usualVisitingHours, type VisitingHours } from '#domain/rounds/visiting-hours.ts';
import { session } from './session.svelte.ts';

const none: ReadonlySet<string> = new Set();
let known: { days: readonly string[]; set: ReadonlySet<string> } = { days: [], set: none };

/** The nation's bank holidays. A person who was stored by an earlier version has none until the server answers. */
export function bankHolidays(): ReadonlySet<string> {
  const days: readonly string[] | undefined = session.me?.bankHolidays;
  if (!days) return none;
  if (known.days !== days) known = { days, set: new Set(days) };
  return known.set;
}

export const visitingHours = (): VisitingHours => {
  const hours: VisitingHours | undefined = session.me?.visitingHours;
  return hours ?? usualVisitingHours;
};

/** The day itself where it is a working day, else the next one. */
export const workingDay = (day: string): string =>
  dayOf(toWorkingDay(dayNumber(day), 1, dayNumbers(bankHolidays())));
