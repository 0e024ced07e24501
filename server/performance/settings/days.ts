// Dated settings of charts and rules: bank holidays (a change assesses every case again), annotations, and targets and
// re-bases, which are added and withdrawn but never overwritten.
import { rolesWith } from '../../access/rights.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { SettingOf } from '../../contract/performance/settings.ts';
import { formatDay } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { measureOf } from '../../domain/statistics/measures.ts';
import { nameOf } from './absences.ts';
import { inOrder, lateNotes, rowOf, spanWords, type RowVersion, type Summary, type Step } from './step.ts';

type HolidayGiven = SettingOf<'holiday.add'>['holiday'];
type AnnotationGiven = SettingOf<'annotation.add'>['annotation'];
type TargetGiven = SettingOf<'target.add'>;
type RebaseGiven = SettingOf<'rebase.add'>;

const nationWords: Record<string, string> = {
  england: 'England',
  wales: 'Wales',
  scotland: 'Scotland',
  northern_ireland: 'Northern Ireland',
};
const holidayWords = ({ name, onDay, nation }: { name: string; onDay: Day; nation: string }): string =>
  `${name}, ${formatDay(onDay, true)}, ${nationWords[nation] ?? nation}`;

/** Refuses a second bank holiday of the same nation and day. */
export async function addHoliday(step: Step, given: HolidayGiven): Promise<Summary> {
  await refuseSecond(step, given, 0);
  await step.tx`insert into bank_holiday (nation, on_date, name) values (${given.nation}, ${given.onDay}, ${given.name})`;
  return holidaySummary(step, `Bank holiday added: ${holidayWords(given)}`, given.nation, given.onDay);
}

export async function changeHoliday(step: Step, at: RowVersion, given: HolidayGiven): Promise<Summary> {
  const was = await rowOf<{ id: number; on_date: Day }>(step.tx, 'holiday', at);
  await refuseSecond(step, given, was.id);
  await step.tx`update bank_holiday set nation = ${given.nation}, on_date = ${given.onDay}, name = ${given.name}
    where id = ${was.id}`;
  const first = was.on_date < given.onDay ? was.on_date : given.onDay;
  return holidaySummary(step, `Bank holiday corrected: ${holidayWords(given)}`, given.nation, first);
}

export async function removeHoliday(step: Step, at: RowVersion): Promise<Summary> {
  const was = await rowOf<{ id: number; nation: string; on_date: Day; name: string }>(step.tx, 'holiday', at);
  await step.tx`delete from bank_holiday where id = ${was.id}`;
  const words = `Bank holiday removed: ${holidayWords({ ...was, onDay: was.on_date })}`;
  return holidaySummary(step, words, was.nation, was.on_date);
}

async function refuseSecond({ tx }: Step, given: HolidayGiven, exceptId: number): Promise<void> {
  const [there] = await tx<{ name: string }[]>`select name from bank_holiday
    where nation = ${given.nation} and on_date = ${given.onDay} and id <> ${exceptId}`;
  if (there)
    throw new Refusal(
      `${formatDay(given.onDay, true)} is already a bank holiday in ${nationWords[given.nation]}: ${there.name}.`,
    );
}

function holidaySummary(step: Step, words: string, nation: string, onDay: Day): Summary {
  const ours = step.nation === nation;
  return {
    words: `${words}.`,
    notes: ours
      ? ['Doorstep is assessing every case again.', ...lateNotes(step, onDay, 'Charts now show it.')]
      : [],
  };
}

export async function addAnnotation(step: Step, given: AnnotationGiven): Promise<Summary> {
  inOrder(given.onDay, given.untilDay);
  await step.tx`insert into annotation (on_day, until_day, kind, words, author_id)
    values (${given.onDay}, ${lastOf(given)}, ${given.kind}, ${given.words}, ${step.who.staffId})`;
  return annotationSummary('Annotation added', given);
}

export async function changeAnnotation(step: Step, at: RowVersion, given: AnnotationGiven): Promise<Summary> {
  inOrder(given.onDay, given.untilDay);
  const was = await rowOf<{ id: number }>(step.tx, 'annotation', at);
  await step.tx`update annotation set on_day = ${given.onDay}, until_day = ${lastOf(given)}, kind = ${given.kind},
    words = ${given.words} where id = ${was.id}`;
  return annotationSummary('Annotation changed', given);
}

