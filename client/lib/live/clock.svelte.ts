// The time that screens compute ages with: one tick a second while the page is visible, corrected to the server's clock, so
// that a phone whose clock is wrong does not show a fresh list as old. The offset is kept on the device (device-clock.ts).
import { DeviceClock, type KeptOffset, type Stamp } from './device-clock.ts';

/** Not personal: it stays when somebody signs out. */
const key = 'doorstep.clock';

const device = new DeviceClock({
  wall: () => Date.now(),
  steady: () => performance.now(),
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as KeptOffset | null;
      return Number.isFinite(kept?.offset) && Number.isFinite(kept?.at) ? kept : null;
    } catch {
      return null;
    }
  },
  write(kept) {
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // The browser refuses storage: the offset is known until this page is closed.
    }
  },
});

class Clock {
  #device = $state(Date.now());
  #offset = $state(device.offset ?? 0);

  /** Epoch ms by the server's clock. */
  get now(): number {
    return this.#device + this.#offset;
  }

  /** The same, at the start of its minute: words in days and hours need not be updated each second. */
  minute = $derived(Math.floor(this.now / 60_000) * 60_000);

  /** at: the server's time now, as an ISO string. */
  setServerTime(at: string): void {
    device.learn(Date.parse(at));
    this.#offset = device.offset ?? 0;
  }

  /** This instant by the server's clock, for what must not wait for a tick. */
  instant(): number {
    return device.now();
  }

  /** The time of what is recorded now, with what this device knows of its clock. */
  stamp(): Stamp {
    return device.stamp();
  }

  start(): () => void {
    const tick = () => {
      this.#device = Date.now();
      this.#offset = device.offset ?? 0;
    };
    const timer = setInterval(() => !document.hidden && tick(), 1000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }
}

export const clock = new Clock();
