// Days that recur: weekly, fortnightly, four-weekly, or monthly on a day of the month (31 means the last). Day numbers
// throughout; days are nominal, before any shift to a working day.
import { calendarDate, daysInMonth, numberOf } from '../days.ts';
import type { PlanRhythm, Rhythm } from '../facts.ts';

const step = { weekly: 7, fortnightly: 14, four_weekly: 28 } as const;

/** Weeks of rent between two due days. */
export const periodWeeks: Record<Rhythm, number> = {
  weekly: 1,
  fortnightly: 2,
  four_weekly: 4,
  monthly: 52 / 12,
};
/** After an amount: '£20.00 a week'. */
export const rhythmWords: Record<PlanRhythm, string> = {
  weekly: 'a week',
  fortnightly: 'a fortnight',
  four_weekly: 'every 4 weeks',
  monthly: 'a month',
  lump_sum: 'in one payment',
};
/** Due days a year: 52 weeks or 12 months. */
export const periodsAYear: Record<Rhythm, number> = {
  weekly: 52,
  fortnightly: 26,
  four_weekly: 13,
  monthly: 12,
};

/** anchor: any day on which it recurs, past or to come. */
export type Recurring = { rhythm: Rhythm; anchor: number };

function monthlyIn(anchorDate: number, year: number, month: number): number {
  return numberOf(year, month, Math.min(anchorDate, daysInMonth(year, month)));
}

/** The last day on or before n on which it recurs. */
export function dueOnOrBefore({ rhythm, anchor }: Recurring, n: number): number {
  if (rhythm !== 'monthly') return anchor + Math.floor((n - anchor) / step[rhythm]) * step[rhythm];
  const { year, month } = calendarDate(n);
  const date = calendarDate(anchor).date;
  const due = monthlyIn(date, year, month);
  if (due <= n) return due;
  return month === 1 ? monthlyIn(date, year - 1, 12) : monthlyIn(date, year, month - 1);
}

/** The first day after n on which it recurs. */
export function dueAfter({ rhythm, anchor }: Recurring, n: number): number {
  if (rhythm !== 'monthly') return dueOnOrBefore({ rhythm, anchor }, n) + step[rhythm];
  const { year, month } = calendarDate(n);
  const date = calendarDate(anchor).date;
  const due = monthlyIn(date, year, month);
  if (due > n) return due;
  return month === 12 ? monthlyIn(date, year + 1, 1) : monthlyIn(date, year, month + 1);
}
