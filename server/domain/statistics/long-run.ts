// Slow drift: the newest weeks against the same weeks a year earlier. An XmR chart finds a sudden change; a figure that rises
// by a hundredth a week moves its own mean and limits along, and the chart stays silent. The same weeks of two years have the
// same season, holidays and days of payment, and 52 weeks are 13 whole cycles of four-weekly benefit.
//
// How far the two may differ by chance: a weekly figure resembles the week before, so its weeks count for fewer than they
// are. The figure without its straight line is taken as a first-order autoregression; the variance of the difference follows
// from it exactly. The autocorrelation is the largest that lags of one, four and eight weeks suggest, each corrected for the
// bias of short series (Kendall, "Note on bias in the estimation of autocorrelation", Biometrika 1954; doubled, because the
// line has been taken out too): weekly noise and the four-week cycle hide it at lag 1. Mann-Kendall with Hamed and Rao's
// correction was tried first, and reports a drift in 24 to 33 % of stable series with an autocorrelation of 0.8 to 0.9; the
// rates of this test are measured in long-run.test.ts ([DOMAIN-231], [DOMAIN-232]).
import { daysBetween } from '../days.ts';
import type { XmrPoint } from './xmr.ts';

/** Days between a week and the same week a year earlier. */
export const yearDays = 364;
/** At most so many of the newest weeks are compared, a quarter of a year, and at least so many. */
const mostWeeks = 13;
const fewestWeeks = 4;
const lags = [1, 4, 8];
const mostCorrelation = 0.97;
/** Standard errors from which on the two years differ by more than chance, as for an XmR limit. */
const certain = 3;

export type LongRun = {
  /** How many weeks of each year are compared, and their means. */
  weeks: number;
  now: number;
  before: number;
  /** Which way it went, by more than chance; null if the two years do not differ by more. */
  direction: 'up' | 'down' | null;
};

/** Weekly points, oldest first. Null where fewer than four of the newest weeks have one a year earlier. */
export function longRunOf(points: readonly XmrPoint[]): LongRun | null {
  const last = points.at(-1);
  if (!last) return null;
  const indexOf = new Map(points.map(({ on }, i) => [daysBetween(on, last.on), i]));
  const pairs: [now: number, before: number][] = [];
  for (let back = 0; back < mostWeeks; back++) {
    const [now, before] = [indexOf.get(7 * back), indexOf.get(7 * back + yearDays)];
    if (now !== undefined && before !== undefined) pairs.push([now, before]);
  }
  if (pairs.length < fewestWeeks) return null;
  const meanOf = (side: 0 | 1) =>
    pairs.reduce((sum, pair) => sum + points[pair[side]]!.value, 0) / pairs.length;
  const [now, before] = [meanOf(0), meanOf(1)];
  // Weights whose sum of products with the values is the difference.
  const weights = points.map(() => 0);
  for (const [i, j] of pairs) {
    weights[i]! += 1 / pairs.length;
    weights[j]! -= 1 / pairs.length;
  }
  const error = errorOf(points, weights);
  // Where nothing ever varies but for the last bits of the arithmetic, any real difference is certain.
  const tiny = 1e-9 * Math.max(1, Math.abs(now), Math.abs(before));
  const difference = now - before;
  const differs = Math.abs(difference) > Math.max(tiny, certain * error);
  return { weeks: pairs.length, now, before, direction: differs ? (difference > 0 ? 'up' : 'down') : null };
}

/** The standard error of a weighted sum of the values, as far as they vary about their straight line. */
function errorOf(points: readonly XmrPoint[], weights: readonly number[]): number {
  const weeks = points.map(({ on }) => daysBetween(points[0]!.on, on) / 7);
  const rest = withoutLine(
    weeks,
    points.map(({ value }) => value),
  );
  const correlation = correlationOf(weeks, rest);
  const powers = Array.from({ length: weeks.at(-1)! + 1 }, (_, lag) => correlation ** lag);
  const between = (i: number, j: number) => powers[Math.abs(weeks[i]! - weeks[j]!)]!;
  const middle = weeks.reduce((sum, week) => sum + week, 0) / weeks.length;
  const spread = weeks.reduce((sum, week) => sum + (week - middle) ** 2, 0);
  // Of a correlated series the line takes more than two degrees of freedom with it.
  let [level, slope, variance] = [0, 0, 0];
  for (let i = 0; i < weeks.length; i++)
    for (let j = 0; j < weeks.length; j++) {
      const shared = between(i, j);
      level += shared;
      slope += (weeks[i]! - middle) * (weeks[j]! - middle) * shared;
      variance += weights[i]! * weights[j]! * shared;
    }
  const freedom = Math.max(1, weeks.length - level / weeks.length - slope / spread);
  const square = rest.reduce((sum, value) => sum + value ** 2, 0) / freedom;
  return Math.sqrt(Math.max(0, variance) * square);
}

/** The values less their line of least squares. */
function withoutLine(weeks: readonly number[], values: readonly number[]): number[] {
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [middle, level] = [mean(weeks), mean(values)];
  const up = values.reduce((sum, value, i) => sum + (weeks[i]! - middle) * (value - level), 0);
  const slope = up / weeks.reduce((sum, week) => sum + (week - middle) ** 2, 0);
  return values.map((value, i) => value - level - slope * (weeks[i]! - middle));
}

/** From one week to the next, 0 to 0.97: the largest that any of the lags suggests. */
function correlationOf(weeks: readonly number[], rest: readonly number[]): number {
  const valueIn = new Map(weeks.map((week, i) => [week, rest[i]!]));
  const square = rest.reduce((sum, value) => sum + value ** 2, 0);
  if (square === 0) return 0;
  const suggested = lags.map((lag) => {
    const product = weeks.reduce((sum, week, i) => sum + rest[i]! * (valueIn.get(week - lag) ?? 0), 0);
    const raw = product / square;
    return Math.max(0, raw + (2 * (1 + 4 * raw)) / rest.length) ** (1 / lag);
  });
  return Math.min(mostCorrelation, Math.max(...suggested));
}
