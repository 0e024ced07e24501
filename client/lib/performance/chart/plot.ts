// An XmR chart as uPlot draws it: the weeks' line, centre and limits of each stretch, signals by shape and colour, dated
// notes as lines. Independent of Svelte; its words are in words.ts.
import { dayIn } from '#domain/zone.ts';
import { monthName } from '#domain/day-words.ts';
import uPlot from 'uplot';
import { bearingOf, leastOf, type Bearing, type Better } from '#domain/statistics/signals.ts';
import { isGap, type Xmr } from '#domain/statistics/xmr.ts';
import { shapes, type Point } from './shapes.ts';

/** Something dated that a chart should be read with: a bank holiday, a change of policy. Days are 'YYYY-MM-DD'. */
export type ChartNote = {
  key: string;
  onDay: string;
  /** The last day of it; null: the one day. */
  untilDay: string | null;
  kind: 'policy' | 'bank_holiday' | 'other';
  words: string;
};
/** A value to reach from a day on, in the figure's own unit. */
export type ChartTarget = { fromOn: string; value: number };

export type PlotOptions = {
  chart: Xmr;
  better: Better;
  format: (value: number) => string;
  notes: readonly ChartNote[];
  targets: readonly ChartTarget[];
  width: number;
  height: number;
  /** No axes and no notes: one of many small ones. */
  small: boolean;
  colours: Colours;
  onpoint?: (index: number | null) => void;
};
export type Colours = Record<
  'ink' | 'line' | 'grid' | 'better' | 'worse' | 'changed' | 'note' | 'paper',
  string
> & {
  font: string;
  /** Forced colours: no fills, and one colour for all. */
  forced: boolean;
};

/** A canvas knows neither tokens nor light-dark(): reads their values at the chart's element. */
export function coloursOf(element: HTMLElement): Colours {
  const resolved = (token: string) => {
    element.style.setProperty('color', `var(${token})`);
    const { color } = getComputedStyle(element);
    element.style.removeProperty('color');
    return color;
  };
  return {
    ink: resolved('--ink-2'),
    line: resolved('--line-strong'),
    grid: resolved('--line'),
    better: resolved('--call'),
    worse: resolved('--plan'),
    changed: resolved('--message'),
    note: resolved('--ink'),
    paper: resolved('--surface'),
    font: getComputedStyle(element).fontFamily,
    forced: matchMedia('(forced-colors: active)').matches,
  };
}

/** Whole figures (counts) have no ticks between them. */
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
const day = 86_400;
const halfOf = ({ weeks = 1 }: Xmr): number => 3.5 * weeks * day;
export const seconds = (on: string): number => Date.parse(`${on}T12:00:00Z`) / 1000;

/**
 * Draws an XmR chart into the element with uPlot. The caller destroys it. Days are drawn at noon UTC; width and
 * height are CSS pixels.
 */
export function plot(element: HTMLElement, options: PlotOptions): uPlot {
  const { chart, width, height, small, onpoint } = options;
  const data: uPlot.AlignedData = [
    chart.marks.map(({ on }) => seconds(on)),
    chart.marks.map(({ value }) => value),
  ];
  const [low, high] = rangeOf(options);
  return new uPlot(
    {
      width,
      height,
      padding: small ? [6, 6, 6, 6] : [options.notes.length > 0 ? 22 : 10, 10, 0, 0],
      legend: { show: false },
      cursor: {
        show: onpoint !== undefined,
        y: false,
        drag: { x: false, y: false, setScale: false },
        points: { size: 12, width: 2, stroke: options.colours.note, fill: 'transparent' },
      },
      scales: {
        x: { range: (_u, min, max) => [(min ?? 0) - halfOf(chart), (max ?? 0) + halfOf(chart)] },
        y: { range: [low, high] },
      },
      axes: axesOf(options),
      series: [
        {},
        {
          stroke: options.colours.ink,
          width: small ? 1 : 1.5,
          points: { show: false },
          gaps: gapsOf(options),
        },
      ],
      hooks: {
        drawClear: [(u) => drawGround(u, options)],
        draw: [(u) => drawPoints(u, options)],
        setCursor: onpoint ? [(u) => onpoint(u.cursor.idx ?? null)] : [],
      },
    },
    data,
    element,
  );
}

/**
 * Draws a chart at its element's width, and again whenever that changes; on paper in light colours, `paperWidth` (CSS
 * pixels) wide. Returns a function that ends it.
 */
