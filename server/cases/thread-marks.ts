// What people do to a thread without a word: read it, take it on, settle it.
import { afterSettling } from '../domain/thread-state.ts';
import { Refusal } from './refusal.ts';
import type { Step } from './step.ts';
import { findThread, needThread } from './thread-row.ts';

export type MarkArgs = {
  'thread.read': { caseId: number; threadId: string; upTo: string };
  'thread.take': { caseId: number; threadId: string; mine: boolean };
  'thread.settle': { caseId: number; threadId: string };
};

/** Only ever forward. What has not arrived here cannot be marked, and that is nobody's fault: read is false then. */
export async function markRead(
  step: Step,
  { threadId, upTo }: MarkArgs['thread.read'],
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

export async function take(
  step: Step,
  { threadId, mine }: MarkArgs['thread.take'],
): Promise<{ takenBy: number | null }> {
  const { tx, actor } = step;
  const thread = await needThread(step, threadId);
  const takenBy = mine ? actor.staffId : null;
  if (thread.takenBy !== takenBy) await tx`update thread set taken_by = ${takenBy} where id = ${threadId}`;
  return { takenBy };
}

/** Refuses where somebody else has spoken after it was settled on the device: they were not heard yet. */
export async function settle(step: Step, { threadId }: MarkArgs['thread.settle']): Promise<object> {
  const { tx, actor, at } = step;
  const thread = await needThread(step, threadId);
  if (thread.state === 'settled') return {};
  if (thread.lastBy !== actor.staffId && thread.lastAt > at)
    throw Refusal.because('Somebody has written here since: read it first.');
  const { state, needsAnswerBy, waitingSince } = afterSettling(thread);
  await tx`
    update thread set state = ${state}, needs_answer_by = ${needsAnswerBy}, waiting_since = ${waitingSince},
      settled_by = ${actor.staffId}, settled_at = ${new Date(at)}
    where id = ${threadId}`;
  return {};
}
