// Messages with the repairs team, told to whoever is connected and may see them. The log says which messages are new, and
// so does whoever sent one to this very hub, a trip or two earlier; they are read in one query for all that came
// meanwhile, encoded once each, and sent once to each socket. Whoever cannot be
// told (reads too slowly, too much at once, a database that was away) is told to read again: nothing is kept for them.
import { may, mayIn } from '../access/rights.ts';
import type { Touched } from '../worklist/events.ts';
import type { Conversations } from '../cases/threads/conversations.ts';
import type { Log } from '../log.ts';
import type { Client } from './client.ts';
import { congested, encodeFrame, sendFrame, type Frame } from './frame.ts';
import type { HubServer } from './types.ts';

/** More at once than this is read by nobody line by line: a load, not a conversation. */
const readAtMost = 1_000;
/** What may wait to leave for one socket, in packets; a message is a kilobyte or two. */
const waitingAtMost = 200;
const againAfterMs = 500;

export type ThreadBroadcastOptions = {
  io: HubServer;
  clients: ReadonlyMap<string, Client>;
  moved: Conversations['moved'];
  clock: () => number;
  log: Log;
  told: (messages: number) => void;
};

export class ThreadBroadcast {
  readonly #options: ThreadBroadcastOptions;
  #messages = new Set<number>();
  #ids = new Set<string>();
  /**
   * The newest messages that were told, by id, each with how its thread stood then: of one that was sent here both the
   * answer and the log tell, in either order. The oldest are forgotten.
   */
  readonly #toldAlready = new Map<string, string>();
  #threads = new Set<number>();
  /** Sockets that must read again, as soon as they can take it. */
  readonly #deferred = new Set<string>();
  #reading: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: ThreadBroadcastOptions) {
    this.#options = options;
  }

  touched(all: readonly Touched[]): void {
    for (const { refs } of all)
      for (const { kind, ref } of refs) {
        if (ref === null) continue;
        if (kind === 'message') this.#messages.add(ref);
        else if (kind === 'thread' || kind === 'read') this.#threads.add(ref);
      }
    this.#flush();
  }

  /** A message that this hub has just saved. */
  said(messageId: string): void {
    this.#ids.add(messageId);
    this.#flush();
  }

  /** What was said meanwhile is not known: everybody reads again. */
  reset(): void {
    this.#messages.clear();
    this.#ids.clear();
    this.#threads.clear();
    const frame = this.#again();
    for (const client of this.#options.clients.values()) this.#tellAgain(client, frame);
  }

  /** One person's rights changed, and so what they may hear. */
  again(client: Client): void {
    this.#tellAgain(client, this.#again());
  }

  /** Now and then: whoever reads again hears that they must. */
  flushDeferred(client: Client): void {
    if (this.#deferred.has(client.socket.id)) this.again(client);
  }

  gone(socketId: string): void {
    this.#deferred.delete(socketId);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#reading;
  }

  #flush(): void {
    if (this.#reading || this.#timer || this.#stopped) return;
    const waiting = this.#messages.size + this.#threads.size + this.#ids.size;
    if (waiting === 0) return;
    if (waiting > readAtMost) return this.reset();
    const moved = { messages: [...this.#messages], threads: [...this.#threads], ids: [...this.#ids] };
    this.#messages = new Set();
    this.#ids = new Set();
    this.#threads = new Set();
    // Nobody is connected who could hear it, so nobody asks.
    if (![...this.#options.clients.values()].some((client) => may(client.actor, 'conversations'))) return;
    this.#reading = this.#options
      .moved(moved)
      .then(
        (told) => {
          for (const one of told) this.#tell(one);
        },
        (err: unknown) => {
          this.#options.log.warn({ err }, 'new messages could not be read: they are asked for again');
          for (const n of moved.messages) this.#messages.add(n);
          for (const n of moved.threads) this.#threads.add(n);
          // Those that were sent here come with the log, too.
          if (this.#stopped) return;
          this.#timer = setTimeout(() => {
            this.#timer = null;
            this.#flush();
          }, againAfterMs);
        },
      )
      .catch((err: unknown) => this.#options.log.error({ err }, 'messages could not be told'))
      .then(() => {
        this.#reading = null;
        this.#flush();
      });
  }

  #tell({ patchId, thread, messages }: Awaited<ReturnType<Conversations['moved']>>[number]): void {
    const { io, clients, told } = this.#options;
    const hearing = [...clients.values()].filter((client) => mayIn(client.actor, 'conversations', patchId));
    if (hearing.length === 0) return;
    const { caseId } = thread;
    const stands = JSON.stringify(thread);
    const news = messages.filter(({ id }) => !this.#toldAlready.has(id));
    // Nothing new in words; but somebody may have taken or settled it since.
    if (messages.length > 0 && messages.every(({ id }) => this.#toldAlready.get(id) === stands)) return;
    const said = news.length > 0 ? news : [null];
    for (const message of said) {
      const frame = encodeFrame(io, 'thread:message', { caseId, thread, message });
      for (const client of hearing) {
        if (congested(client.socket, waitingAtMost)) this.#deferred.add(client.socket.id);
        else sendFrame(client.socket, frame);
      }
    }
    told(news.length);
    for (const { id } of messages) this.#remember(id, stands);
  }

  #remember(id: string, stands: string): void {
    this.#toldAlready.delete(id);
    this.#toldAlready.set(id, stands);
    if (this.#toldAlready.size <= readAtMost) return;
    for (const oldest of this.#toldAlready.keys()) {
      this.#toldAlready.delete(oldest);
      return;
    }
  }

  #again(): Frame {
    return encodeFrame(this.#options.io, 'thread:again', {
      at: new Date(this.#options.clock()).toISOString(),
    });
  }

  #tellAgain(client: Client, frame: Frame): void {
    if (!may(client.actor, 'conversations')) return;
    if (congested(client.socket)) this.#deferred.add(client.socket.id);
    else {
      this.#deferred.delete(client.socket.id);
      sendFrame(client.socket, frame);
    }
  }
}