export function drawnToFit(
  element: HTMLElement,
  make: (width: number) => uPlot,
  paperWidth = element.clientWidth,
): () => void {
  let drawn: uPlot | undefined;
  const draw = (width: number) => {
    drawn?.destroy();
    drawn = make(width);
  };
  draw(element.clientWidth);
  const watch = new ResizeObserver(() => {
    if (element.clientWidth > 0 && element.clientWidth !== drawn?.width) draw(element.clientWidth);
  });
  watch.observe(element);
  const print = () => {
    element.style.colorScheme = 'light';
    draw(paperWidth);
  };
  const printed = () => {
    element.style.removeProperty('color-scheme');
    draw(element.clientWidth);
  };
  window.addEventListener('beforeprint', print);
  window.addEventListener('afterprint', printed);
  return () => {
    window.removeEventListener('beforeprint', print);
    window.removeEventListener('afterprint', printed);
    watch.disconnect();
    drawn?.destroy();
  };
}

/** Where no line is drawn: between two weeks with weeks without a figure between them. */
const gapsOf =
  ({ chart }: PlotOptions): uPlot.Series.GapsRefiner =>
  (u) =>
    chart.marks.flatMap((mark, i): [number, number][] => {
      const before = chart.marks[i - 1];
      if (!before || !isGap(before, mark, chart.weeks)) return [];
      const x = (on: string) => Math.round(u.valToPos(seconds(on), 'x', true));
      return [[x(before.on), x(mark.on)]];
    });

/** The range of all that is drawn, with a margin; never empty, and not below 0 where no figure can be. */
function rangeOf({ chart, targets }: PlotOptions): [number, number] {
  const figures = chart.marks.map(({ value }) => value);
  const values = [
    ...figures,
    ...chart.stretches.flatMap(({ lower, upper, mean }) => [
      mean,
      ...(lower === null ? [] : [lower, upper!]),
    ]),
    ...targets.map(({ value }) => value),
  ];
  const high = Math.max(...values);
  const low = Math.max(Math.min(...values), leastOf(figures));
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - room, high + room];
}

function axesOf({ chart, colours, format, small, width }: PlotOptions): uPlot.Axis[] {
  if (small) return [{ show: false }, { show: false }];
  const axis = {
    stroke: colours.ink,
    font: `13px ${colours.font}`,
    grid: { show: false },
    ticks: { stroke: colours.grid, width: 1 },
  };
  const yearOf = (s: number) => new Date(s * 1000).getUTCFullYear();
  const whole = chart.marks.every(({ value }) => Number.isInteger(value));
  return [
    {
      ...axis,
      size: 32,
      splits: (u) => monthsIn(u.scales['x']!.min!, u.scales['x']!.max!, width),
      values: (_u, at) =>
        at.map((s, i) => monthName(dayIn('UTC', s * 1000), i === 0 || yearOf(at[i - 1]!) !== yearOf(s))),
    },
    {
      ...axis,
      // In forced colours every line is as strong as the figures'.
      grid: { show: !colours.forced, stroke: colours.grid, width: 1 },
      size: (_u, values) => 26 + 8 * Math.max(3, ...(values ?? []).map((text) => text.length)),
      space: 36,
      ...(whole && { incrs: wholeSteps }),
      values: (_u, at) => withoutIdleDecimals(at.map(format)),
    },
  ];
}

/** No decimals that say nothing of any figure: '1%' and '2%', but '1.80%' and '2.00%'. */
function withoutIdleDecimals(figures: string[]): string[] {
  const idle = /\.0+(?=%?$)/;
  return figures.every((one) => idle.test(one)) ? figures.map((one) => one.replace(idle, '')) : figures;
}

/** First days of months, as many as have room for their names. */
function monthsIn(min: number, max: number, width: number): number[] {
  const from = new Date(min * 1000);
  const firsts: number[] = [];
  for (let month = 1; ; month++) {
    const at = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month, 1) / 1000;
    if (at > max) break;
    firsts.push(at);
  }
  const step = [1, 2, 3, 6, 12].find((n) => (firsts.length / n) * 64 <= width - 60) ?? 12;
  return firsts.filter((_, i) => i % step === 0);
}

/** Limits, centre, target and notes: below the line. */
function drawGround(u: uPlot, { chart, colours, notes, targets, small }: PlotOptions): void {
  const { ctx } = u;
  const ratio = uPlot.pxRatio;
  const { left, top, width, height } = u.bbox;
  const x = (at: number) => u.valToPos(at, 'x', true);
  const y = (value: number) => u.valToPos(value, 'y', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, 0, width, top + height);
  ctx.clip();
  const segment = (from: number, to: number, value: number, dash: number[]) =>
    stroke(
      ctx,
      [
        [from, y(value)],
        [to, y(value)],
      ],
      dash.map((n) => n * ratio),
    );
  chart.stretches.forEach(({ mean, lower, upper, certainty }, index) => {
    const own = chart.marks.filter((mark) => mark.stretch === index);
    const from = x(seconds(own[0]!.on) - halfOf(chart));
    const to = x(seconds(own.at(-1)!.on) + halfOf(chart));
    if (lower !== null && upper !== null) {
      if (!colours.forced) {
        ctx.globalAlpha = 0.12;
        ctx.fillStyle = colours.line;
        ctx.fillRect(from, y(upper), to - from, y(lower) - y(upper));
        ctx.globalAlpha = 1;
      }
      ctx.strokeStyle = colours.line;
      ctx.lineWidth = ratio;
      for (const limit of [lower, upper]) segment(from, to, limit, certainty === 'firm' ? [] : [6, 5]);
    }
    ctx.strokeStyle = colours.ink;
    ctx.lineWidth = (small ? 1 : 1.5) * ratio;
    segment(from, to, mean, []);
  });
  ctx.strokeStyle = colours.note;
  ctx.lineWidth = 1.5 * ratio;
  targets.forEach(({ fromOn, value }, i) => {
    const until = targets[i + 1]?.fromOn;
    segment(Math.max(left, x(seconds(fromOn))), until ? x(seconds(until)) : left + width, value, [2, 4]);
  });
  if (!small) drawNotes(u, colours, notes, chart, x);
  ctx.restore();
}

