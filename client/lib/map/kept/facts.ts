// The extract as the browser's cache has it: its bytes are the body of the one entry, what is known of it a header. So both
// are replaced together, and by a whole extract only.
import { mapCache } from '../../live/map-cache.ts';
import type { MapSource } from '../source.ts';
import type { Square } from './squares.ts';

export type Facts = {
  staffId: number;
  version: string;
  squares: Square[];
  /** ISO instant. */
  asOf: string;
  bytes: number;
  /** The answer about the map at that time: without signal the map is drawn by it. */
  source: MapSource;
};

const place = '/map/kept';
const header = 'x-doorstep-extract';

/** Null: nothing is kept, or the browser keeps nothing for this site. */
export async function storedEntry(): Promise<{ facts: Facts; entry: Response } | null> {
  try {
    const entry = await caches.match(place, { cacheName: mapCache });
    const text = entry?.headers.get(header);
    return entry && text ? { facts: JSON.parse(decodeURIComponent(text)) as Facts, entry } : null;
  } catch {
    return null;
  }
}

export const storedFacts = async (): Promise<Facts | null> => (await storedEntry())?.facts ?? null;

/** Tells every tab and worker of this site that the extract is another one: a channel of the cache's name. */
function announce(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(mapCache);
  channel.postMessage('changed');
  channel.close();
}

/** Stores an extract in place of the former one. Rejects where it did not arrive whole, or the browser has no room. */
export async function store(facts: Facts, answer: Response): Promise<void> {
  const cache = await caches.open(mapCache);
  const headers = {
    [header]: encodeURIComponent(JSON.stringify(facts)),
    'content-length': String(facts.bytes),
  };
  await cache.put(place, new Response(answer.body, { headers }));
  announce();
}
