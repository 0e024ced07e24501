// What was suggested when, and why: the assessment replayed at each instant at which something became known (case-past.ts
// says what that is, and its limits), and at each day's turn, keeping the instants at which the action changed.
import type { Suggestion } from '../../contract/case-why.ts';
import { assess } from '../../domain/assessment.ts';
import type { Instant } from '../../domain/facts.ts';
import { factsAt, happenings, type CasePast } from './case-past.ts';

const weekMs = 7 * 86_400_000;
const weeksReplayed = 26;

/** Newest first; the oldest is what was suggested when the span began. */
export function assessmentHistory(past: CasePast, now: Instant, weeks = weeksReplayed): Suggestion[] {
  const from = now - weeks * weekMs;
  const found: Suggestion[] = [];
  const look = (at: Instant, because: string) => {
    const { facts, clock, rules } = factsAt(past, at);
    const { action, reasons, realArrearsPence } = assess(facts, clock, rules);
    if (found.at(-1)?.action !== action)
      found.push({ at: new Date(at).toISOString(), action, reasons, realArrearsPence, because });
  };
  look(from, 'begin');
  const moments = happenings(past, from + 1, now);
  // Of several things of one instant the last is looked at, when all of them are known.
  moments.forEach(({ at, because }, i) => {
    if (moments[i + 1]?.at !== at) look(at, because);
  });
  return found.reverse();
}
