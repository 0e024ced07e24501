// Work that can wait for a moment in which the page has nothing else to do. WebKit has no such callback.

/** Runs it then, at the latest after a second and a half. */
export const whenIdle = (work: () => void): void =>
  void ('requestIdleCallback' in window ? requestIdleCallback(work, { timeout: 1500 }) : setTimeout(work));

/** Runs it in a task of its own after the next frame was painted; in a hidden page once it is shown again. */
export const afterPaint = (work: () => void): void => void requestAnimationFrame(() => setTimeout(work));
