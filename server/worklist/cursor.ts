// The worklist's cursor: where the feed stood, and at what instant it was handed out, because time moves cases without
// a line in the log. Opaque to everybody else.

/** The last instant (ms) that an ECMAScript Date can hold. */
const lastInstant = 8_640_000_000_000_000;

export function sealCursor(feed: string, at: number): string {
  return `${Math.floor(at).toString(36)}~${feed}`;
}

/** Null for what is not one of ours. */
export function openCursor(cursor: string): { feed: string; at: number } | null {
  const found = /^([0-9a-z]{1,11})~(.+)$/.exec(cursor);
  if (!found) return null;
  const at = parseInt(found[1]!, 36);
  return at <= lastInstant ? { at, feed: found[2]! } : null;
}
