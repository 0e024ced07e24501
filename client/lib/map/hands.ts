// The person's hands on the map: nothing moves it under a finger, and once they have moved it themselves only what they
// request moves it.
import type { Map as LeafletMap } from 'leaflet';

const movingKeys = /^(Arrow|[+=_-]$|Page|Home|End)/;
const ends = ['pointerup', 'pointercancel'] as const;

/** Decides when the map may be moved. */
export class Hands {
  /** The person moved the map, or requested a view: it is theirs now. */
  moved = false;
  private readonly down = new Set<number>();
  private readonly container: HTMLElement;
  private readonly page: EventTarget;
  private waiting: (() => void) | null = null;

  /** `page`: a mouse may be let go, and a finger taken off by the system, outside the map. */
  constructor(map: Pick<LeafletMap, 'getContainer' | 'on'>, page: EventTarget = window) {
    this.container = map.getContainer();
    this.page = page;
    this.container.addEventListener('pointerdown', this.press, true);
    this.container.addEventListener('wheel', this.mine, { passive: true, capture: true });
    this.container.addEventListener('dblclick', this.mine, true);
    this.container.addEventListener('keydown', this.key, true);
    for (const end of ends) page.addEventListener(end, this.release, true);
    map.on('dragstart', this.mine);
  }

  /** A move that nobody requested. */
  unlessMoved(move: () => void): void {
    this.whenFree(() => {
      if (!this.moved) move();
    });
  }

  /** A move that the person requested. */
  atRequest(move: () => void): void {
    this.moved = true;
    this.whenFree(move);
  }

  /** Now, or when no finger is on the map any more; a drag of the person's own takes its place. */
  whenFree(move: () => void): void {
    if (this.down.size === 0) move();
    else this.waiting = move;
  }

  stop(): void {
    this.waiting = null;
    for (const end of ends) this.page.removeEventListener(end, this.release, true);
  }

  private readonly mine = (): void => {
    this.moved = true;
    this.waiting = null;
  };
  private readonly press = (event: PointerEvent): void => {
    this.down.add(event.pointerId);
    // Two fingers zoom.
    if (this.down.size > 1) this.mine();
  };
  private readonly release = (event: Event): void => {
    if (!this.down.delete((event as PointerEvent).pointerId) || this.down.size > 0) return;
    const move = this.waiting;
    this.waiting = null;
    move?.();
  };
  private readonly key = (event: KeyboardEvent): void => {
    if (movingKeys.test(event.key)) this.mine();
  };
}
