// Absences: whole days, first and last included. Kinds are neutral words, and only managers see them.
import { Refusal } from '../../commands/outcome.ts';
import type { SettingOf } from '../../contract/performance/settings.ts';
import { addDays, daysBetween } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { inOrder, lateNotes, rowOf, spanWords, type RowVersion, type Summary, type Step } from './step.ts';

export type AbsenceGiven = SettingOf<'absence.add'>['absence'];
type Row = { id: number; staff_id: number; start_date: Day; end_date: Day; kind: string };

/** A longer absence is more likely a wrong year. */
const longestDays = 731;

/** Refuses days out of order, more than two years, and an overlap with another absence of that person. */
export async function addAbsence(step: Step, staffId: number, given: AbsenceGiven): Promise<Summary> {
  const name = await nameOf(step, staffId);
  await mayBeAway(step, staffId, name, given, 0);
  await step.tx`insert into absence (staff_id, start_date, end_date, kind)
    values (${staffId}, ${given.firstOn}, ${addDays(given.lastOn, 1)}, ${given.kind})`;
  return summary(
    step,
    `${name} is away ${spanWords(given.firstOn, given.lastOn)}, ${given.kind}`,
    given.firstOn,
  );
}

/** Refuses as `addAbsence` does. Throws a Conflict where the absence was changed since it was on screen. */
export async function changeAbsence(step: Step, at: RowVersion, given: AbsenceGiven): Promise<Summary> {
  const was = await rowOf<Row>(step.tx, 'absence', at);
  const name = await nameOf(step, was.staff_id);
  await mayBeAway(step, was.staff_id, name, given, was.id);
  await step.tx`update absence set start_date = ${given.firstOn}, end_date = ${addDays(given.lastOn, 1)},
    kind = ${given.kind} where id = ${was.id}`;
  const first = given.firstOn < was.start_date ? given.firstOn : was.start_date;
  return summary(
    step,
    `${name}’s absence is now ${spanWords(given.firstOn, given.lastOn)}, ${given.kind}`,
    first,
  );
}

export async function removeAbsence(step: Step, at: RowVersion): Promise<Summary> {
  const was = await rowOf<Row>(step.tx, 'absence', at);
  await step.tx`delete from absence where id = ${was.id}`;
  const name = await nameOf(step, was.staff_id);
  const span = spanWords(was.start_date, addDays(was.end_date, -1));
  return summary(step, `${name}’s absence ${span} removed`, was.start_date);
}

/** The name of a member of staff. Throws a Refusal where there is none with this id. */
export async function nameOf({ tx }: Pick<Step, 'tx'>, staffId: number): Promise<string> {
  const [row] = await tx<{ name: string }[]>`select name from staff where id = ${staffId}`;
  if (!row) throw new Refusal('This person is not in Doorstep.');
  return row.name;
}

async function mayBeAway(
  { tx }: Step,
  staffId: number,
  name: string,
  { firstOn, lastOn }: AbsenceGiven,
  exceptId: number,
): Promise<void> {
  inOrder(firstOn, lastOn);
  if (daysBetween(firstOn, lastOn) > longestDays)
    throw new Refusal('This absence is longer than 2 years. Check the year.');
  const [there] = await tx<Row[]>`select * from absence where staff_id = ${staffId} and id <> ${exceptId}
    and start_date <= ${lastOn} and end_date > ${firstOn} order by start_date limit 1`;
  if (there)
    throw new Refusal(
      `${name} is away already ${spanWords(there.start_date, addDays(there.end_date, -1))} (${there.kind}). Change that absence instead.`,
    );
}

const summary = (step: Step, words: string, firstOn: Day): Summary => ({
  words: `${words}.`,
  notes: lateNotes(step, firstOn, 'The change counts only in weeks that end from now on.'),
});
