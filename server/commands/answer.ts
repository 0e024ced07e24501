// One mutation from a device or a program, checked and applied: the same for the socket and for POST /api/mutations.
// A refusal is final for its sender, so nothing is refused for a reason that passes: while the database is away there is no
// answer, and the sender sends the same again, which has one effect however often it comes.
import type { Actor } from '../access/rights.ts';
import { isTransient, isUnstorable } from '../../db/transient-errors.ts';
import { mutation, mutationArgs, type Mutation, type MutationAnswer } from '../contract/up.ts';
import type { Log } from '../log.ts';
import { SessionEnded } from './outcome.ts';

type Apply = (actor: Actor, mutation: Mutation, sessionId: string) => Promise<MutationAnswer>;
type Sender = { actor: Actor; sessionId: string };

/**
 * The answer for good; null where nothing was decided, and the same is to be sent again later; 'ended' where nothing was
 * decided because the sender's session has ended, and they must sign in first. Never throws.
 */
export async function answerMutation(
  { apply, log }: { apply: Apply; log: Log },
  { actor, sessionId }: Sender,
  sent: unknown,
): Promise<MutationAnswer | 'ended' | null> {
  const checked = checkMutation(sent);
  if ('problem' in checked) return { id: idOf(sent), status: 'refused', message: checked.problem };
  const { id, kind } = checked.mutation;
  try {
    return await apply(actor, checked.mutation, sessionId);
  } catch (err) {
    if (err instanceof SessionEnded) return 'ended';
    if (isTransient(err)) {
      log.warn({ err, kind }, 'a mutation waits for the database');
      return null;
    }
    if (isUnstorable(err)) {
      log.warn({ err, kind }, 'a mutation held what cannot be kept');
      return {
        id,
        status: 'refused',
        message: 'This has characters that cannot be saved. Remove them and send it again.',
      };
    }
    log.error({ err, kind }, 'a mutation failed');
    const message = 'Not saved: something went wrong in Doorstep. Try again.';
    return { id, status: 'refused', message };
  }
}

/** `problem` is a sentence. */
function checkMutation(sent: unknown): { mutation: Mutation } | { problem: string } {
  const envelope = mutation.safeParse(sent);
  if (!envelope.success) return { problem: notUnderstood(envelope.error.issues) };
  const args = mutationArgs[envelope.data.kind].safeParse(envelope.data.args);
  if (!args.success) return { problem: notUnderstood(args.error.issues, 'args') };
  return { mutation: { ...envelope.data, args: args.data } as Mutation };
}

function notUnderstood(issues: { path: PropertyKey[] }[], ...within: string[]): string {
  const where = [...within, ...(issues[0]?.path ?? [])].map(String).join('.').slice(0, 100);
  return where
    ? `This has an error: ${where}.`
    : 'Doorstep does not know this kind of change. Reload the page.';
}

function idOf(sent: unknown): string {
  const id = typeof sent === 'object' && sent !== null && 'id' in sent ? sent.id : null;
  return typeof id === 'string' ? id.slice(0, 100) : '';
}
