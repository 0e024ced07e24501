// Somebody's way of working beside the team's: quartiles of whoever there is enough to say of, and what stands out of
// them by more than chance. Observations, in the order of how far they stand out; nobody is placed among others. Pure.
import type { PracticeSpread } from '../../contract/performance/practice.ts';
import { practiceMeasures, rateWeeks, type PracticeMeasure } from './measures.ts';

/** error: the standard error of a median; null for shares and rates, where it follows from n. */
export type Counted = { value: number; n: number; error: number | null };
export type Differs = { name: string; words: string };

/** With fewer people a spread would say what one of them did. */
export const fewestOfficers = 5;
/** So many standard errors, at least, are more than chance: three in a thousand, since some thirty figures are looked at. */
const plain = 3;
const mostSaid = 3;

/** Null where fewer than `fewestOfficers` have enough. */
export function spreadOf(
  measure: PracticeMeasure,
  figures: readonly (Counted | null)[],
): PracticeSpread | null {
  const values = figures.flatMap((one) => (one && one.n >= measure.least ? [one.value] : []));
  if (values.length < fewestOfficers) return null;
  values.sort((a, b) => a - b);
  return {
    officers: values.length,
    low: quantile(values, 0.25),
    middle: quantile(values, 0.5),
    high: quantile(values, 0.75),
  };
}

/** Hyndman and Fan's type 7, as spreadsheets do it. Sorted, and one value at least. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}

/** Of each group the one thing that stands out most, three in all. `of` gives a measure's figure and the team's spread. */
export function differsOf(
  of: (name: string) => { figure: Counted | null; spread: PracticeSpread | null },
): Differs[] {
  const found = new Map<string, Differs & { far: number }>();
  for (const measure of practiceMeasures) {
    const { figure, spread } = of(measure.name);
    if (!figure || !spread || figure.n < measure.least) continue;
    const { value } = figure;
    if (value >= spread.low && value <= spread.high) continue;
    const error = errorOf(measure, figure, spread);
    const far = error > 0 ? Math.abs(value - spread.middle) / error : 0;
    if (far < plain || far <= (found.get(measure.group)?.far ?? 0)) continue;
    const words = value > spread.middle ? measure.more : measure.less;
    found.set(measure.group, { name: measure.name, words, far });
  }
  return [...found.values()]
    .sort((a, b) => b.far - a.far)
    .slice(0, mostSaid)
    .map(({ name, words }) => ({ name, words }));
}

/** The standard error that the figure would have if this person worked as the middle of the team does. */
function errorOf({ unit }: PracticeMeasure, { n, error }: Counted, { middle }: PracticeSpread): number {
  if (unit === 'share') {
    // What is hardly ever or nearly always so varies by more than that says: two more of either (Agresti and Coull, 1998).
    const share = (middle * n + 2) / (n + 4);
    return Math.sqrt((share * (1 - share)) / n);
  }
  // Counts vary by their root: a rate of 1,300 for each case-week is one count a case-week.
  const each = 100 * rateWeeks;
  if (unit === 'rate') return (each / n) * Math.sqrt((middle * n) / each + 1);
  return error ?? 0;
}
