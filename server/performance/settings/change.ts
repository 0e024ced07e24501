// One press of one person that changes a setting: checked against their role, done once however often it is sent, one at
// a time, with a line of audit. It answers what was done, or why not, in words.
import { readLandlord } from '../../commands/landlord.ts';
import { may, mayAll } from '../../access/rights.ts';
import { carryOut, type Command, type Prepared } from '../../commands/carry-out.ts';
import { Conflict, Forbidden, Refusal, type Tx } from '../../commands/outcome.ts';
import type { SettingAsked } from '../../contract/performance/settings.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import * as absences from './absences.ts';
import * as days from './days.ts';
import * as people from './people.ts';
import * as stints from './stints.ts';
import type { Said, Step, Who } from './step.ts';
import { originalOf, undo } from './undo.ts';

export type Done = { id: string; words: string; notes: string[]; at: Date };
export type Answer =
  | { status: 'done' | 'duplicate'; done: Done }
  | { status: 'refused' | 'conflict' | 'not-yours'; message: string };

/** Settings are changed seldom: one at a time, so that what was checked still holds when it is written. */
const lock = 710_025;
const notYours = 'Managers and administrators keep the settings.';
const forAdmins = 'People and patches are kept by administrators.';

/** One press. Sent again under its id it has no second effect and the same answer. */
export async function changeSetting(
  sql: Sql,
  { id, who, asked, now }: { id: string; who: Who; asked: SettingAsked; now: number },
): Promise<Answer> {
  const command: Command<Prepared & { step: Step }, Answer> = {
    kind: asked.kind,
    args: asked,
    remember: async (tx) => {
      await tx`select pg_advisory_xact_lock(${lock}, 1)`.execute();
      const asJson = tx.json(asked as never);
      const made = await tx`insert into setting_change (id, staff_id, kind, words, asked)
        values (${id}, ${who.staffId}, ${asked.kind}, '', ${asJson}) on conflict do nothing returning 1`;
      return made.length > 0;
    },
    answerAgain: async (tx, { step }) => {
      await authorise(step, asked);
      const [known] = await tx<(Done & { mine: boolean })[]>`
        select id, words, notes, at, staff_id = ${who.staffId} and asked = ${tx.json(asked as never)}::jsonb as mine
        from setting_change where id = ${id}`;
      if (!known?.mine)
        throw new Refusal('Something else was sent under this number before. Nothing was changed.');
      const { mine: _mine, ...done } = known;
      return { status: 'duplicate', done };
    },
    prepare: async (tx) => {
      const step = await begin(tx, id, who, now);
      return { day: step.today, timeZone: step.timeZone, step };
    },
    authorise: (_tx, { step }) => authorise(step, asked),
    apply: async (tx, { step }) => {
      const said = asked.kind === 'undo' ? await takeBack(step, id, asked.changeId) : await act(step, asked);
      const [done] = await tx<Done[]>`
        update setting_change set words = ${said.words}, notes = ${tx.json(said.notes)} where id = ${id}
        returning id, words, notes, at`;
      await tx`insert into audit_line (staff_id, what, detail)
        values (${who.staffId}, 'setting.changed', ${tx.json({ kind: asked.kind, change: id })})`;
      return done!;
    },
    answer: (outcome) => ({ status: 'done', done: (outcome as { result: Done }).result }),
    // The change's own row is its answer.
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

/** Taking a change back needs the rights that the first change of the chain needs. Throws Forbidden. */
async function authorise(step: Step, asked: SettingAsked): Promise<void> {
  const { who } = step;
  if (!mayAll(who, 'settings')) throw new Forbidden(notYours);
  const kind = asked.kind === 'undo' ? await firstKindOf(step, asked.changeId) : asked.kind;
  if (/^(person|patch)\./.test(kind) && !may(who, 'people')) throw new Forbidden(forAdmins);
}

/** The step, with the person's role as the database knows it under the lock: two administrators who end each other would both be gone. */
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

async function takeBack(step: Step, id: string, changeId: string): Promise<Said> {
  // The row of this change is there already, and would otherwise be found.
  if (changeId === id) throw new Refusal('There is no such change.');
  const original = await originalOf(step, changeId);
  await step.tx`update setting_change set undoes = ${changeId} where id = ${id}`;
  return undo(step, original);
}

/** The kind of the change with which a chain of taking back began; '' where there is no such change. */
async function firstKindOf({ tx }: Step, changeId: string): Promise<string> {
  const [row] = await tx<{ first: string }[]>`
    with recursive chain as (
      select id, kind, undoes from setting_change where id = ${changeId}
      union select c.id, c.kind, c.undoes from setting_change c join chain on c.id = chain.undoes
    ) select kind as first from chain where undoes is null`;
  return row?.first ?? '';
}

function act(step: Step, asked: Exclude<SettingAsked, { kind: 'undo' }>): Promise<Said> {
  switch (asked.kind) {
    case 'absence.add':
      return absences.addAbsence(step, asked.staffId, asked.absence);
    case 'absence.change':
      return absences.changeAbsence(step, asked, asked.absence);
    case 'absence.remove':
      return absences.removeAbsence(step, asked);
    case 'stint.add':
      return stints.addStint(step, asked.staffId, asked.patchId, asked.stint);
    case 'stint.change':
      return stints.changeStint(step, asked, asked.stint);
    case 'stint.remove':
      return stints.removeStint(step, asked);
    case 'stint.hand-over':
      return stints.handOver(step, asked.patchId, asked.staffId, asked.onDay);
    case 'holiday.add':
      return days.addHoliday(step, asked.holiday);
    case 'holiday.change':
      return days.changeHoliday(step, asked, asked.holiday);
    case 'holiday.remove':
      return days.removeHoliday(step, asked);
    case 'target.add':
      return days.addTarget(step, asked);
    case 'target.remove':
      return days.removeTarget(step, asked);
    case 'annotation.add':
      return days.addAnnotation(step, asked.annotation);
    case 'annotation.change':
      return days.changeAnnotation(step, asked, asked.annotation);
    case 'annotation.remove':
      return days.removeAnnotation(step, asked);
    case 'rebase.add':
      return days.addRebase(step, asked);
    case 'rebase.remove':
      return days.removeRebase(step, asked);
    case 'person.add':
      return people.addPerson(step, asked);
    case 'person.change':
      return people.changePerson(step, asked, asked);
    case 'patch.add':
      return people.addPatch(step, asked.name);
    case 'patch.change':
      return people.changePatch(step, asked, asked.name);
  }
}

/** What only the table itself finds (most often while something is taken back). */
function refusedByTable(error: unknown): string | null {
  const { code } = error as { code?: string };
  if (code === '23505') return 'There is one like this already. Nothing was changed.';
  if (code === '23503') return 'Something else depends on this by now. Nothing was changed.';
  if (code === '23514') return 'These days or words do not go together. Nothing was changed.';
  return null;
}
