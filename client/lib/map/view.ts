// The map itself, apart from any framework: Leaflet, the ground, the markers. Loaded after the page is usable. Changes
// are gathered and shown once a frame, and touch only the markers that they concern; the cluster index is rebuilt when
// places change, in an idle moment, and at a pace that follows its cost.
import './map.css';
import fontUrl from '@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2?url';
import { Map as LeafletMap } from 'leaflet/src/map/index.js';
import { sameInGroup, type MapCase, type MapChange } from './case.ts';
import { CaseIndex, type Bounds, type Item } from './clusters.ts';
import { edges, Framing } from './framing.ts';
import type { Artist, NamesSheet, SquareLayer } from './ground/ground.ts';
import { colours, type Theme } from './ground/style.ts';
import { whenIdle } from '../kit/when-idle.ts';
import { Markers } from './markers.ts';
import { PositionDot, type Position } from './position.ts';
import { RouteLine, type Route } from './route.ts';
import { versionOf, type MapSource } from './source.ts';
import { stopsApart } from './spread.ts';

export type Handlers = {
  choose(id: number | null): void;
  bounds(b: Bounds): void;
  /** Several cases at one door: to be offered as a list at this point of the map. */
  building(ids: readonly number[], at: { x: number; y: number }): void;
  moved(): void;
  /** Whether a part of the view has no streets, for want of signal. */
  groundMissing(isMissing: boolean): void;
  /** The server has another version of the basemap than the one that is shown. */
  groundOutdated(): void;
};

const rebuildAfter = 350;
/** The map of the worklist. Without a basemap the markers are on an empty ground. */
export class MapView {
  readonly map: LeafletMap;
  readonly framing: Framing;
  private readonly index = new CaseIndex();
  private readonly markers: Markers;
  private readonly dot: PositionDot;
  private readonly line: RouteLine;
  private readonly handlers: Handlers;
  private theme: Theme = 'light';
  private artist: Artist | null = null;
  private squares: SquareLayer | null = null;
  private names: NamesSheet | null = null;
  private touched = new Set<number>();
  /** Markers may come, go or move with the next frame. */
  private all = false;
  /** From then on nothing may look at the map: Leaflet has removed its panes. A change may still arrive. */
  private stopped = false;
  private rebuildAfter = rebuildAfter;
  private chosenId: number | null = null;
  private frame = 0;
  private rebuild: ReturnType<typeof setTimeout> | null = null;
  private placed = false;

  /** `bounds`: of the basemap. `wholeFirst`: the first view shows every case; without it, the work nearby. */
  constructor(
    container: HTMLElement,
    bounds: Bounds | null,
    theme: Theme,
    wholeFirst: boolean,
    handlers: Handlers,
  ) {
    this.handlers = handlers;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map = new LeafletMap(container, {
      attributionControl: false,
      zoomControl: false,
      minZoom: 8,
      maxZoom: 20,
      zoomAnimation: !still,
      // Leaflet removes the squares of the former zoom 250 ms after the last one loaded, or never where a slow frame let
      // their fading end later than that (GridLayer._tileReady, 1.9). Without fading it does so at once.
      fadeAnimation: false,
      markerZoomAnimation: !still,
      inertia: !still,
      bounceAtZoomLimits: false,
      worldCopyJump: false,
    });
    // The least zoom is set before the first view: set later, it would begin an animation that undoes the next move.
    if (bounds) {
      // Far enough to see the town's surroundings, not so far that its map is a small patch.
      this.map.options.minZoom = Math.max(8, this.map.getBoundsZoom(edges(bounds), true) - 1);
      this.map.fitBounds(edges(bounds), { animate: false });
    } else this.map.setView([54.5, -2.5], 8, { animate: false });
    this.paintContainer(theme);
    this.markers = new Markers(this.map, (item) => this.press(item));
    this.dot = new PositionDot(this.map);
    this.line = new RouteLine(this.map);
    this.framing = new Framing(this.map, this.index, wholeFirst, () => this.chosenId);
    this.map.on('moveend', () => {
      this.soon();
      this.squares?.look();
      const b = this.map.getBounds();
      handlers.bounds({ south: b.getSouth(), west: b.getWest(), north: b.getNorth(), east: b.getEast() });
    });
    this.map.on('movestart', () => handlers.moved());
    this.map.on('click', () => handlers.choose(null));
  }

  /**
   * Lays the streets, in place of those of another version. Apart from the constructor, in a later task, and when the view is
   * fitted to its cases: nothing is painted in vain.
   */
  async layGround({ tiles, extract }: MapSource): Promise<void> {
    if (tiles === null) return;
    // After the markers: they are what the map is for.
    const { Artist, NamesSheet, SquareLayer } = await import('./ground/ground.ts');
    if (this.stopped) return;
    const { theme } = this;
    this.artist?.stop();
    this.squares?.remove();
    this.names?.remove();
    const ground = { url: new URL(tiles, location.href).href, version: versionOf(extract) };
    const { groundMissing, groundOutdated } = this.handlers;
    this.artist = new Artist(ground, new URL(fontUrl, location.href).href, groundOutdated);
    this.squares = new SquareLayer(this.artist, theme, groundMissing, () => this.names?.draw());
    this.squares.addTo(this.map);
    this.names = new NamesSheet(this.map, this.artist, theme);
  }

