// Rows of the settings as text: options of a Select, spans of days, values of targets.
import { formatDay } from '#domain/days.ts';
import { measureOf } from '#domain/statistics/measures.ts';
import type { PersonRow } from '#contract/performance/settings.ts';
import { span, targetValues } from './words.ts';

type Named = { id: number; name: string };
export const namesOf = (rows: readonly Named[]): Map<number, string> =>
  new Map(rows.map(({ id, name }) => [id, name]));
/** As the options of a Select. */
export const optionsOf = (rows: readonly Named[]): [value: string, label: string][] =>
  rows.map(({ id, name }) => [String(id), name]);
/** The officers whose access has not ended. */
export const officersOf = (people: readonly PersonRow[]): PersonRow[] =>
  people.filter(({ role, active }) => role === 'officer' && active);

/** 'Mon 23 Nov 2026', 'Mon 23 to Fri 27 Nov 2026', 'since Mon 23 Nov 2026', 'from …' where it has not begun. */
export function spanText(firstOn: string, lastOn: string | null, today: string): string {
  if (lastOn === null) return (firstOn <= today ? span.since : span.from)(formatDay(firstOn, true));
  if (firstOn === lastOn) return formatDay(firstOn, true);
  return span.between(
    formatDay(firstOn, firstOn.slice(0, 4) !== lastOn.slice(0, 4)),
    formatDay(lastOn, true),
  );
}

/** A target's value in its measure's unit; the number alone if the measure is no longer drawn. */
export function valueText(measure: string, value: number): string {
  try {
    const { unit } = measureOf(measure);
    if (unit === 'percent') return `${value}%`;
    if (unit === 'pence_per_100_pounds')
      return targetValues.per100Pounds(`${value < 0 ? '−' : ''}£${(Math.abs(value) / 100).toFixed(2)}`);
    if (unit === 'count') return targetValues.aWeek(value);
  } catch {
    // The plain number, below.
  }
  return String(value);
}

export function titleOf(measure: string): string {
  try {
    return measureOf(measure).title;
  } catch {
    return measure;
  }
}
