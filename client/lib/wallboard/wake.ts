// Keeps the screen awake while the board is on it. A browser releases the lock whenever the page is hidden, and may
// refuse it; it is requested again when the page is visible and once a minute.

export function keepAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => {};
  let held: WakeLockSentinel | null = null;
  let stopped = false;
  let asking = false;
  const ask = async () => {
    if (stopped || asking || document.hidden || (held && !held.released)) return;
    asking = true;
    try {
      const lock = await navigator.wakeLock.request('screen');
      if (stopped) await lock.release();
      else held = lock;
    } catch {
      // Refused (low battery, or an insecure address): tried again in the next minute.
    } finally {
      asking = false;
    }
  };
  const seen = () => void ask();
  const timer = setInterval(seen, 60_000);
  document.addEventListener('visibilitychange', seen);
  seen();
  return () => {
    stopped = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
    void held?.release().catch(() => {});
  };
}
