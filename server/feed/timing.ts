// Every duration of the feed in one place, in milliseconds, so that a test can move them.

export type Timing = {
  /** The longest that a change waits when nobody rang: a bell can be lost, or kept by a transaction that stays open. */
  safety: number;
  /** After a change we keep reading at these gaps (each longer by the growth) until nothing has come for the linger. */
  lingerGap: number;
  lingerGrowth: number;
  lingerGapMax: number;
  linger: number;
  /** From the beginning of a read that brought something to the next: a flood is read in gulps, whatever rings. */
  rest: number;
  /** How often we beat, and how old the last proof may be before all is called stale. */
  beat: number;
  stale: number;
  /** The longest that one query may take before its connection is thrown away: a dead network says nothing. */
  queryDeadline: number;
  /** The listening connection: how often it is tried, how long an answer may take, how long between attempts. */
  listenCheck: number;
  listenDeadline: number;
  listenRetry: number;
  /** How long the log is kept, and how often what is older is forgotten. */
  keep: number;
  prune: number;
};

export const usual: Timing = {
  safety: 250,
  lingerGap: 5,
  lingerGrowth: 1.15,
  lingerGapMax: 50,
  linger: 1000,
  rest: 3,
  beat: 1000,
  stale: 3000,
  queryDeadline: 5000,
  listenCheck: 2000,
  listenDeadline: 2000,
  listenRetry: 250,
  keep: 24 * 60 * 60_000,
  prune: 60_000,
};

/** A wait that many hubs will not do in step: between three quarters and five quarters of it. */
export function jittered(milliseconds: number): number {
  return milliseconds * (0.75 + Math.random() / 2);
}
