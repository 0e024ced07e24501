// When something that was recorded on a device happened, by the server's clock. A device's clock may be wrong by minutes, a
// day or years, and may be changed at any time. A record is never refused for it: this function returns an instant
// at which it can have happened, and a doubt where a person should check it. Pure: the server's time is passed in.
import type { Instant } from './facts.ts';

export type Capture = {
  /** As the device sent it: its own clock, corrected by `offsetMs`. */
  madeAt: Instant;
  /**
   * Server's clock minus device's clock, in ms, as the device knew it when it recorded. null: it had never learnt it.
   * undefined: the sender says nothing of its clock (another program), and only the future is doubted.
   */
  offsetMs?: number | null | undefined;
  /** When the device had learnt that, by the server's clock: it recorded no earlier. */
  learntAt?: Instant | undefined;
  /** The device's own clock when it sent this. The message has just arrived, so this gives the offset at sending. */
  sentAt?: Instant | undefined;
  /** The last write of this device whose time is not doubted: it recorded no earlier. */
  previousAt?: Instant | undefined;
  /** When the server received it. */
  now: Instant;
};

/**
 * future: later than the server's own time. past: before the device's last contact or its write before. changed: the
 * clock was changed between recording and sending. unknown: recorded with a wrong clock whose offset was not known.
 */
export type TimeDoubt = 'future' | 'past' | 'changed' | 'unknown';

/** by: how wrong the device's clock was, in ms, without a sign. */
export type Happened = { at: Instant; doubt: { why: TimeDoubt; by: number } | null };

/** Clocks that differ by less agree: it covers transmission and what a clock loses in some weeks. */
export const clockToleranceMs = 2 * 60_000;
/** Nothing was recorded before: Doorstep did not exist. A clock without a battery says 1970. */
const firstInstant = Date.UTC(2000, 0, 1);

/** The instant from which law and history count. Never later than `now`, never before 2000. */
export function happenedAt({ madeAt, offsetMs, learntAt, sentAt, previousAt, now }: Capture): Happened {
  const known = offsetMs !== undefined;
  // A claim of the device: it cannot be later than now.
  const contacts = known ? [learntAt, previousAt].filter((one) => one !== undefined && one <= now) : [];
  const earliest = Math.max(firstInstant, ...(contacts as Instant[]));
  const fits = (at: Instant) => at >= earliest - clockToleranceMs && at <= now + clockToleranceMs;

  const offsetNow = known && sentAt !== undefined ? now - sentAt : null;
  const byOffsetNow = offsetNow === null ? madeAt : madeAt - (offsetMs ?? 0) + offsetNow;
  const by = Math.abs(byOffsetNow - madeAt);
  if (by <= clockToleranceMs && fits(madeAt)) return { at: Math.min(madeAt, now), doubt: null };

  // Without an offset at recording there is only the one at sending. With two that differ nothing says when the clock was
  // changed: the earlier time counts where both are possible, so that no legal limit ends too late.
  const possible = (offsetMs === null ? [byOffsetNow] : [madeAt, byOffsetNow]).filter(fits);
  const outside = madeAt > now ? now : contacts.length > 0 ? earliest : now;
  const at = Math.min(possible.length > 0 ? Math.min(...possible) : outside, now);
  const why: TimeDoubt =
    by > clockToleranceMs ? (offsetMs === null ? 'unknown' : 'changed') : madeAt > now ? 'future' : 'past';
  return { at, doubt: { why, by: by > clockToleranceMs ? by : Math.abs(at - madeAt) } };
}

/** 'about 1 day', 'about 3 hours': whole units, the largest that fits. */
export function aboutHowLong(ms: number): string {
  const units = [
    ['year', 365.25 * 86_400_000],
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const;
  const [name, size] = units.find(([, one]) => Math.round(ms / one) >= 1 && ms >= one * 0.9) ?? units[3];
  const count = Math.max(1, Math.round(ms / size));
  return `about ${count} ${name}${count === 1 ? '' : 's'}`;
}
