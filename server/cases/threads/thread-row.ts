// A thread as a mutation reads it, and the checks that every mutation of one makes first.
import type { Tx } from '../../commands/outcome.ts';
import { teamOfRole, type Standing, type Team, type ThreadState } from '../../domain/thread-state.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Step } from '../step.ts';

export type ThreadRow = Standing & {
  id: string;
  caseId: number;
  /** False while only an answer has come. */
  begun: boolean;
  takenBy: number | null;
  repairId: number | null;
  lastBy: number;
};

export const teamOf = ({ actor }: Step): Team =>
  teamOfRole(actor.role) === 'repairs' ? 'repairs' : 'income';

/** A column's value from an instant in ms. */
export const dateOf = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));

/** Null where it has not come; whose home it is about is for the step to look at. */
export async function readThreadRow(tx: Tx, threadId: string): Promise<ThreadRow | null> {
  const [found] = await tx<
    {
      rent_account_id: number;
      begun: boolean;
      state: ThreadState;
      taken_by: number | null;
      repair_id: number | null;
      needs_answer_by: Date | null;
      waiting_since: Date | null;
      promised_on: string | null;
      last_by: number;
    }[]
  >`select rent_account_id, begun, state, taken_by, repair_id, needs_answer_by, waiting_since, promised_on, last_by
    from thread where id = ${threadId}`;
  if (!found) return null;
  return {
    id: threadId,
    caseId: found.rent_account_id,
    begun: found.begun,
    state: found.state,
    takenBy: found.taken_by,
    repairId: found.repair_id,
    needsAnswerBy: found.needs_answer_by?.getTime() ?? null,
    waitingSince: found.waiting_since?.getTime() ?? null,
    promisedOn: found.promised_on,
    lastBy: found.last_by,
  };
}

/** An id that is guessed opens nothing. */
export function refuseElsewhere({ row }: Step, thread: ThreadRow | null): void {
  if (thread && thread.caseId !== row.id) throw new Refusal('This conversation is about another home.');
}

/** The thread, or null where it has not arrived yet. Throws a Refusal where it is about another home. */
export async function findThread(step: Step, threadId: string): Promise<ThreadRow | null> {
  const thread = await readThreadRow(step.tx, threadId);
  refuseElsewhere(step, thread);
  return thread;
}

/** As `findThread`, and throws a Refusal where there is none. */
export async function needThread(step: Step, threadId: string): Promise<ThreadRow> {
  const thread = await findThread(step, threadId);
  if (!thread) throw new Refusal('This conversation does not exist.');
  return thread;
}

/**
 * Throws a Refusal where a colleague's newest message came after the sender's press, who cannot have seen it: a message that was
 * written without signal comes long after it was written.
 */
export async function refuseUnseen(
  { tx, actor, at }: Step,
  { id, lastBy }: ThreadRow,
  what: 'close' | 'snooze',
): Promise<void> {
  if (lastBy === actor.staffId) return;
  const [unseen] = await tx`
    select from thread th join message m on m.id = th.last_message
    where th.id = ${id} and m.received_at > ${new Date(at)}`;
  if (unseen) throw new Refusal(`There is a new message. Read it before you ${what} this conversation.`);
}

/** Throws a Refusal where the repair is not one of this home. */
export async function needRepair({ tx, row }: Step, repairId: number): Promise<void> {
  const [there] = await tx`
    select from repair r join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id
    where r.id = ${repairId} and a.id = ${row.id}`;
  if (!there) throw new Refusal('This repair is at another home.');
}
