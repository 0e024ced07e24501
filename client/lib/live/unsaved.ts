// Words that are on screen and not yet on the device: pages store what is typed after a short pause (debounce). Each such
// page registers here how it stores at once what it holds. All of them run when the page is hidden, frozen or unloaded, and
// when the session ends, before anything is removed from the device. The events are passed in, so that it is tested without
// a browser.

/** Must begin to store within the call, without awaiting anything first. Resolves when it is stored. */
type Save = () => Promise<unknown> | void;

const saves = new Set<Save>();

/** Registers how to store words at once. Returns what ends it; the caller stores for the last time itself. */
export function savesWith(save: Save): () => void {
  saves.add(save);
  return () => void saves.delete(save);
}

/** Runs all of them. Each has begun when this returns; it resolves when all have ended, and never rejects. */
export async function saveNow(): Promise<void> {
  const begun = [...saves].map((save) => {
    try {
      return Promise.resolve(save());
    } catch (error) {
      return Promise.reject(error as Error);
    }
  });
  await Promise.allSettled(begun);
}

/**
 * Runs all of them when the page is hidden, frozen or unloaded. `leaving` is called first when the page may be gone in the
 * next instant. It listens in the capture phase, so that it runs before the layout closes the device's store. Returns what
 * ends it.
 */
export function saveOnLeaving(
  page: EventTarget,
  screen: EventTarget & { hidden: boolean },
  leaving: () => void,
) {
  const away = () => {
    leaving();
    void saveNow();
  };
  const hidden = () => void (screen.hidden && saveNow());
  page.addEventListener('pagehide', away, { capture: true });
  screen.addEventListener('freeze', away, { capture: true });
  screen.addEventListener('visibilitychange', hidden);
  return () => {
    page.removeEventListener('pagehide', away, { capture: true });
    screen.removeEventListener('freeze', away, { capture: true });
    screen.removeEventListener('visibilitychange', hidden);
  };
}
