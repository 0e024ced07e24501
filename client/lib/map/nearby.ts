// Which part of the map the first view shows: the nearest work around the person, or the densest of the list when their
// position is not known, as wide as most of it still has markers of its own. Pure.
import type { Bounds, Item } from './clusters.ts';

type At = { latitude: number; longitude: number };
/** The part of the map that nothing covers, in px. */
type Room = { width: number; height: number };
/** The markers of a part of the map at that zoom (CaseIndex.items). */
type ItemsOf = (bounds: Bounds, zoom: number) => readonly Item[];
export type View = { bounds: Bounds; zoom: number };

/** So much of what is in view has a marker of its own (or its building's). Chosen, not sourced. */
export const separateShare = 0.6;
/** Nearer than this, neighbours would be out of sight. */
const nearestZoom = 17;
const widestZoom = 8;
/** The widest zoom at which what is in view with the person counts as near: about two kilometres on a phone. */
const walkZoom = 14;
/** How many of the nearest are tried, the most first: more than some dozens are no longer "nearby". */
const mostNearby = 40;
/** A view may have so few of the homes that another would have, if fewer of its markers are covered. Chosen, not sourced. */
const leastShare = 0.5;
const fewer = [32, 24, 20, 16, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
/** Without a position: how many cases, evenly taken from the list, are tried as the middle. */
const middles = 12;

/** How many markers of a view something covers, such as the search field. */
type Hidden = (view: View) => number;
type Found = { view: View; count: number; hidden: number };

/**
 * Null where there is nothing to show, or (with `origin`) nothing near enough to be in one view with it.
 * `origin`: where the person is; it is always inside the view. `hidden`: a view of as few as half of the homes is preferred
 * where fewer of its markers are covered.
 */
export function nearbyView(
  places: readonly At[],
  origin: At | null,
  room: Room,
  itemsOf: ItemsOf,
  hidden: Hidden = () => 0,
): View | null {
  if (places.length === 0) return null;
  if (origin) {
    const found = around(origin, places, [origin], room, itemsOf, hidden);
    if (found) return found.view;
    // Homes of one street that is a walk away: their group and the person in one view.
    const bounds = boundsOf([nearestOf(origin, places, 1)[0]!, origin]);
    const zoom = zoomOf(bounds, room);
    return zoom >= walkZoom ? { bounds, zoom } : null;
  }
  const all = tried(places, [], room, itemsOf);
  if (all) return all;
  const found: Found[] = [];
  const step = Math.max(1, Math.floor(places.length / middles));
  for (let i = 0; i < places.length; i += step) {
    const one = around(places[i]!, places, [], room, itemsOf, hidden);
    if (one) found.push(one);
  }
  const most = Math.max(...found.map(({ count }) => count));
  const best = fewestHidden(found.filter(({ count }) => count >= most * leastShare));
  return best?.view ?? { bounds: boundsOf([places[0]!]), zoom: nearestZoom };
}

/**
 * The widest view of the nearest around that point in which most markers are separate, or a closer one in which fewer are
 * covered; and how many it was made for.
 */
function around(
  middle: At,
  places: readonly At[],
  always: readonly At[],
  room: Room,
  itemsOf: ItemsOf,
  hidden: Hidden,
): Found | null {
  const nearest = nearestOf(middle, places, mostNearby);
  const found: Found[] = [];
  for (const count of [nearest.length, ...fewer.filter((one) => one < nearest.length)]) {
    if (found[0] && (count < found[0].count * leastShare || found.at(-1)!.hidden === 0)) break;
    const view = tried(nearest.slice(0, count), always, room, itemsOf);
    if (view) found.push({ view, count, hidden: hidden(view) });
  }
  return fewestHidden(found);
}

/** Of those with the fewest covered markers the one of the most homes, the first of equals. */
function fewestHidden(found: readonly Found[]): Found | null {
  let best: Found | null = null;
  for (const one of found)
    if (!best || one.hidden < best.hidden || (one.hidden === best.hidden && one.count > best.count))
      best = one;
  return best;
}

function nearestOf(middle: At, places: readonly At[], most: number): At[] {
  const narrow = Math.cos((middle.latitude * Math.PI) / 180);
  return places
    .map((at) => ({
      at,
      far: Math.hypot((at.longitude - middle.longitude) * narrow, at.latitude - middle.latitude),
    }))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ at }) => at);
}

