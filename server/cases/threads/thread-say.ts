// A message: the one that opens a thread, and those that follow. It is one statement, with everything that goes with it:
// who is named, that its writer has read up to here, and the thread's new state. A reply may come before the words
// that it answers (two devices, two queues): it opens the thread itself, and the beginning finds its place later.
import type { Tx } from '../../commands/outcome.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { afterWords, type Standing } from '../../domain/thread-state.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Step } from '../step.ts';
import { dateOf, needRepair, readThreadRow, refuseElsewhere, teamOf, type ThreadRow } from './thread-row.ts';
import { hasRightIn } from '../sql-parts.ts';

type NewMessage = {
  threadId: string;
  messageId: string;
  body: string;
  mentions: number[];
  photos: string[];
  needsAnswerBy?: string | undefined;
};
type Answer = { threadId: string; messageId: string };

/** What the thread is called, and which repair it is about. */
type About = { subject: string; repairId: number | null; begun: boolean };

/**
 * Opens a thread with its first message. A reply may have arrived before it. Throws a Refusal where the thread was
 * opened already.
 */
export async function start(step: Step, args: ArgsOf<'thread.start'>): Promise<Answer> {
  const { thread, known } = step.preread as Before;
  refuseElsewhere(step, thread);
  if (isThatMessage(step, known, args)) return { threadId: args.threadId, messageId: args.messageId };
  if (thread?.begun) throw new Refusal('This conversation has already started. Write your message in it.');
  if (args.repairId !== undefined) await needRepair(step, args.repairId);
  const about = { subject: args.subject, repairId: args.repairId ?? null, begun: true };
  return insertMessage(step, thread, args, about);
}

/**
 * Adds a message. Where the thread has not arrived yet, it is made from the message. Throws a Refusal for a promise
 * by another team than repairs.
 */
export async function send(step: Step, args: ArgsOf<'message.send'>): Promise<Answer> {
  const { thread, known } = step.preread as Before;
  refuseElsewhere(step, thread);
  if (isThatMessage(step, known, args)) return { threadId: args.threadId, messageId: args.messageId };
  const { promisedOn } = args;
  if (promisedOn !== undefined && teamOf(step) !== 'repairs')
    throw new Refusal('Only the repairs team can promise a day.');
  const about = thread ? null : { subject: firstWords(args.body), repairId: null, begun: false };
  return insertMessage(step, thread, args, about);
}

type Known = { threadId: string; staffId: number; caseId: number };
type Before = { thread: ThreadRow | null; known: Known | null };

/** The thread, and a message with that id, of any case: the step checks them. */
export async function prereadMessage(
  tx: Tx,
  { threadId, messageId }: Pick<NewMessage, 'threadId' | 'messageId'>,
): Promise<Before> {
  const [thread, [known]] = await Promise.all([
    readThreadRow(tx, threadId),
    tx<Known[]>`select thread_id as "threadId", staff_id as "staffId", rent_account_id as "caseId"
      from message where id = ${messageId}`,
  ]);
  return { thread, known: known ?? null };
}

/** True where this very message is there: sent again under another number, it has no second effect. */
function isThatMessage({ actor, row }: Step, known: Known | null, { threadId }: NewMessage): boolean {
  if (!known) return false;
  if (known.threadId === threadId && known.staffId === actor.staffId && known.caseId === row.id) return true;
  throw new Refusal('There is already another message with this number. Nothing was sent.');
}

