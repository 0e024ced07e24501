// A day's figures for its head. Pure.
import { distanceMetres } from '#domain/place.ts';
import { travelAssumptions } from '#domain/rounds/round-travel.ts';
import { orderOf } from './on-list.ts';
import type { DayPlan } from './plan.ts';
import { instantOf } from './words.ts';

export type DaySummary = {
  /** Still to go, on the way and home again. */
  travelSeconds: number;
  /** The same way in metres, streets reckoned in. */
  metres: number;
  /** How long after the chosen end the round ends; 0 where it is in time. */
  overMinutes: number;
};

/** What is past does not count. `timeZone` is the landlord's. */
export function summaryOf(plan: DayPlan, timeZone = 'Europe/London'): DaySummary {
  const { route } = orderOf(plan, '');
  let metres = 0;
  for (let i = 1; i < route.length; i++) metres += distanceMetres(route[i - 1]!, route[i]!);
  const past = plan.stops.filter(({ state }) => state === 'done');
  const gone = past.reduce((sum, stop) => sum + stop.travelSeconds, 0);
  const wanted = instantOf(timeZone, plan.day, plan.ask.until) ?? plan.endsAt;
  const over = Math.round((plan.finishAt - wanted) / 60_000);
  return {
    travelSeconds: Math.max(0, plan.travelSeconds - gone),
    metres: metres * travelAssumptions.roadFactor,
    overMinutes: over > 5 ? over : 0,
  };
}
