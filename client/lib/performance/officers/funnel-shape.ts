// The positions of a funnel plot's points, limits and labels. Pure: from an answer and a size to positions. Across is how much
// is known of an officer, as 1 / (half of their usual range)²: there every officer's own limits are the drawn lines, so that
// nobody inside the lines is marked as outside. (Spiegelhalter, "Funnel plots for comparing institutional performance",
// Statistics in Medicine 2005: the precision on the horizontal axis.)
import type { FunnelChart } from '#contract/performance/officers.ts';

export type Box = { width: number; height: number; left: number; right: number; top: number; bottom: number };
export type FunnelDot = {
  id: number;
  name: string;
  x: number;
  y: number;
  ratio: number;
  exposure: number;
  place: FunnelChart['points'][number]['place'];
};
type Stretch = readonly [x1: number, y1: number, x2: number, y2: number];
export type FunnelShape = {
  dots: FunnelDot[];
  lines: Record<'upper998' | 'upper95' | 'lower95' | 'lower998', string>;
  /** The limits and the line of 100% as stretches, [x1, y1, x2, y2]: no name is written over them. */
  stretches: Stretch[];
  /** By half of a usual range (95 %), as a ratio. */
  x: (half: number) => number;
  y: (ratio: number) => number;
  /** Halves of usual ranges, from the widest. */
  xTicks: number[];
  yTicks: number[];
};

