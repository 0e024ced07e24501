// Travel times, where the landlord has a router: requested from our own server by case numbers alone. The device's position
// is never sent; the first leg and the last are estimated from the straight line.
import type { TravelTimes } from '#contract/day.ts';
import type { TravelMode, TravelTable } from '#domain/rounds/round-travel.ts';
import { request } from '../live/api.ts';

const withinMs = 4_000;

/** Seconds between these homes by the landlord’s router; `table` null and `note` in words where there is none. */
export async function askTravel(
  mode: TravelMode,
  caseIds: readonly number[],
): Promise<{ table: TravelTable | null; note: string }> {
  if (caseIds.length < 2) return { table: null, note: '' };
  try {
    const times = await request<TravelTimes>('/api/travel', {
      method: 'POST',
      body: { mode, caseIds },
      signal: AbortSignal.timeout(withinMs),
    });
    return { table: times.seconds && { ids: times.caseIds, seconds: times.seconds }, note: times.note ?? '' };
  } catch {
    // No signal, or too slow: straight lines are used.
    return { table: null, note: '' };
  }
}
