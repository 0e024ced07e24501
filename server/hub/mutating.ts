// One mutation from a device or a program, checked and applied: the same for the socket and for POST /api/mutations.
// Nobody is told "refused" for a reason that passes, because a refusal is final for whoever hears it: while the database
// is away there is no answer, and the sender sends the same again, which has one effect however often it comes.
import type { Actor } from '../access/actors.ts';
import { isUnkeepable, mayBeSentAgain, SessionEnded } from '../cases/failure.ts';
import { mutation, mutationArgs, type Mutation, type MutationAnswer } from '../contract/up.ts';
import type { Log } from '../log.ts';

export type Apply = (actor: Actor, mutation: Mutation, sessionId: string) => Promise<MutationAnswer>;
/** Who sends it. */
export type Sender = { actor: Actor; sessionId: string };

/**
 * The answer for good; null where nothing was decided, and the same is to be sent again later; 'ended' where nothing was
 * decided because the sender's session has ended, and they must sign in first. Never throws.
 */
export async function answerMutation(
  { apply, log }: { apply: Apply; log: Log },
  { actor, sessionId }: Sender,
  said: unknown,
): Promise<MutationAnswer | 'ended' | null> {
  const checked = checkMutation(said);
  if ('problem' in checked) return { id: idOf(said), status: 'refused', message: checked.problem };
  const { id, kind } = checked.mutation;
  try {
    return await apply(actor, checked.mutation, sessionId);
  } catch (err) {
    if (err instanceof SessionEnded) return 'ended';
    if (mayBeSentAgain(err)) {
      log.warn({ err, kind }, 'a mutation waits for the database');
      return null;
    }
    if (isUnkeepable(err)) {
      log.warn({ err, kind }, 'a mutation held what cannot be kept');
      return { id, status: 'refused', message: 'This holds something that cannot be kept.' };
    }
    log.error({ err, kind }, 'a mutation failed');
    const message = 'This could not be saved: something went wrong on our side.';
    return { id, status: 'refused', message };
  }
}

/** `problem` is a sentence. */
function checkMutation(said: unknown): { mutation: Mutation } | { problem: string } {
  const envelope = mutation.safeParse(said);
  if (!envelope.success) return { problem: notUnderstood(envelope.error.issues) };
  const args = mutationArgs[envelope.data.kind].safeParse(envelope.data.args);
  if (!args.success) return { problem: notUnderstood(args.error.issues, 'args') };
  return { mutation: { ...envelope.data, args: args.data } as Mutation };
}

function notUnderstood(issues: { path: PropertyKey[] }[], ...within: string[]): string {
  const where = [...within, ...(issues[0]?.path ?? [])].map(String).join('.').slice(0, 100);
  return where ? `This is not as it must be: ${where}.` : 'This is not a change that Doorstep understands.';
}

function idOf(said: unknown): string {
  const id = typeof said === 'object' && said !== null && 'id' in said ? said.id : null;
  return typeof id === 'string' ? id.slice(0, 100) : '';
}
