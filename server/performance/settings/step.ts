// Shared by every change of a setting: its transaction, its day, and how it is refused. A change is a handler that writes
// rows and returns a summary in words; triggers on the tables keep the history (migration 0025).
import { Refusal, Conflict, type Tx } from '../../commands/outcome.ts';
import { formatDay } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';

export type Who = { staffId: number; role: string };
export type Step = {
  tx: Tx;
  who: Who;
  timeZone: string;
  nation: string;
  today: Day;
  /** Last day of the newest frozen week. */
  frozenTo: Day | null;
};
/** The row and version that was on the screen of the person who changes it. */
export type RowVersion = { rowId: number; version: number };
/** What a change did, and what follows from it, in sentences that the person reads. */
export type Summary = { words: string; notes: string[] };

/** The table of each kind of setting. */
export const tables = {
  absence: 'absence',
  stint: 'stint',
  holiday: 'bank_holiday',
  visiting: 'visiting_hours',
  target: 'target',
  annotation: 'annotation',
  rebase: 'rebase',
  person: 'staff',
  patch: 'patch',
} as const;
export type Noun = keyof typeof tables;

/** Locks and returns the current row. Throws a Conflict if it was removed or changed since it was on screen. */
export async function rowOf<T>(tx: Tx, noun: Noun, { rowId, version }: RowVersion): Promise<T> {
  const [row] = await tx`select * from ${tx(tables[noun])} where id = ${rowId} for update`;
  if (!row) throw new Conflict('A colleague has removed this since you opened it. Nothing was changed.');
  if (row['version'] !== version)
    throw new Conflict(
      'A colleague has changed this since you opened it. Check what is on screen now and save again.',
    );
  return row as T;
}

/** One administrator must always remain. */
export const notYourself = 'Ask another administrator to change your role or end your access.';

/** The span in words: "on 2 Nov 2026", "from … to …", or "from … on". */
export const spanWords = (firstOn: Day, lastOn: Day | null): string =>
  lastOn === null
    ? `from ${formatDay(firstOn, true)}`
    : firstOn === lastOn
      ? `on ${formatDay(firstOn, true)}`
      : `from ${formatDay(firstOn, true)} to ${formatDay(lastOn, true)}`;

/** Throws a Refusal where the last day is before the first. */
export function inOrder(firstOn: Day, lastOn: Day | null): void {
  if (lastOn !== null && lastOn < firstOn)
    throw new Refusal(`Enter a last day that is not before the first day, ${formatDay(firstOn, true)}.`);
}

/** A note for an entry that reaches into a frozen week: its figures stay. `then`: when the entry takes effect. */
export const lateNotes = (step: Step, firstOn: Day, then: string): string[] =>
  step.frozenTo !== null && firstOn <= step.frozenTo
    ? [`Figures of rent weeks up to ${formatDay(step.frozenTo, true)} do not change. ${then}`]
    : [];
