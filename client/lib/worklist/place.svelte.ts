// The point that "nearest" is measured from: the device's position, once the person has agreed, or a start point of
// their own choosing. Neither ever leaves the device.
import { metresBetween, type Point } from './order.ts';
import { startPoint as words } from './words.ts';

type Chosen = Point & { label: string };
const key = 'doorstep.place';

class Place {
  source = $state<'none' | 'device' | 'chosen'>('none');
  device = $state.raw<(Point & { accuracy: number }) | null>(null);
  chosen = $state.raw<Chosen | null>(null);
  /** Why the position cannot be had, in words; '' when it can. */
  trouble = $state('');
  asking = $state(false);
  dismissed = $state(false);
  /** The person has agreed before, and the position is on its way: nothing is to be asked. */
  agreed = $state(false);
  /** How often the person asked for their position and got it: each time, the map goes there. */
  located = $state(0);
  #requested = false;

  // A step of a few metres must not re-order a list: measured from here until we have gone further than that.
  #settled = $state.raw<Point | null>(null);
  point = $derived<Point | null>(
    this.source === 'device' ? this.#settled : this.source === 'chosen' ? this.chosen : null,
  );
  #watch: number | undefined;

  restore(): void {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as
        { source: 'device' } | { source: 'chosen'; chosen: Chosen } | { source: 'dismissed' } | null;
      if (kept?.source === 'chosen') this.choose(kept.chosen);
      else if (kept?.source === 'device') {
        this.agreed = true;
        this.#watchDevice();
      } else if (kept?.source === 'dismissed') this.dismissed = true;
    } catch {
      // Nothing kept, or storage refused: the person chooses again.
    }
  }

  /** At the person's request. */
  useDevice(): void {
    this.#requested = true;
    this.#watchDevice();
  }

  #watchDevice(): void {
    if (!('geolocation' in navigator)) {
      this.trouble = words.notHere;
      this.agreed = false;
      return;
    }
    this.trouble = '';
    this.asking = true;
    if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        this.asking = false;
        this.trouble = '';
        const { latitude, longitude, accuracy } = coords;
        this.device = { latitude, longitude, accuracy };
        const moved = this.#settled ? metresBetween(this.#settled, this.device) : Infinity;
        if (moved > Math.max(40, accuracy)) this.#settled = { latitude, longitude };
        if (this.source !== 'device') {
          this.source = 'device';
          this.#keep({ source: 'device' });
        }
        if (this.#requested) this.located++;
        this.#requested = false;
      },
      (error) => {
        this.asking = this.agreed = false;
        if (this.device) return;
        this.trouble = error.code === error.PERMISSION_DENIED ? words.notAllowed : words.notFound;
      },
      { enableHighAccuracy: true, maximumAge: 15_000, timeout: 20_000 },
    );
  }

  choose(chosen: Chosen): void {
    if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = undefined;
    this.device = null;
    this.chosen = chosen;
    this.source = 'chosen';
    this.trouble = '';
    this.#keep({ source: 'chosen', chosen });
  }

  dismiss(): void {
    this.dismissed = true;
    this.#keep({ source: 'dismissed' });
  }

  forget(): void {
    if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = undefined;
    this.source = 'none';
    this.agreed = false;
    this.device = this.chosen = this.#settled = null;
    this.dismissed = false;
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage refused: there is nothing to remove.
    }
  }

  #keep(value: unknown): void {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Storage refused: the person chooses again next time.
    }
  }
}

export const place = new Place();
