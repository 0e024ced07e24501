// A planned day as the list and the map show it. Pure.
import type { Place } from '#domain/place.ts';
import { timeOf } from '../words/time.ts';
import type { DayOrder, StopOnList } from '../worklist/order.ts';
import type { DayPlan } from './plan.ts';
import { about, onList as words } from './words.ts';

/** The stops of the plan by case, and why each other case is not one of them. */
export function orderOf(plan: DayPlan, notice: string): DayOrder {
  const stops = new Map<number, StopOnList>();
  const why = new Map<number, string>();
  for (const { id, why: because } of plan.out) why.set(id, `${capital(because)}.`);
  for (const { id, why: because } of plan.left) why.set(id, words.leftOut(because));
  plan.stops.forEach((stop, i) => {
    if (stop.state === 'done') {
      why.set(stop.id, words.doneAt(timeOf(stop.leaveAt)));
      return;
    }
    stops.set(stop.id, {
      number: i + 1,
      when: stop.state === 'under_way' ? words.onTheWay : about(stop.arriveAt),
      underWay: stop.state === 'under_way',
      keep: stop.keep,
      appointment: stop.appointmentAt === null ? '' : words.at(timeOf(stop.appointmentAt)),
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
