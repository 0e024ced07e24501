// Which cases a device takes along, the most useful first. Pure.
import type { CaseSummary } from '#contract/case-summary.ts';
import { toDo } from '../words/actions.ts';
import { inOrder, type Point } from '../worklist/order.ts';

type Known = {
  /** Cases with a visit on the way or begun on this device. */
  underWay: readonly number[];
  /** The stops ahead of the planned day, in order. */
  stops: readonly number[];
  /** The cases that were opened last, the newest first. */
  opened: readonly number[];
  /** The list. */
  cases: Iterable<CaseSummary>;
  staffId: number;
  /** From where the nearest are measured; null: by urgency. */
  from: Point | null;
  /** The whole list, for the officer of these patches; else only where the person goes and what they opened. */
  all: boolean;
};
/** `sure`: so many of `ids`, from the first, are cases that the person goes to or has opened. */
export type Wanted = { ids: number[]; sure: number };

/** First where the person goes anyway, then what they have opened, then visits, other work, and the rest of the list. */
export function wantedCases(of: Known): Wanted {
  const cases = [...of.cases];
  const planned = cases
    .filter(({ visit }) => visit?.staffId === of.staffId)
    .sort((a, b) => a.visit!.plannedFor.localeCompare(b.visit!.plannedFor, 'en-GB'))
    .map(({ id }) => id);
  const sure = [...new Set([...of.underWay, ...of.stops, ...planned, ...of.opened])];
  if (!of.all) return { ids: sure, sure: sure.length };
  const order = of.from ? 'nearest' : 'urgent';
  const visits = cases.filter(({ action }) => action === 'visit');
  const work = cases.filter(({ action }) => action !== 'visit' && toDo.has(action));
  const rest = cases.filter(({ action }) => action !== 'visit' && !toDo.has(action));
  const others = [visits, work, rest].flatMap((some) => inOrder(some, order, of.from));
  return { ids: [...new Set([...sure, ...others])], sure: sure.length };
}
