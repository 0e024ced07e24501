// The receipts of an account assigned to the due days of a rhythm that is being tried, and how regular they then are.
// learn.ts chooses among the rhythms and days.
import { toWorkingDay } from '../days.ts';
import type { Rhythm } from '../facts.ts';
import { periodWeeks } from './recurring.ts';
import { freeWeeksBetween, type RentWeeks } from './rent-weeks.ts';

type Habit = { step: number; least: number; latest: number };
/** Days between (monthly: 0), how many arrivals it takes, and how many days late still is that rhythm. */
export const habits: Record<Rhythm, Habit> = {
  weekly: { step: 7, least: 5, latest: 4 },
  fortnightly: { step: 14, least: 4, latest: 6 },
  four_weekly: { step: 28, least: 3, latest: 10 },
  monthly: { step: 0, least: 3, latest: 12 },
};
/** Days before the due day that still are that due day's. */
export const earliest = 2;

/** A receipt: its day number and its pence, above 0. */
export type Money = { on: number; pence: number };
/** What is the same for every due day that is tried for one method and rhythm. */
export type Trial = {
  money: readonly Money[];
  rhythm: Rhythm;
  /** Which way a due day on a weekend or bank holiday moves (`shiftOf`). */
  shift: 1 | -1;
  now: number;
  holidays: ReadonlySet<number>;
  rentWeeks: RentWeeks;
};

/** The receipts of a trial by due day. The lists have an entry for each due day with money, the oldest first. */
export type Arrivals = {
  /** Pence of each due day, as paid and as they would be without a rent-free week. */
  sums: number[];
  wholeSums: number[];
  /** Days from the due day to its first payment and, where it comes in parts, to its last. */
  lateness: number[];
  wholeBy: number[];
  /** Days late in total; a day early counts three times. */
  cost: number;
  /** Pence of the money that belongs to a due day, and of all money. */
  matched: number;
  total: number;
  /** The first and the last due day with money, and those without that are in a rent-free week, by their place. */
  firstHit: number;
  lastHit: number;
  excused: number[];
};

export function arrivalsOf(
  { money, rhythm, shift, holidays, rentWeeks }: Trial,
  days: readonly number[],
): Arrivals {
  const { latest } = habits[rhythm];
  const sums: number[] = [];
  const wholeSums: number[] = [];
  const lateness: number[] = [];
  const wholeBy: number[] = [];
  const excused: number[] = [];
  const hasFreeWeeks = rentWeeks.free.size > 0;
  const freeWeeks = (due: number) =>
    freeWeeksBetween(rentWeeks, due - 7 * Math.ceil(periodWeeks[rhythm]) + 1, due + 1);
  let at = 0;
  let matched = 0;
  let total = 0;
  let cost = 0;
  let firstHit = -1;
  let lastHit = -1;
  for (let i = 0; i < days.length; i++) {
    const due = toWorkingDay(days[i]!, shift, holidays);
    let sum = 0;
    let offset = 0;
    let whole = 0;
    while (at < money.length && money[at]!.on < due - earliest) total += money[at++]!.pence;
    while (at < money.length && money[at]!.on <= due + latest) {
      if (i + 1 < days.length && money[at]!.on >= days[i + 1]! - (rhythm === 'weekly' ? 1 : earliest)) break;
      if (sum === 0) offset = money[at]!.on - due;
      whole = money[at]!.on - due;
      sum += money[at]!.pence;
      total += money[at++]!.pence;
    }
    if (sum === 0) {
      if (hasFreeWeeks && rhythm === 'weekly' && freeWeeks(days[i]!) > 0) excused.push(i);
      continue;
    }
    if (firstHit < 0) firstHit = i;
    lastHit = i;
    const free = hasFreeWeeks ? freeWeeks(days[i]!) : 0;
    sums.push(sum);
    wholeSums.push(free > 0 && free < periodWeeks[rhythm] ? sum / (1 - free / periodWeeks[rhythm]) : sum);
    matched += sum;
    lateness.push(offset);
    wholeBy.push(whole);
    cost += offset >= 0 ? offset : -3 * offset;
  }
  for (; at < money.length; at++) total += money[at]!.pence;
  return { sums, wholeSums, lateness, wholeBy, cost, matched, total, firstHit, lastHit, excused };
}

/** How many due days should have had money since the first that had; null where the last two had none. */
export function expectedHits(
  { firstHit, lastHit, excused }: Arrivals,
  days: readonly number[],
  latest: number,
  now: number,
): number | null {
  const silent = excused.filter((i) => i > lastHit).length;
  if (days.length - 1 - lastHit >= 2 + silent && days[lastHit + 2 + silent]! + latest < now) return null;
  let expected = days.length - firstHit - excused.filter((i) => i > firstHit && i < lastHit).length;
  // One that is not yet late does not count as missed.
  for (let i = days.length - 1; i > lastHit && days[i]! + latest >= now; i--) expected--;
  return expected;
}

/** The usual amount, and how many of the sums are within a quarter of it. */
export function usualAmount({ sums, wholeSums }: Arrivals): { pence: number; regular: number } {
  // Either the sums themselves are regular, as of benefit that is spread over the year, or what they would be.
  const asPaid = { pence: median(sums.slice(-5)), sums };
  const asIfCharged = { pence: median(wholeSums.slice(-5)), sums: wholeSums };
  const spread = ({ pence, sums: all }: typeof asPaid) =>
    all.reduce((a, sum) => a + Math.abs(sum - pence), 0);
  const kept = spread(asIfCharged) < spread(asPaid) ? asIfCharged : asPaid;
  const pence = Math.round(kept.pence);
  let regular = 0;
  for (const sum of kept.sums) if (Math.abs(sum - pence) <= pence * 0.25) regular++;
  return { pence, regular };
}

/** How constant the day of arrival is: 1 where it is always equally late, 0 where it strays by the whole tolerance. */
export function tightness(lateness: readonly number[], latest: number): number {
  const usual = median(lateness);
  let stray = 0;
  for (const offset of lateness) stray += Math.abs(offset - usual);
  return Math.max(0, 1 - stray / lateness.length / (latest + 1));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}
