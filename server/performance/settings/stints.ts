// Who holds which patch. Here a stint's first and last day are both included; the table keeps the first day after it. Rights
// are read from the same rows, so they change at once. Gaps and overlaps are reported; an overlap must be confirmed.
import { holdsPatches } from '../../access/rights.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { SettingOf } from '../../contract/performance/settings.ts';
import { coverOf } from '../../domain/statistics/cover.ts';
import { addDays, formatDay } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { nameOf } from './absences.ts';
import { inOrder, lateNotes, rowOf, spanWords, type RowVersion, type Summary, type Step } from './step.ts';

type StintGiven = SettingOf<'stint.add'>['stint'];
type Row = { id: number; staff_id: number; patch_id: number; start_date: Day; end_date: Day | null };

/** How many days ahead a patch without an officer is reported. */
const aheadDays = 92;

/**
 * Gives a patch to an officer from a day on. Refuses a patch that another officer holds then, unless both are to hold
 * it.
 */
export async function addStint(
  step: Step,
  staffId: number,
  patchId: number,
  given: StintGiven,
): Promise<Summary> {
  const names = await namesOf(step, staffId, patchId);
  await mayHold(step, staffId, patchId, given, 0, names);
  await insert(step, staffId, patchId, given.firstOn, given.lastOn);
  const words = `${names.officer} holds ${names.patch} ${spanWords(given.firstOn, given.lastOn)}`;
  return summary(step, words, patchId, names.patch, given.firstOn);
}

export async function changeStint(step: Step, at: RowVersion, given: StintGiven): Promise<Summary> {
  const was = await rowOf<Row>(step.tx, 'stint', at);
  const names = await namesOf(step, was.staff_id, was.patch_id, was.id);
  await mayHold(step, was.staff_id, was.patch_id, given, was.id, names);
  await step.tx`update stint set start_date = ${given.firstOn}, end_date = ${dayAfter(given.lastOn)} where id = ${was.id}`;
  const words = `${names.officer} now holds ${names.patch} ${spanWords(given.firstOn, given.lastOn)}`;
  return summary(step, words, was.patch_id, names.patch, earliestChange(was, given));
}

export async function removeStint(step: Step, at: RowVersion): Promise<Summary> {
  const was = await rowOf<Row>(step.tx, 'stint', at);
  const names = await namesOf(step, was.staff_id, was.patch_id, was.id);
  await step.tx`delete from stint where id = ${was.id}`;
  const span = spanWords(was.start_date, dayBefore(was.end_date));
  const words = `${names.officer}’s stint in ${names.patch} ${span} is removed`;
  return summary(step, words, was.patch_id, names.patch, was.start_date);
}

/** Ends every stint in the patch on the day before `onDay`; the new officer holds it from `onDay` on. */
export async function handOver(step: Step, patchId: number, staffId: number, onDay: Day): Promise<Summary> {
  const names = await namesOf(step, staffId, patchId);
  const stints = await step.tx<(Row & { name: string })[]>`
    select t.*, s.name from stint t join staff s on s.id = t.staff_id
    where t.patch_id = ${patchId} and (t.end_date is null or t.end_date > ${onDay}) order by t.start_date, t.id for update of t`;
  const mine = stints.find((one) => one.staff_id === staffId);
  if (mine)
    throw new Refusal(
      `${names.officer} already holds ${names.patch} ${spanWords(mine.start_date, dayBefore(mine.end_date))}.`,
    );
  const later = stints.find((one) => one.start_date >= onDay);
  if (later)
    throw new Refusal(
      `${later.name} starts in ${names.patch} on ${formatDay(later.start_date, true)}. Change or remove that stint first.`,
    );
  await step.tx`update stint set end_date = ${onDay} where id = any(${stints.map(({ id }) => id)})`;
  await insert(step, staffId, patchId, onDay, null);
  const from = stints.length > 0 ? ` from ${stints.map(({ name }) => name).join(' and ')}` : '';
  const words = `${names.patch} goes${from} to ${names.officer} on ${formatDay(onDay, true)}`;
  return summary(step, words, patchId, names.patch, onDay);
}

type Names = { officer: string; patch: string };

/**
 * Throws a Refusal for a person who is not an active officer, except for a stint that exists already (`stintId`): it must be
 * possible to end the stint of a person who has left.
 */
