// How far the day has come: which stop is under way, which is done, which was given up. Pure; it goes by what waits on
// this device first, for the server's list may be a moment behind its own answer.
import type { PlannedStop } from '#domain/rounds/round-change.ts';
import type { Standing } from './plan.ts';

/** What is known of one stop's visit. */
export type Sign = {
  standing: Standing;
  /** When its end was written here and still waits, epoch ms. */
  finishedAt: number | null;
  /** Turning back was written here and still waits. */
  turnedBack: boolean;
  /** When somebody last spoke to the tenant or tried to, by the server; null: never. */
  contactAt: number | null;
};

/** So long may the server's list lag behind its answer. */
const settlesMs = 10_000;

/**
 * The stops as they stand now, and those that were turned back from. `nowhere` is kept between calls: since when a stop
 * that was set out for is neither on the way nor done. Null where nothing has changed.
 */
export function progress(
  stops: readonly PlannedStop[],
  sign: (id: number) => Sign,
  nowhere: Map<number, number>,
  now: number,
  madeAt: number,
): { stops: PlannedStop[]; turnedBack: PlannedStop[] } | null {
  let touched = false;
  const turnedBack: PlannedStop[] = [];
  const after = stops.flatMap((stop): PlannedStop[] => {
    if (stop.state === 'done') return [stop];
    const { standing, finishedAt, turnedBack: turned, contactAt } = sign(stop.id);
    if (finishedAt !== null) {
      touched = true;
      return [{ ...stop, state: 'done', leaveAt: finishedAt }];
    }
    if (standing === 'on_the_way') {
      nowhere.delete(stop.id);
      if (stop.state === 'under_way') return [stop];
      touched = true;
      return [{ ...stop, state: 'under_way', arriveAt: now + stop.travelSeconds * 1000 }];
    }
    if (stop.state !== 'under_way') return [stop];
    const since = nowhere.get(stop.id) ?? now;
    nowhere.set(stop.id, since);
    if (!turned && now - since < settlesMs) return [stop];
    nowhere.delete(stop.id);
    touched = true;
    // Ended on another device: done, if somebody was there; else given up.
    if (!turned && contactAt !== null && contactAt > madeAt)
      return [{ ...stop, state: 'done', leaveAt: Math.min(now, contactAt) }];
    turnedBack.push(stop);
    return [];
  });
  return touched ? { stops: after, turnedBack } : null;
}
