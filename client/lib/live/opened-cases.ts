// The cases that were opened in this page: a person who opened one is likely to go there, so it is taken along.
const opened = new Set<number>();
/** How many of them count. */
const most = 20;

export function noteOpened(id: number): void {
  opened.delete(id);
  opened.add(id);
}

/** Forgets a case that the person may not see any more; all of them where it is not known which. */
export function forgetOpened(id?: number): void {
  if (id === undefined) opened.clear();
  else opened.delete(id);
}

/** The cases that were opened last, the newest first. */
export const openedCases = (): number[] => [...opened].slice(-most).reverse();
