// Days, spans and values of the settings, in words.
import { formatDay } from '#domain/days.ts';
import { measureOf, type MeasureUnit } from '#domain/statistics/measures.ts';
import type { AbsenceRow, PersonRow } from '#contract/performance/settings.ts';

type Named = { id: number; name: string };
export const namesOf = (rows: readonly Named[]): Map<number, string> =>
  new Map(rows.map(({ id, name }) => [id, name]));
/** As the options of a Select. */
export const optionsOf = (rows: readonly Named[]): [value: string, label: string][] =>
  rows.map(({ id, name }) => [String(id), name]);
/** The officers whose access has not ended. */
export const officersOf = (people: readonly PersonRow[]): PersonRow[] =>
  people.filter(({ role, active }) => role === 'officer' && active);

export const kindWords: Record<AbsenceRow['kind'], string> = {
  leave: 'Leave',
  sickness: 'Sickness',
  training: 'Training',
  other: 'Other',
};

export const nationWords: Record<string, string> = {
  england: 'England',
  wales: 'Wales',
  scotland: 'Scotland',
  northern_ireland: 'Northern Ireland',
};

/** 'Mon 23 Nov 2026', 'Mon 23 to Fri 27 Nov 2026', 'since Mon 23 Nov 2026', 'from …' where it has not begun. */
export function spanWords(firstOn: string, lastOn: string | null, today: string): string {
  if (lastOn === null) return `${firstOn <= today ? 'since' : 'from'} ${formatDay(firstOn, true)}`;
  if (firstOn === lastOn) return formatDay(firstOn, true);
  return `${formatDay(firstOn, firstOn.slice(0, 4) !== lastOn.slice(0, 4))} to ${formatDay(lastOn, true)}`;
}

export const unitWords: Record<MeasureUnit, string> = {
  percent: 'per cent',
  pence_per_100_pounds: 'in pounds and pence for each £100 of rent due, such as 1.25',
  count: 'a week',
  ratio: '1 is as expected',
};

/** A target's value in its measure's unit; the number alone if the measure is no longer drawn. */
export function valueWords(measure: string, value: number): string {
  try {
    const { unit } = measureOf(measure);
    if (unit === 'percent') return `${value}%`;
    if (unit === 'pence_per_100_pounds')
      return `${value < 0 ? '−' : ''}£${(Math.abs(value) / 100).toFixed(2)} for each £100`;
    if (unit === 'count') return `${value} a week`;
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
