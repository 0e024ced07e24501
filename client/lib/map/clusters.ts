// Which markers a view has: single cases, buildings with several, clusters; the chosen case and the numbered stops of a day
// always on their own. The cluster index knows places only, so a changed action or sum costs nothing; it is rebuilt when
// places come, go or move, and until then (the caller chooses the moment) gone cases are left out and new ones have markers
// of their own.
import Supercluster from 'supercluster';
import type { MapCase, MapChange } from './case.ts';

export type Bounds = { south: number; west: number; north: number; east: number };
type At = { latitude: number; longitude: number };
export type Item =
  | ({ kind: 'case'; key: string; id: number } & At)
  | ({ kind: 'building'; key: string; ids: readonly number[] } & At)
  | ({ kind: 'cluster'; key: string; ids: readonly number[]; clusterId: number } & At);

/** Pixels within which markers are drawn as one; past the last clustering zoom each place has its own. */
const clusterRadius = 52;
export const lastClusterZoom = 18;

/** Some ten centimetres: flats of one building share their point. */
const keys = new WeakMap<MapCase, string>();
function placeKey(c: MapCase): string {
  let key = keys.get(c);
  if (key === undefined) keys.set(c, (key = `${c.latitude.toFixed(6)},${c.longitude.toFixed(6)}`));
  return key;
}

/** The cases of the map and the clusters of every zoom. */
export class CaseIndex {
  readonly cases = new Map<number, MapCase>();
  private index = new Supercluster<{ key: string }>({
    radius: clusterRadius,
    extent: 256,
    maxZoom: lastClusterZoom,
  });
  private indexed: ReadonlySet<string> = new Set();
  private readonly places = new Map<string, At & { ids: number[] }>();
  private leaves = new Map<number, string[]>();
  /** Places that the index does not know yet, and how many of those it knows are empty now. */
  private readonly fresh = new Set<string>();
  private lost = 0;
  /** The stops of a day: the number of each is readable only in a marker of its own. */
  private readonly stops = new Set<number>();

  /** Whether places differ from those in the index. */
  get stale(): boolean {
    return this.fresh.size > 0 || this.lost > 0;
  }

  /** Takes what changed; true if places changed, so that markers may come, go or move. */
  apply({ changed, gone }: MapChange): boolean {
    let moved = false;
    for (const c of changed) {
      const known = this.cases.get(c.id);
      this.cases.set(c.id, c);
      if (this.setStop(c.id, c.stop !== undefined)) moved = true;
      if (known && known.latitude === c.latitude && known.longitude === c.longitude) continue;
      moved = true;
      if (known) this.leave(known);
      this.enter(c);
    }
    for (const id of gone) {
      const known = this.cases.get(id);
      if (!known) continue;
      moved = true;
      this.cases.delete(id);
      this.stops.delete(id);
      this.leave(known);
    }
    return moved;
  }

  /** True if it was none before, or is none any more. */
  private setStop(id: number, is: boolean): boolean {
    if (this.stops.has(id) === is) return false;
    if (is) this.stops.add(id);
    else this.stops.delete(id);
    return true;
  }

  private enter(c: MapCase): void {
    const key = placeKey(c);
    const place = this.places.get(key);
    if (place) {
      place.ids.push(c.id);
      return;
    }
    this.places.set(key, { latitude: c.latitude, longitude: c.longitude, ids: [c.id] });
    if (this.indexed.has(key)) this.lost--;
    else this.fresh.add(key);
  }

  private leave(c: MapCase): void {
    const key = placeKey(c);
    const ids = this.places.get(key)!.ids.filter((id) => id !== c.id);
    if (ids.length > 0) {
      this.places.get(key)!.ids = ids;
      return;
    }
    this.places.delete(key);
    if (this.indexed.has(key)) this.lost++;
    else this.fresh.delete(key);
  }

  rebuild(): void {
    this.index = new Supercluster({ radius: clusterRadius, extent: 256, maxZoom: lastClusterZoom });
    this.index.load(
      [...this.places].map(([key, { latitude, longitude }]) => ({
        type: 'Feature' as const,
        geometry: { type: 'Point' as const, coordinates: [longitude, latitude] },
        properties: { key },
      })),
    );
    this.indexed = new Set(this.places.keys());
    this.leaves.clear();
    this.fresh.clear();
    this.lost = 0;
  }

  private leavesOf(clusterId: number): string[] {
    let keys = this.leaves.get(clusterId);
    if (!keys)
      this.leaves.set(
        clusterId,
        (keys = this.index.getLeaves(clusterId, Infinity).map((leaf) => leaf.properties.key)),
      );
    return keys;
  }

  items({ south, west, north, east }: Bounds, zoom: number, chosenId: number | null): Item[] {
    const items: Item[] = [];
    const alone = new Set(this.stops);
    if (chosenId !== null && this.cases.has(chosenId)) alone.add(chosenId);
    const aloneAt = new Set<string>();
    for (const id of alone) {
      const c = this.cases.get(id)!;
      items.push(single(c));
      aloneAt.add(placeKey(c));
    }
    const none: readonly number[] = [];
    const others = (key: string): readonly number[] => {
      const ids = this.places.get(key)?.ids ?? none;
      return aloneAt.has(key) ? ids.filter((id) => !alone.has(id)) : ids;
    };
    const place = (key: string) => {
      const ids = others(key);
      const at = this.places.get(key)!;
      if (ids.length === 1) items.push(single(this.cases.get(ids[0]!)!));
      else if (ids.length > 1)
        items.push({ kind: 'building', key: `b${key}`, ids, latitude: at.latitude, longitude: at.longitude });
    };
    // Before the first case there is no index.
    if (this.indexed.size === 0) return items;
    for (const found of this.index.getClusters([west, south, east, north], Math.round(zoom))) {
      if (!('cluster' in found.properties)) {
        place(found.properties.key);
        continue;
      }
      const keys = this.leavesOf(found.properties.cluster_id as number).filter(
        (key) => others(key).length > 0,
      );
      if (keys.length === 1) place(keys[0]!);
      else if (keys.length > 1) {
        const ids = keys.flatMap(others);
        const [longitude, latitude] = found.geometry.coordinates as [number, number];
        // The least id names a cluster, so that it keeps its marker when the index is rebuilt around it.
        const key = `k${ids.reduce((least, id) => Math.min(least, id))}`;
        items.push({
          kind: 'cluster',
          key,
          ids,
          clusterId: found.properties.cluster_id as number,
          latitude,
          longitude,
        });
      }
    }
    for (const key of this.fresh) {
      const at = this.places.get(key)!;
      if (at.latitude > south && at.latitude < north && at.longitude > west && at.longitude < east)
        place(key);
    }
    return items;
  }

  /** The zoom at which a cluster falls apart; null if it is not of this index any more. */
  expansionZoom(clusterId: number): number | null {
    try {
      return this.index.getClusterExpansionZoom(clusterId);
    } catch {
      return null;
    }
  }
}

const single = (c: MapCase): Item => ({
  kind: 'case',
  key: `c${c.id}`,
  id: c.id,
  latitude: c.latitude,
  longitude: c.longitude,
});
