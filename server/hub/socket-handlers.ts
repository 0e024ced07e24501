// The events that a client may send. Each is rate-limited, checked against the contract and answered. Invalid input gets a
// clear refusal and changes nothing; the content of an event is never logged. A mutation that cannot be decided now (the
// database is away) is not answered: its sender keeps it and sends it again.
import { TokenBucket, type Limit } from '../access/token-bucket.ts';
import { presenceSet, threadLook, tilesListen, typing, type MutationAnswer } from '../contract/up.ts';
import type { HubOptions, HubSocket } from './types.ts';

/** A phone that was offline sends its whole queue at once. */
const limit: Limit = { burst: 300, perSecond: 50 };
/** After this many events above the rate the sender is not a person, and is disconnected. */
const maxTooFast = 1_000;

const knownEvents = new Set(['mutation', 'presence:set', 'thread:look', 'thread:typing', 'tiles:listen']);

export type SocketHandlers = {
  answer: (sent: unknown) => ReturnType<HubOptions['answer']>;
  presence: (caseId: number | null, doing: 'looking' | 'on_the_way') => string | null;
  /** Returns why it is refused, as a sentence; null when it is done. */
  tiles: (patches: 'all' | number[] | null) => string | null;
  look: (look: { inbox: boolean; threadId: string | null }) => void;
  /** Resolves to false when the message was dropped. */
  typing: (message: { caseId: number; threadId: string }) => Promise<boolean>;
  /** The sender's session has ended. */
  ended: () => void;
  /** The hub waits for these before it stops. */
  working: Set<Promise<unknown>>;
  clock: () => number;
  refused: () => void;
};

/** Registers a handler for each event that this socket may send. */
export function registerHandlers(socket: HubSocket, to: SocketHandlers): void {
  const bucket = new TokenBucket(limit, to.clock());
  let tooFastCount = 0;
  const tooFast = () => {
    if (bucket.take(to.clock()) === 0) return false;
    to.refused();
    if (++tooFastCount > maxTooFast) socket.disconnect(true);
    return true;
  };

  socket.on('mutation', (sent: unknown, acknowledge: unknown) => {
    if (tooFast()) return;
    const work = to.answer(sent).then((result) => {
      to.working.delete(work);
      if (result === 'ended') return to.ended();
      if (result?.status === 'refused') to.refused();
      if (result) replyTo<MutationAnswer>(acknowledge)(result);
    });
    to.working.add(work);
  });

  socket.on('presence:set', (sent: unknown, acknowledge: unknown) => {
    const reply = replyTo<{ ok: boolean; message?: string }>(acknowledge);
    if (tooFast()) return reply({ ok: false, message: 'Too many requests. Try again in a minute.' });
    const checked = presenceSet.safeParse(sent);
    if (!checked.success) {
      to.refused();
      return reply({ ok: false, message: 'This is not a case.' });
    }
    const problem = to.presence(checked.data.caseId, checked.data.doing);
    reply(problem === null ? { ok: true } : { ok: false, message: problem });
  });

  socket.on('thread:look', (sent: unknown, acknowledge: unknown) => {
    const reply = replyTo<{ ok: boolean; message?: string }>(acknowledge);
    if (tooFast()) return reply({ ok: false, message: 'Too many requests. Try again in a minute.' });
    const checked = threadLook.safeParse(sent);
    if (!checked.success) {
      to.refused();
      return reply({ ok: false, message: 'This is not a conversation.' });
    }
    to.look(checked.data);
    reply({ ok: true });
  });

  socket.on('tiles:listen', (sent: unknown, acknowledge: unknown) => {
    const reply = replyTo<{ ok: boolean; message?: string }>(acknowledge);
    if (tooFast()) return reply({ ok: false, message: 'Too many requests. Try again in a minute.' });
    const checked = tilesListen.safeParse(sent);
    const problem = checked.success ? to.tiles(checked.data.patches) : 'These are not patches.';
    if (problem !== null) to.refused();
    reply(problem === null ? { ok: true } : { ok: false, message: problem });
  });

  socket.on('thread:typing', (sent: unknown, acknowledge?: unknown) => {
    const reply = replyTo<{ ok: boolean }>(acknowledge);
    const checked = tooFast() ? null : typing.safeParse(sent);
    if (!checked?.success) return reply({ ok: false });
    void to.typing(checked.data).then((ok) => reply({ ok }));
  });

  socket.onAny((event: string, ...sent: unknown[]) => {
    if (knownEvents.has(event) || tooFast()) return;
    to.refused();
    replyTo(sent.at(-1))({ ok: false, message: 'Doorstep does not know this message.' });
  });
}

/** Answers through socket.io's acknowledgement, if the client requested one. */
function replyTo<T>(acknowledge: unknown): (message: T) => void {
  return (message) => {
    if (typeof acknowledge === 'function') acknowledge(message);
  };
}
