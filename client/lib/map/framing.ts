// Which part of the map is in view: at first the work nearby, afterwards what the person moved or requested.
import type { LatLngBoundsExpression, Map as LeafletMap } from 'leaflet';
import { lastClusterZoom, type Bounds, type CaseIndex } from './clusters.ts';
import { Hands } from './hands.ts';
import { boundsOf, clearOfTop, nearbyView, type View } from './nearby.ts';
import type { Position } from './position.ts';

type At = { latitude: number; longitude: number };
/** Px at each edge of the map that something else covers. */
export type Padding = { top?: number; right?: number; bottom?: number; left?: number };

/** Nearest that a chosen case is brought: its street is in view, and its neighbours. */
const nearEnough = 16;
/** A day of one door shows its street. */
const nearestOfDay = 17;
/** Px that markers at the edge of a view need around their doors. */
const markerRoom = 36;
/** Px between what covers the map's top and the part that is free. */
const fieldGap = 12;

/** Moves the map into the part that nothing covers; never under a finger. */
export class Framing {
  private readonly map: LeafletMap;
  private readonly index: CaseIndex;
  private readonly wholeFirst: boolean;
  private readonly chosenId: () => number | null;
  private readonly hands: Hands;
  private padding: Required<Padding> = { top: 0, right: 0, bottom: 0, left: 0 };
  /** Px from the map's edge to the end of what covers its top: the search field, and a note below it. */
  private coveredTop = 0;
  private position: Position | null = null;
  private placed = false;
  private stopped = false;

  /** `wholeFirst`: until the position is known, the first view shows every case instead of the densest work. */
  constructor(map: LeafletMap, index: CaseIndex, wholeFirst: boolean, chosenId: () => number | null) {
    this.map = map;
    this.index = index;
    this.wholeFirst = wholeFirst;
    this.chosenId = chosenId;
    this.hands = new Hands(map);
  }

  /** `noteEnd`: px from the map's top edge to the end of a note that is on it; 0 without one. */
  setPadding(padding: Padding, noteEnd = 0): void {
    this.padding = { top: 0, right: 0, bottom: 0, left: 0, ...padding };
    this.coveredTop = Math.max(this.padding.top - fieldGap, noteEnd);
  }

  /** The first time that the position is known, the work around it is shown, unless the person has moved the map. */
  setPosition(position: Position | null): void {
    const first = position && !this.position;
    this.position = position;
    if (first && this.placed) this.showFirst();
  }

  /** The chosen case, else the work nearby, else every case. */
  showFirst(): void {
    this.placed = true;
    this.hands.unlessMoved(() => {
      const chosen = this.index.cases.get(this.chosenId() ?? 0);
      if (chosen) this.fit(boundsOf([chosen]), nearEnough, false);
      else if (!this.fitNearby(this.position) && !(this.position && this.fitNearby(null))) this.fitAll(false);
    });
  }

  /** When the person asks to be found: they, and the work around them. */
  showAround(position: Position): void {
    this.hands.atRequest(() => {
      if (!this.fitNearby(position)) this.fit(boundsOf([position]), nearEnough, false);
    });
  }

  showPosition(position: Position): void {
    this.hands.atRequest(() =>
      this.fit(boundsOf([position]), Math.max(nearEnough, Math.min(18, this.map.getZoom()))),
    );
  }

  showAll(): void {
    this.hands.atRequest(() => this.fitAll());
  }

  showBounds(bounds: Bounds): void {
    this.hands.atRequest(() => this.fit(bounds, nearestOfDay));
  }

  /** Opens a cluster: `zoom` is where it falls apart. */
  open(members: readonly At[], zoom: number): void {
    this.hands.atRequest(() => this.fit(boundsOf(members), Math.max(zoom, this.map.getZoom() + 1)));
  }

  zoomBy(by: 1 | -1): void {
    this.hands.atRequest(() => this.map.setZoom(this.map.getZoom() + by));
  }

  bringIntoView(at: At): void {
    if (this.map.getZoom() >= nearEnough - 1) this.keepInView(at);
    else this.hands.atRequest(() => this.fit(boundsOf([at]), nearEnough));
  }

  keepInView({ latitude, longitude }: At): void {
    this.hands.whenFree(() => {
      if (!this.stopped) this.map.panInside([latitude, longitude], this.corners(44));
    });
  }

  stop(): void {
    this.stopped = true;
    this.hands.stop();
  }

  private corners(margin: number) {
    const { top, right, bottom, left } = this.padding;
    return {
      paddingTopLeft: [left + margin, top + margin + 12] as [number, number],
      paddingBottomRight: [right + margin, bottom + margin] as [number, number],
    };
  }

  /** `down`: px by which the middle of the bounds lies below the middle of the uncovered part; above it where negative. */
  private fit(bounds: Bounds, maxZoom: number, animate = true, down = 0): void {
    if (this.stopped) return;
    const { paddingTopLeft, paddingBottomRight } = this.corners(markerRoom);
    paddingTopLeft[1] += Math.max(0, 2 * down);
    paddingBottomRight[1] += Math.max(0, -2 * down);
    this.map.fitBounds(edges(bounds), { paddingTopLeft, paddingBottomRight, maxZoom, animate });
  }

  private fitAll(animate = true): void {
    const { cases } = this.index;
    if (cases.size > 0) this.fit(boundsOf([...cases.values()]), lastClusterZoom, animate);
  }

  /** False if no work is near that point, or its markers cannot be shown separately. */
  private fitNearby(origin: Position | null): boolean {
    if (this.wholeFirst && !origin) return false;
    const { x, y } = this.map.getSize();
    const { paddingTopLeft: before, paddingBottomRight: after } = this.corners(markerRoom);
    const room = { width: x - before[0] - after[0], height: y - before[1] - after[1] };
    if (room.width < 1 || room.height < 1) return false;
    const itemsOf = (bounds: Bounds, zoom: number) => this.index.items(bounds, zoom, null);
    const top = { top: before[1], covered: this.coveredTop };
    const clear = (view: View) => clearOfTop(view, room, top, itemsOf);
    const places = [...this.index.cases.values()];
    const found = nearbyView(places, origin, room, itemsOf, (view) => clear(view).hidden);
    if (!found) return false;
    this.fit(found.bounds, found.zoom, false, clear(found).shift);
    return true;
  }
}

/** As Leaflet takes them. */
export const edges = (b: Bounds): LatLngBoundsExpression => [
  [b.south, b.west],
  [b.north, b.east],
];
