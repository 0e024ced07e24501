// The funnel of all officers over a window: how many case-days each held (`exposure`), and observed / expected (`ratio`),
// which the client draws (client/lib/performance/officers/funnel-shape.ts). Its limits already include how much patches
// differ and drift (expectation.ts) as well as chance, so they are not widened again.
import type { FunnelChart } from '../../contract/performance/officers.ts';
import type { OfficerCompared } from '../../domain/statistics/expectation.ts';
import { fewestWeeks, weeksCompared } from '../../domain/statistics/expectation-verdict.ts';
import { funnel, z95, z998 } from '../../domain/statistics/funnel.ts';

const steps = 24;

/** The funnel of the officers with enough weeks; the others have no exposure and are left out of it. */
export function funnelOf(all: readonly OfficerCompared[]): FunnelChart {
  const inputs = all.map((one) => ({
    id: one.officer,
    exposure: weeksCompared(one).length < fewestWeeks ? 0 : one.caseDays,
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

/** The limits over the range of the officers' own errors, wider and narrower by a tenth. */
function curveOf(all: readonly OfficerCompared[]): FunnelChart['curve'] {
  if (all.length === 0) return [];
  const errorOf = (one: OfficerCompared) => one.errorPence / one.expectedPence;
  const errors = all.map(errorOf);
  const [wide, narrow] = [Math.max(...errors) * 1.1, Math.min(...errors) * 0.9];
  const usual = all.reduce((sum, one) => sum + one.caseDays * errorOf(one) ** 2, 0) / all.length;
  return Array.from({ length: steps }, (_, i) => {
    const error = wide + ((narrow - wide) * i) / (steps - 1);
    const at = (score: number) => 1 + score * error;
    return {
      exposure: Math.round(usual / error ** 2),
      lower95: at(-z95),
      upper95: at(z95),
      lower998: at(-z998),
      upper998: at(z998),
    };
  });
}
