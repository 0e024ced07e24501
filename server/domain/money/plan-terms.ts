// What a repayment plan says in full: which instalments fall due when, the last one the rest, until the total is paid.
// A plan is named by its total, its instalment, its rhythm and its first day; everything else follows. A lump sum is a
// plan of one instalment. The days are nominal: a bank that is closed pays on the next working day, which the tolerance
// covers.
import { dueAfter, dueOnOrBefore } from './recurring.ts';
import { addWorkingDays, calendarDate, dayNumber, dayOf, daysInMonth, numberOf } from '../days.ts';
import type { Day, PlanRhythm, Rhythm } from '../facts.ts';

export type PlanTerms = {
  totalPence: number;
  instalmentPence: number;
  rhythm: PlanRhythm;
  firstDueOn: Day;
};
export type Instalment = { on: Day; pence: number };

/** No agreement lasts longer: a tenancy does not, and nobody's patience. */
const longestYears = 30;
const aYear: Record<Rhythm, number> = { weekly: 52, fortnightly: 26, four_weekly: 13, monthly: 12 };

/** How the days recur. A lump sum has one; the rent besides goes on by the week. */
export const recurs = (rhythm: PlanRhythm): Rhythm => (rhythm === 'lump_sum' ? 'weekly' : rhythm);

/** How many instalments it takes; Infinity for terms that never end. */
export function instalmentCount({ totalPence, instalmentPence, rhythm }: PlanTerms): number {
  if (totalPence <= 0) return 0;
  if (rhythm === 'lump_sum') return 1;
  return instalmentPence > 0 ? Math.ceil(totalPence / instalmentPence) : Infinity;
}

/** Why these terms are no plan, in words; null where they are one. */
export function termsWrong(terms: PlanTerms): string | null {
  const { totalPence, instalmentPence, rhythm } = terms;
  if (!Number.isSafeInteger(totalPence) || totalPence <= 0) return 'There are no arrears to pay off.';
  if (!Number.isSafeInteger(instalmentPence) || instalmentPence <= 0)
    return 'Enter an instalment of more than £0.00.';
  if (instalmentPence > totalPence) return 'Enter an instalment no larger than the total.';
  if (rhythm === 'lump_sum' && instalmentPence !== totalPence)
    return 'Enter the whole amount for one payment.';
  if (instalmentCount(terms) > longestYears * aYear[recurs(rhythm)])
    return 'Enter a larger instalment: this plan would take more than 30 years.';
  return null;
}

/** Every instalment, adding up to the total to the penny. Refuses (throws) terms that are wrong. */
export function schedule(terms: PlanTerms): Instalment[] {
  const wrong = termsWrong(terms);
  if (wrong) throw new RangeError(wrong);
  const recurring = { rhythm: recurs(terms.rhythm), anchor: dayNumber(terms.firstDueOn) };
  const all: Instalment[] = [];
  let due = recurring.anchor;
  for (let left = terms.totalPence; left > 0; due = dueAfter(recurring, due)) {
    const pence = terms.rhythm === 'lump_sum' ? left : Math.min(left, terms.instalmentPence);
    all.push({ on: dayOf(due), pence });
    left -= pence;
  }
  return all;
}

/** The day of the last instalment. Refuses (throws) terms that are wrong. */
export function endsOn(terms: PlanTerms): Day {
  const wrong = termsWrong(terms);
  if (wrong) throw new RangeError(wrong);
  return dayOf(nthDue(recurs(terms.rhythm), dayNumber(terms.firstDueOn), instalmentCount(terms) - 1));
}

/** The due day that many rhythms after the first. */
function nthDue(rhythm: Rhythm, anchor: number, n: number): number {
  if (rhythm !== 'monthly') return anchor + n * { weekly: 7, fortnightly: 14, four_weekly: 28 }[rhythm];
  const { year, month, date } = calendarDate(anchor);
  const months = year * 12 + month - 1 + n;
  const [inYear, inMonth] = [Math.floor(months / 12), (months % 12) + 1];
  return numberOf(inYear, inMonth, Math.min(date, daysInMonth(inYear, inMonth)));
}

/** Working days after a due day within which money is late, not missing: a bank's way takes up to three. */
export const planToleranceDays: Record<PlanRhythm, number> = {
  weekly: 3,
  fortnightly: 3,
  four_weekly: 5,
  monthly: 5,
  lump_sum: 3,
};

/** The last day on which the first instalment is late and not yet missing: a working day, or the due day itself. */
export const firstInstalmentBy = (
  { firstDueOn, rhythm }: Pick<PlanTerms, 'firstDueOn' | 'rhythm'>,
  bankHolidays: ReadonlySet<Day>,
): Day => addWorkingDays(firstDueOn, planToleranceDays[rhythm], bankHolidays);

/** The last due day on or before that day number; may lie before the first. */
export const lastDue = (rhythm: PlanRhythm, anchor: number, day: number): number =>
  dueOnOrBefore({ rhythm: recurs(rhythm), anchor }, day);
