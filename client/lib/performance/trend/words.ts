// A standing in words and with its shape: what the newest week says of a measure.
import type { TrendMeasure } from '#contract/performance/trend.ts';
import type { Bearing } from '#domain/statistics/signals.ts';

export const standingWords: Record<TrendMeasure['standing'], string> = {
  nothing: 'No weeks yet',
  too_few: 'Too few weeks',
  ordinary: 'No sign of a change',
  better: 'Changed for the better',
  worse: 'Changed for the worse',
  changed: 'Changed',
};
export const bearingOfStanding = (standing: TrendMeasure['standing']): Bearing | null =>
  standing === 'better' || standing === 'worse' || standing === 'changed' ? standing : null;
