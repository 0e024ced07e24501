// The verdict at a door, as a screen shows it: the newest of what this device knows. The list says what the case is; the
// hub's message about it arrives a moment earlier; the answer of a knock check may overtake both. The version of the case
// orders the three, so that none outlives a newer one, in whichever order they arrive. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Down } from '#contract/down.ts';
import { verdictAtDoor, type Verdict } from '#domain/stand-down.ts';

export type Payment = Down['case:stand-down']['payment'];
/** What was heard of a case besides its row in the list: by the hub's message or by a knock check. */
export type Heard = {
  verdict: Verdict;
  message: string;
  payment: Payment;
  /** Of the case that it was said of. */
  version: number;
  /** Of an earlier connection: versions of two hubs do not compare, and the next list decides. */
  old?: boolean;
};
/** What stands at the door now. */
export type Door = {
  verdict: Verdict;
  message: string;
  payment: Payment;
  /** It is recorded who was there: the visit goes on. */
  met: boolean;
  /** The officer said that they go on although they were stood down. */
  goesAnyway: boolean;
};

/** The newer of the two; the later one of equals. */
export const newer = (known: Heard | undefined, heard: Heard): Heard =>
  known && !known.old && known.version > heard.version ? known : heard;

/** When the visit under way began, in milliseconds: the newest of what the list and this device know; null for unknown. */
export function setOutAt(
  visit: CaseSummary['visit'] | undefined,
  notListed: readonly { kind: string; madeAt: string }[],
): number | null {
  const listed = visit?.underWay?.setOutAt;
  const times = notListed
    .filter(({ kind }) => kind === 'visit.set-out')
    .map(({ madeAt }) => Date.parse(madeAt));
  if (listed) times.push(Date.parse(listed));
  return times.length > 0 ? Math.max(...times) : null;
}

/**
 * Whether what a draft says of who was there belongs to the visit under way. A draft of an earlier visit to the same
 * case, left unfinished, says nothing of this one. Both in milliseconds.
 */
export const metOnVisit = (metAt: number | undefined, setOut: number | null): boolean =>
  metAt !== undefined && (setOut === null || metAt >= setOut);

/**
 * The verdict for this person at the door of that case, with times in the landlord's zone; null where they are not on
 * the way there. `heard` counts while it
 * is newer than the case in the list.
 */
export function doorOf(
  summary: CaseSummary | undefined,
  heard: Heard | undefined,
  staffId: number | undefined,
  timeZone = 'Europe/London',
): Door | null {
  const visit = summary?.visit;
  const own = visit?.state === 'on_the_way' && visit.staffId === staffId ? (visit.underWay ?? null) : null;
  if (!summary || !own) return null;
  const { met, goesAnyway, moneySince } = own;
  if (heard && heard.version > summary.version) {
    const { verdict, message, payment } = heard;
    return { verdict, message, payment, met, goesAnyway };
  }
  return { ...verdictAtDoor(summary, own, timeZone), payment: moneySince, met, goesAnyway };
}
