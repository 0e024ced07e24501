// The time that screens compute ages with: one tick a second while the page is visible, corrected to the server's clock, so
// that a phone whose clock is wrong does not show a fresh list as old.
class Clock {
  #device = $state(Date.now());
  #offset = $state(0);

  /** Epoch ms by the server's clock. */
  get now(): number {
    return this.#device + this.#offset;
  }

  /** The same, at the start of its minute: words in days and hours need not be updated each second. */
  minute = $derived(Math.floor(this.now / 60_000) * 60_000);

  /** at: the server's time now, as an ISO string. */
  setServerTime(at: string): void {
    const offset = Date.parse(at) - Date.now();
    // Less than a second is the transmission time.
    this.#offset = Math.abs(offset) < 1000 ? 0 : offset;
  }

  /** This instant by the server's clock, for what must not wait for a tick. */
  instant(): number {
    return Date.now() + this.#offset;
  }

  start(): () => void {
    const tick = () => (this.#device = Date.now());
    const timer = setInterval(() => !document.hidden && tick(), 1000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }
}

export const clock = new Clock();
