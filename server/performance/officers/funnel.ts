// The funnel of all officers over a window: what they held across, observed / expected up. Its limits hold, besides
// chance, how much patches differ from each other and drift (expectation.ts), so they are not widened once more.
import type { FunnelChart } from '../../contract/performance/officers.ts';
import type { OfficerCompared } from '../../domain/statistics/expectation.ts';
import { fewestWeeks } from '../../domain/statistics/expectation-verdict.ts';
import { funnel } from '../../domain/statistics/funnel.ts';

const steps = 24;

export function funnelOf(all: readonly OfficerCompared[]): FunnelChart {
  const inputs = all.map((one) => ({
    id: one.officer,
    exposure: one.weeks.length < fewestWeeks ? 0 : one.caseDays,
    observed: one.observedPence,
    expected: one.expectedPence,
    error: one.errorPence,
  }));
  const { points, left } = funnel(inputs, 1, 'counted');
  return {
    points: points.map(({ id, exposure, ratio, z, place, limits }) => ({
      id,
      exposure,
      ratio,
      z,
      place,
      limits,
    })),
    dispersion: dispersionOf(all),
    curve: curveOf(all.filter((one) => points.some(({ id }) => id === one.officer))),
    left,
  };
}

/** How much wider the limits are than chance alone would have them, squared; 1: no wider. */
function dispersionOf(all: readonly OfficerCompared[]): number {
  const told = all.filter((one) => one.chancePence > 0);
  if (told.length === 0) return 1;
  return told.reduce((sum, one) => sum + (one.errorPence / one.chancePence) ** 2, 0) / told.length;
}

/** Chance falls with what is held; what differs between patches does not. */
function curveOf(all: readonly OfficerCompared[]): FunnelChart['curve'] {
  if (all.length === 0) return [];
  const mean = (of: (one: OfficerCompared) => number) =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  const chance = mean((one) => (one.chancePence / one.expectedPence) ** 2 * one.caseDays);
  const rest = mean((one) => (one.errorPence ** 2 - one.chancePence ** 2) / one.expectedPence ** 2);
  const exposures = all.map((one) => one.caseDays);
  const [low, high] = [Math.min(...exposures) * 0.8, Math.max(...exposures) * 1.1];
  return Array.from({ length: steps }, (_, i) => {
    const exposure = low + ((high - low) * i) / (steps - 1);
    const error = Math.sqrt(chance / exposure + Math.max(0, rest));
    const at = (score: number) => 1 + score * error;
    return {
      exposure: Math.round(exposure),
      lower95: at(-1.959964),
      upper95: at(1.959964),
      lower998: at(-3.090232),
      upper998: at(3.090232),
    };
  });
}
