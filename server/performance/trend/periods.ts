// Weekly counts as the points of a chart: single weeks, or sums of several weeks that follow each other and end with the newest.
import { addDays } from '../../domain/days.ts';
import type { WeekFigure } from './counts.ts';

/**
 * Oldest first. A period without anything to be a share of (no rent charged, no visit made) is left out. Of several weeks, a
 * week without a row counts as nothing, and only whole periods since the first row count.
 */
export function periodsOf(weekly: readonly WeekFigure[], weeks: number): WeekFigure[] {
  const hasWhole = ({ whole }: WeekFigure) => whole === null || whole > 0;
  const [first, last] = [weekly[0], weekly.at(-1)];
  if (weeks === 1 || !first || !last) return weekly.filter(hasWhole);
  const rows = new Map(weekly.map((one) => [one.on, one]));
  const periods: WeekFigure[] = [];
  for (let on = addDays(last.on, -7 * (weeks - 1)); on >= first.on; on = addDays(on, -7 * weeks)) {
    const own = Array.from({ length: weeks }, (_, i) => rows.get(addDays(on, 7 * i))).filter(
      (row) => row !== undefined,
    );
    const sum = (of: (row: WeekFigure) => number) => own.reduce((total, row) => total + of(row), 0);
    periods.unshift({
      on,
      part: sum(({ part }) => part),
      whole: first.whole === null ? null : sum(({ whole }) => whole!),
    });
  }
  return periods.filter(hasWhole);
}