/** The view of these points; null where too many of its markers would be merged. */
function tried(points: readonly At[], always: readonly At[], room: Room, itemsOf: ItemsOf): View | null {
  const bounds = boundsOf([...points, ...always]);
  const zoom = zoomOf(bounds, room);
  let separate = 0;
  let all = 0;
  for (const item of itemsOf(seen(bounds, zoom, room), zoom)) {
    const count = item.kind === 'case' ? 1 : item.ids.length;
    all += count;
    if (item.kind !== 'cluster') separate += count;
  }
  return all > 0 && separate >= separateShare * all ? { bounds, zoom } : null;
}

// Web Mercator, in px of zoom 0: a world of 256 by 256.
const mercatorX = (longitude: number): number => ((longitude + 180) / 360) * 256;
const mercatorY = (latitude: number): number => {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 256;
};
const latitudeOf = (y: number): number =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 256))) * 180) / Math.PI;

/** The nearest whole zoom at which the bounds fit into the room. */
function zoomOf({ south, west, north, east }: Bounds, { width, height }: Room): number {
  const across = Math.max(1e-9, mercatorX(east) - mercatorX(west));
  const down = Math.max(1e-9, mercatorY(south) - mercatorY(north));
  const fits = Math.floor(Math.log2(Math.min(width / across, height / down)));
  return Math.min(nearestZoom, Math.max(widestZoom, fits));
}

/** What is in view when these bounds are in the middle of the room. */
function seen({ south, west, north, east }: Bounds, zoom: number, { width, height }: Room): Bounds {
  const x = (mercatorX(west) + mercatorX(east)) / 2;
  const y = (mercatorY(south) + mercatorY(north)) / 2;
  const [halfX, halfY] = [width / 2 / 2 ** zoom, height / 2 / 2 ** zoom];
  return {
    south: latitudeOf(y + halfY),
    north: latitudeOf(y - halfY),
    west: ((x - halfX) / 256) * 360 - 180,
    east: ((x + halfX) / 256) * 360 - 180,
  };
}

/** Px from a marker's middle to its edge. */
const markerHalf = 20;

/**
 * `shift`: how many px the view is moved down (above 0) or up so that the fewest markers lie under what covers the map's top, such as
 * the search field; only so far that all of the view stays in its room. `top`: px from the map's edge to the room. `covered`: px
 * from the map's edge to the end of what covers it. `hidden`: how many markers are still covered.
 */
export function clearOfTop(
  { bounds, zoom }: View,
  room: Room,
  { top, covered }: { top: number; covered: number },
  itemsOf: ItemsOf,
): { shift: number; hidden: number } {
  const scale = 2 ** zoom;
  const [low, high] = [mercatorY(bounds.south), mercatorY(bounds.north)];
  const spare = Math.floor((room.height - (low - high) * scale) / 2);
  if (covered <= 0) return { shift: 0, hidden: 0 };
  const middle = (low + high) / 2;
  const centre = top + room.height / 2;
  const latitudeAt = (y: number) => latitudeOf(middle + (y - centre) / scale);
  const { west, east } = seen(bounds, zoom, room);
  const north = latitudeAt(-markerHalf - Math.max(0, spare));
  const south = latitudeAt(covered + markerHalf + Math.max(0, spare));
  const ys = itemsOf({ south, north, west, east }, zoom).map(
    ({ latitude }) => centre + (mercatorY(latitude) - middle) * scale,
  );
  const hidden = (shift: number) =>
    ys.filter((y) => y + shift > -markerHalf && y + shift < covered + markerHalf).length;
  let best = { shift: 0, hidden: hidden(0) };
  for (let by = 1; by <= spare && best.hidden > 0; by++)
    for (const shift of [by, -by]) {
      const count = hidden(shift);
      if (count < best.hidden) best = { shift, hidden: count };
    }
  return best;
}

/** The rectangle around these points. */
export function boundsOf(points: readonly At[]): Bounds {
  const b = { south: 90, west: 180, north: -90, east: -180 };
  for (const { latitude, longitude } of points) {
    b.south = Math.min(b.south, latitude);
    b.north = Math.max(b.north, latitude);
    b.west = Math.min(b.west, longitude);
    b.east = Math.max(b.east, longitude);
  }
  return b;
}
