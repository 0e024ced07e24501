// What a chart of the balance shows, and the sentence that describes it to a person who cannot see it. Pure. Days are 'YYYY-MM-DD'.
import { longDate } from '#domain/day-words.ts';
import { money } from '../words/money.ts';
import { addDays } from '#domain/days.ts';

export type DayBalance = { on: string; pence: number };
export type Span = '13 weeks' | '1 year' | 'all';
export const spans: Record<Span, { label: string; days: number }> = {
  '13 weeks': { label: '13 weeks', days: 91 },
  '1 year': { label: '1 year', days: 365 },
  all: { label: 'All', days: Infinity },
};

/** The days of that span, begun by what was owed at its first day and ended by today: a line from edge to edge. */
export function within(days: readonly DayBalance[], span: Span, today: string): DayBalance[] {
  const past = days.filter((day) => day.on <= today);
  if (past.length === 0) return [];
  const from = spans[span].days === Infinity ? past[0]!.on : addDays(today, -spans[span].days);
  const inside = past.filter((day) => day.on >= from);
  const opening = past.findLast((day) => day.on < from);
  const line = opening && inside[0]?.on !== from ? [{ on: from, pence: opening.pence }, ...inside] : inside;
  const last = line.at(-1);
  return last && last.on < today ? [...line, { on: today, pence: last.pence }] : line;
}

const inWords = (pence: number) =>
  pence > 0 ? `${money(pence)} owed` : pence < 0 ? `${money(-pence)} in credit` : 'nothing owed';

/** 'From £412.00 owed on 23 August 2026 to £634.18 owed today. At most £700.10 owed, on 5 October 2026.' */
export function sentence(line: readonly DayBalance[]): string {
  const first = line[0];
  const last = line.at(-1);
  if (!first || !last) return 'Nothing has been charged or paid yet.';
  const most = line.reduce((a, b) => (b.pence > a.pence ? b : a));
  return `From ${inWords(first.pence)} on ${longDate(first.on)} to ${inWords(last.pence)} today. At most ${inWords(most.pence)}, on ${longDate(most.on)}.`;
}

/** What was owed at each month's end, newest first, and today: the same line as figures. */
export function monthEnds(line: readonly DayBalance[]): DayBalance[] {
  const ends = new Map<string, DayBalance>();
  for (const day of line) ends.set(day.on.slice(0, 7), day);
  return [...ends.values()].reverse();
}
