// When rent is charged: the weeks of a rent year that carry a charge, the weeks that are rent-free, and the rhythm in which
// an account is charged. Many landlords charge 48 or 50 weeks of the 52 and spread benefit or a direct debit evenly over the
// year, so the account is behind before a rent-free week and level after it. Weeks are named by their first day.
import { calendarDate, dayNumber, numberOf } from '../days.ts';
import type { Day, Rhythm } from '../facts.ts';
import { dueAfter, dueOnOrBefore, periodWeeks, type Recurring } from './recurring.ts';

/** The landlord's rent weeks, as day numbers: any first day of one, and the first days of those that are rent-free. */
export type RentWeeks = { weekStart: number; free: ReadonlySet<number> };

const weekOf = (day: number, weekStart: number): number => day - ((((day - weekStart) % 7) + 7) % 7);

// One list serves a whole landlord, so each is worked out once for each weekday on which rent weeks begin.
const known = new WeakMap<readonly Day[], Map<number, ReadonlySet<number>>>();

/** Takes any day of each rent-free week. The list is treated as frozen: hand in a new one when it changes. */
export function rentWeeksOf(weekStart: number, freeDays: readonly Day[] = none): RentWeeks {
  const weekday = ((weekStart % 7) + 7) % 7;
  let sets = known.get(freeDays);
  if (!sets) known.set(freeDays, (sets = new Map()));
  let free = sets.get(weekday);
  if (!free) {
    free = new Set(freeDays.map((day) => weekOf(dayNumber(day), weekStart)));
    sets.set(weekday, free);
  }
  return { weekStart, free };
}
const none: readonly Day[] = [];

/** How many rent-free weeks begin on `from` or later, and before `before` (day numbers). */
export function freeWeeksBetween({ free }: RentWeeks, from: number, before: number): number {
  let count = 0;
  for (const week of free) if (week >= from && week < before) count++;
  return count;
}

/** How many weeks with a charge begin on `from` or later, and before `before`. */
export function chargedWeeksBetween(weeks: RentWeeks, from: number, before: number): number {
  if (before <= from) return 0;
  const starts = (day: number) => Math.ceil((day - weeks.weekStart) / 7);
  return starts(before) - starts(from) - freeWeeksBetween(weeks, from, before);
}

/** The rent year around a day: it begins with the first rent week that begins on 1 April or later. */
export function rentYearOf({ weekStart }: RentWeeks, day: number): { from: number; before: number } {
  const firstOf = (year: number) => weekOf(numberOf(year, 4, 1) + 6, weekStart);
  const { year } = calendarDate(day);
  const from = firstOf(year) <= day ? year : year - 1;
  return { from: firstOf(from), before: firstOf(from + 1) };
}

/**
 * Weeks of rent that a year of benefit pays for: 52 less the rent-free weeks of the rent year around that day, also in a year
 * of 53 rent weeks (Universal Credit Regulations 2013, Schedule 4, paragraph 7).
 */
export function weeksPaidFor(weeks: RentWeeks, day: number): number {
  if (weeks.free.size === 0) return 52;
  const { from, before } = rentYearOf(weeks, day);
  return Math.max(1, 52 - freeWeeksBetween(weeks, from, before));
}

/** How an account is charged: its rhythm, a day on which it is charged, and the rent weeks where that is by the week. */
export type Charging = Recurring & { weeks: RentWeeks };

/** Charges in this many days show the rhythm: more than a month, so that a monthly charge is always among them. */
const shownWithinDays = 45;

/**
 * Infers from the ledger whether rent is charged weekly, fortnightly, four-weekly or monthly. Weekly unless charges of another
 * size came and no weekly ones after them: a single large recharge does not make an account a monthly one.
 * @param weeklyRentPence 0 where the account has no rent: then weekly
 */
export function chargingOf(
  charges: readonly { on: number; pence: number }[],
  weeklyRentPence: number,
  today: number,
  weeks: RentWeeks,
): Charging {
  const weekly: Charging = { rhythm: 'weekly', anchor: weeks.weekStart, weeks };
  if (weeklyRentPence <= 0) return weekly;
  let newest = { on: -Infinity, size: 0 };
  let newestWeekly = -Infinity;
  let weeklyOnes = 0;
  let before = -Infinity;
  for (const { on, pence } of charges) {
    if (on > today || on <= today - shownWithinDays) continue;
    const size = pence / weeklyRentPence;
    if (size >= 0.4 && size <= 1.4) {
      weeklyOnes++;
      if (on > newestWeekly) newestWeekly = on;
    } else if (size >= 1.6 && size <= 5.1) {
      if (on > newest.on) [before, newest] = [newest.on, { on, size }];
      else if (on < newest.on && on > before) before = on;
    }
  }
  if (newestWeekly >= newest.on || weeklyOnes > 2) return weekly;
  const apart = newest.on - before;
  const rhythm: Rhythm =
    newest.size <= 2.4 ? 'fortnightly' : apart === 28 && newest.size < 4.1 ? 'four_weekly' : 'monthly';
  return { rhythm, anchor: newest.on, weeks };
}

/** The first day on which a charge of that day is due: when the period for which it was charged is over. */
export function graceEnds({ rhythm, anchor, weeks }: Charging, charge: { on: number; size: number }): number {
  const wholePeriod = rhythm !== 'weekly' && charge.size > 1.4;
  return wholePeriod ? dueAfter({ rhythm, anchor }, charge.on) : weekOf(charge.on, weeks.weekStart) + 7;
}

/** The first day of the time that is charged for around a day: what is charged from then on is in grace on it. */
export const graceBegins = (charging: Charging, day: number): number =>
  charging.rhythm === 'weekly' ? weekOf(day, charging.weeks.weekStart) : dueOnOrBefore(charging, day);

/** How many weeks of rent will be charged from that day on and before another. */
export function weeksChargedBetween(charging: Charging, from: number, before: number): number {
  const { rhythm, weeks } = charging;
  if (rhythm === 'weekly') return chargedWeeksBetween(weeks, from, before);
  let count = 0;
  for (let due = dueAfter(charging, from - 1); due < before; due = dueAfter(charging, due)) count++;
  return count * periodWeeks[rhythm];
}
