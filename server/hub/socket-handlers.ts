// What a client says: every event is checked against the contract, answered, and limited in number. Bad input gets a
// clear refusal and changes nothing; nothing of what was said is logged. A mutation that only came at a bad moment is
// not answered at all: its sender keeps it and sends it again.
import { presenceSet, threadLook, tilesListen, typing, type MutationAnswer } from '../contract/up.ts';
import type { Log } from '../log.ts';
import type { HubOptions, HubSocket } from './types.ts';

/** A phone that was offline sends its queue in one go: generous at once, then a steady rate. */
const burst = 300;
const perSecond = 50;
/** Somebody who goes on after this many refusals for haste is not a person. */
const patience = 1_000;

const understood = new Set(['mutation', 'presence:set', 'thread:look', 'thread:typing', 'tiles:listen']);

export type SocketHandlers = {
  answer: HubOptions['answer'];
  presence: (socket: HubSocket, caseId: number | null, doing: 'looking' | 'on_the_way') => string | null;
  /** Why not, in words; null where it is done. */
  tiles: (socket: HubSocket, patches: 'all' | number[] | null) => string | null;
  look: (socket: HubSocket, look: { inbox: boolean; threadId: string | null }) => void;
  /** False where it was dropped. */
  typing: (socket: HubSocket, said: { caseId: number; threadId: string }) => Promise<boolean>;
  /** Their session has ended. */
  ended: (socket: HubSocket) => void;
  /** Waited for before the hub stops. */
  working: Set<Promise<unknown>>;
  clock: () => number;
  log: Log;
  refused: () => void;
};

/** Listens to everything that this socket may send. */
export function listen(socket: HubSocket, to: SocketHandlers): void {
  const enough = rateLimiter(to.clock);
  let impatient = 0;
  const tooFast = () => {
    if (enough()) return false;
    to.refused();
    if (++impatient > patience) socket.disconnect(true);
    return true;
  };

  socket.on('mutation', (said: unknown, answer: unknown) => {
    if (tooFast()) return;
    const work = to.answer(socket.data, said).then((said) => {
      to.working.delete(work);
      if (said === 'ended') return to.ended(socket);
      if (said?.status === 'refused') to.refused();
      if (said) replyTo<MutationAnswer>(answer)(said);
    });
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

  socket.on('thread:look', (said: unknown, answer: unknown) => {
    const reply = replyTo<{ ok: boolean; message?: string }>(answer);
    if (tooFast()) return reply({ ok: false, message: 'Too much at once. Try again in a moment.' });
    const checked = threadLook.safeParse(said);
    if (!checked.success) {
      to.refused();
      return reply({ ok: false, message: 'This is not a conversation that somebody can look at.' });
    }
    to.look(socket, checked.data);
    reply({ ok: true });
  });

  socket.on('tiles:listen', (said: unknown, answer: unknown) => {
    const reply = replyTo<{ ok: boolean; message?: string }>(answer);
    if (tooFast()) return reply({ ok: false, message: 'Too much at once. Try again in a moment.' });
    const checked = tilesListen.safeParse(said);
    const problem = checked.success
      ? to.tiles(socket, checked.data.patches)
      : 'These are not patches whose figures somebody can follow.';
    if (problem !== null) to.refused();
    reply(problem === null ? { ok: true } : { ok: false, message: problem });
  });

  socket.on('thread:typing', (said: unknown, answer?: unknown) => {
    const reply = replyTo<{ ok: boolean }>(answer);
    const checked = tooFast() ? null : typing.safeParse(said);
    if (!checked?.success) return reply({ ok: false });
    void to.typing(socket, checked.data).then((ok) => reply({ ok }));
  });

  socket.onAny((event: string, ...said: unknown[]) => {
    if (understood.has(event) || tooFast()) return;
    to.refused();
    replyTo(said.at(-1))({ ok: false, message: 'Doorstep does not know what to do with this.' });
  });
}

function replyTo<T>(answer: unknown): (message: T) => void {
  return (message) => {
    if (typeof answer === 'function') answer(message);
  };
}

function rateLimiter(clock: () => number): () => boolean {
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
