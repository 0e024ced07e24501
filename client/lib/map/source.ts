// The server's answer about the basemap (`GET /api/map`).
import type { Bounds } from './clusters.ts';

export type MapSource = {
  tiles: string | null;
  extract: string | null;
  attribution: string;
  bounds: Bounds | null;
  demo: boolean;
};

/** The version of the basemap that an address of ours names. */
export const versionOf = (address: string | null): string | null =>
  address === null ? null : new URL(address, 'http://here').searchParams.get('v');

/** Reads it. Null: the server did not answer. */
export async function readSource(): Promise<MapSource | null> {
  try {
    const answer = await fetch('/api/map', { signal: AbortSignal.timeout(5000) });
    return answer.ok ? ((await answer.json()) as MapSource) : null;
  } catch {
    return null;
  }
}
