// Words that are on screen and not yet on the device: pages store what is typed after a short pause, so that a burst of
// typing is one write. Each such page registers here how it stores at once what it holds. All are asked when the page is
// hidden, frozen or put away, and when the session ends, before anything is removed from the device. Plain logic; the
// events are handed in, so that it is tested without a browser.

/** Starts to store in the call itself, without waiting for anything first. Resolves when it is stored. */
type Save = () => Promise<unknown> | void;

const saves = new Set<Save>();

/** Registers how to store words at once. Returns the way to end it; the caller stores for the last time itself. */
export function savesWith(save: Save): () => void {
  saves.add(save);
  return () => void saves.delete(save);
}

/** Asks all of them. Each has begun when this returns; it resolves when all have ended, and never rejects. */
export async function saveNow(): Promise<void> {
  const asked = [...saves].map((save) => {
    try {
      return Promise.resolve(save());
    } catch (error) {
      return Promise.reject(error as Error);
    }
  });
  await Promise.allSettled(asked);
}

/**
 * Asks all of them when the page is hidden, frozen or put away. `leaving` is called first where the page may be gone in
 * the next instant. In the capture phase, and called before the layout listens: before the device's store is put away.
 * Returns what ends it.
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
