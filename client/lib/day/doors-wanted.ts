// Which homes a device keeps for visits without signal, and when it reads them again. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import { mostHomesKept } from '#domain/rounds/doors-kept.ts';
import { toDo } from '../words/actions.ts';
import { inOrder, type Point } from '../worklist/order.ts';

/** How old what is kept may become while there is signal (ms). */
export const renewMs = 15 * 60_000;
/** The least time between two requests (ms). */
export const leastMs = 10_000;
/** The same where only the nearest homes have changed, as they do while the officer walks. */
export const leastNearMs = 2 * 60_000;

type Known = {
  /** Cases with a visit on the way or begun on this device. */
  underWay: readonly number[];
  /** The stops ahead of the planned day, in order. */
  stops: readonly number[];
  /** The cases that were opened last, the newest first. */
  opened: readonly number[];
  cases: Iterable<CaseSummary>;
  staffId: number;
  /** From where the nearest are measured; null: by urgency. */
  from: Point | null;
  /** How many homes are kept besides those that the person means to visit; together never more than `mostHomesKept`. */
  most: number;
};
/** `sure`: so many of `ids`, from the first, are homes that the person goes to or has opened. */
export type Wanted = { ids: readonly number[]; sure: number };
/** When it was read (ms), and what the list showed of each home then. */
export type DoorsRead = { at: number; signs: ReadonlyMap<number, string> };

/** First where the person goes anyway, then what they have opened, then the visits and other work nearby. */
export function doorsWanted(of: Known): Wanted {
  const cases = [...of.cases];
  const planned = cases
    .filter(({ visit }) => visit?.staffId === of.staffId)
    .sort((a, b) => a.visit!.plannedFor.localeCompare(b.visit!.plannedFor, 'en-GB'))
    .map(({ id }) => id);
  const sure = [...new Set([...of.underWay, ...of.stops, ...planned, ...of.opened])].slice(0, mostHomesKept);
  const order = of.from ? 'nearest' : 'urgent';
  const visits = cases.filter(({ action }) => action === 'visit');
  const others = cases.filter(({ action }) => action !== 'visit' && toDo.has(action));
  const near = [...inOrder(visits, order, of.from), ...inOrder(others, order, of.from)];
  const ids = [...new Set([...sure, ...near.slice(0, of.most)])].slice(0, mostHomesKept);
  return { ids, sure: sure.length };
}

/** What the list shows of a home that concerns its door: where it changes, the details are read again. */
export const signOf = (c: CaseSummary | undefined): string => (c ? JSON.stringify([c.tenant, c.alerts]) : '');

/** Whether the homes are to be read now. `askedAt`: when they were last requested, answered or not (ms). */
export function doorsDue(
  { read, askedAt, now }: { read: DoorsRead | null; askedAt: number; now: number },
  { ids, sure }: Wanted,
  sign: (id: number) => string,
): boolean {
  const since = now - askedAt;
  if (ids.length === 0 || (since >= 0 && since < leastMs)) return false;
  if (!read || now - read.at >= renewMs || now < read.at) return true;
  // One that has left the list may be in another patch now: the next answer leaves it out.
  if ([...read.signs].some(([id, was]) => was !== '' && sign(id) === '')) return true;
  const isOther = (id: number) => read.signs.get(id) !== sign(id);
  return ids.slice(0, sure).some(isOther) || (since >= leastNearMs && ids.some(isOther));
}
