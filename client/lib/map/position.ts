// Where this device is: a dot, and around it the circle in which it surely is. Nothing of it leaves the device.
import { Marker } from 'leaflet/src/layer/marker/Marker.js';
import type { Icon, Map as LeafletMap } from 'leaflet';
import { map as words } from './words.ts';

export type Position = { latitude: number; longitude: number; accuracyMetres: number };

/** The dot and the circle of the device’s position. */
export class PositionDot {
  private readonly map: LeafletMap;
  private readonly dot = document.createElement('div');
  private readonly circle = document.createElement('div');
  private markers: Marker[] = [];
  private position: Position | null = null;

  constructor(map: LeafletMap) {
    this.map = map;
    this.dot.setAttribute('role', 'img');
    // The circle is under the markers, and the dot above them: where one is must be seen among them.
    const panes: [string, string][] = [
      ['accuracy', '590'],
      ['position', '650'],
    ];
    for (const [name, zIndex] of panes) {
      const pane = map.createPane(name);
      pane.style.zIndex = zIndex;
      pane.style.pointerEvents = 'none';
    }
    map.on('zoomend', this.size, this);
  }

  set(position: Position | null): void {
    this.position = position;
    if (!position) {
      for (const marker of this.markers) marker.remove();
      this.markers = [];
      return;
    }
    const at: [number, number] = [position.latitude, position.longitude];
    if (this.markers.length > 0) for (const marker of this.markers) marker.setLatLng(at);
    else
      this.markers = [
        this.add(at, 'accuracy', 'map-accuracy', this.circle),
        this.add(at, 'position', 'map-dot', this.dot),
      ];
    this.dot.setAttribute('aria-label', words.position(Math.max(1, Math.round(position.accuracyMetres))));
    this.size();
  }

  /** A point of that pane, with the element around it. */
  private add(at: [number, number], pane: string, look: string, element: HTMLElement): Marker {
    const point = document.createElement('div');
    element.className = look;
    point.append(element);
    const icon = {
      options: {},
      createIcon: () => point,
      createShadow: () => null,
    } as unknown as Icon;
    const marker = new Marker(at, { icon, keyboard: false, interactive: false, pane }).addTo(this.map);
    point.className = 'map-position leaflet-zoom-animated leaflet-marker-icon';
    return marker;
  }

  private size(): void {
    if (!this.position) return;
    const { latitude, accuracyMetres } = this.position;
    const metresPerPixel =
      (40_075_016.7 * Math.cos((latitude * Math.PI) / 180)) / 256 / 2 ** this.map.getZoom();
    const across = Math.min(3000, (2 * accuracyMetres) / metresPerPixel);
    this.circle.style.width = this.circle.style.height = `${across}px`;
    this.circle.hidden = across < 24;
  }
}
