// Keeps the screen awake while the board is on it. A browser releases the lock whenever the page is hidden, and may
// refuse it; it is requested again when the page is visible and once a minute.

/** Keeps the screen awake. Returns what ends it. */
export function keepAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => {};
  let held: WakeLockSentinel | null = null;
  let stopped = false;
  let requesting = false;
  const lock = async () => {
    if (stopped || requesting || document.hidden || (held && !held.released)) return;
    requesting = true;
    try {
      const sentinel = await navigator.wakeLock.request('screen');
      if (stopped) await sentinel.release();
      else held = sentinel;
    } catch {
      // Refused (low battery, or an insecure address): tried again in the next minute.
    } finally {
      requesting = false;
    }
  };
  const seen = () => void lock();
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
