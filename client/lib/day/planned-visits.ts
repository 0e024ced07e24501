// The visits that a day's round writes for its stops, and those that it has made needless.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { PlannedStop } from '#domain/rounds/round-change.ts';
import { announcer } from '../live/announcer.svelte.ts';
import { clock } from '../live/clock.svelte.ts';
import { live } from '../live/live.svelte.ts';
import { visits } from '../visit/visits.svelte.ts';
import { dayWords } from '../words/time.ts';
import type { DayPlan } from './plan.ts';
import { dayPlan as words } from './words.ts';

/** Whether a stop to come has no visit on the plan's day. */
const lacksVisit = (plan: DayPlan, { id, state }: PlannedStop): boolean => {
  const { at, plannedFor } = visits.stage(id);
  return state === 'to_come' && (at === 'none' || (at === 'planned' && plannedFor !== plan.day));
};

export const stopsWithoutVisit = (plan: DayPlan): PlannedStop[] =>
  plan.stops.filter((stop) => lacksVisit(plan, stop));

/** Writes a visit on the plan's day for each stop that has none, in the order of the round. */
export async function writeVisits(plan: DayPlan): Promise<void> {
  let written = 0;
  for (const stop of plan.stops) {
    // Asked for each when it is its turn: a second press may have written it meanwhile.
    if (!lacksVisit(plan, stop)) continue;
    await visits.plan(stop.id, plan.day);
    written++;
  }
  if (written > 0) announcer.say(words.written(written, dayWords(plan.day, clock.instant())));
}

/** My planned visits of that day that the round has removed because the money came. */
export const needlessVisits = (plan: DayPlan): CaseSummary[] =>
  plan.out.flatMap(({ id, kind }) => {
    const c = live.get(id);
    const { at, plannedFor } = visits.stage(id);
    return c && at === 'planned' && plannedFor === plan.day && kind === 'paid' ? [c] : [];
  });

export async function cancelNeedless(plan: DayPlan): Promise<void> {
  for (const { id } of needlessVisits(plan)) await visits.turnBack(id, 'stood_down');
}
