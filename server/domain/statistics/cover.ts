// Who holds a patch, day by day: stints become stretches with the same officers, so that gaps and overlaps can be reported.
// First and last days both count; a last day of null is no end.
import { addDays } from '../days.ts';
import type { Day } from '../facts.ts';

/** `lastOn` is included; null: no end. */
export type Span = { firstOn: Day; lastOn: Day | null };
/** Days on which the same officers hold a patch, both ends included. */
export type Stretch = {
  firstOn: Day;
  lastOn: Day;
  /** In the order of their ids; none: nobody holds it. */
  holders: number[];
};

/** Whether the day is within the span, both ends included; a span without a last day has no end. */
export const covers = (span: Span, day: Day): boolean =>
  span.firstOn <= day && (span.lastOn === null || span.lastOn >= day);

/** Whether two spans share a day. */
export const overlaps = (one: Span, other: Span): boolean =>
  (one.lastOn === null || other.firstOn <= one.lastOn) &&
  (other.lastOn === null || one.firstOn <= other.lastOn);

/** One patch's days from `from` to `to`, all of them, in order; neighbours differ. */
export function coverOf(stints: readonly (Span & { staffId: number })[], from: Day, to: Day): Stretch[] {
  const borders = new Set<Day>([from]);
  for (const { firstOn, lastOn } of stints) {
    borders.add(firstOn);
    if (lastOn !== null) borders.add(addDays(lastOn, 1));
  }
  const stretches: Stretch[] = [];
  for (const day of [...borders].filter((one) => one >= from && one <= to).sort()) {
    const here = stints.filter((stint) => covers(stint, day)).map(({ staffId }) => staffId);
    const holders = [...new Set(here)].sort((a, b) => a - b);
    const before = stretches.at(-1);
    if (before && before.holders.join() === holders.join()) continue;
    if (before) before.lastOn = addDays(day, -1);
    stretches.push({ firstOn: day, lastOn: to, holders });
  }
  return stretches;
}