  get cases(): ReadonlyMap<number, MapCase> {
    return this.index.cases;
  }

  private paintContainer(theme: Theme): void {
    this.theme = theme;
    this.map.getContainer().style.background = colours[theme].ground;
    this.map.getContainer().dataset['mapTheme'] = theme;
  }

  apply(change: MapChange): void {
    const renewed = change.changed.filter((c) => {
      const known = this.cases.get(c.id);
      return known && !(this.markers.inGroup(c.id) && sameInGroup(known, c));
    });
    if (this.index.apply(change)) {
      if (!this.placed && this.cases.size > 0) {
        this.index.rebuild();
        this.placed = true;
        this.framing.showFirst();
      } else this.reindex();
      this.soon();
    }
    if (renewed.length > 0) {
      for (const { id } of renewed) this.touched.add(id);
      this.frame ||= requestAnimationFrame(this.paint);
    }
  }

  /** In an idle moment: until then a new case has a marker of its own and one that is gone has none. */
  private reindex(): void {
    if (!this.index.stale || this.rebuild) return;
    this.rebuild = setTimeout(() => {
      whenIdle(() => {
        this.rebuild = null;
        if (this.stopped || !this.index.stale) return;
        const began = performance.now();
        this.index.rebuild();
        this.rebuildAfter = Math.max(rebuildAfter, (performance.now() - began) * 20);
        this.soon();
      });
    }, this.rebuildAfter);
  }

  /** Shown with the next frame, however many changes come before it. */
  private soon(): void {
    this.all = true;
    this.frame ||= requestAnimationFrame(this.paint);
  }

  private readonly paint = (): void => {
    this.frame = 0;
    if (this.stopped) return;
    const { touched } = this;
    this.touched = new Set();
    if (!this.all) {
      this.markers.renew(touched, this.cases, this.chosenId);
      return;
    }
    this.all = false;
    const b = this.map.getBounds().pad(0.2);
    const seen = { south: b.getSouth(), west: b.getWest(), north: b.getNorth(), east: b.getEast() };
    const items = this.index.items(seen, this.map.getZoom(), this.chosenId);
    const isStop = (id: number) => this.cases.get(id)?.stop !== undefined;
    const apart = stopsApart(this.map, items, isStop);
    this.line.setLeaders(apart.leaders);
    this.markers.show(apart.items, this.cases, this.chosenId);
  };

  private press(item: Item): void {
    if (item.kind === 'case') {
      this.chosenId = item.id; // it was pressed, so it need not be brought into view
      this.handlers.choose(item.id);
      this.soon();
    } else if (item.kind === 'building') {
      const { x, y } = this.map.latLngToContainerPoint([item.latitude, item.longitude]);
      this.handlers.building(item.ids, { x, y });
    } else {
      const members = item.ids.flatMap((id) => this.cases.get(id) ?? []);
      const zoom = this.index.expansionZoom(item.clusterId) ?? this.map.getZoom() + 2;
      if (members.length > 0) this.framing.open(members, zoom);
    }
  }

  setChosen(id: number | null): void {
    if (id === this.chosenId) return;
    this.chosenId = id;
    const c = id === null ? undefined : this.cases.get(id);
    if (c) this.framing.bringIntoView(c);
    this.soon();
  }

  setPosition(position: Position | null): void {
    this.dot.set(position);
    this.framing.setPosition(position);
  }
  setRoute(route: Route | null): void {
    this.line.set(route);
  }
  setTheme(theme: Theme): void {
    this.paintContainer(theme);
    this.squares?.repaint(theme);
    this.names?.repaint(theme);
  }
  resize(): void {
    if (this.stopped) return;
    this.map.invalidateSize({ pan: false });
    // A case that opens next to the map covers part of it: its marker must stay visible.
    const chosen = this.chosenId === null ? undefined : this.cases.get(this.chosenId);
    if (chosen) this.framing.keepInView(chosen);
  }

  stop(): void {
    this.stopped = true;
    this.framing.stop();
    cancelAnimationFrame(this.frame);
    if (this.rebuild) clearTimeout(this.rebuild);
    this.artist?.stop();
    // A zoom under way ends by a timer that Leaflet does not clear: it would look for the pane that is gone.
    (this.map as unknown as { _animatingZoom: boolean })._animatingZoom = false;
    this.map.remove();
    // The same with the end of a resize: no listener of ours may look at a map that is gone.
    this.map.off();
  }
}
