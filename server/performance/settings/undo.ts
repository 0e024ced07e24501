// Undoes a change: restores each row that it touched, newest first, unless the row was changed since. An undo is a change
// itself, and can be undone.
import { Refusal, Conflict } from '../../commands/outcome.ts';
import { coverNotes } from './stints.ts';
import { notYourself, spanWords, tables, type Summary, type Step } from './step.ts';
import { addDays } from '../../domain/days.ts';

type Kept = { noun: string; row_id: number; was: Json | null; is_now: Json | null };
type Json = Record<string, string | number | boolean | null>;
export type Original = { id: string; kind: string; words: string };

/** The change to undo. Throws a Refusal if there is none, or if it was undone already. */
export async function originalOf({ tx }: Step, changeId: string): Promise<Original> {
  const [original] = await tx<Original[]>`select id, kind, words from setting_change where id = ${changeId}`;
  if (!original) throw new Refusal('This change does not exist.');
  const [undone] = await tx`select 1 from setting_change where undoes = ${changeId}`;
  if (undone) throw new Refusal('This change has already been undone.');
  return original;
}

/** Restores the rows of a change as they were before it. Throws a Conflict where one was changed since. */
export async function undo(step: Step, original: Original): Promise<Summary> {
  const { tx } = step;
  const rows = await tx<Kept[]>`select noun, row_id, was, is_now from setting_change_row
    where change_id = ${original.id} order by id desc`;
  for (const row of rows) await restore(step, row);
  const patches = new Set(
    rows.flatMap(({ noun, was, is_now }) => (noun === 'stint' ? [(was ?? is_now)!['patch_id']] : [])),
  );
  const notes: string[] = [];
  for (const id of patches) {
    const [patch] = await tx<{ name: string }[]>`select name from patch where id = ${id as number}`;
    if (patch) notes.push(...(await coverNotes(step, id as number, patch.name)));
  }
  return { words: `Undone: ${original.words}`, notes };
}

async function restore({ tx, who }: Step, { noun, row_id, was, is_now }: Kept): Promise<void> {
  if (!(Object.values(tables) as string[]).includes(noun)) throw new Refusal('This change can’t be undone.');
  const table = tx(noun);
  const [now] = await tx<
    { row: Json }[]
  >`select to_jsonb(t) as row from ${table} t where id = ${row_id} for update`;
  if (!same(now?.row ?? null, is_now))
    throw new Conflict('A colleague has changed this since, so it can’t be undone. Change it instead.');
  if (
    noun === tables.person &&
    row_id === who.staffId &&
    !(was?.['active'] && was['role'] === is_now?.['role'])
  )
    throw new Refusal(notYourself);
  if (was && noun === 'absence') await freeOfAbsence(tx, was);
  if (was === null) await tx`delete from ${table} where id = ${row_id}`;
  else if (is_now === null)
    await tx`insert into ${table} select * from jsonb_populate_record(null::${table}, ${tx.json(was)})`;
  else {
    const columns = tx(Object.keys(was).filter((column) => column !== 'id' && column !== 'version'));
    await tx`update ${table} set (${columns}) = (
      select ${columns} from jsonb_populate_record(null::${table}, ${tx.json(was)}) r) where id = ${row_id}`;
  }
}

async function freeOfAbsence(tx: Step['tx'], was: Json): Promise<void> {
  const [there] = await tx<{ start_date: string; end_date: string }[]>`
    select start_date, end_date from absence where staff_id = ${was['staff_id'] as number} and id <> ${was['id'] as number}
      and start_date < ${was['end_date'] as string} and end_date > ${was['start_date'] as string} limit 1`;
  if (there)
    throw new Refusal(
      `An absence ${spanWords(there.start_date, addDays(there.end_date, -1))} has been added since. Change that one instead.`,
    );
}

/** Equal in every column but the version, which differs after a change and its undo. */
function same(one: Json | null, other: Json | null): boolean {
  if (one === null || other === null) return one === other;
  const plain = ({ version: _version, ...rest }: Json) =>
    JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  return plain(one) === plain(other);
}
