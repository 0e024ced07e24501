// Travel times between doors, from a router with OSRM's table service (`/table/v1/…`, durations in seconds). Only the
// server calls it, never a phone: a third party's router gets a set of places, and not who goes there. When its answer is
// late, wrong or missing, the caller gets the reason in words and uses straight lines.
import type { Place } from '../domain/place.ts';

type Table = { seconds: (number | null)[][] } | { note: string };
/** Null where no router is set up for that way of going. */
export type Routers = Record<'walking' | 'driving', ((places: readonly Place[]) => Promise<Table>) | null>;

const withinMs = 3_000;

/**
 * The routers at these URLs. A table is in seconds; after `timeoutMs`, or where a router fails, it is a note in
 * words.
 */
export function routersOf(
  urls: { walking: string | null; driving: string | null },
  timeoutMs = withinMs,
): Routers {
  const ask = (url: string | null, profile: string) =>
    url === null ? null : (places: readonly Place[]) => askTable(url, profile, places, timeoutMs);
  return { walking: ask(urls.walking, 'foot'), driving: ask(urls.driving, 'driving') };
}

async function askTable(
  base: string,
  profile: string,
  places: readonly Place[],
  timeoutMs: number,
): Promise<Table> {
  // Five places after the point are a metre.
  const list = places.map(({ latitude, longitude }) => `${longitude.toFixed(5)},${latitude.toFixed(5)}`);
  const url = `${base.replace(/\/+$/, '')}/table/v1/${profile}/${list.join(';')}?annotations=duration`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    if (!answer.ok) return { note: 'No answer from the router. Distances are straight lines.' };
    const table = (await answer.json()) as { code?: unknown; durations?: unknown };
    const seconds = table.code === 'Ok' ? tableOf(table.durations, places.length) : null;
    return seconds ? { seconds } : { note: 'No answer from the router. Distances are straight lines.' };
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError'
      ? { note: 'The router did not answer in time. Distances are straight lines.' }
      : { note: 'The router is not available. Distances are straight lines.' };
  }
}

/** A square of seconds; null unless the table is complete and valid. */
function tableOf(durations: unknown, size: number): (number | null)[][] | null {
  if (!Array.isArray(durations) || durations.length !== size) return null;
  const rows: (number | null)[][] = [];
  for (const row of durations as unknown[]) {
    if (!Array.isArray(row) || row.length !== size) return null;
    const seconds: (number | null)[] = [];
    for (const cell of row as unknown[]) {
      if (cell !== null && !(typeof cell === 'number' && cell >= 0 && cell < 1e6)) return null;
      seconds.push(cell === null ? null : Math.round(cell as number));
    }
    rows.push(seconds);
  }
  return rows;
}
