// The day so far for the wallboard's chart: what was collected by the end of each quarter of an hour, and what usually is by
// then. Uses the tiles' own sums, so that its last point equals the tile. Integer pence.
import type { WallboardDay, WallboardPoint } from '../../contract/wallboard.ts';
import { usualBy, type Usual } from './usual.ts';
import type { TileDay } from './facts.ts';
import type { Contribution, Key } from './sums.ts';

type TileSource = {
  composed(patches: 'all'): { day: TileDay; now: number; asOf: string; usual: Usual | null };
  sums: { entries(): Iterable<[Key, Contribution]> };
};

const quarterMs = 15 * 60_000;

/** The wallboard's chart of today for the whole team: collected so far, and what is usual, by quarters of an hour. */
export function daySoFar(tiles: TileSource): Omit<WallboardDay, 'goals'> {
  const { day, now, asOf, usual: known } = tiles.composed('all');
  const usual = known?.of === day.today ? known : null;
  const quarters = Math.round((day.endsAt - day.startsAt) / quarterMs);
  const came = new Array<number>(quarters).fill(0);
  for (const [key, { at, amounts }] of tiles.sums.entries()) {
    if (at === null || !key.startsWith('payment:')) continue;
    const quarter = Math.floor((at - day.startsAt) / quarterMs);
    for (const [slot, pence] of amounts)
      if (quarter in came && slot.startsWith('collected_today/')) came[quarter]! += pence;
  }
  const text = (at: number) => new Date(at).toISOString();
  const points: WallboardPoint[] = [{ at: text(day.startsAt), collectedPence: 0, usualPence: usual && 0 }];
  let sum = 0;
  for (const [i, pence] of came.entries()) {
    sum += pence;
    const end = day.startsAt + (i + 1) * quarterMs;
    points.push({
      at: text(end),
      collectedPence: end <= now ? sum : null,
      // Midnight belongs to the next day, so the minute before is used.
      usualPence: usual && usualBy(usual, 'all', end < day.endsAt ? end : end - 60_000, day.timeZone),
    });
  }
  // Too few earlier weeks: then there is no usual figure, at midnight either.
  if (points.at(-1)?.usualPence === null) points[0]!.usualPence = null;
  return { asOf, startsAt: text(day.startsAt), endsAt: text(day.endsAt), points };
}
