// The cases that were opened in this page, and what was read last of each, in memory only: a person who opened one is likely to
// go there, and its visit opens without signal with its alerts, languages and contact details. A page that showed one
// person reloads when another signs in.
import type { CaseDetail } from '#contract/case-detail.ts';

const opened = new Set<number>();
/** How many of them this device keeps for a visit without signal. */
const most = 10;

const read = new Map<number, CaseDetail>();

export function noteOpened(id: number, detail: CaseDetail): void {
  opened.delete(id);
  opened.add(id);
  read.set(id, detail);
}

export const lastRead = (id: number): CaseDetail | undefined => read.get(id);

/** Forgets a case that the person may not see any more; all of them where it is not known which. */
export function forgetOpened(id?: number): void {
  if (id === undefined) {
    opened.clear();
    read.clear();
  } else {
    opened.delete(id);
    read.delete(id);
  }
}

/** The cases that were opened last, the newest first. */
export const openedCases = (): number[] => [...opened].slice(-most).reverse();
