// The way to a door, in the device's own maps app. What the link holds leaves this device only when the person presses it.

type Spot = { latitude: number; longitude: number };
export type Way = {
  /** A point (degrees, WGS 84), or an address where the point is not known. */
  to: Spot | string;
  /** Where the person is, as this device knows it; null: the maps app asks for it itself. */
  from?: Spot | null;
  mode?: 'walking' | 'driving';
};

const textOf = (place: Spot | string): string =>
  typeof place === 'string' ? place : `${place.latitude},${place.longitude}`;

/**
 * An address that opens directions. Apple's systems open Maps by `maps:` with `saddr`, `daddr` and `dirflg` (Apple, Map
 * Links). Everywhere else it is a Maps URL (Google, Maps URLs: `api=1`): the maps app of an Android phone, a page at a desk.
 * `geo:` (RFC 5870) would do on Android alone, and knows no start and no way to travel.
 */
export function directions({ to, from = null, mode = 'walking' }: Way, userAgent: string): string {
  if (isApple(userAgent)) {
    const start = from ? [['saddr', textOf(from)]] : [];
    const query = [...start, ['daddr', textOf(to)], ['dirflg', mode === 'walking' ? 'w' : 'd']];
    return `maps:?${queryOf(query)}`;
  }
  const start = from ? [['origin', textOf(from)]] : [];
  const query = [['api', '1'], ...start, ['destination', textOf(to)], ['travelmode', mode]];
  return `https://www.google.com/maps/dir/?${queryOf(query)}`;
}

const queryOf = (pairs: string[][]): string =>
  pairs.map(([key, value]) => `${key}=${encodeURIComponent(value!).replaceAll('%2C', ',')}`).join('&');

/** An iPad calls itself a Macintosh; both have the same app. */
const isApple = (userAgent: string): boolean => /iPhone|iPad|iPod|Macintosh/.test(userAgent);
