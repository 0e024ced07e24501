// What a home's rent was and will be: it goes up on the first Monday of April.
import { dayText, monday } from './days.ts';

/** Assumed, not sourced. */
const uplift = 1.027;
const years = new Map<number, number>();

/** Which rent year a day is in, named by the year of its April. */
function rentYear(day: number): number {
  let found = years.get(day);
  if (found === undefined) {
    const year = Number(dayText(day).slice(0, 4));
    const firstMonday = monday(Date.UTC(year, 3, 7) / 86_400_000);
    found = day < firstMonday ? year - 1 : year;
    years.set(day, found);
  }
  return found;
}

/** A week's rent on a day, in pence; the account's own figure is that of the day rentAt. */
export function rentOn(account: { weeklyRentPence: number; rentAt: number }, day: number): number {
  const steps = rentYear(day) - rentYear(account.rentAt);
  return steps === 0 ? account.weeklyRentPence : Math.round(account.weeklyRentPence * uplift ** steps);
}
