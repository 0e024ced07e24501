// Where an officer goes after a door, or whom they call after a call: the next stop of their day, else the nearest visit that
// they planned for today, else the nearest that is asked for, else the next call. Pure: cases, places and the time are handed
// in.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { PlannedStop } from '#domain/rounds/round-change.ts';
import { worthOf, type Visitor } from '#domain/rounds/round-worth.ts';
import { inOrder, type Point } from '../worklist/order.ts';

export type NextStop = {
  id: number;
  by: 'visit' | 'call';
  /** Its place among the stops of the day, from 1; null where it is none. */
  stop: number | null;
};

export type Situation = {
  /** The door that was just left, or the tenant who was just called. */
  after: number;
  /** What they have just done: after a call comes the next call first. */
  did: 'visit' | 'call';
  cases: Iterable<CaseSummary>;
  /** The stops of today's plan in order; null: there is no plan. */
  stops: readonly Pick<PlannedStop, 'id' | 'state'>[] | null;
  who: Visitor;
  /** Where they are: the nearest visit comes next; null: the most urgent one. */
  from: Point | null;
  /** Cases from which they were turned back, or that they are on the way to already. */
  never: ReadonlySet<number>;
};

export function nextStop(of: Situation): NextStop | null {
  const cases = [...of.cases].filter(({ id }) => id !== of.after && !of.never.has(id));
  const visit = () => nextVisit(cases, of);
  const call = () => nextCall(cases, of.who);
  return of.did === 'call' ? (call() ?? visit()) : (visit() ?? call());
}

function nextVisit(cases: readonly CaseSummary[], { stops, who, from }: Situation): NextStop | null {
  const open = cases.flatMap((c) => {
    const worth = worthOf(c, who);
    return worth.visit ? [{ c, planned: worth.planned }] : [];
  });
  const may = new Set(open.map(({ c }) => c.id));
  const at = stops?.findIndex(({ id, state }) => state === 'to_come' && may.has(id)) ?? -1;
  if (at !== -1) return { id: stops![at]!.id, by: 'visit', stop: at + 1 };
  const planned = open.filter((one) => one.planned);
  const asked = planned.length > 0 ? planned : open.filter(({ c }) => c.action === 'visit');
  const [id] = inOrder(
    asked.map(({ c }) => c),
    from ? 'nearest' : 'urgent',
    from,
  );
  return id === undefined ? null : { id, by: 'visit', stop: null };
}

function nextCall(cases: readonly CaseSummary[], who: Visitor): NextStop | null {
  const free = cases.filter(
    (c) =>
      c.action === 'call' &&
      c.blockers.length === 0 &&
      !(c.takenBy && c.takenBy.staffId !== who.staffId && Date.parse(c.takenBy.until) > who.now) &&
      !(c.visit && c.visit.staffId !== who.staffId),
  );
  const [id] = inOrder(free, 'urgent', null);
  return id === undefined ? null : { id, by: 'call', stop: null };
}
