// Changes of a thread without a message: read, take on, settle and reopen.
import type { ArgsOf } from '../../contract/up.ts';
import { afterSettling, afterWords, type Standing, type Team } from '../../domain/thread-state.ts';
import type { Step } from '../step.ts';
import { dateOf, findThread, needThread, refuseUnseen } from './thread-row.ts';

/** Moves forward only. A thread or message that has not arrived yet cannot be marked: `read` is false, not a refusal. */
export async function markRead(
  step: Step,
  { threadId, upTo }: ArgsOf<'thread.read'>,
): Promise<{ read: boolean }> {
  const { tx, actor, now } = step;
  if (!(await findThread(step, threadId))) return { read: false };
  const rows = await tx`
    insert into thread_read as r (thread_id, staff_id, up_to, up_to_message, read_at)
    select thread_id, ${actor.staffId}, n, id, ${new Date(now)} from message where id = ${upTo} and thread_id = ${threadId}
    on conflict (thread_id, staff_id) do update
      set up_to = excluded.up_to, up_to_message = excluded.up_to_message, read_at = excluded.read_at
      where r.up_to < excluded.up_to
    returning 1`;
  return { read: rows.length > 0 };
}

/** Takes on a thread, or hands it back (`mine` false). Throws a Refusal where there is no such thread in this case. */
export async function take(
  step: Step,
  { threadId, mine }: ArgsOf<'thread.take'>,
): Promise<{ takenBy: number | null }> {
  const { tx, actor } = step;
  const thread = await needThread(step, threadId);
  const takenBy = mine ? actor.staffId : null;
  if (thread.takenBy !== takenBy) await tx`update thread set taken_by = ${takenBy} where id = ${threadId}`;
  return { takenBy };
}

/** Refuses where a colleague's message came after it was settled on the device. */
export async function settle(step: Step, { threadId }: ArgsOf<'thread.settle'>): Promise<object> {
  const { tx, actor, at } = step;
  const thread = await needThread(step, threadId);
  if (thread.state === 'settled') return {};
  await refuseUnseen(step, thread, 'close');
  const { state, needsAnswerBy, waitingSince } = afterSettling(thread);
  await tx`
    update thread set state = ${state}, needs_answer_by = ${needsAnswerBy}, waiting_since = ${waitingSince},
      settled_by = ${actor.staffId}, settled_at = ${new Date(at)}, snoozed_until = null, snoozed_by = null
    where id = ${threadId}`;
  return {};
}

/** Takes a settling back: who is waited for, since when and by when follows from the messages again. */
export async function reopen(step: Step, { threadId }: ArgsOf<'thread.reopen'>): Promise<object> {
  const { tx } = step;
  const thread = await needThread(step, threadId);
  if (thread.state !== 'settled') return {};
  const messages = await tx<{ team: Team; at: Date; due: Date | null; promisedOn: string | null }[]>`
    select team, happened_at as at, needs_answer_by as due, promised_on as "promisedOn"
    from message where thread_id = ${threadId} order by n`;
  const stands = messages.reduce<Standing | null>(
    (before, { team, at, due, promisedOn }) =>
      afterWords(before, { team, at: at.getTime(), needsAnswerBy: due?.getTime() ?? null, promisedOn }),
    null,
  );
  if (!stands) return {};
  await tx`
    update thread set state = ${stands.state}, needs_answer_by = ${dateOf(stands.needsAnswerBy)},
      waiting_since = ${dateOf(stands.waitingSince)}, settled_by = null, settled_at = null
    where id = ${threadId}`;
  return {};
}
