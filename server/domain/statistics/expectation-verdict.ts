// The verdict on an officer's weeks: one standing and one sentence, by the same standard errors as the funnel's limits, so that
// an officer inside the 95 % limits is as expected on every page, and one outside them nowhere is. A good verdict must be more
// than chance and more than the differences between patches; a bad one also needs weeks in which others held the same patches,
// so that a hard patch is never taken for a weak officer. With too few weeks the verdict is that. Thresholds were tuned on
// generated landlords (seeds 1 to 50 of `npm run bench -- fairness`) and are reported on others.
import { longDate } from '../day-words.ts';
import type { OfficerCompared, WeekCompared } from './expectation.ts';
import type { Day } from '../facts.ts';
import { z95 } from './funnel.ts';

/**
 * What a comparison can conclude about an officer. as_expected: inside the 95 % limits. lower_maybe: below them, but it may be
 * chance, or the patch.
 */
export const standings = [
  'too_few_weeks',
  'as_expected',
  'better_sustained',
  'better_for_now',
  'lower_maybe',
  'worse_sustained',
  'worse_for_now',
] as const;
export type Standing = (typeof standings)[number];
export type Verdict = {
  standing: Standing;
  sentence: string;
  /** Two explanations that the data cannot separate; null where it can. */
  caution: string | null;
  weeks: number;
  weeksBetter: number;
  since: Day | null;
};

/** The fewest weeks with cases for a verdict, as with an XmR chart. */
export const fewestWeeks = 5;
/** Standard errors below what was expected. */
const worse = 2.58;
const perhapsWorse = 2.33;
/** Sustained: in so many of the weeks, on that side. */
const mostWeeks = 0.6;
/** The share of the expectation that comes from others who held the same patches; below it no officer is called worse. */
const knownEnough = 0.4;
/** With fewer weeks than this nothing can be distinguished from chance. */
const fewestSince = 4;

/** The weeks that count towards a verdict. */
export const weeksCompared = ({ weeks }: Pick<OfficerCompared, 'weeks'>): WeekCompared[] =>
  weeks.filter((week) => week.expectedPence > 0);

/** `weekOn`: the first day of a week, by its place among those compared. */
export function verdictOf(one: OfficerCompared, weekOn: (week: number) => Day): Verdict {
  const weeks = weeksCompared(one);
  const weeksBetter = weeks.filter((week) => week.observedPence > week.expectedPence).length;
  const counted = { weeks: weeks.length, weeksBetter };
  if (weeks.length < fewestWeeks) {
    const held = weeks.length === 1 ? '1 week' : `${weeks.length} weeks`;
    const sentence =
      weeks.length === 0
        ? 'No cases to compare in these weeks.'
        : `${held} with cases so far: too few to compare. At least ${fewestWeeks} are needed.`;
    return { standing: 'too_few_weeks', sentence, caution: null, ...counted, since: null };
  }
  const z = zOf(one);
  const known = one.known >= knownEnough;
  const standing = standingOf(z, weeksBetter / weeks.length, known);
  const caution = known
    ? null
    : 'Other officers have worked these patches for too few weeks, so we cannot separate officer from patch.';
  const since = standing.endsWith('_sustained') ? weekOn(sinceWhich(weeks, Math.sign(z))) : null;
  const sentence = sentenceOf({ standing, known, since, ...counted });
  return { standing, sentence, caution, ...counted, since };
}

const zOf = (one: Pick<OfficerCompared, 'observedPence' | 'expectedPence' | 'errorPence'>): number =>
  one.errorPence > 0 ? (one.observedPence - one.expectedPence) / one.errorPence : 0;

function standingOf(z: number, shareBetter: number, known: boolean): Standing {
  if (z > z95) return shareBetter >= mostWeeks ? 'better_sustained' : 'better_for_now';
  if (z >= -z95) return 'as_expected';
  if (!known || z > -perhapsWorse) return 'lower_maybe';
  return z <= -worse && 1 - shareBetter >= mostWeeks ? 'worse_sustained' : 'worse_for_now';
}

/** The week from which on they differ most clearly, up to now. */
function sinceWhich(weeks: readonly WeekCompared[], side: number): number {
  let [sum, square, best] = [0, 0, -Infinity];
  let since = weeks[0]!.week;
  for (let i = weeks.length - 1; i >= 0; i--) {
    const week = weeks[i]!;
    sum += side * (week.observedPence - week.expectedPence);
    square += week.errorPence ** 2;
    const z = square > 0 ? sum / Math.sqrt(square) : 0;
    if (weeks.length - i >= fewestSince && z > best) [best, since] = [z, week.week];
  }
  return since;
}

type Said = Pick<Verdict, 'standing' | 'weeks' | 'weeksBetter' | 'since'> & { known: boolean };

function sentenceOf({ standing, weeks, weeksBetter, since, known }: Said): string {
  const better = `${weeksBetter} of ${weeks} weeks`;
  const lower = `${weeks - weeksBetter} of ${weeks} weeks`;
  switch (standing) {
    case 'better_sustained':
      return `Better than expected in ${better}; sustained since ${dayInWords(since!)}.`;
    case 'better_for_now':
      return `Better than expected, but in only ${better}: a few weeks made the difference.`;
    case 'lower_maybe':
      return known
        ? 'Lower than expected, but this may be chance.'
        : 'Lower than expected. The patch may be the reason.';
    case 'worse_sustained':
      return `Lower than expected in ${lower}; sustained since ${dayInWords(since!)}. The patches do not explain it.`;
    case 'worse_for_now':
      return `Lower than expected in ${lower}; too early to call it sustained.`;
    default:
      return 'As expected: within the usual range.';
  }
}
/** '5 October'. */
const dayInWords = (day: Day): string => longDate(day, false);
