// How the repairs team arranges its work: a conversation is assigned to a colleague, or put off until a day. Both are state of
// the team, not of one person. Nothing here reads money.
import type { ArgsOf } from '../../contract/up.ts';
import { rolesWith } from '../../access/rights.ts';
import { Refusal } from '../../commands/outcome.ts';
import { snoozeEnd } from '../../domain/snooze.ts';
import { readHazards } from '../visits/read-checks.ts';
import type { Step } from '../step.ts';
import { needThread, refuseUnseen, type ThreadRow } from './thread-row.ts';

/** Refuses where somebody else was assigned since the sender's screen was read, or the colleague is not of the team. */
export async function assign(
  step: Step,
  { threadId, to, seen }: ArgsOf<'thread.assign'>,
): Promise<{ takenBy: number | null }> {
  const { tx } = step;
  const { takenBy } = await needThread(step, threadId);
  if (takenBy === to) return { takenBy };
  const people = await tx<{ id: number; name: string; answers: boolean }[]>`
    select id, name, active and role = any(${rolesWith('answerForRepairs', 'all')}::text[]) as answers
    from staff where id = any(${[to, takenBy].filter((id) => id !== null)}::int[])`;
  const find = (id: number | null) => people.find((one) => one.id === id);
  if (takenBy !== seen)
    throw new Refusal(
      takenBy === null
        ? 'A colleague has just unassigned this conversation. Assign it again.'
        : `A colleague has just assigned this conversation to ${find(takenBy)?.name ?? 'another colleague'}.`,
    );
  if (to !== null && !find(to)?.answers) throw new Refusal('Choose a colleague of the repairs team.');
  await tx`update thread set taken_by = ${to} where id = ${threadId}`;
  return { takenBy: to };
}

/** Puts a conversation off, no later than something in it is due. Refuses where something is late or new. */
export async function snooze(
  step: Step,
  { threadId, until }: ArgsOf<'thread.snooze'>,
): Promise<{ snoozedUntil: string | null }> {
  const { tx, actor, now } = step;
  const thread = await needThread(step, threadId);
  if (until === null) {
    await tx`update thread set snoozed_until = null, snoozed_by = null
      where id = ${threadId} and snoozed_until is not null`;
    return { snoozedUntil: null };
  }
  if (thread.state === 'settled') throw new Refusal('This conversation is closed.');
  await refuseUnseen(step, thread, 'snooze');
  const wanted = Date.parse(until);
  // Sent too late: it would have come back already.
  if (wanted <= now) return { snoozedUntil: null };
  // A hazard that is being written now is waited for (migration 0042 locks the same row).
  await tx`select from thread where id = ${threadId} for no key update`;
  const { needsAnswerBy } = thread;
  const dues = [...(needsAnswerBy === null ? [] : [needsAnswerBy]), ...(await lawDues(step, thread))];
  const end = snoozeEnd(wanted, dues, now);
  if (end === null)
    throw new Refusal('This is late, so it cannot be snoozed. Answer it, or record the step that is due.');
  const snoozedUntil = new Date(end);
  await tx`update thread set snoozed_until = ${snoozedUntil}, snoozed_by = ${actor.staffId} where id = ${threadId}`;
  return { snoozedUntil: snoozedUntil.toISOString() };
}

/** The open deadlines of the repair that the thread is about; without one, those of every open repair of the home. */
async function lawDues({ tx, row, now, timeZone }: Step, { repairId }: ThreadRow): Promise<number[]> {
  const hazards = await readHazards(tx, row.id, now, timeZone);
  const open = await tx<{ id: number }[]>`
    select id from repair where id = any(${hazards.map((one) => one.repairId)}::bigint[])
      and status not in ('completed', 'cancelled')`;
  const openIds = new Set(open.map(({ id }) => id));
  return hazards
    .filter((one) => (repairId === null ? openIds.has(one.repairId) : one.repairId === repairId))
    .flatMap((one) => one.deadlines)
    .flatMap(({ dueAt, doneOn }) => (dueAt === null || doneOn !== null ? [] : [Date.parse(dueAt)]));
}
