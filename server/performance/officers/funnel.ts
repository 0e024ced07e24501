// The funnel of all officers over a window: case-days on the x axis, observed / expected on the y axis. Its limits already
// include how much patches differ and drift (expectation.ts) as well as chance, so they are not widened again.
import type { FunnelChart } from '../../contract/performance/officers.ts';
import type { OfficerCompared } from '../../domain/statistics/expectation.ts';
import { fewestWeeks } from '../../domain/statistics/expectation-verdict.ts';
import { funnel } from '../../domain/statistics/funnel.ts';

const steps = 24;

/** The funnel of the officers with enough weeks; the others have no exposure and are left out of it. */
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

/** How much wider the limits are than from chance alone, squared; 1: no wider. */
function dispersionOf(all: readonly OfficerCompared[]): number {
  const withChance = all.filter((one) => one.chancePence > 0);
  if (withChance.length === 0) return 1;
  return (
    withChance.reduce((sum, one) => sum + (one.errorPence / one.chancePence) ** 2, 0) / withChance.length
  );
}

/** The limits over the range of case-days: chance shrinks with more case-days, the differences between patches do not. */
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
