// How old the list is, also in words. `provedAt` is the server's: everything committed before it has arrived here.
import { age, timeOf } from '../words/time.ts';
import { freshness as words } from './words.ts';

/** A proof is fresh for this long: the server gives one about every second, and a late train is not an outage. */
export const freshMs = 6000;

/** short: for one line of a phone; the time where that is within the hour, else the age. */
export type Freshness = { stale: boolean; provedAt: number | null; text: string; short: string };
const hourMs = 3_600_000;

/** Times are epoch ms by the server's clock (`now` already corrected for this device's). */
export function freshness(
  state: { connected: boolean; serverStale: boolean; provedAt: number | null },
  now: number,
): Freshness {
  const { provedAt } = state;
  if (provedAt === null) return { stale: true, provedAt, text: words.none, short: words.none };
  const old = now - provedAt;
  const stale = !state.connected || state.serverStale || old > freshMs;
  if (!stale) return { stale, provedAt, text: words.upToDate, short: words.upToDate };
  const asOf = words.asOf(timeOf(provedAt));
  if (old < 60_000) return { stale, provedAt, text: asOf, short: asOf };
  const aged = age(provedAt, now);
  return {
    stale,
    provedAt,
    text: words.old(timeOf(provedAt), aged),
    short: old < hourMs ? asOf : words.aged(aged),
  };
}
