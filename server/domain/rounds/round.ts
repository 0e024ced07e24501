// A day's round: which doors, in which order, in the hours that are left. An orienteering problem: as much value as fits
// between setting out and the end, travel and time at the doors counted. The same request gives the same round, in
// any order of its stops; a round is never worth less than always going to the nearest home (nearestFirst).
// Instants are epoch ms, durations minutes at a door and seconds on the way. Which doors may be visited at all, and what
// each is worth, is round-worth.ts; what becomes of a round while the day goes on, round-change.ts.
import type { Instant } from '../facts.ts';
import { exactAtMost, exactRound } from './round-exact.ts';
import { search } from './round-search.ts';
import { Timetable } from './round-times.ts';
import { travelSeconds, type Travel } from './round-travel.ts';
import type { Place } from '../place.ts';

export type RoundStop = Place & {
  id: number;
  /** What a visit there is worth today (round-worth.ts): more than 0. */
  value: number;
  /** How long it takes at the door. */
  minutes: number;
  /** An appointment: begun at this instant or up to appointmentGraceMinutes later. Null: whenever it suits. */
  appointmentAt: Instant | null;
  /** The officer wants it in the round: nothing of less weight takes its place. */
  keep: boolean;
};

/** What a round is planned from. Instants are ms since 1970. */
export type RoundRequest = {
  stops: readonly RoundStop[];
  /** Where it begins; null: at its first door. */
  from: Place | null;
  /** Where it must end, inside the hours; null: at its last door. */
  to: Place | null;
  startsAt: Instant;
  endsAt: Instant;
  travel: Travel;
  /** The same seed and number of rounds of searching give the same answer, on any machine. */
  seed?: number;
  rounds?: number;
};

type TimedStop = {
  id: number;
  travelSeconds: number;
  /** At the door; startAt is later where an appointment is waited for. */
  arriveAt: Instant;
  startAt: Instant;
  leaveAt: Instant;
};

/** The planned stops in their order, with their times, and what did not fit. */
export type Round = {
  stops: TimedStop[];
  /** Ids that did not fit, the most valuable first. */
  left: number[];
  value: number;
  /** All of it, the way to `to` included. */
  travelSeconds: number;
  /** When the last door is left, or `to` is reached; startsAt where there is no stop. */
  endsAt: Instant;
};

/** A visit with an agreed time may begin this many minutes after it. */
export const appointmentGraceMinutes = 15;
const defaultRounds = 300;

/** The best round there is of a few stops, the best that the search finds of many; an impossible request gives an empty one. */
export function planRound(request: RoundRequest): Round {
  const table = timetableOf(request);
  if (table.n <= exactAtMost) return roundOf(request, table, exactRound(table));
  const nearest = nearestOrder(table);
  return roundOf(request, table, search(table, nearest, request.seed ?? 1, request.rounds ?? defaultRounds));
}

/** What a person does without a plan: the nearest door that still fits, again and again. The benchmark's peer. */
export function nearestFirst(request: RoundRequest): Round {
  const table = timetableOf(request);
  return roundOf(request, table, nearestOrder(table));
}

/** The request as numbers: node 0 is where it begins, 1 to n the stops by id, n + 1 where it ends. Seconds from startsAt. */
export function timetableOf(request: RoundRequest): Timetable {
  const { startsAt, endsAt, from, to, travel } = request;
  const byId = new Map(request.stops.map((stop) => [stop.id, stop]));
  const stops = [...byId.values()].sort((a, b) => a.id - b.id);
  const n = stops.length;
  const table = new Timetable(n, Math.max(0, Math.floor((endsAt - startsAt) / 1000)));
  stops.forEach((stop, i) => {
    const at = i + 1;
    table.ids[at] = stop.id;
    table.value[at] = stop.value;
    table.keep[at] = stop.keep ? 1 : 0;
    table.duration[at] = Math.max(0, Math.round(stop.minutes * 60));
    table.opens[at] = 0;
    table.closes[at] = table.horizon - table.duration[at]!;
    if (stop.appointmentAt !== null) {
      const opens = Math.round((stop.appointmentAt - startsAt) / 1000);
      table.opens[at] = Math.max(0, opens);
      table.closes[at] = Math.min(table.closes[at]!, opens + appointmentGraceMinutes * 60);
    }
    table.setLeg(0, at, from ? travelSeconds(travel, { ...from, id: null }, stop) : 0);
    table.setLeg(at, n + 1, to ? travelSeconds(travel, stop, { ...to, id: null }) : 0);
    stops.forEach((other, j) => table.setLeg(at, j + 1, i === j ? 0 : travelSeconds(travel, stop, other)));
  });
  const home = from && to ? travelSeconds(travel, { ...from, id: null }, { ...to, id: null }) : 0;
  table.setLeg(0, n + 1, home);
  return table;
}

function nearestOrder(table: Timetable): number[] {
  const order: number[] = [];
  const left = new Set(Array.from({ length: table.n }, (_, i) => i + 1));
  for (;;) {
    const here = order.at(-1) ?? 0;
    let next = 0;
    for (const node of left) {
      if (next !== 0 && table.leg(here, node) >= table.leg(here, next)) continue;
      if (table.fits([...order, node])) next = node;
    }
    if (next === 0) return order;
    order.push(next);
    left.delete(next);
  }
}

function roundOf({ startsAt }: RoundRequest, table: Timetable, order: readonly number[]): Round {
  const { starts, arrives, end } = table.times(order);
  const at = (seconds: number) => startsAt + seconds * 1000;
  let value = 0;
  let travelled = 0;
  const stops = order.map((node, i): TimedStop => {
    const leg = table.leg(order[i - 1] ?? 0, node);
    value += table.value[node]!;
    travelled += leg;
    return {
      id: table.ids[node]!,
      travelSeconds: leg,
      arriveAt: at(arrives[i]!),
      startAt: at(starts[i]!),
      leaveAt: at(starts[i]! + table.duration[node]!),
    };
  });
  if (order.length > 0) travelled += table.leg(order.at(-1)!, table.n + 1);
  const inside = new Set(order);
  const left = Array.from({ length: table.n }, (_, i) => i + 1)
    .filter((node) => !inside.has(node))
    .sort((a, b) => table.value[b]! - table.value[a]! || a - b)
    .map((node) => table.ids[node]!);
  return { stops, left, value, travelSeconds: travelled, endsAt: at(order.length > 0 ? end : 0) };
}
