// The progress of the day: which stop is under way, which is done, which was given up. Pure. Unsent changes of this device
// come first, because the list may be a moment behind the server's answers.
import type { PlannedStop } from '#domain/rounds/round-change.ts';
import type { Stage } from './plan.ts';

/** What is known of one stop's visit. */
export type Sign = {
  stage: Stage;
  /** When its end was written here, epoch ms, while that waits. */
  finishedAt: number | null;
  /** Turning back was written here and still waits. */
  turnedBack: boolean;
  /** When somebody last spoke to the tenant or tried to, by the server; null: never. */
  contactAt: number | null;
};

/** Milliseconds by which the list may lag behind the server's answer. */
const settlesMs = 10_000;

/**
 * The stops as they are now, and those that were turned back from; null when nothing has changed. `unseenSince` is kept
 * between calls: since when (epoch ms) the list has shown a stop under way as neither on the way nor done.
 */
export function progress(
  stops: readonly PlannedStop[],
  sign: (id: number) => Sign,
  unseenSince: Map<number, number>,
  now: number,
  madeAt: number,
): { stops: PlannedStop[]; turnedBack: PlannedStop[] } | null {
  let touched = false;
  const turnedBack: PlannedStop[] = [];
  const after = stops.flatMap((stop): PlannedStop[] => {
    if (stop.state === 'done') return [stop];
    const { stage, finishedAt, turnedBack: turned, contactAt } = sign(stop.id);
    if (finishedAt !== null) {
      touched = true;
      return [{ ...stop, state: 'done', leaveAt: finishedAt }];
    }
    if (stage === 'on_the_way') {
      unseenSince.delete(stop.id);
      if (stop.state === 'under_way') return [stop];
      touched = true;
      return [{ ...stop, state: 'under_way', arriveAt: now + stop.travelSeconds * 1000 }];
    }
    if (stop.state !== 'under_way') return [stop];
    const since = unseenSince.get(stop.id) ?? now;
    unseenSince.set(stop.id, since);
    if (!turned && now - since < settlesMs) return [stop];
    unseenSince.delete(stop.id);
    touched = true;
    // It ended on another device: done if a contact was recorded, otherwise given up.
    if (!turned && contactAt !== null && contactAt > madeAt)
      return [{ ...stop, state: 'done', leaveAt: Math.min(now, contactAt) }];
    turnedBack.push(stop);
    return [];
  });
  return touched ? { stops: after, turnedBack } : null;
}
