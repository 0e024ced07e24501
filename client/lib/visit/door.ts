// The verdict at a door: the newest of three sources, ordered by the version of the case: its row in the list, the hub's
// message `case:stand-down` (a moment before the row) and the answer of a knock check. They may arrive in any order. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Down } from '#contract/down.ts';
import { verdictAtDoor, type Verdict } from '#domain/stand-down.ts';
import { landlordZone } from '../words/time.ts';

type Payment = Down['case:stand-down']['payment'];
/** A verdict that did not come with the list: from the hub's message or from a knock check. */
export type DoorReport = {
  verdict: Verdict;
  message: string;
  payment: Payment;
  /** The version of the case that it is about. */
  version: number;
  /** It came over an earlier connection: versions of two hubs cannot be compared, so the next list decides. */
  old?: boolean;
};
/** The verdict at the door now. */
export type Door = {
  verdict: Verdict;
  message: string;
  payment: Payment;
  /** Somebody was met: the visit goes on. */
  met: boolean;
  /** The officer chose to go on although they were stood down. */
  goesAnyway: boolean;
};

/** The newer of the two; the later one of equals. */
export const newer = (known: DoorReport | undefined, report: DoorReport): DoorReport =>
  known && !known.old && known.version > report.version ? known : report;

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
 * Whether the meeting that a draft records belongs to the visit under way, not to an earlier, unfinished visit of the
 * same case. Both in milliseconds.
 */
export const metOnVisit = (metAt: number | undefined, setOut: number | null): boolean =>
  metAt !== undefined && (setOut === null || metAt >= setOut);

/**
 * The verdict for this person at the door of that case; null where they are not on the way there. `report` counts while
 * it is newer than the case in the list.
 */
export function doorOf(
  summary: CaseSummary | undefined,
  report: DoorReport | undefined,
  staffId: number | undefined,
): Door | null {
  const visit = summary?.visit;
  const own = visit?.state === 'on_the_way' && visit.staffId === staffId ? (visit.underWay ?? null) : null;
  if (!summary || !own) return null;
  const { met, goesAnyway, moneySince } = own;
  if (report && report.version > summary.version) {
    const { verdict, message, payment } = report;
    return { verdict, message, payment, met, goesAnyway };
  }
  return { ...verdictAtDoor(summary, own, landlordZone()), payment: moneySince, met, goesAnyway };
}
