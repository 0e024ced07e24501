// Makes a day from the answers to its form: who could be visited, travel times, the round by the worker. The clock and the
// list are passed in.
import type { CaseSummary } from '#contract/case-summary.ts';
import { planRound, type RoundRequest } from '#domain/rounds/round.ts';
import { planned, timed, type PlannedStop, type Situation } from '#domain/rounds/round-change.ts';
import type { Visitor } from '#domain/rounds/round-worth.ts';
import type { VisitingDay } from '#domain/rounds/visiting-hours.ts';
import { ahead, offersFrom, type Ask, type DayPlan } from './plan.ts';
import { plan as planInWorker } from './planner.ts';
import { askTravel } from './travel.ts';
import { reasons } from './words.ts';

/** Milliseconds that a round may overrun when it is ordered around an appointment. */
const overrunMs = 4 * 3_600_000;

/**
 * Makes the plan of a day, or makes the rest of `known.before` anew: its stops that are done, and those left out,
 * stay. Instants are ms since 1970; `open` is the day for which it is, with its visiting hours. Requests travel times from the
 * server; without them it uses straight lines.
 */
export async function makePlan(
  ask: Ask,
  from: DayPlan['from'],
  hours: { now: number; open: VisitingDay; endsAt: number },
  known: { cases: ReadonlyMap<number, CaseSummary>; who: Visitor; before: DayPlan | null },
): Promise<DayPlan> {
  const { now, open, endsAt } = hours;
  const begins = Math.max(now, open.opensAt);
  const { before, who } = known;
  const past = before?.stops.filter(({ state }) => state !== 'to_come') ?? [];
  const never = new Set([...past.map(({ id }) => id), ...(before?.out ?? []).map(({ id }) => id)]);
  const { offers, left } = offersFrom(known.cases.values(), who, { from, mode: ask.mode, never });
  const former = new Map(before && ahead(before).map((stop) => [stop.id, stop]));
  for (const offer of offers) {
    const stop = former.get(offer.id);
    if (stop) Object.assign(offer, { keep: stop.keep, appointmentAt: stop.appointmentAt });
  }
  const doors = [...past, ...offers].slice(0, 100).map(({ id }) => id);
  const { table, note } = await askTravel(ask.mode, doors);
  const round = await planInWorker({
    stops: offers,
    from: past.at(-1) ?? from,
    to: ask.roundTrip ? from : null,
    startsAt: Math.max(begins, past.at(-1)?.leaveAt ?? 0),
    endsAt,
    travel: { mode: ask.mode, table },
  });
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const stops = [...past, ...round.stops.map(({ id }) => planned(byId.get(id)!))];
  const late = round.left.map((id) => ({
    id,
    label: byId.get(id)!.label,
    kind: 'no_time' as const,
    why: reasons.noTime,
  }));
  const plan: DayPlan = {
    version: 2,
    staffId: who.staffId,
    ...open,
    madeAt: now,
    startsAt: before && past.length > 0 ? before.startsAt : begins,
    endsAt,
    ask,
    from,
    table,
    note,
    stops,
    finishAt: round.endsAt,
    travelSeconds: round.travelSeconds,
    left: [...left, ...late],
    out: before?.out ?? [],
    said: before?.said ?? [],
  };
  return withTimes(plan, stops, now);
}

/** What the domain needs to know to time or change this day's round. */
export function situationOf(plan: DayPlan, now: number, more: Partial<Situation> = {}): Situation {
  return {
    now,
    from: plan.from,
    startsAt: plan.startsAt,
    to: plan.ask.roundTrip ? plan.from : null,
    endsAt: plan.endsAt,
    opensAt: plan.opensAt,
    closesAt: plan.closesAt,
    travel: { mode: plan.ask.mode, table: plan.table },
    gone: new Map(),
    offers: [],
    ...more,
  };
}

/** The same day with these stops in this order. */
export function withTimes(plan: DayPlan, order: readonly PlannedStop[], now: number): DayPlan {
  const { stops, travelSeconds, endsAt } = timed(order, situationOf(plan, now));
  return { ...plan, stops, travelSeconds, finishAt: endsAt };
}

/** The same stops in the best order that there is for them; what is done or under way stays first. */
export function bestOrder(plan: DayPlan, now: number): PlannedStop[] {
  const past = plan.stops.filter(({ state }) => state !== 'to_come');
  const rest = plan.stops.filter(({ state }) => state === 'to_come');
  const { to, travel } = situationOf(plan, now);
  const request: RoundRequest = {
    stops: rest.map((stop) => ({ ...stop, keep: true })),
    from: past.at(-1) ?? plan.from,
    to,
    startsAt: Math.max(now, plan.opensAt, past.at(-1)?.leaveAt ?? 0),
    endsAt: plan.endsAt + overrunMs,
    travel,
    rounds: 100,
  };
  const order = planRound(request).stops.map(({ id }) => rest.find((stop) => stop.id === id)!);
  return [...past, ...order, ...rest.filter((stop) => !order.includes(stop))];
}
