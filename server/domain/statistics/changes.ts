// How far a percentage has moved: one rule and one sentence for every page, file and office wall, so that no two of them say
// opposite things of the same period. Each period is named, since a figure may fall in four weeks and rise in a year. Where
// the percentage is shown as the same and the money behind it is not, the sentence is about the money: it may be much.
import { addDays } from '../days.ts';
import type { Day } from '../facts.ts';
import { formatPence } from '../money.ts';
import { yearDays } from './long-run.ts';

/** Per cent at the end of a rent week, by the week's first day, and the money that it is the share of; null: not money. */
export type PercentAt = { on: Day; percent: number; pence: number | null };
/** points: percentage points from then until now; pence: likewise; above 0 is a rise. */
export type PercentChange = { days: number; points: number; pence: number };

const periods = [
  { days: 28, words: 'in 4 weeks' },
  { days: yearDays, words: 'in a year' },
] as const;

/** Percentages are compared as they are shown, in hundredths. */
export const shownHundredths = (percent: number): number => Math.round(percent * 100);

/** How many points `now` is above `then`, as both are shown: a reader who subtracts them gets the same. */
export const pointsBetween = (now: number, then: number): number =>
  (shownHundredths(now) - shownHundredths(then)) / 100;

/** The changes up to the newest week, oldest first in `weeks`; a period whose first week has no figure is left out. */
export function changesOf(weeks: readonly PercentAt[]): PercentChange[] {
  const now = weeks.at(-1);
  if (!now) return [];
  return periods.flatMap(({ days }) => {
    const then = weeks.find(({ on }) => on === addDays(now.on, -days));
    if (!then) return [];
    const points = pointsBetween(now.percent, then.percent);
    return { days, points, pence: (now.pence ?? 0) - (then.pence ?? 0) };
  });
}

/** 'Up £763.20 in 4 weeks. Up 0.30 points in a year.' */
export function changesSentence(changes: readonly PercentChange[]): string {
  return changes.map((change) => `${changeWords(change)}.`).join(' ');
}

function changeWords({ days, points, pence }: PercentChange): string {
  const period = periods.find((one) => one.days === days)!.words;
  const size = Math.abs(points).toFixed(2);
  if (points === 0 && pence === 0) return `No change ${period}`;
  if (points === 0) return `${pence > 0 ? 'Up' : 'Down'} ${formatPence(Math.abs(pence))} ${period}`;
  return `${points > 0 ? 'Up' : 'Down'} ${size} ${size === '1.00' ? 'point' : 'points'} ${period}`;
}
