// What a chart of the balance shows, and the sentence that describes it to a person who cannot see it. Pure. Days are
// 'YYYY-MM-DD'.
import { longDate } from '#domain/day-words.ts';
import { addDays } from '#domain/days.ts';
import { balanceChart as words } from './words.ts';

export type DayBalance = { on: string; pence: number };
export type Span = '13 weeks' | '1 year' | 'all';
const daysOf: Record<Span, number> = { '13 weeks': 91, '1 year': 365, all: Infinity };

/** The days of that span, begun by what was owed at its first day and ended by today: a line from edge to edge. */
export function within(days: readonly DayBalance[], span: Span, today: string): DayBalance[] {
  const past = days.filter((day) => day.on <= today);
  if (past.length === 0) return [];
  const from = span === 'all' ? past[0]!.on : addDays(today, -daysOf[span]);
  const inside = past.filter((day) => day.on >= from);
  const opening = past.findLast((day) => day.on < from);
  const line = opening && inside[0]?.on !== from ? [{ on: from, pence: opening.pence }, ...inside] : inside;
  const last = line.at(-1);
  return last && last.on < today ? [...line, { on: today, pence: last.pence }] : line;
}

/** The chart in a sentence: its first balance, the last and the highest. */
export function sentence(line: readonly DayBalance[]): string {
  const first = line[0];
  const last = line.at(-1);
  if (!first || !last) return words.empty;
  const most = line.reduce((a, b) => (b.pence > a.pence ? b : a));
  return words.sentence(
    words.owed(first.pence),
    longDate(first.on),
    words.owed(last.pence),
    words.owed(most.pence),
    longDate(most.on),
  );
}

/** What was owed at each month's end, newest first, and today: the same line as figures. */
export function monthEnds(line: readonly DayBalance[]): DayBalance[] {
  const ends = new Map<string, DayBalance>();
  for (const day of line) ends.set(day.on.slice(0, 7), day);
  return [...ends.values()].reverse();
}