/** about: the subject of a thread that it opens, or whose first message arrives late. */
export async function insertMessage(
  step: Step,
  thread: ThreadRow | null,
  message: NewMessage & { promisedOn?: string | undefined },
  about: About | null,
): Promise<Answer> {
  const { tx, actor, row, at, now, today } = step;
  const { threadId, messageId, body } = message;
  const team = teamOf(step);
  const needsAnswerBy = message.needsAnswerBy === undefined ? null : Date.parse(message.needsAnswerBy);
  if (needsAnswerBy !== null && needsAnswerBy <= at) throw new Refusal('Enter a later time for the answer.');
  // An opening message that arrives after its replies does not change the thread's state.
  const late = thread !== null && !thread.begun && about?.begun === true;
  const stands: Standing =
    late && thread
      ? thread
      : afterWords(thread, { team, at, needsAnswerBy, promisedOn: message.promisedOn ?? null });
  const takenBy = thread?.takenBy ?? (team === 'repairs' ? actor.staffId : null);
  const [atDate, nowDate] = [new Date(at), new Date(now)];
  await tx`
    with sent as (
      insert into message (id, thread_id, rent_account_id, staff_id, team, body, promised_on, needs_answer_by, happened_at, received_at)
      values (${messageId}, ${threadId}, ${row.id}, ${actor.staffId}, ${team}, ${body}, ${message.promisedOn ?? null},
        ${dateOf(needsAnswerBy)}, ${atDate}, ${nowDate})
      returning n
    ), named as (
      insert into mention (message_id, staff_id, thread_id, n)
      select ${messageId}, s.id, ${threadId}, sent.n from sent join staff s on s.id = any(${message.mentions}::int[])
      where s.active and s.id <> ${actor.staffId} and ${hasRightIn(tx, 'conversations', row.patchId, today)}
    ), shown as (
      insert into message_photo (message_id, photo_id, position)
      select distinct on (photo) ${messageId}::uuid, photo, place
      from unnest(${message.photos}::uuid[]) with ordinality as p(photo, place) order by photo, place
    ), given as (
      insert into photo_for_repairs (photo_id, rent_account_id)
      select distinct photo, ${row.id}::int from unnest(${message.photos}::uuid[]) as p(photo) on conflict do nothing
    ), seen as (
      insert into thread_read (thread_id, staff_id, up_to, up_to_message, read_at)
      select ${threadId}, ${actor.staffId}, sent.n, ${messageId}, ${nowDate} from sent
      on conflict (thread_id, staff_id) do update
        set up_to = excluded.up_to, up_to_message = excluded.up_to_message, read_at = excluded.read_at
    )
    insert into thread as t (id, rent_account_id, repair_id, subject, begun, state, taken_by, needs_answer_by, waiting_since,
      promised_on, promised_in, opened_by, happened_at, received_at, last_message, last_n, last_at, last_by, last_words)
    select ${threadId}, ${row.id}, ${about?.repairId ?? null}::bigint, ${about?.subject ?? '-'}, ${about?.begun ?? false},
      ${stands.state}, ${takenBy}::int, ${dateOf(stands.needsAnswerBy)}::timestamptz, ${dateOf(stands.waitingSince)}::timestamptz,
      ${stands.promisedOn}::date, ${message.promisedOn === undefined ? null : messageId}::uuid, ${actor.staffId}, ${atDate}, ${nowDate},
      ${messageId}, sent.n, ${atDate}, ${actor.staffId}, ${lastWords(body)}
    from sent
    on conflict (id) do update set
      subject = case when ${late} then excluded.subject else t.subject end,
      repair_id = case when ${late} then excluded.repair_id else t.repair_id end,
      opened_by = case when ${late} then excluded.opened_by else t.opened_by end,
      happened_at = case when ${late} then excluded.happened_at else t.happened_at end,
      begun = t.begun or ${late},
      state = excluded.state, taken_by = excluded.taken_by, needs_answer_by = excluded.needs_answer_by,
      waiting_since = excluded.waiting_since, promised_on = excluded.promised_on,
      promised_in = coalesce(excluded.promised_in, t.promised_in), settled_by = null, settled_at = null,
      snoozed_until = null, snoozed_by = null,
      last_message = excluded.last_message, last_n = excluded.last_n, last_at = excluded.last_at,
      last_by = excluded.last_by, last_words = excluded.last_words, messages = t.messages + 1`;
  return { threadId, messageId };
}

/** What a list shows of it: one line. */
const lastWords = (body: string): string => [...body.replace(/\s+/gu, ' ').trim()].slice(0, 200).join('');

/** What a thread is called until its beginning comes. */
function firstWords(body: string): string {
  const line = lastWords(body);
  const letters = [...line];
  return letters.length <= 80 ? line || '-' : `${letters.slice(0, 79).join('')}…`;
}
