// Keeps the markers of a view on the page: made, changed in place and taken away by key. One of them is in the tab
// order; arrow keys go to the nearest in that direction, Enter chooses.
import { Marker } from 'leaflet/src/layer/marker/Marker.js';
import type { Icon, LatLngExpression, Map as LeafletMap, Point } from 'leaflet';
import { caseLabel, type MapCase } from './case.ts';
import type { Item } from './clusters.ts';
import { caseSignature, drawCase, drawGroup, groupSignature, newMarker } from './marker-element.ts';

type Shown = { marker: Marker; button: HTMLButtonElement; item: Item; look: string; label: string };

/** A Leaflet icon that is a button which already exists. */
const iconOf = (button: HTMLButtonElement) =>
  ({ options: {}, createIcon: () => button, createShadow: () => null }) as unknown as Icon;

/** Placed without a layer of its own for the compositor: a hundred of those cost more than they give (measured). */
class FlatMarker extends Marker {
  _setPos(at: Point): void {
    const icon = this.getElement() as HTMLElement & { _leaflet_pos: Point };
    icon._leaflet_pos = at; // where Leaflet looks it up again
    icon.style.transform = `translate(${at.x}px,${at.y}px)`;
    icon.style.zIndex = String(Math.round(at.y + (this.options.zIndexOffset ?? 0)));
  }
}

/** The markers that are on the map. `pressed` is called with the case, building or cluster. */
export class Markers {
  private readonly map: LeafletMap;
  private readonly pressed: (item: Item) => void;
  private readonly shown = new Map<string, Shown>();
  private readonly keyOf = new Map<number, string>();

  constructor(map: LeafletMap, pressed: (item: Item) => void) {
    this.map = map;
    this.pressed = pressed;
    const pane = map.getPane('markerPane')!;
    pane.addEventListener('keydown', this.keys);
    pane.addEventListener('focusin', (event) => this.holdTab(event.target as HTMLElement));
  }

  show(items: readonly Item[], cases: ReadonlyMap<number, MapCase>, chosenId: number | null): void {
    const gone = new Set(this.shown.keys());
    this.keyOf.clear();
    for (const item of items) {
      if (item.kind === 'case') this.keyOf.set(item.id, item.key);
      else for (const id of item.ids) this.keyOf.set(id, item.key);
      gone.delete(item.key);
      const known = this.shown.get(item.key);
      const shown = known ?? this.add(item);
      if (known && (known.item.latitude !== item.latitude || known.item.longitude !== item.longitude)) {
        const { button } = shown;
        button.classList.add('moving');
        setTimeout(() => button.classList.remove('moving'), 240);
        shown.marker.setLatLng([item.latitude, item.longitude]);
      }
      shown.item = item;
      this.draw(shown, cases, chosenId);
    }
    for (const key of gone) this.remove(key);
    if (!this.map.getPane('markerPane')!.querySelector('[tabindex="0"]')) this.holdTab(this.first());
  }

  /** Draws only the markers of these cases. */
  renew(ids: Iterable<number>, cases: ReadonlyMap<number, MapCase>, chosenId: number | null): void {
    const keys = new Set<string>();
    for (const id of ids) {
      const key = this.keyOf.get(id);
      if (key !== undefined) keys.add(key);
    }
    for (const key of keys) this.draw(this.shown.get(key)!, cases, chosenId);
  }

  /** Whether this case shares a marker with others. */
  inGroup(id: number): boolean {
    const key = this.keyOf.get(id);
    return key !== undefined && this.shown.get(key)?.item.kind !== 'case';
  }

  private add(item: Item): Shown {
    const button = newMarker();
    const at: LatLngExpression = [item.latitude, item.longitude];
    const marker = new FlatMarker(at, {
      icon: iconOf(button),
      keyboard: false,
      interactive: true,
      riseOnHover: false,
    });
    const shown: Shown = { marker, button, item, look: '', label: '' };
    this.shown.set(item.key, shown);
    marker.addTo(this.map);
    // Leaflet swallows the click that ends a drag.
    marker.on('click', () => this.pressed(shown.item));
    return shown;
  }

  private remove(key: string): void {
    const { marker, button } = this.shown.get(key)!;
    // Focus must not fall off the page when its marker goes.
    if (button === document.activeElement) this.map.getContainer().focus({ preventScroll: true });
    marker.remove();
    this.shown.delete(key);
  }

  private draw(shown: Shown, cases: ReadonlyMap<number, MapCase>, chosenId: number | null): void {
    const { item, button, marker } = shown;
    const first = shown.look === '';
    if (item.kind === 'case') {
      const c = cases.get(item.id)!;
      const chosen = item.id === chosenId;
      const label = caseLabel(c);
      if (label !== shown.label) button.setAttribute('aria-label', (shown.label = label));
      const above = chosen
        ? 100_000
        : c.stop !== undefined
          ? 30_000
          : c.onTheWay
            ? 20_000
            : Math.round(c.urgency * 40);
      if (above !== marker.options.zIndexOffset) marker.setZIndexOffset(above);
      const look = caseSignature(c, chosen);
      if (look === shown.look) return;
      shown.look = look;
      drawCase(button, c, chosen);
    } else {
      const members = item.ids.map((id) => cases.get(id)!);
      const look = groupSignature(members, item.kind);
      if (look === shown.look) return;
      shown.look = look;
      drawGroup(button, members, item.kind);
      marker.setZIndexOffset(5_000);
    }
    button.classList.add('leaflet-marker-icon', 'leaflet-interactive', 'leaflet-zoom-animated');
    if (first) button.classList.add('arriving');
    if (this.tabbed === button) button.tabIndex = 0;
  }

  private tabbed: HTMLElement | null = null;
  private holdTab(to: HTMLElement | null): void {
    if (this.tabbed) this.tabbed.tabIndex = -1;
    this.tabbed = to?.closest<HTMLElement>('.map-marker') ?? null;
    if (this.tabbed) this.tabbed.tabIndex = 0;
  }

  private first(): HTMLElement | null {
    let best: Shown | null = null;
    for (const shown of this.shown.values())
      if (!best || shown.marker.options.zIndexOffset! > best.marker.options.zIndexOffset!) best = shown;
    return best?.button ?? null;
  }

  private readonly keys = (event: KeyboardEvent): void => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    const from = (event.target as HTMLElement).closest<HTMLElement>('.map-marker');
    if (!from) return;
    event.preventDefault();
    event.stopPropagation(); // or the map would move too
    const here = from.getBoundingClientRect();
    const frame = this.map.getContainer().getBoundingClientRect();
    let best: HTMLElement | null = null;
    let least = Infinity;
    for (const { button } of this.shown.values()) {
      const there = button.getBoundingClientRect();
      const [dx, dy] = [there.x - here.x, there.y - here.y];
      const onward = dx * way[0]! + dy * way[1]!;
      const aside = Math.abs(dx * way[1]! + dy * way[0]!);
      const inView =
        there.x > frame.x && there.x < frame.right && there.y > frame.y && there.y < frame.bottom;
      // Nearer to the line that the key points along counts for more than nearer.
      if (button !== from && inView && onward > 2 && onward + aside * 2 < least)
        [least, best] = [onward + aside * 2, button];
    }
    best?.focus({ preventScroll: true });
  };
}
