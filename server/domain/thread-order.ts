// The order of an inbox: what waits for my team first (late or soon late, then mine, then whatever has waited longest), then
// what waits for the others, what the repairs team put off, and last what is settled, the newest first. The server's pages come
// in this order; a device keeps it while messages arrive.
import type { Instant } from './facts.ts';
import type { Team, ThreadState } from './thread-state.ts';

export type Ordered = {
  id: string;
  state: ThreadState;
  needsAnswerBy: Instant | null;
  waitingSince: Instant | null;
  lastAt: Instant;
  mine: boolean;
  /** Until when the repairs team has put it off; null: it has not, or that time has passed. */
  snoozedUntil: Instant | null;
};

/** Smaller comes first, field by field; what is never late comes after whatever may be. */
export type OrderKey = [group: number, due: number, notMine: number, then: number, id: string];

const never = Number.MAX_SAFE_INTEGER;

/**
 * The place of a conversation in the inbox of a team: those that wait for the team first, by when they are due; then
 * the others by their newest message; then those that the repairs team has put off, by when they come back; settled ones last.
 */
export function orderKey(thread: Ordered, team: Team): OrderKey {
  if (team === 'repairs' && thread.snoozedUntil !== null && thread.state !== 'settled')
    return [2, 0, 0, thread.snoozedUntil, thread.id];
  const ours = thread.state === (team === 'repairs' ? 'waiting_for_repairs' : 'waiting_for_income');
  if (ours)
    return [0, thread.needsAnswerBy ?? never, thread.mine ? 0 : 1, thread.waitingSince ?? 0, thread.id];
  return [thread.state === 'settled' ? 3 : 1, 0, 0, -thread.lastAt, thread.id];
}

/** Compares two places for sorting: negative where `a` comes first. */
export function compareKeys(a: OrderKey, b: OrderKey): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < b[i]!) return -1;
    if (a[i]! > b[i]!) return 1;
  }
  return 0;
}

/** Past its time without an answer. */
export const isLate = (thread: Pick<Ordered, 'needsAnswerBy'>, now: Instant): boolean =>
  thread.needsAnswerBy !== null && thread.needsAnswerBy < now;
