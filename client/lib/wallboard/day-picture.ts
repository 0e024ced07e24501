// The day so far as two lines in one picture: what came in, up to now, and what usually does, over the whole day. Pure:
// instants and pence in, a path out, in a box of 1000 × 300.
export const box = { width: 1000, height: 300 } as const;

type DayPoint = { at: string; collectedPence: number | null; usualPence: number | null };
export type Day = { startsAt: string; endsAt: string; points: DayPoint[] };
export type Picture = {
  came: string;
  /** The same, closed along the ground. */
  area: string;
  usual: string;
  /** Where the day is now; null before its first figure. */
  end: { x: number; y: number } | null;
  ticks: { x: number; hour: number }[];
  /** Round sums up the side, from nothing on. */
  sums: { y: number; pence: number }[];
};

/** `nowPence` at `now` (epoch ms) is the tile's own figure, newer than the points. */
export function draw(day: Day, now: number, nowPence: number | null): Picture {
  const [from, to] = [Date.parse(day.startsAt), Date.parse(day.endsAt)];
  const came = day.points.flatMap(({ at, collectedPence }): [number, number][] =>
    collectedPence === null || Date.parse(at) >= now ? [] : [[Date.parse(at), collectedPence]],
  );
  if (nowPence !== null && now >= from && now <= to) came.push([now, nowPence]);
  const usual = day.points.flatMap(({ at, usualPence }): [number, number][] =>
    usualPence === null ? [] : [[Date.parse(at), usualPence]],
  );
  const all = [...came, ...usual].map(([, pence]) => pence);
  const [low, high] = [Math.min(0, ...all), Math.max(1, ...all)];
  const place = ([at, pence]: [number, number]) => ({
    x: Math.round(((at - from) / (to - from)) * box.width * 10) / 10,
    y: Math.round((1 - (pence - low) / (high - low)) * box.height * 10) / 10,
  });
  const line = (points: [number, number][]) =>
    points.map((point, i) => `${i ? 'L' : 'M'}${place(point).x} ${place(point).y}`).join('');
  const ground = place([from, 0]).y;
  const [first, last] = [came[0], came.at(-1)];
  const hours = Math.round((to - from) / 3_600_000);
  return {
    came: line(came),
    area: first && last ? `${line(came)}L${place(last).x} ${ground}L${place(first).x} ${ground}Z` : '',
    usual: line(usual),
    end: last ? place(last) : null,
    sums: roundSums(high).map((pence) => ({ pence, y: place([from, pence]).y })),
    ticks: [6, 12, 18].map((hour) => ({ hour, x: (hour / hours) * box.width })),
  };
}

/** Nothing, and at most two round sums up to the highest. A day without money has no scale. */
function roundSums(high: number): number[] {
  if (high < 100) return [0];
  const ten = 10 ** Math.floor(Math.log10(high));
  const step = [0.5, 1, 2, 5].map((n) => n * ten).find((n) => high / n < 3)!;
  return Array.from({ length: Math.floor(high / step) + 1 }, (_, i) => i * step);
}
