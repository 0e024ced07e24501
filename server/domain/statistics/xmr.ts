// The XmR chart (individuals and moving range) of a weekly figure: what is ordinary for it, and which weeks say that
// something has changed. Shewhart's limits as NHS England's "Making data count" draws them: mean ± 2.66 x the mean
// moving range. No judgement of good or bad is made here: measures.ts says which direction is better.

import { daysBetween } from '../days.ts';

/** 3 / d2 for ranges of two, d2 = 1.128: mean moving range to three standard deviations. */
const toLimits = 2.66;
/** Fewer points say nothing; from here on limits are provisional, and from `firm` on firm. */
const fewest = 5;
const firm = 12;
/** So many in a row on one side, or rising, or falling. */
const run = 7;

export type XmrPoint = { on: string; value: number };
/** Limits begin anew at this point, for a dated reason that people gave. */
export type Rebase = { from: string; reason: string };

export type Signal = 'outside' | 'one_side' | 'rising' | 'falling' | 'near_limit';
export type Certainty = 'too_few' | 'provisional' | 'firm';

type XmrStretch = {
  from: string;
  /** Why limits begin anew here; null for the first stretch. */
  reason: string | null;
  certainty: Certainty;
  points: number;
  mean: number;
  /** Null while there are too few points. */
  lower: number | null;
  upper: number | null;
};
export type XmrMark = XmrPoint & { stretch: number; signals: Signal[]; side: 'above' | 'below' | null };
/** weeks: how many rent weeks each point covers; 1 where it is left out. `on` is the first day of the first. */
export type Xmr = { stretches: XmrStretch[]; marks: XmrMark[]; weeks?: number | undefined };

/**
 * Points in the order of their weeks; a week without a figure is left out, and is a gap: no range reaches across it, and
 * nothing is "in a row" across it. `weeks`: how many weeks each point covers. Throws for a value that is no number.
 */
export function xmr(points: readonly XmrPoint[], rebases: readonly Rebase[] = [], weeks = 1): Xmr {
  for (const { on, value } of points)
    if (!Number.isFinite(value)) throw new RangeError(`the figure of ${on} is not a number`);
  const stretches: XmrStretch[] = [];
  const marks: XmrMark[] = [];
  for (const { from, reason, points: own } of split(points, rebases)) {
    const limits = limitsOf(
      own.map(({ value }) => value),
      (i) => isGap(own[i - 1]!, own[i]!, weeks),
    );
    const stretch = stretches.push({ from, reason, points: own.length, ...limits }) - 1;
    own.forEach((point, i) => {
      const signals = limits.certainty === 'too_few' ? [] : signalsAt(own, i, limits, weeks);
      const side = point.value > limits.mean ? 'above' : point.value < limits.mean ? 'below' : null;
      marks.push({ ...point, stretch, signals, side });
    });
  }
  return { stretches, marks, ...(weeks > 1 && { weeks }) };
}

type Limits = Pick<XmrStretch, 'certainty' | 'mean' | 'lower' | 'upper'>;

/** The XmR limits of values in their order. gapBefore(i): there is a gap between value i - 1 and value i. */
export function limitsOf(values: readonly number[], gapBefore: (i: number) => boolean = () => false): Limits {
  const mean = average(values);
  if (values.length < fewest) return { certainty: 'too_few', mean, lower: null, upper: null };
  const ranges = values.flatMap((value, i) =>
    i === 0 || gapBefore(i) ? [] : [Math.abs(value - values[i - 1]!)],
  );
  // Gaps on every side: nothing moved from week to week, so nothing is known of how it moves.
  if (ranges.length === 0) return { certainty: 'too_few', mean, lower: null, upper: null };
  const reach = toLimits * average(ranges);
  const certainty = values.length < firm ? 'provisional' : 'firm';
  return { certainty, mean, lower: mean - reach, upper: mean + reach };
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

type Stretch = { from: string; reason: string | null; points: XmrPoint[] };

function split(points: readonly XmrPoint[], rebases: readonly Rebase[]): Stretch[] {
  const starts = [...rebases].sort((a, b) => (a.from < b.from ? -1 : 1));
  const stretches: Stretch[] = [];
  let open: Stretch | null = null;
  for (const point of points) {
    let reason: string | null = null;
    while (starts[0] && starts[0].from <= point.on) reason = starts.shift()!.reason;
    if (!open || (reason !== null && open.points.length > 0)) {
      open = { from: point.on, reason: stretches.length === 0 ? null : reason, points: [] };
      stretches.push(open);
    }
    open.points.push(point);
  }
  return stretches;
}

/** Whether a week without a figure lies between two points that follow each other, of so many weeks each. */
export const isGap = (before: Pick<XmrPoint, 'on'>, after: Pick<XmrPoint, 'on'>, weeks = 1): boolean =>
  daysBetween(before.on, after.on) > 7 * weeks;

/** Each rule looks back from its point: a week is marked when it completes the pattern, and stays marked. */
function signalsAt(
  points: readonly XmrPoint[],
  i: number,
  { mean, lower, upper }: Limits,
  weeks: number,
): Signal[] {
  const signals: Signal[] = [];
  const value = points[i]!.value;
  if (lower === null || upper === null) return signals;
  // Where nothing ever moves the limits are the mean itself, but for the last bits of the arithmetic.
  const tiny = 1e-9 * Math.max(1, Math.abs(mean));
  if (value > upper + tiny || value < lower - tiny) signals.push('outside');
  // Back to the last gap: what lies before it is not in a row with this point.
  let from = i;
  while (from > 0 && !isGap(points[from - 1]!, points[from]!, weeks)) from--;
  const last = (count: number) => points.slice(Math.max(from, i + 1 - count), i + 1).map((p) => p.value);
  const seven = last(run);
  if (seven.length === run) {
    if (seven.every((v) => v > mean + tiny) || seven.every((v) => v < mean - tiny)) signals.push('one_side');
    // Seven in a row rising have six steps up; an equal neighbour is no step.
    if (seven.every((v, k) => k === 0 || v > seven[k - 1]! + tiny)) signals.push('rising');
    if (seven.every((v, k) => k === 0 || v < seven[k - 1]! - tiny)) signals.push('falling');
  }
  const three = last(3);
  const near = (bound: number) => mean + (2 / 3) * (bound - mean);
  const high = (v: number) => v > near(upper) + tiny;
  const low = (v: number) => v < near(lower) - tiny;
  // Two of three, all three on one side of the mean. Where a stretch has two points so far, the two count by themselves.
  if (three.length === 3 || (i === 1 && three.length === 2)) {
    const above = three.every((v) => v > mean + tiny);
    const below = three.every((v) => v < mean - tiny);
    if (
      (above && high(value) && three.filter(high).length >= 2) ||
      (below && low(value) && three.filter(low).length >= 2)
    )
      signals.push('near_limit');
  }
  return signals;
}
