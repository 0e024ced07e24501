// The style of a part that was cut off on its way, because signal went just then: the part comes without it, and the
// style follows as soon as there is a way. Vite would give up the whole part until the page is loaded again.

const cutOff = /^Unable to preload CSS for (\S+)$/;
const againAfterMs = 5_000;

/** Returns what stops it. */
export function startLateStyles(): () => void {
  const missing = new Set<string>();
  const fetchAgain = (): void => {
    if (!navigator.onLine) return;
    for (const href of missing) {
      missing.delete(href);
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      link.addEventListener('error', () => {
        link.remove();
        missing.add(href);
      });
      document.head.append(link);
    }
  };
  const lost = (event: Event): void => {
    const { payload } = event as Event & { payload?: unknown };
    const href = payload instanceof Error ? cutOff.exec(payload.message)?.[1] : undefined;
    if (href === undefined) return;
    event.preventDefault();
    missing.add(href);
  };
  const timer = setInterval(fetchAgain, againAfterMs);
  window.addEventListener('vite:preloadError', lost);
  window.addEventListener('online', fetchAgain);
  return () => {
    clearInterval(timer);
    window.removeEventListener('vite:preloadError', lost);
    window.removeEventListener('online', fetchAgain);
  };
}
