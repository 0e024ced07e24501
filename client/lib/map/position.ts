// Where this device is: a dot, and around it the circle in which it surely is. Nothing of it leaves the device.
import { Marker } from 'leaflet/src/layer/marker/Marker.js';
import type { Icon, Map as LeafletMap } from 'leaflet';
import { map as words } from './words.ts';

export type Position = { latitude: number; longitude: number; accuracyMetres: number };

/** The dot and the circle of the device’s position. */
export class PositionDot {
  private readonly map: LeafletMap;
  private readonly element = document.createElement('div');
  private readonly circle = document.createElement('div');
  private marker: Marker | null = null;
  private position: Position | null = null;

  constructor(map: LeafletMap) {
    this.map = map;
    this.element.className = 'map-position';
    this.element.setAttribute('role', 'img');
    this.circle.className = 'map-accuracy';
    const dot = document.createElement('div');
    dot.className = 'map-dot';
    this.element.append(this.circle, dot);
    const pane = map.createPane('position');
    pane.style.zIndex = '590';
    pane.style.pointerEvents = 'none';
    map.on('zoomend', this.size, this);
  }

  set(position: Position | null): void {
    this.position = position;
    if (!position) {
      this.marker?.remove();
      this.marker = null;
      return;
    }
    const at: [number, number] = [position.latitude, position.longitude];
    if (this.marker) this.marker.setLatLng(at);
    else {
      const icon = {
        options: {},
        createIcon: () => this.element,
        createShadow: () => null,
      } as unknown as Icon;
      this.marker = new Marker(at, { icon, keyboard: false, interactive: false, pane: 'position' }).addTo(
        this.map,
      );
      this.element.classList.add('leaflet-zoom-animated', 'leaflet-marker-icon');
    }
    this.element.setAttribute('aria-label', words.position(Math.max(1, Math.round(position.accuracyMetres))));
    this.size();
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