export async function removeAnnotation(step: Step, at: RowVersion): Promise<Summary> {
  const was = await rowOf<{ id: number; on_day: Day; until_day: Day | null; words: string }>(
    step.tx,
    'annotation',
    at,
  );
  await step.tx`delete from annotation where id = ${was.id}`;
  return annotationSummary('Annotation removed', { ...was, onDay: was.on_day, untilDay: was.until_day });
}

const lastOf = ({ onDay, untilDay }: AnnotationGiven): Day | null => (untilDay === onDay ? null : untilDay);
const annotationSummary = (
  did: string,
  { onDay, untilDay, words }: Pick<AnnotationGiven, 'onDay' | 'untilDay' | 'words'>,
): Summary => ({ words: `${did}: “${words}”, ${spanWords(onDay, untilDay ?? onDay)}.`, notes: [] });

/** Refuses a second target of the same measure and first day. */
export async function addTarget(step: Step, { measure, value, fromOn }: TargetGiven): Promise<Summary> {
  const { title } = measureOf(measure);
  const [there] = await step.tx`select 1 from target where measure = ${measure} and from_on = ${fromOn}`;
  if (there)
    throw new Refusal(
      `There is already a target for this from ${formatDay(fromOn, true)}. Withdraw it first.`,
    );
  await step.tx`insert into target (measure, value, from_on, author_id)
    values (${measure}, ${value}, ${fromOn}, ${step.who.staffId})`;
  return { words: `New target from ${formatDay(fromOn, true)} for: ${title}.`, notes: [] };
}

export async function removeTarget(step: Step, at: RowVersion): Promise<Summary> {
  const was = await rowOf<{ id: number; measure: string; from_on: Day }>(step.tx, 'target', at);
  await step.tx`delete from target where id = ${was.id}`;
  return {
    words: `Target from ${formatDay(was.from_on, true)} withdrawn for: ${titleOf(was.measure)}.`,
    notes: [],
  };
}

/**
 * Starts the limits of a chart anew from a day on. `staffId` null: the team’s chart. Refuses a chart that does not
 * exist, and a second re-base on one day.
 */
export async function addRebase(step: Step, given: RebaseGiven): Promise<Summary> {
  const { title, of } = measureOf(given.measure);
  const whose = await whoseChart(step, given.staffId);
  if (given.staffId !== null) await isOfficer(step, given.staffId);
  if (given.staffId !== null ? of === 'team' : of === 'officer')
    throw new Refusal(`“${title}” is a chart of ${of === 'team' ? 'the team' : 'officers'} only.`);
  const [there] =
    await step.tx`select 1 from rebase where measure = ${given.measure} and from_on = ${given.fromOn}
    and staff_id is not distinct from ${given.staffId}`;
  if (there) throw new Refusal(`This chart already restarts on ${formatDay(given.fromOn, true)}.`);
  await step.tx`insert into rebase (measure, staff_id, from_on, reason, author_id)
    values (${given.measure}, ${given.staffId}, ${given.fromOn}, ${given.reason}, ${step.who.staffId})`;
  return {
    words: `${whose} chart restarts on ${formatDay(given.fromOn, true)}: ${title}.`,
    notes: ['The average and limits now use rent weeks from that day on. Earlier weeks keep theirs.'],
  };
}

export async function removeRebase(step: Step, at: RowVersion): Promise<Summary> {
  const was = await rowOf<{ id: number; measure: string; staff_id: number | null; from_on: Day }>(
    step.tx,
    'rebase',
    at,
  );
  await step.tx`delete from rebase where id = ${was.id}`;
  const whose = await whoseChart(step, was.staff_id);
  return {
    words: `${whose} chart no longer restarts on ${formatDay(was.from_on, true)}: ${titleOf(was.measure)}.`,
    notes: [],
  };
}

const whoseChart = async (step: Step, staffId: number | null): Promise<string> =>
  staffId === null ? 'The team’s' : `${await nameOf(step, staffId)}’s`;

async function isOfficer({ tx }: Step, staffId: number): Promise<void> {
  const [staff] = await tx`select 1 from staff s where id = ${staffId}
    and (role = any(${rolesWith('cases', 'patch')}::text[]) or exists (select from stint t where t.staff_id = s.id))`;
  if (!staff) throw new Refusal('Only income officers have a chart. Choose an officer.');
}

/** A measure that is no longer drawn may still be withdrawn. */
function titleOf(measure: string): string {
  try {
    return measureOf(measure).title;
  } catch {
    return measure;
  }
}
