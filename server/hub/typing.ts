// Who is writing in which conversation, sent to clients that have it open, or the inbox, and may see it. It is worth
// nothing later, so it is rate-limited for each socket and each thread, and dropped where a socket is congested.
import { mayIn } from '../access/rights.ts';
import type { Conversations } from '../cases/threads/conversations.ts';
import type { Log } from '../log.ts';
import type { ClientConnection } from './client-connection.ts';
import { encodeFrame } from './frame.ts';

/** At most once from one socket in this time. Clients send it every two seconds. */
const minIntervalMs = 1_000;
/** Messages in a second about one thread. */
const threadPerSecond = 5;
/** A thread's case and patch are cached this long; a home may change its patch. */
const cacheMs = 60_000;
const cacheSize = 5_000;

type Look = { inbox: boolean; threadId: string | null };
type TypingMessage = { caseId: number; threadId: string };
type Where = Awaited<ReturnType<Conversations['where']>>;

export type TypingOptions = {
  clients: ReadonlyMap<string, ClientConnection>;
  where: Conversations['where'];
  /** The sockets that have that case open. */
  lookingAt: (caseId: number) => readonly string[];
  clock: () => number;
  log: Log;
};

export class Typing {
  readonly #options: TypingOptions;
  readonly #looks = new Map<string, Look>();
  readonly #last = new Map<string, number>();
  readonly #cached = new Map<string, { at: number; where: Promise<Where> }>();
  readonly #rates = new Map<string, { second: number; times: number }>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  look(socketId: string, look: Look): void {
    if (look.inbox || look.threadId !== null) this.#looks.set(socketId, look);
    else this.#looks.delete(socketId);
  }

  gone(socketId: string): void {
    this.#looks.delete(socketId);
    this.#last.delete(socketId);
  }

  /** False where it was dropped. Never throws. */
  async typing(from: ClientConnection, { caseId, threadId }: TypingMessage): Promise<boolean> {
    const { clock, clients, log } = this.#options;
    const socketId = from.socket.id;
    const now = clock();
    const last = this.#last.get(socketId);
    if (last !== undefined && now - last < minIntervalMs) return false;
    this.#last.set(socketId, now);
    let where: Where;
    try {
      where = await this.#where(threadId, now);
    } catch (err) {
      log.debug({ err }, 'where somebody types could not be read');
      return false;
    }
    if (!where || where.caseId !== caseId || !clients.has(socketId)) return false;
    if (!mayIn(from.actor, 'conversations', where.patchId) || !this.#isWithinRate(threadId, now))
      return false;
    const { staffId, name } = from.actor;
    const open = new Set(this.#options.lookingAt(caseId));
    const frame = encodeFrame('thread:typing', { caseId, threadId, staffId, name });
    for (const client of clients.values()) {
      if (client.actor.staffId === staffId || !mayIn(client.actor, 'conversations', where.patchId)) continue;
      const look = this.#looks.get(client.socket.id);
      if (!look?.inbox && look?.threadId !== threadId && !open.has(client.socket.id)) continue;
      client.outlet.offer(() => client.send(frame));
    }
    return true;
  }

  #where(threadId: string, now: number): Promise<Where> {
    const cached = this.#cached.get(threadId);
    if (cached && now - cached.at < cacheMs) return cached.where;
    if (this.#cached.size >= cacheSize) this.#cached.clear();
    const where = this.#options.where(threadId);
    this.#cached.set(threadId, { at: now, where });
    // A thread that was not found, or could not be read, may be there in a moment.
    where.then(
      (found) => found ?? this.#cached.delete(threadId),
      () => this.#cached.delete(threadId),
    );
    return where;
  }

  #isWithinRate(threadId: string, now: number): boolean {
    const second = Math.floor(now / 1_000);
    const rate = this.#rates.get(threadId);
    if (rate?.second === second) return ++rate.times <= threadPerSecond;
    if (this.#rates.size >= cacheSize) this.#rates.clear();
    this.#rates.set(threadId, { second, times: 1 });
    return true;
  }
}
