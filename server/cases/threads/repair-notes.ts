// Notes on a repair, and their way to and from the conversation: a message's words become a note once, a note's words go
// into a thread as a message. Each says where it came from.
import type { ArgsOf } from '../../contract/up.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Step } from '../step.ts';
import { findThread, needRepair, teamOf } from './thread-row.ts';
import { insertMessage } from './thread-say.ts';

type Noted = { noteId: string };

/** The first note of a message stays its note: a repeated request gets that one. */
export async function messageToRepair(
  step: Step,
  { messageId, repairId, noteId }: ArgsOf<'message.to-repair'>,
): Promise<Noted> {
  const { tx, row } = step;
  const [message] = await tx<{ body: string; noteId: string | null }[]>`
    select m.body, n.id as "noteId" from message m left join repair_note n on n.message_id = m.id
    where m.id = ${messageId} and m.rent_account_id = ${row.id}`;
  if (!message) throw new Refusal('This message is not in this case.');
  if (message.noteId !== null) return { noteId: message.noteId };
  await needRepair(step, repairId);
  return write(step, { noteId, repairId, note: message.body, messageId });
}

/** Adds a note to a repair of this home. Throws a Refusal where the repair is another home’s. */
export async function noteRepair(
  step: Step,
  { noteId, repairId, note }: ArgsOf<'repair.note'>,
): Promise<Noted> {
  await needRepair(step, repairId);
  return write(step, { noteId, repairId, note, messageId: null });
}

async function write(
  step: Step,
  { noteId, repairId, note, messageId }: Noted & { repairId: number; note: string; messageId: string | null },
): Promise<Noted> {
  const { tx, actor, row, at, now } = step;
  const made = await tx`
    insert into repair_note (id, repair_id, rent_account_id, staff_id, team, note, message_id, came_from, happened_at, received_at)
    values (${noteId}, ${repairId}, ${row.id}, ${actor.staffId}, ${teamOf(step)}, ${note}, ${messageId},
      ${messageId === null ? 'note' : 'message'}, ${new Date(at)}, ${new Date(now)})
    on conflict (id) do nothing returning 1`;
  if (made.length > 0) return { noteId };
  const [known] = await tx<{ mine: boolean }[]>`
    select staff_id = ${actor.staffId} and rent_account_id = ${row.id} as mine from repair_note where id = ${noteId}`;
  if (!known?.mine) throw new Refusal('There is already another note with this number. Nothing was changed.');
  return { noteId };
}

/** A note that came from a message, or has gone into one, goes into no other. */
export async function noteToThread(
  step: Step,
  { noteId, threadId, messageId }: ArgsOf<'repair-note.to-thread'>,
): Promise<{ threadId: string; messageId: string }> {
  const { tx, row } = step;
  const [known] = await tx<{ note: string; message: string | null; threadId: string | null }[]>`
    select n.note, n.message_id as message, m.thread_id as "threadId"
    from repair_note n left join message m on m.id = n.message_id where n.id = ${noteId} and n.rent_account_id = ${row.id}`;
  if (!known) throw new Refusal('This note is not in this case.');
  if (known.message !== null) {
    if (known.message === messageId && known.threadId === threadId) return { threadId, messageId };
    throw new Refusal('This note is already in a conversation.');
  }
  const thread = await findThread(step, threadId);
  if (!thread) throw new Refusal('This conversation does not exist.');
  const [taken] = await tx`select from message where id = ${messageId}`;
  if (taken) throw new Refusal('There is already another message with this number. Nothing was sent.');
  const sent = await insertMessage(
    step,
    thread,
    { threadId, messageId, body: known.note, mentions: [], photos: [] },
    null,
  );
  await tx`update repair_note set message_id = ${messageId} where id = ${noteId}`;
  return sent;
}
