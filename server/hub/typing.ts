// Who is writing in which conversation, told to those who have it open, or the inbox, and may see it. It is worth little
// and there may be much of it: said too often it is dropped, and a thread in which many write tells of a few a second.
import { mayIn } from '../access/rights.ts';
import type { Conversations } from '../cases/threads/conversations.ts';
import type { Log } from '../log.ts';
import type { Client } from './client.ts';
import { congested, encodeFrame, sendFrame } from './frame.ts';
import type { HubServer } from './types.ts';

/** From one socket, in ms. Clients say it every two seconds. */
const eachMs = 1_000;
/** Of one thread, in a second. */
const threadPerSecond = 5;
/** Where a thread is, is asked again after this long; a home may change its patch. */
const keptMs = 60_000;
const keptAtMost = 5_000;

type Look = { inbox: boolean; threadId: string | null };
type Said = { caseId: number; threadId: string };
type Where = Awaited<ReturnType<Conversations['where']>>;

export type TypingOptions = {
  io: HubServer;
  clients: ReadonlyMap<string, Client>;
  where: Conversations['where'];
  /** Whether that socket has that case open. */
  lookingAt: (caseId: number) => readonly string[];
  clock: () => number;
  log: Log;
};

export class Typing {
  readonly #options: TypingOptions;
  readonly #looks = new Map<string, Look>();
  readonly #last = new Map<string, number>();
  readonly #known = new Map<string, { at: number; where: Promise<Where> }>();
  readonly #told = new Map<string, { second: number; times: number }>();

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
  async typing(from: Client, { caseId, threadId }: Said): Promise<boolean> {
    const { clock, clients, io, log } = this.#options;
    const socketId = from.socket.id;
    const now = clock();
    const last = this.#last.get(socketId);
    if (last !== undefined && now - last < eachMs) return false;
    this.#last.set(socketId, now);
    let where: Where;
    try {
      where = await this.#where(threadId, now);
    } catch (err) {
      log.debug({ err }, 'where somebody types could not be read');
      return false;
    }
    if (!where || where.caseId !== caseId || !clients.has(socketId)) return false;
    if (!mayIn(from.actor, 'conversations', where.patchId) || !this.#enough(threadId, now)) return false;
    const { staffId, name } = from.actor;
    const open = new Set(this.#options.lookingAt(caseId));
    const frame = encodeFrame(io, 'thread:typing', { caseId, threadId, staffId, name });
    for (const client of clients.values()) {
      if (client.actor.staffId === staffId || !mayIn(client.actor, 'conversations', where.patchId)) continue;
      const look = this.#looks.get(client.socket.id);
      if (!look?.inbox && look?.threadId !== threadId && !open.has(client.socket.id)) continue;
      if (!congested(client.socket)) sendFrame(client.socket, frame);
    }
    return true;
  }

  #where(threadId: string, now: number): Promise<Where> {
    const known = this.#known.get(threadId);
    if (known && now - known.at < keptMs) return known.where;
    if (this.#known.size >= keptAtMost) this.#known.clear();
    const where = this.#options.where(threadId);
    this.#known.set(threadId, { at: now, where });
    // What was not there, or could not be read, may be there in a moment.
    where.then(
      (found) => found ?? this.#known.delete(threadId),
      () => this.#known.delete(threadId),
    );
    return where;
  }

  #enough(threadId: string, now: number): boolean {
    const second = Math.floor(now / 1_000);
    const told = this.#told.get(threadId);
    if (told?.second === second) return ++told.times <= threadPerSecond;
    if (this.#told.size >= keptAtMost) this.#told.clear();
    this.#told.set(threadId, { second, times: 1 });
    return true;
  }
}