/** The points in the order of the names, for the keyboard. names: of those who may be named. */
export function funnelShape(chart: FunnelChart, names: ReadonlyMap<number, string>, box: Box): FunnelShape {
  const halves = [...chart.curve, ...chart.points.map(({ limits }) => limits)].map(halfOf);
  const [wide, narrow] = halves.length > 0 ? [Math.max(...halves), Math.min(...halves)] : [0.2, 0.1];
  const [xMin, xMax] = [knownBy(wide) * 0.95, knownBy(narrow) * 1.02];
  const ratios = chart.points.flatMap((p) => [p.ratio, p.limits.upper998, p.limits.lower998]);
  // Where nobody is, the limits of the curve's middle give the scale.
  const middle = chart.curve[Math.floor(chart.curve.length / 2)];
  if (middle) ratios.push(middle.upper998, middle.lower998);
  const [low, high] = [Math.min(0.98, ...ratios), Math.max(1.02, ...ratios)];
  const room = (high - low) * 0.08;
  const [yMin, yMax] = [Math.max(0, low - room), high + room];
  const x = (half: number) =>
    box.left + ((knownBy(half) - xMin) / (xMax - xMin)) * (box.width - box.left - box.right);
  const y = (ratio: number) =>
    box.top + ((yMax - ratio) / (yMax - yMin)) * (box.height - box.top - box.bottom);
  const line = (key: keyof FunnelShape['lines']) =>
    chart.curve
      .map((at, i) => `${i === 0 ? 'M' : 'L'}${x(halfOf(at)).toFixed(1)} ${y(at[key]).toFixed(1)}`)
      .join('');
  const dots = chart.points
    .map((p) => ({
      id: p.id,
      name: names.get(p.id) ?? '',
      ratio: p.ratio,
      exposure: p.exposure,
      place: p.place,
      x: x(halfOf(p.limits)),
      y: y(p.ratio),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB') || a.id - b.id);
  const keys = ['upper998', 'upper95', 'lower95', 'lower998'] as const;
  const stretches: Stretch[] = keys.flatMap((key) =>
    chart.curve.slice(1).map((at, i): Stretch => {
      const before = chart.curve[i]!;
      return [x(halfOf(before)), y(before[key]), x(halfOf(at)), y(at[key])];
    }),
  );
  stretches.push([box.left, y(1), box.width - box.right, y(1)]);
  return {
    dots,
    stretches,
    lines: {
      upper998: line('upper998'),
      upper95: line('upper95'),
      lower95: line('lower95'),
      lower998: line('lower998'),
    },
    x,
    y,
    xTicks: rangeTicks(x, box),
    yTicks: ticks(yMin, yMax, 6),
  };
}

const halfOf = ({ upper95 }: { upper95: number }): number => Math.max(1e-4, upper95 - 1);
const knownBy = (half: number): number => 1 / half ** 2;

/** Whole per cents, with room for their words between them. */
function rangeTicks(x: (half: number) => number, { left, right, width }: Box): number[] {
  const found: number[] = [];
  for (let percent = 99; percent >= 1; percent--) {
    const [at, before] = [x(percent / 100), found.at(-1)];
    if (at < left + 16 || at > width - right - 16) continue;
    if (before === undefined || at - x(before) >= 64) found.push(percent / 100);
  }
  return found;
}

/** Round figures between two. */
export function ticks(from: number, to: number, about: number): number[] {
  const raw = (to - from) / about;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= raw)!;
  const found: number[] = [];
  for (let at = Math.ceil(from / step); at * step <= to; at++) found.push(at * step);
  return found;
}

export type Label = { id: number; x: number; y: number; anchor: 'start' | 'end' | 'middle' };

type Rect = [left: number, top: number, right: number, bottom: number];

/** Whether a line that rises or falls evenly passes through the rectangle. */
function crosses([x1, y1, x2, y2]: Stretch, [left, top, right, bottom]: Rect): boolean {
  const [from, to] = [Math.max(left, x1), Math.min(right, x2)];
  if (from > to) return false;
  const at = (x: number) => (x1 === x2 ? y1 : y1 + ((x - x1) / (x2 - x1)) * (y2 - y1));
  return Math.max(at(from), at(to)) >= top && Math.min(at(from), at(to)) <= bottom;
}

/** A name begins beyond the ring around the chosen officer. */
const beyondRing = 15;

/** How often names that found no room are placed before the others. */
const mostTries = 5;

/** A position for each name that fits next to its point, on no line; the read-out names the others. */
export function labelsOf(shape: Pick<FunnelShape, 'dots' | 'stretches'>, box: Box, all: boolean): Label[] {
  let order = shape.dots.filter(({ place }) => all || place !== 'inside');
  const outside = new Set(order.flatMap(({ id, place }) => (place === 'inside' ? [] : [id])));
  /** The name of an outlier is worth more than all others. */
  const worth = (labels: readonly Label[]) =>
    labels.reduce((sum, { id }) => sum + (outside.has(id) ? order.length : 1), 0);
  let best: Label[] = [];
  for (let tries = 0; tries < mostTries; tries++) {
    // Outliers first, so that their names are certain to be placed.
    order = order.toSorted((a, b) => Number(outside.has(b.id)) - Number(outside.has(a.id)));
    const labels = placed(order, shape, box);
    if (worth(labels) > worth(best)) best = labels;
    const isPlaced = new Set(labels.map(({ id }) => id));
    if (isPlaced.size === order.length) break;
    order = [...order.filter(({ id }) => !isPlaced.has(id)), ...order.filter(({ id }) => isPlaced.has(id))];
  }
  return best;
}

/** The names in that order, each in the first of its positions that is free. */
function placed(
  order: readonly FunnelDot[],
  { dots, stretches }: Pick<FunnelShape, 'dots' | 'stretches'>,
  box: Box,
): Label[] {
  const taken: Rect[] = dots.map(({ x, y }) => [x - 7, y - 7, x + 7, y + 7]);
  const labels: Label[] = [];
  for (const dot of order) {
    const wide = dot.name.length * 6.9;
    const beside = (down: number): [Label, Rect][] => [
      [
        { id: dot.id, x: dot.x + beyondRing, y: dot.y + down + 4, anchor: 'start' },
        [dot.x + beyondRing - 1, dot.y + down - 8, dot.x + beyondRing + 1 + wide, dot.y + down + 8],
      ],
      [
        { id: dot.id, x: dot.x - beyondRing, y: dot.y + down + 4, anchor: 'end' },
        [dot.x - beyondRing - 1 - wide, dot.y + down - 8, dot.x - beyondRing + 1, dot.y + down + 8],
      ],
    ];
    const below = (down: number): [Label, Rect] => [
      { id: dot.id, x: dot.x, y: dot.y + down + 4, anchor: 'middle' },
      [dot.x - wide / 2, dot.y + down - 8, dot.x + wide / 2, dot.y + down + 8],
    ];
    const places = [...beside(0), below(-18), below(18), ...beside(-14), ...beside(14)];
    for (const [label, rect] of places) {
      const inside =
        rect[0] >= box.left &&
        rect[2] <= box.width - 2 &&
        rect[1] >= box.top &&
        rect[3] <= box.height - box.bottom;
      const own = taken.indexOf(taken.find((one) => one[0] === dot.x - 7 && one[1] === dot.y - 7)!);
      const free = taken.every(
        (one, i) => i === own || rect[2] < one[0] || rect[0] > one[2] || rect[3] < one[1] || rect[1] > one[3],
      );
      if (!inside || !free || stretches.some((one) => crosses(one, rect))) continue;
      labels.push(label);
      taken.push(rect);
      break;
    }
  }
  return labels;
}
