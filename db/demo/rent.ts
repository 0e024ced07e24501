// What a home's rent was and will be: it goes up on the first Monday of April. Some homes are charged for 48 weeks of the year,
// the same rent a year: their tenants pay all year round, and owe more before a rent-free week than after it.
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

/** Homes of one scheme, assumed: about four in a hundred. */
export const hasRentFreeWeeks = (number: number): boolean => number % 23 === 7;

const freeWeeks = new Map<number, boolean>();

/** Is the week that begins on that Monday rent-free there: the last two before the rent goes up, and two at Christmas? */
function isFreeWeek(day: number): boolean {
  let free = freeWeeks.get(day);
  if (free === undefined) {
    const year = Number(dayText(day).slice(0, 4));
    const firstMonday = monday(Date.UTC(year, 3, 7) / 86_400_000);
    const christmas = monday(Date.UTC(year, 11, 25) / 86_400_000);
    // Christmas of the year before may reach into this one.
    const before = monday(Date.UTC(year - 1, 11, 25) / 86_400_000) + 7;
    free = [firstMonday - 14, firstMonday - 7, christmas, christmas + 7, before].includes(day);
    freeWeeks.set(day, free);
  }
  return free;
}

/** What that Monday's rent week is charged, in pence: nothing in a rent-free week, and more in the others of such a home. */
export function chargedOn(
  account: { number: number; weeklyRentPence: number; rentAt: number },
  day: number,
): number {
  const rent = rentOn(account, day);
  if (!hasRentFreeWeeks(account.number)) return rent;
  return isFreeWeek(day) ? 0 : Math.round((rent * 52) / 48);
}

/** A charged week's rent as the account says it, in pence. */
export const weeklyChargePence = ({
  number,
  weeklyRentPence,
}: {
  number: number;
  weeklyRentPence: number;
}): number => (hasRentFreeWeeks(number) ? Math.round((weeklyRentPence * 52) / 48) : weeklyRentPence);

/** By how much the charges of a rent year run ahead of what is paid all year round, on that morning, in pence. */
export function chargedAhead(
  account: { number: number; weeklyRentPence: number; rentAt: number },
  day: number,
): number {
  if (!hasRentFreeWeeks(account.number)) return 0;
  const year = rentYear(day);
  let pence = 0;
  for (let week = monday(day - 1); rentYear(week) === year; week -= 7)
    pence += chargedOn(account, week) - rentOn(account, week);
  return pence;
}

/** The rent-free weeks of such a home from one Monday to another, as their first days. */
export function rentFreeWeeks(from: number, to: number): number[] {
  const weeks: number[] = [];
  for (let day = monday(from); day <= to; day += 7) if (isFreeWeek(day)) weeks.push(day);
  return weeks;
}
