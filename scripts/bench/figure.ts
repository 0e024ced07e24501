// What a benchmark reports: one figure with its floor or peer from the same run, and the goal that it is held against.

export type Figure = {
  name: string;
  value: number;
  unit: string;
  /** The floor or peer that was measured in the same run, and how ours relates to it (ours / theirs). */
  against?: { name: string; value: number };
  /** In words ("within 1.5 x"), and whether it was met; absent where the figure is only stated. */
  goal?: { text: string; met: boolean };
};

export type BenchContext = {
  /** A migrated database of the bench's own on the run's server, empty or with a demo landlord; dropped at the end. */
  database: (homes?: number) => Promise<{ url: string; drop: () => Promise<void> }>;
  say: (line: string) => void;
};

export type Bench = { name: string; about: string; run: (context: BenchContext) => Promise<Figure[]> };

export const round = (n: number): number => (Math.abs(n) >= 100 ? Math.round(n) : Number(n.toPrecision(3)));

export function line(bench: string, figure: Figure): string {
  const { value, unit, against, goal } = figure;
  const comparison = against
    ? `  ${against.name} ${round(against.value)} ${unit}  ratio ${(value / against.value).toFixed(2)}`
    : '';
  const held = goal ? `  goal ${goal.text}: ${goal.met ? 'met' : 'MISSED'}` : '';
  return `${bench}: ${figure.name}  ${round(value)} ${unit}${comparison}${held}`;
}

/** The p-th percentile (0..1) of some numbers, by nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))]!;
}

/** Which side is measured first in turn i: they take turns, so that changes in the machine's speed affect both. */
export const inTurn = (i: number) =>
  i % 2 === 0 ? (['floor', 'ours'] as const) : (['ours', 'floor'] as const);

/** The p-th percentile of times in ms, next to the floor's; with `bound` the goal is so many times the floor. */
export function againstFloor(
  name: string,
  times: { floor: readonly number[]; ours: readonly number[] },
  p: number,
  bound?: number,
): Figure {
  const value = percentile(times.ours, p);
  const floor = percentile(times.floor, p);
  return {
    name,
    value,
    unit: 'ms',
    against: { name: 'floor', value: floor },
    ...(bound !== undefined && { goal: { text: `within ${bound} x`, met: value <= floor * bound } }),
  };
}

/** The p-th percentile of times in ms; with `under` the goal is to be under so many ms. */
export function milliseconds(name: string, times: readonly number[], p: number, under?: number): Figure {
  const value = percentile(times, p);
  return {
    name,
    value,
    unit: 'ms',
    ...(under !== undefined && { goal: { text: `under ${under} ms`, met: value < under } }),
  };
}
