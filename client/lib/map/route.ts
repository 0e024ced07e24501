// The route of a day's round, from home to home, as a dotted line: the list has the same as text. Drawn anew when
// the map has moved; while it zooms, it waits out of sight.
import type { Map as LeafletMap } from 'leaflet';

export type Route = {
  places: readonly { latitude: number; longitude: number }[];
  /** Where it begins, if that is no door. */
  start: { latitude: number; longitude: number } | null;
};

/** A stop whose marker was moved away from its door, so that its number can be read. */
export type Leader = {
  door: { latitude: number; longitude: number };
  marker: { latitude: number; longitude: number };
};

/** The dotted line of the day’s round. */
export class RouteLine {
  private readonly map: LeafletMap;
  private readonly svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  private route: Route | null = null;
  private leaders: readonly Leader[] = [];

  constructor(map: LeafletMap) {
    this.map = map;
    this.svg.classList.add('map-route');
    this.svg.setAttribute('aria-hidden', 'true');
    const pane = map.createPane('route');
    pane.style.zIndex = '450';
    pane.style.pointerEvents = 'none';
    pane.append(this.svg);
    map.on('zoomstart', () => this.svg.setAttribute('display', 'none'));
    map.on('zoomend viewreset moveend', () => this.draw());
  }

  set(route: Route | null): void {
    this.route = route;
    this.draw();
  }

  setLeaders(leaders: readonly Leader[]): void {
    if (leaders.length === 0 && this.leaders.length === 0) return;
    this.leaders = leaders;
    this.draw();
  }

  private draw(): void {
    const { route, map } = this;
    if (!route || route.places.length === 0) {
      this.svg.replaceChildren();
      return;
    }
    this.svg.removeAttribute('display');
    const at = (place: { latitude: number; longitude: number }) => {
      const { x, y } = map.latLngToLayerPoint([place.latitude, place.longitude]);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    };
    const way = `M${route.places.map(at).join('L')}`;
    const [x, y] = (route.start ? at(route.start) : '').split(' ');
    const lines = this.leaders.map(({ door, marker }) => `M${at(door)}L${at(marker)}`).join('');
    const doors = this.leaders.map(({ door }) => `M${at(door)}h.01`).join('');
    // Numbers of our own only.
    this.svg.innerHTML =
      `<path class="map-casing" d="${way}"/><path class="map-way" d="${way}"/>` +
      (lines && `<path class="map-leader" d="${lines}"/><path class="map-door" d="${doors}"/>`) +
      (route.start ? `<circle cx="${x}" cy="${y}" r="7"/>` : '');
  }
}
