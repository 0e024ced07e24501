// The funnel plot of people or patches: observed against expected, with limits that are wide where little was held and
// narrow where much was. It says who differs more than chance would have it; it never ranks anybody. Limits are widened
// by what is common to all (over-dispersion), after Spiegelhalter, "Funnel plots for comparing institutional
// performance", Statistics in Medicine 2005: z-scores winsorised at a tenth from each end, their mean square as the factor.

import { poissonLimits } from './poisson.ts';

export type FunnelInput = {
  id: number;
  /** What they held, e.g. case-days. */
  exposure: number;
  observed: number;
  expected: number;
  /** The standard error of `observed`, were nothing but chance at work. */
  error: number;
  /** `observed` counts events: its limits are the exact ones of Poisson, which are not symmetric. */
  counts?: boolean;
};
/** Where a point lies: inside its limits, or beyond those of 95 % or 99.8 %. */
export type FunnelPlace = 'inside' | 'beyond_95' | 'beyond_99_8';
type FunnelPoint = FunnelInput & {
  /** observed / expected. */
  ratio: number;
  /** Distance from expectation in (widened) standard errors. */
  z: number;
  place: FunnelPlace;
  /** Limits at this exposure, as ratios. */
  limits: { lower95: number; upper95: number; lower998: number; upper998: number };
};
export type Funnel = {
  points: FunnelPoint[];
  /** 1 where chance explains the spread; more where everybody's differs by more than that. */
  dispersion: number;
  /** Why somebody is missing. */
  left: { id: number; why: 'nothing_expected' | 'too_little_held' }[];
};

/** Standard errors from the expectation to the limits of 95 % and 99.8 %. */
export const z95 = 1.959964;
export const z998 = 3.090232;
/** The same as probabilities on each side. */
const tail95 = 0.025;
const tail998 = 0.001;
const tail = 0.1;
/** With fewer than this a spread cannot be distinguished from chance. */
const fewest = 5;

/**
 * `least`: an officer with less exposure is left out of the plot. `spread`: 'chance' where errors are chance alone, so
 * that limits are widened by what is common to all; 'counted' where they hold that already.
 */
export function funnel(
  inputs: readonly FunnelInput[],
  least = 0,
  spread: 'chance' | 'counted' = 'chance',
): Funnel {
  const left: Funnel['left'] = [];
  const held: FunnelInput[] = [];
  for (const one of inputs) {
    if (!(one.expected > 0) || !(one.error > 0)) left.push({ id: one.id, why: 'nothing_expected' });
    else if (one.exposure < least) left.push({ id: one.id, why: 'too_little_held' });
    else held.push(one);
  }
  const dispersion =
    spread === 'counted' ? 1 : dispersionOf(held.map((one) => (one.observed - one.expected) / one.error));
  const points = held.map((one) => {
    const error = one.error * Math.sqrt(dispersion);
    const z = (one.observed - one.expected) / error;
    const ratio = one.observed / one.expected;
    const limits = limitsOf(one, error, dispersion);
    const place: FunnelPlace =
      ratio > limits.upper998 || ratio < limits.lower998
        ? 'beyond_99_8'
        : ratio > limits.upper95 || ratio < limits.lower95
          ? 'beyond_95'
          : 'inside';
    return { ...one, ratio, z, place, limits };
  });
  return { points: points.sort((a, b) => a.exposure - b.exposure || a.id - b.id), dispersion, left };
}

/**
 * The limits at one exposure, as ratios. A count that varies more than chance by a factor (the dispersion) is as uncertain
 * as a count of so many times fewer: its exact limits are those of that expectation.
 */
function limitsOf(
  { expected, counts }: FunnelInput,
  error: number,
  dispersion: number,
): FunnelPoint['limits'] {
  if (counts) {
    const [inner, outer] = [tail95, tail998].map((tail) => poissonLimits(expected / dispersion, tail));
    return {
      lower95: inner!.lower,
      upper95: inner!.upper,
      lower998: outer!.lower,
      upper998: outer!.upper,
    };
  }
  const at = (score: number) => 1 + (score * error) / expected;
  return { lower95: at(-z95), upper95: at(z95), lower998: at(-z998), upper998: at(z998) };
}

/** Never below 1: limits are widened by it, not narrowed. */
export function dispersionOf(scores: readonly number[]): number {
  if (scores.length < fewest) return 1;
  const sorted = [...scores].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length * tail);
  const [low, high] = [sorted[cut]!, sorted[sorted.length - 1 - cut]!];
  const square = sorted.reduce((sum, z) => sum + Math.min(Math.max(z, low), high) ** 2, 0) / sorted.length;
  return Math.max(1, square);
}
