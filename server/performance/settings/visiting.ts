// The landlord's visiting hours: one row, from which everybody's "My day" takes its first and last visit.
import { Refusal, type Tx } from '../../commands/outcome.ts';
import type { Queries } from '../../../db/connect.ts';
import { usualVisitingHours, type VisitingHours } from '../../domain/rounds/visiting-hours.ts';
import { rowOf, type RowVersion, type Step, type Summary } from './step.ts';

type Row = VisitingHours & { id: number; version: number };

const read = (sql: Queries) =>
  sql.unsafe<Row[]>(
    `select id, version, to_char(opens, 'HH24:MI') as opens, to_char(closes, 'HH24:MI') as closes from visiting_hours`,
  );

/** The row with its version, for the settings. */
export const readVisitingRow = async (tx: Tx): Promise<Row | null> => (await read(tx))[0] ?? null;

/** The hours in force; the usual ones where another system removed the row. */
export async function readVisitingHours(sql: Queries): Promise<VisitingHours> {
  const [row] = await read(sql);
  return row ? { opens: row.opens, closes: row.closes } : usualVisitingHours;
}

/** Refuses hours of less than an hour. */
export async function changeVisitingHours(
  step: Step,
  at: RowVersion,
  { opens, closes }: VisitingHours,
): Promise<Summary> {
  if (minutesOf(closes) - minutesOf(opens) < 60)
    throw new Refusal('Enter a last time that is at least an hour after the first.');
  await rowOf(step.tx, 'visiting', at);
  await step.tx`update visiting_hours set opens = ${opens}, closes = ${closes} where id = ${at.rowId}`;
  return {
    words: `Visiting hours are now ${opens} to ${closes}.`,
    notes: ['“My day” keeps to them from the next plan on. Visits that are already planned stay.'],
  };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