async function namesOf(step: Step, staffId: number, patchId: number, stintId = 0): Promise<Names> {
  const officer = await nameOf(step, staffId);
  const [patch] = await step.tx<{ name: string }[]>`select name from patch where id = ${patchId}`;
  if (!patch) throw new Refusal('This patch is not in Doorstep.');
  if (stintId === 0) {
    const [staff] = await step.tx<{ role: string; active: boolean }[]>`
      select role, active from staff where id = ${staffId}`;
    if (!holdsPatches(staff!.role))
      throw new Refusal(`${officer} is not an income officer. Only income officers can hold patches.`);
    if (!staff!.active) throw new Refusal(`${officer} no longer has access. Choose another officer.`);
  }
  return { officer, patch: patch.name };
}

async function mayHold(
  { tx }: Step,
  staffId: number,
  patchId: number,
  { firstOn, lastOn, together }: StintGiven,
  exceptId: number,
  names: Names,
): Promise<void> {
  inOrder(firstOn, lastOn);
  const others = await tx<(Row & { name: string })[]>`
    select t.*, s.name from stint t join staff s on s.id = t.staff_id
    where t.patch_id = ${patchId} and t.id <> ${exceptId} and (t.end_date is null or t.end_date > ${firstOn})
      and (${lastOn}::date is null or t.start_date <= ${lastOn}) order by t.start_date, t.id`;
  const mine = others.find((one) => one.staff_id === staffId);
  if (mine)
    throw new Refusal(
      `${names.officer} already holds ${names.patch} ${spanWords(mine.start_date, dayBefore(mine.end_date))}. Change that stint instead.`,
    );
  const [other] = others;
  if (other && !together)
    throw new Refusal(
      `${other.name} holds ${names.patch} ${spanWords(other.start_date, dayBefore(other.end_date))}. Hand over the patch, or allow another officer on the same days.`,
    );
}

async function summary(
  step: Step,
  words: string,
  patchId: number,
  patch: string,
  firstOn: Day,
): Promise<Summary> {
  return {
    words: `${words}.`,
    notes: [
      ...(await coverNotes(step, patchId, patch)),
      ...lateNotes(step, firstOn, 'The change counts from the start of the next rent week.'),
    ],
  };
}

/** Sentences about the days from today on, `aheadDays` ahead, when nobody or more than one person holds the patch. */
export async function coverNotes(step: Step, patchId: number, patch: string): Promise<string[]> {
  const stints = await step.tx<(Row & { name: string })[]>`
    select t.*, s.name from stint t join staff s on s.id = t.staff_id where t.patch_id = ${patchId}`;
  const name = new Map(stints.map((one) => [one.staff_id, one.name]));
  const spans = stints.map((one) => ({
    staffId: one.staff_id,
    firstOn: one.start_date,
    lastOn: dayBefore(one.end_date),
  }));
  const to = addDays(step.today, aheadDays);
  return coverOf(spans, step.today, to).flatMap(({ firstOn, lastOn, holders }) => {
    const span = spanWords(firstOn, lastOn === to ? null : lastOn);
    if (holders.length === 0) return [`No officer holds ${patch} ${span}.`];
    if (holders.length === 1) return [];
    const both = holders.map((id) => name.get(id)).join(' and ');
    return [`${both} both hold ${patch} ${span}. Reports count it for the officer whose stint started last.`];
  });
}

async function insert(
  step: Step,
  staffId: number,
  patchId: number,
  firstOn: Day,
  lastOn: Day | null,
): Promise<void> {
  await step.tx`insert into stint (staff_id, patch_id, start_date, end_date)
    values (${staffId}, ${patchId}, ${firstOn}, ${dayAfter(lastOn)})`;
}

const dayAfter = (lastOn: Day | null): Day | null => (lastOn === null ? null : addDays(lastOn, 1));
const dayBefore = (endOn: Day | null): Day | null => (endOn === null ? null : addDays(endOn, -1));

/** The first day whose holder changes: an end that is moved later changes nothing before the old end. */
function earliestChange(was: Row, given: StintGiven): Day {
  const days: Day[] = [];
  if (was.start_date !== given.firstOn)
    days.push(was.start_date < given.firstOn ? was.start_date : given.firstOn);
  const [before, after] = [was.end_date ?? '9999-12-31', dayAfter(given.lastOn) ?? '9999-12-31'];
  if (before !== after) days.push(before < after ? before : after);
  return days.sort()[0] ?? given.firstOn;
}
