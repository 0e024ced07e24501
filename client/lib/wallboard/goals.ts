// What each figure of the wallboard should be, whether it is, and which way it goes. Pure: figures in, a line of words out.
import { sayMeasure } from '#domain/statistics/improving.ts';
import { measureOf } from '#domain/statistics/measures.ts';
import { sourceAge, waitingOf } from '#domain/statistics/tiles.ts';
import type { WallboardDay, WallboardGoal } from '#contract/wallboard.ts';
import { bigCount, bigMoney, type InstantTile, type NumberTile } from './figures.ts';
import { goals as words } from './words.ts';

/** `late`: something waits for somebody, and is shown with emphasis. `open`: a goal that is not reached yet. */
export type Goal = { state: 'met' | 'late' | 'open'; text: string };

const goalOf = (goals: readonly WallboardGoal[], measure: WallboardGoal['measure']) =>
  goals.find((one) => one.measure === measure) ?? null;
const say = ({ measure }: WallboardGoal, value: number) => sayMeasure(measureOf(measure).unit, value);

/** While past weeks are worked out, the newest figures are of an old week: none of them is a goal for today. */
export const weeklyGoals = (
  day: Pick<WallboardDay, 'goals' | 'calculating'> | null,
): readonly WallboardGoal[] => (!day || day.calculating ? [] : day.goals);

/** 'Calculating past weeks: 12 of 52', in the place of the weekly figures; '' once they are there. */
export const calculatingText = (day: Pick<WallboardDay, 'calculating'> | null): string =>
  day?.calculating ? words.calculating(day.calculating.done, day.calculating.of) : '';

/** Arrears of the last closed week as a share of the rent, against the landlord's target. */
export function arrearsGoal(goals: readonly WallboardGoal[]): Goal | null {
  const found = goalOf(goals, 'arrears_percent');
  if (!found) return null;
  const { value, target } = found;
  if (target === null) return { state: 'open', text: words.arrears(say(found, value)) };
  return {
    state: value <= target ? 'met' : 'late',
    text: words.arrearsOf(say(found, value), say(found, target)),
  };
}

/** 'Down 0.05 points in 4 weeks. Up 0.30 points in a year.', the sentence of Today and Trend. */
export const arrearsChanges = (goals: readonly WallboardGoal[]): string =>
  goalOf(goals, 'arrears_percent')?.changes ?? '';

/** What usually comes in on such a day. */
export function dayGoal(usualPence: number | null | undefined, pence: number | null): Goal | null {
  if (!usualPence) return null;
  return {
    state: pence !== null && pence >= usualPence ? 'met' : 'open',
    text: words.day(bigMoney(usualPence)),
  };
}

/** How far behind the oldest source of payments is. */
export function sourceGoal(tile: InstantTile | null, now: number): Goal | null {
  if (!tile?.value) return null;
  const { days, isLate } = sourceAge(tile.value, now);
  return isLate ? { state: 'late', text: words.sourceLate(days) } : { state: 'met', text: words.source };
}

/** Planned visits that are still to come. */
export function visitsGoal(planned: NumberTile | null): Goal | null {
  if (planned?.value == null) return null;
  if (planned.value === 0) return { state: 'open', text: words.noVisits };
  const left = planned.parts
    .filter(({ key }) => key === 'planned' || key === 'on_the_way')
    .reduce((sum, { value }) => sum + value, 0);
  return left === 0
    ? { state: 'met', text: words.visitsDone }
    : { state: 'open', text: words.visitsLeft(bigCount(left)) };
}

/** Plans made in a usual week. */
export function plansMadeGoal(goals: readonly WallboardGoal[], made: number | null): Goal | null {
  const found = goalOf(goals, 'plans_made');
  if (!found || found.usual === null || made === null) return null;
  return { state: made >= found.usual ? 'met' : 'open', text: words.plansUsual(say(found, found.usual)) };
}

/** Every plan is to be kept: the others are late or broken. */
export function plansKeptGoal(tile: NumberTile | null): Goal | null {
  return tile?.of ? noneWaits(tile, words.allKept, words.notKept) : null;
}

/** No answer is to be late. */
export function repairsGoal(tile: NumberTile | null): Goal | null {
  return tile?.wrong ? noneWaits(tile, words.noneLate, words.late) : null;
}

/** The mark is that of the tile on Today. */
function noneWaits(tile: NumberTile, met: string, late: (count: string) => string): Goal {
  const waiting = waitingOf(tile) ?? 0;
  return waiting === 0 ? { state: 'met', text: met } : { state: 'late', text: late(bigCount(waiting)) };
}
