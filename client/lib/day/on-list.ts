// A planned day as the list and the map show it. Pure.
import type { Place } from '#domain/rounds/visit-order.ts';
import { clock } from '../words/time.ts';
import type { DayPlan } from './plan.ts';
import { about } from './words.ts';

/** What a row says of its stop. */
export type StopOnList = {
  /** Counted from the day's first visit, those that are done included. */
  number: number;
  /** 'about 10:40'; 'on the way' while it is under way. */
  when: string;
  underWay: boolean;
  keep: boolean;
  /** 'at 14:00', where it is an appointment. */
  appointment: string;
};

export type DayOrder = {
  /** Which planning it comes from, epoch ms: another one is another round. */
  madeAt: number;
  /** In the order in which they are visited; what is done is not among them. */
  ids: readonly number[];
  stops: ReadonlyMap<number, StopOnList>;
  /** Why a row that still stands there is struck. */
  why: ReadonlyMap<number, string>;
  /** From where one is, or was last, through every stop ahead. */
  route: readonly Place[];
  /** The route's first point is no door: where the day begins. */
  start: Place | null;
  /** The newest change, until it was read. */
  notice: string;
};

export function orderOf(plan: DayPlan, notice: string): DayOrder {
  const stops = new Map<number, StopOnList>();
  const why = new Map<number, string>();
  for (const { id, why: because } of plan.out) why.set(id, `${capital(because)}.`);
  for (const { id, why: because } of plan.left) why.set(id, `Left out: ${because}.`);
  plan.stops.forEach((stop, i) => {
    if (stop.state === 'done') {
      why.set(stop.id, `Done at ${clock(stop.leaveAt)}.`);
      return;
    }
    stops.set(stop.id, {
      number: i + 1,
      when: stop.state === 'under_way' ? 'on the way' : about(stop.arriveAt),
      underWay: stop.state === 'under_way',
      keep: stop.keep,
      appointment: stop.appointmentAt === null ? '' : `at ${clock(stop.appointmentAt)}`,
    });
  });
  const ahead = plan.stops.filter(({ state }) => state !== 'done');
  const lastDone = plan.stops.findLast(({ state }) => state === 'done');
  const start = lastDone ?? plan.from;
  const end = plan.ask.roundTrip && plan.from ? [plan.from] : [];
  return {
    madeAt: plan.madeAt,
    ids: ahead.map(({ id }) => id),
    stops,
    why,
    route: ahead.length === 0 ? [] : [...(start ? [start] : []), ...ahead, ...end].map(at),
    start: lastDone || ahead.length === 0 ? null : plan.from && at(plan.from),
    notice,
  };
}

const at = ({ latitude, longitude }: Place): Place => ({ latitude, longitude });
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The rectangle around a round, for the map. */
export function boundsOf({ route }: Pick<DayOrder, 'route'>) {
  if (route.length === 0) return null;
  const [latitudes, longitudes] = [route.map((one) => one.latitude), route.map((one) => one.longitude)];
  return {
    south: Math.min(...latitudes),
    west: Math.min(...longitudes),
    north: Math.max(...latitudes),
    east: Math.max(...longitudes),
  };
}
