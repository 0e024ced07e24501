// Every duration of the feed in one place, in milliseconds, so that a test can move them.

export type Timing = {
  /** The longest that a change waits without a notification: one can be lost, or held by a transaction that stays open. */
  safety: number;
  /** After a change we keep reading at these gaps (each longer by the growth) until nothing has come for the linger. */
  lingerGap: number;
  lingerGrowth: number;
  lingerGapMax: number;
  linger: number;
  /** From the beginning of a read that returned changes to the next: under a flood changes are read in batches. */
  rest: number;
  /** How often a heartbeat is written, and how old the last proof may be before the feed is stale. */
  beat: number;
  stale: number;
  /** The longest that one query may take before its connection is destroyed: a dead network reports no error. */
  queryDeadline: number;
  /** The listening connection: how often it is tried, how long an answer may take, how long between attempts. */
  listenCheck: number;
  listenDeadline: number;
  listenRetry: number;
  /** How long the log is kept, and how often older rows are deleted. */
  keep: number;
  prune: number;
};

export const defaultTiming: Timing = {
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

/** A random wait of 0.75 to 1.25 times the given milliseconds, so that hubs do not retry at the same moment. */
export function jittered(milliseconds: number): number {
  return milliseconds * (0.75 + Math.random() / 2);
}