/** Bank holidays dotted; what people wrote and re-bases as lines with the number or letter that the words below have. */
function drawNotes(
  u: uPlot,
  colours: Colours,
  notes: readonly ChartNote[],
  chart: Xmr,
  x: (at: number) => number,
): void {
  const { ctx } = u;
  const ratio = uPlot.pxRatio;
  const { top, height } = u.bbox;
  ctx.strokeStyle = colours.note;
  ctx.fillStyle = colours.note;
  ctx.font = `600 ${12 * ratio}px ${colours.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  const line = (at: number, dash: number[], letter: string, width = 1) => {
    ctx.lineWidth = width * ratio;
    stroke(
      ctx,
      [
        [at, top],
        [at, top + height],
      ],
      dash.map((n) => n * ratio),
    );
    if (letter) ctx.fillText(letter, at, top - 3 * ratio);
  };
  for (const { kind, onDay } of notes)
    if (kind === 'bank_holiday') {
      ctx.globalAlpha = 0.55;
      line(x(seconds(onDay)), [1, 4], '');
      ctx.globalAlpha = 1;
    }
  numbered(notes).forEach(({ onDay, untilDay }, i) => {
    line(x(seconds(onDay)), [5, 4], String(i + 1));
    if (untilDay) {
      ctx.lineWidth = 3 * ratio;
      stroke(
        ctx,
        [
          [x(seconds(onDay)), top],
          [x(seconds(untilDay)), top],
        ],
        [],
      );
    }
  });
  // Inside, so that it is next to the number of a note of the same day.
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  for (const { from, reason } of chart.stretches) {
    if (reason === null) continue;
    const at = x(seconds(from) - halfOf(chart));
    line(at, [], '', 1.5);
    ctx.fillText('R', at + 4 * ratio, top + 2 * ratio);
  }
}

/** What people wrote, in the order of the numbers on the chart. */
export const numbered = (notes: readonly ChartNote[]): ChartNote[] =>
  notes.filter(({ kind }) => kind !== 'bank_holiday');

function drawPoints(u: uPlot, { chart, better, colours, small }: PlotOptions): void {
  const { ctx } = u;
  const ratio = uPlot.pxRatio;
  const tight = u.bbox.width / ratio / Math.max(1, chart.marks.length) < 8;
  ctx.save();
  for (const mark of chart.marks) {
    const bearing = bearingOf(mark, better);
    const at: Point = [u.valToPos(seconds(mark.on), 'x', true), u.valToPos(mark.value, 'y', true)];
    const size = (bearing ? (small ? 3.5 : tight ? 5 : 6) : small ? 1.5 : tight ? 2 : 3) * ratio;
    ctx.fillStyle = bearing ? colours[bearing] : colours.ink;
    ctx.strokeStyle = colours.paper;
    ctx.lineWidth = ratio;
    shape(ctx, bearing, at, size);
    ctx.fill();
    if (bearing && !colours.forced) ctx.stroke();
  }
  ctx.restore();
}

/** Better: a diamond; worse: a square; changed: a triangle; none of them: a dot. The legend draws the same. */
function shape(ctx: CanvasRenderingContext2D, bearing: Bearing | null, [x, y]: Point, r: number): void {
  ctx.beginPath();
  if (bearing === null) return ctx.arc(x, y, r, 0, 2 * Math.PI);
  const corners = shapes[bearing].map(([dx, dy]): Point => [x + dx * r, y + dy * r]);
  corners.forEach(([cx, cy], i) => (i === 0 ? ctx.moveTo(cx, cy) : ctx.lineTo(cx, cy)));
  ctx.closePath();
}

function stroke(ctx: CanvasRenderingContext2D, points: readonly Point[], dash: number[]): void {
  ctx.setLineDash(dash);
  ctx.beginPath();
  points.forEach(([px, py], i) => (i === 0 ? ctx.moveTo(px, py) : ctx.lineTo(px, py)));
  ctx.stroke();
  ctx.setLineDash([]);
}
