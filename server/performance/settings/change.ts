// Carries out one request to change a setting: checks the person's role, applies it once however often it is sent, one request
// at a time, and writes an audit line. The answer says what was done, or why not.
import { readLandlord } from '../../commands/landlord.ts';
import { may, mayAll } from '../../access/rights.ts';
import { carryOut, type Command, type Prepared } from '../../commands/carry-out.ts';
import { Conflict, Forbidden, Refusal, type Tx } from '../../commands/outcome.ts';
import type { SettingChange, SettingKind, SettingOf } from '../../contract/performance/settings.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import * as absences from './absences.ts';
import * as days from './days.ts';
import * as people from './people.ts';
import * as stints from './stints.ts';
import type { Step, Summary, Who } from './step.ts';
import { originalOf, undo } from './undo.ts';
import { changeVisitingHours } from './visiting.ts';

type Done = { id: string; words: string; notes: string[]; at: Date };
export type Answer =
  | { status: 'done' | 'duplicate'; done: Done }
  | { status: 'refused' | 'conflict' | 'not-yours'; message: string };

/** Settings change rarely: a lock serialises the requests, so that a check still holds when the row is written. */
const lock = 710_025;
const notYours = 'Only managers and administrators can change settings.';
const forAdmins = 'Only administrators can change people and patches.';

/** Sent again under the same `id`, a request has no second effect and gets the same answer. `now` in ms. */
export async function changeSetting(
  sql: Sql,
  { id, who, request, now }: { id: string; who: Who; request: SettingChange; now: number },
): Promise<Answer> {
  const command: Command<Prepared & { step: Step }, Answer> = {
    kind: request.kind,
    args: request,
    remember: async (tx) => {
      await tx`select pg_advisory_xact_lock(${lock}, 1)`.execute();
      const asJson = tx.json(request as never);
      const made = await tx`insert into setting_change (id, staff_id, kind, words, asked)
        values (${id}, ${who.staffId}, ${request.kind}, '', ${asJson}) on conflict do nothing returning 1`;
      return made.length > 0;
    },
    answerAgain: async (tx, { step }) => {
      await authorise(step, request);
      const [known] = await tx<(Done & { mine: boolean })[]>`
        select id, words, notes, at, staff_id = ${who.staffId} and asked = ${tx.json(request as never)}::jsonb as mine
        from setting_change where id = ${id}`;
      if (!known?.mine)
        throw new Refusal('Another change was already sent with this number. Nothing was changed.');
      const { mine: _mine, ...done } = known;
      return { status: 'duplicate', done };
    },
    prepare: async (tx) => {
      const step = await begin(tx, id, who, now);
      return { day: step.today, timeZone: step.timeZone, step };
    },
    authorise: (_tx, { step }) => authorise(step, request),
    apply: async (tx, { step }) => {
      const summary =
        request.kind === 'undo'
          ? await undoChange(step, id, request.changeId)
          : await (acts[request.kind] as Act<SettingKind>)(step, request);
      const [done] = await tx<Done[]>`
        update setting_change set words = ${summary.words}, notes = ${tx.json(summary.notes)} where id = ${id}
        returning id, words, notes, at`;
      await tx`insert into audit_line (staff_id, what, detail)
        values (${who.staffId}, 'setting.changed', ${tx.json({ kind: request.kind, change: id })})`;
      return done!;
    },
    answer: (outcome) => ({ status: 'done', done: (outcome as { result: Done }).result }),
    // The row in setting_change is the stored answer.
    store: () => Promise.resolve(),
  };
  try {
    return await carryOut(sql, command);
  } catch (error) {
    if (error instanceof Forbidden) return { status: 'not-yours', message: error.message };
    if (error instanceof Conflict) return { status: 'conflict', message: error.message };
    if (error instanceof Refusal) return { status: 'refused', message: error.message };
    const why = refusedByTable(error);
    if (why) return { status: 'refused', message: why };
    throw error;
  }
}

