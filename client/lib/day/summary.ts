// A day's figures for its head. Pure.
import { distanceMetres } from '#domain/place.ts';
import { travelAssumptions } from '#domain/rounds/round-travel.ts';
import { orderOf } from './on-list.ts';
import type { DayPlan } from './plan.ts';
import { instantAt } from './hours.ts';

export type DaySummary = {
  /** Travel that remains, with the way back. */
  travelSeconds: number;
  /** Its length in metres, with a factor for streets. */
  metres: number;
  /** How many minutes after the chosen end the round ends; 0 when it is in time. */
  overMinutes: number;
};

/** Stops that are done do not count. */
export function summaryOf(plan: DayPlan): DaySummary {
  const { route } = orderOf(plan, '');
  let metres = 0;
  for (let i = 1; i < route.length; i++) metres += distanceMetres(route[i - 1]!, route[i]!);
  const past = plan.stops.filter(({ state }) => state === 'done');
  const gone = past.reduce((sum, stop) => sum + stop.travelSeconds, 0);
  const wanted = instantAt(plan.day, plan.ask.until) ?? plan.endsAt;
  const over = Math.round((plan.finishAt - wanted) / 60_000);
  return {
    travelSeconds: Math.max(0, plan.travelSeconds - gone),
    metres: metres * travelAssumptions.roadFactor,
    overMinutes: over > 5 ? over : 0,
  };
}
