// Work that can wait for a moment in which the page has nothing else to do. WebKit has no such callback.

/** Runs it then, at the latest after a second and a half. Returns a function that prevents it. */
export function whenIdle(work: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const request = requestIdleCallback(work, { timeout: 1500 });
    return () => cancelIdleCallback(request);
  }
  const timer = setTimeout(work);
  return () => clearTimeout(timer);
}

/** Runs it in a task of its own after the next frame was painted; in a hidden page once it is shown again. */
export const afterPaint = (work: () => void): void => void requestAnimationFrame(() => setTimeout(work));
