// The type of a table, independent of its file form.
import { dayIn, timeIn } from '../domain/zone.ts';

/**
 * pence: an integer, shown in pounds. day: YYYY-MM-DD. instant: ISO 8601, shown as day and time in Britain. count: an
 * integer. ratio: 1 is the whole, shown in per cent.
 */
export type Kind = 'text' | 'pence' | 'count' | 'day' | 'instant' | 'ratio';
export type Column = { key: string; title: string; kind: Kind };
export type Row = Readonly<Record<string, string | number | null | undefined>>;
export type Table = {
  /** The file's name, without its end: lower-case words with hyphens, nothing personal. */
  name: string;
  title: string;
  /** The instant of which it speaks. */
  asOf: string;
  columns: readonly Column[];
  /** Some at a time, where there may be more than a process should hold. */
  rows: readonly Row[] | AsyncIterable<readonly Row[]>;
  /** Sentences to be read with it; on the workbook's second sheet. */
  notes?: readonly string[];
};

/** '2026-11-09T06:00:00Z' → ['2026-11-09', '06:00'], by a British clock. */
export function dayAndTime(instant: string): [day: string, time: string] {
  const at = Date.parse(instant);
  return [dayIn('Europe/London', at), timeIn('Europe/London', at)];
}