/** An undo needs the rights of the change that it undoes, through a chain of undos. Throws Forbidden. */
async function authorise(step: Step, request: SettingChange): Promise<void> {
  const { who } = step;
  if (!mayAll(who, 'settings')) throw new Forbidden(notYours);
  const kind = request.kind === 'undo' ? await firstKindOf(step, request.changeId) : request.kind;
  if (/^(person|patch)\./.test(kind) && !may(who, 'people')) throw new Forbidden(forAdmins);
}

/** Reads the person's role under the lock: otherwise two administrators could end each other's access at once. */
async function begin(tx: Tx, id: string, { staffId }: Who, now: number): Promise<Step> {
  const [{ timeZone, nation, today }, [known]] = await Promise.all([
    readLandlord(tx, now),
    tx<{ role: string | null; frozen: Day | null }[]>`
      select set_config('doorstep.change', ${id}, true), (select max(last_on) from week_freeze) as frozen,
        (select role from staff where id = ${staffId} and active) as role`,
  ]);
  const who = { staffId, role: known!.role ?? '' };
  return { tx, who, timeZone, nation, today, frozenTo: known!.frozen };
}

async function undoChange(step: Step, id: string, changeId: string): Promise<Summary> {
  // The row of this change is there already, and would otherwise be found.
  if (changeId === id) throw new Refusal('This change does not exist.');
  const original = await originalOf(step, changeId);
  await step.tx`update setting_change set undoes = ${changeId} where id = ${id}`;
  return undo(step, original);
}

/** The kind of the change at the start of a chain of undos; '' if there is no such change. */
async function firstKindOf({ tx }: Step, changeId: string): Promise<string> {
  const [row] = await tx<{ first: string }[]>`
    with recursive chain as (
      select id, kind, undoes from setting_change where id = ${changeId}
      union select c.id, c.kind, c.undoes from setting_change c join chain on c.id = chain.undoes
    ) select kind as first from chain where undoes is null`;
  return row?.first ?? '';
}

type Act<K extends SettingKind> = (step: Step, request: SettingOf<K>) => Promise<Summary>;
const acts: { [K in Exclude<SettingKind, 'undo'>]: Act<K> } = {
  'absence.add': (step, { staffId, absence }) => absences.addAbsence(step, staffId, absence),
  'absence.change': (step, request) => absences.changeAbsence(step, request, request.absence),
  'absence.remove': absences.removeAbsence,
  'stint.add': (step, { staffId, patchId, stint }) => stints.addStint(step, staffId, patchId, stint),
  'stint.change': (step, request) => stints.changeStint(step, request, request.stint),
  'stint.remove': stints.removeStint,
  'stint.hand-over': (step, { patchId, staffId, onDay }) => stints.handOver(step, patchId, staffId, onDay),
  'holiday.add': (step, { holiday }) => days.addHoliday(step, holiday),
  'holiday.change': (step, request) => days.changeHoliday(step, request, request.holiday),
  'holiday.remove': days.removeHoliday,
  'visiting.change': (step, request) => changeVisitingHours(step, request, request.visiting),
  'target.add': days.addTarget,
  'target.remove': days.removeTarget,
  'annotation.add': (step, { annotation }) => days.addAnnotation(step, annotation),
  'annotation.change': (step, request) => days.changeAnnotation(step, request, request.annotation),
  'annotation.remove': days.removeAnnotation,
  'rebase.add': days.addRebase,
  'rebase.remove': days.removeRebase,
  'person.add': people.addPerson,
  'person.change': (step, request) => people.changePerson(step, request, request),
  'patch.add': (step, { name }) => people.addPatch(step, name),
  'patch.change': (step, request) => people.changePatch(step, request, request.name),
};

/** A sentence for a constraint of the table that refused the change (most often an undo); null for another error. */
function refusedByTable(error: unknown): string | null {
  const { code } = error as { code?: string };
  if (code === '23505') return 'There is already one like this. Nothing was changed.';
  if (code === '23503') return 'Something else now depends on this. Nothing was changed.';
  if (code === '23514') return 'These details do not fit together. Nothing was changed.';
  return null;
}
