// One line of the payment calendar: what it brings on a due day, which part of the rent it pays, and, where it is spread
// over a year with rent-free weeks, what its next payments bring beyond the rent.
import { dayNumber } from '../days.ts';
import type { ExpectedIncome, Method } from '../facts.ts';
import { dueAfter, dueOnOrBefore, periodsAYear, periodWeeks } from './recurring.ts';
import {
  freeWeeksBetween,
  graceBegins,
  weeksChargedBetween,
  weeksPaidFor,
  type Charging,
} from './rent-weeks.ts';
import type { Rules } from '../rules.ts';

/** The ledger of recent days as numbers. inGrace: charged for a period that is not over, so not due yet. */
export type Ledger = {
  receipts: readonly { on: number; pence: number; method: Method }[];
  charges: readonly { on: number; pence: number; inGrace: boolean }[];
  firstChargeOn: number;
};

/** What is the same for every line of an account on a day. weeklyRentPence: 0 where there is no rent. */
export type LineContext = {
  weeklyRentPence: number;
  charging: Charging;
  ledger: Ledger;
  today: number;
  rules: Rules;
  bankHolidays: ReadonlySet<number>;
};

/** part: of the rent, 0 to 1. level: it is the same all year, also in rent-free weeks; else it follows what is charged. */
export type LineShare = { part: number; level: boolean };

/** What a line brings on that due day: less where its time had a rent-free week, unless it is level. Pence. */
export function amountAt(
  line: Pick<ExpectedIncome, 'rhythm' | 'amountPence' | 'anchorOn'>,
  share: LineShare,
  due: number,
  { charging }: Pick<LineContext, 'charging'>,
): number {
  const { rhythm, amountPence } = line;
  if (share.level || charging.weeks.free.size === 0) return amountPence;
  const before = dueOnOrBefore({ rhythm, anchor: dayNumber(line.anchorOn) }, due - 1);
  // Paid in arrears or in advance: the rent-free week lies before or after the day.
  const after = dueAfter({ rhythm, anchor: dayNumber(line.anchorOn) }, due);
  const free = Math.max(
    freeWeeksBetween(charging.weeks, before, due),
    freeWeeksBetween(charging.weeks, due - 6, after),
  );
  return Math.max(0, Math.round(amountPence * (1 - free / periodWeeks[rhythm])));
}

/** Longer ahead than a rent year, so that every rent-free week of it is seen. */
const aheadDays = 371;

/** The most that payments bring beyond the rent: counted from the last due day, and from today. Pence. */
export type Ahead = { fromLast: number; fromToday: number };

/**
 * What a level line's payments to come bring beyond the rent that is charged meanwhile, at the best day within a year: from
 * the last due day, its payment apart, and from today on, today's charge apart. beforeGrace leaves out the charge that is in
 * grace on that best day. Pence, not rounded.
 */
export function aheadOf(
  line: ExpectedIncome,
  share: LineShare,
  last: number,
  { charging, weeklyRentPence, today }: LineContext,
): { whole: Ahead; beforeGrace: Ahead } {
  const recurring = { rhythm: line.rhythm, anchor: dayNumber(line.anchorOn) };
  const week = share.part * weeklyRentPence;
  const each = (week * weeksPaidFor(charging.weeks, today)) / periodsAYear[line.rhythm];
  const whole = { fromLast: 0, fromToday: 0 };
  const beforeGrace = { fromLast: 0, fromToday: 0 };
  const look = (ahead: Ahead, brought: number, charged: number) => {
    ahead.fromLast = Math.max(ahead.fromLast, brought - charged);
    ahead.fromToday = Math.max(ahead.fromToday, brought - Math.max(0, charged - beforeTomorrow));
  };
  const beforeTomorrow = weeksChargedBetween(charging, last, today + 1) * week;
  let brought = 0;
  // Charged from the last due day up to the next ones, counted on as they go by.
  let charged = 0;
  let counted = last;
  for (let due = dueAfter(recurring, last); due <= last + aheadDays; due = dueAfter(recurring, due)) {
    brought += each;
    charged += weeksChargedBetween(charging, counted, due) * week;
    counted = due;
    const inGrace = weeksChargedBetween(charging, Math.max(last, graceBegins(charging, due)), due) * week;
    look(whole, brought, charged);
    look(beforeGrace, brought, charged - inGrace);
  }
  return { whole, beforeGrace };
}

/**
 * The part of the rent that a line pays. All but a hundredth is all: 52/12 of a week is rounded to pence. It is level where
 * it brings less than the full rent of its weeks: spread over the year, so that rent-free weeks make it less each time; and
 * where rent is charged in another rhythm, by the month say.
 */
export function shareOf(line: ExpectedIncome, { weeklyRentPence, charging, today }: LineContext): LineShare {
  if (weeklyRentPence <= 0) return { part: 1, level: false };
  const aYear = line.amountPence * periodsAYear[line.rhythm];
  const part = aYear / (weeklyRentPence * weeksPaidFor(charging.weeks, today));
  const level =
    charging.rhythm === 'weekly'
      ? charging.weeks.free.size > 0 && line.amountPence < 0.99 * weeklyRentPence * periodWeeks[line.rhythm]
      : charging.rhythm !== line.rhythm;
  return { part: part > 0.99 ? 1 : part, level };
}
