// Keeps the screen awake while the board is on it. A browser lets go whenever the page is hidden, and may refuse; it is
// asked again when the page is seen and once a minute.

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
      // Refused, for want of battery or of a secure address: the next minute asks again.
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
