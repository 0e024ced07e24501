// When an answer is needed, in words, and whether it is late. Instants are epoch ms or ISO strings, in the landlord's time zone.
import { timeOf, dayOf, dayWords } from '../words/time.ts';

const hourMs = 3_600_000;

/** 'today 17:00', 'tomorrow 12:00', 'Mon 9 Nov 17:00'. */
export const dueWords = (at: string | number, now: number): string =>
  `${dayWords(dayOf(at), now)} ${timeOf(at)}`;

/** Whether an answer is late, or soon will be: within four hours. */
export function lateness(needsAnswerBy: string | null, now: number): 'late' | 'soon' | 'later' | 'none' {
  if (needsAnswerBy === null) return 'none';
  const left = Date.parse(needsAnswerBy) - now;
  return left < 0 ? 'late' : left <= 4 * hourMs ? 'soon' : 'later';
}
