// What a client says: every event is checked against the contract, answered, and limited in number. Bad input gets a
// clear refusal and changes nothing; nothing of what was said is logged.
import { mutation, mutationArgs, presenceSet, type Mutation, type MutationAnswer } from '../contract/up.ts';
import type { Actor } from '../access/actors.ts';
import type { Log } from '../log.ts';
import type { HubSocket } from './types.ts';

/** A phone that was offline sends its queue in one go: generous at once, then a steady rate. */
const burst = 300;
const perSecond = 50;
/** Somebody who goes on after this many refusals for haste is not a person. */
const patience = 1_000;

export type Speaking = {
  apply: (actor: Actor, mutation: Mutation) => Promise<MutationAnswer>;
  presence: (socket: HubSocket, caseId: number | null, doing: 'looking' | 'on_the_way') => string | null;
  /** Waited for before the hub stops. */
  working: Set<Promise<unknown>>;
  clock: () => number;
  log: Log;
  refused: () => void;
};

/** Listens to everything that this socket may send. */
export function listen(socket: HubSocket, to: Speaking): void {
  const enough = haste(to.clock);
  let impatient = 0;
  const tooFast = () => {
    if (enough()) return false;
    to.refused();
    if (++impatient > patience) socket.disconnect(true);
    return true;
  };

  socket.on('mutation', (said: unknown, answer: unknown) => {
    const reply = replyTo<MutationAnswer>(answer);
    const id = idOf(said);
    const refuse = (message: string) => {
      to.refused();
      reply({ id, status: 'refused', message });
    };
    if (tooFast())
      return reply({ id, status: 'refused', message: 'Too much at once. Try again in a moment.' });
    const checked = checkMutation(said);
    if ('problem' in checked) return refuse(checked.problem);
    const work = to
      .apply(socket.data.actor, checked.mutation)
      .catch((err: unknown): MutationAnswer => {
        to.log.error({ err, kind: checked.mutation.kind }, 'a mutation failed');
        return { id, status: 'refused', message: 'This could not be saved just now. Try again in a moment.' };
      })
      .then(reply)
      .finally(() => to.working.delete(work));
    to.working.add(work);
  });

  socket.on('presence:set', (said: unknown, answer: unknown) => {
    const reply = replyTo<{ ok: boolean; message?: string }>(answer);
    if (tooFast()) return reply({ ok: false, message: 'Too much at once. Try again in a moment.' });
    const checked = presenceSet.safeParse(said);
    if (!checked.success) {
      to.refused();
      return reply({ ok: false, message: 'This is not a case that somebody can look at.' });
    }
    const problem = to.presence(socket, checked.data.caseId, checked.data.doing);
    reply(problem === null ? { ok: true } : { ok: false, message: problem });
  });

  socket.onAny((event: string, ...said: unknown[]) => {
    if (event === 'mutation' || event === 'presence:set' || tooFast()) return;
    to.refused();
    replyTo(said.at(-1))({ ok: false, message: 'Doorstep does not know what to do with this.' });
  });
}

/** The same check for the socket and for POST /api/mutations. `problem` is a sentence. */
export function checkMutation(said: unknown): { mutation: Mutation } | { problem: string } {
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

function replyTo<T>(answer: unknown): (message: T) => void {
  return (message) => {
    if (typeof answer === 'function') answer(message);
  };
}

function haste(clock: () => number): () => boolean {
  let left = burst;
  let at = clock();
  return () => {
    const now = clock();
    left = Math.min(burst, left + ((now - at) / 1000) * perSecond);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
