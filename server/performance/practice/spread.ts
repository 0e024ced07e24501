// One officer's figures next to the team's: the quartiles of officers with enough observations, and the figures outside them
// by more than chance, furthest first. Observations only; officers are never ranked. Pure.
import type { PracticeSpread } from '../../contract/performance/practice.ts';
import { practiceMeasures, rateWeeks, type PracticeMeasure } from './measures.ts';

/** error: the standard error of a median; null for shares and rates, where it follows from n. */
export type Counted = { value: number; n: number; error: number | null };
export type Differs = { name: string; words: string };

/** With fewer people a spread would reveal what one of them did. */
export const fewestOfficers = 5;
/**
 * A difference of at least this many standard errors is shown (chance: three in a thousand), since about thirty figures are
 * tested.
 */
const minErrors = 3;
const maxShown = 3;

/** The team's quartiles; null if fewer than `fewestOfficers` have enough observations. */
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

/** The quantile of at least one sorted value: Hyndman and Fan's type 7, as in spreadsheets. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}

/** The largest difference of each group, at most three. `of` returns a measure's figure and the team's spread. */
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
    if (far < minErrors || far <= (found.get(measure.group)?.far ?? 0)) continue;
    const words = value > spread.middle ? measure.more : measure.less;
    found.set(measure.group, { name: measure.name, words, far });
  }
  return [...found.values()]
    .sort((a, b) => b.far - a.far)
    .slice(0, maxShown)
    .map(({ name, words }) => ({ name, words }));
}

/** The standard error that the figure would have if this person worked as the middle of the team does. */
function errorOf({ unit }: PracticeMeasure, { n, error }: Counted, { middle }: PracticeSpread): number {
  if (unit === 'share') {
    // Adds two successes and two failures, as shares near 0 and 1 vary more than the plain formula gives (Agresti and Coull, 1998).
    const share = (middle * n + 2) / (n + 4);
    return Math.sqrt((share * (1 - share)) / n);
  }
  // A count varies by its square root (Poisson); a rate of 1,300 is one count a case-week.
  const each = 100 * rateWeeks;
  if (unit === 'rate') return (each / n) * Math.sqrt((middle * n) / each + 1);
  return error ?? 0;
}
