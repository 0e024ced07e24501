// The cases that were opened in this page: a person who opened one is likely to go there.
const opened = new Set<number>();
/** How many of them this device keeps for a visit without signal. */
const most = 10;

export function noteOpened(id: number): void {
  opened.delete(id);
  opened.add(id);
}

/** The cases that were opened last, the newest first. */
export const openedCases = (): number[] => [...opened].slice(-most).reverse();
