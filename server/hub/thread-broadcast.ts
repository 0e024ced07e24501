// Messages with the repairs team, sent to each client that is connected and may see them. The log says which messages
// are new, and so does each mutation that this hub applied, a moment earlier. They are read in one query for all that came
// meanwhile, encoded once each, and sent once to each socket. A client that cannot be sent them (it reads too slowly, too
// many came at once, the database was away) is asked to read again: nothing is kept for it.
import { may, mayIn } from '../access/rights.ts';
import type { Touched } from '../worklist/events.ts';
import type { Conversations } from '../cases/threads/conversations.ts';
import type { Log } from '../log.ts';
import type { ClientConnection } from './client-connection.ts';
import { encodeFrame, type Frame } from './frame.ts';

/** More at once than this is a bulk load, not a conversation: clients read again instead. */
const maxRead = 1_000;
/** Messages that may wait for one socket; each is a kilobyte or two. */
const maxWaiting = 200;
const retryMs = 500;

export type ThreadBroadcastOptions = {
  clients: ReadonlyMap<string, ClientConnection>;
  moved: Conversations['moved'];
  clock: () => number;
  log: Log;
};

export class ThreadBroadcast {
  readonly #options: ThreadBroadcastOptions;
  #messages = new Set<number>();
  #ids = new Set<string>();
  /**
   * The newest messages that were sent, by id, each with its thread's state then, as JSON: a message that was saved here is
   * reported by its mutation and by the log, in either order. The oldest are dropped.
   */
  readonly #sentAlready = new Map<string, string>();
  #threads = new Set<number>();
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
  saved(messageId: string): void {
    this.#ids.add(messageId);
    this.#flush();
  }

  /** What was written meanwhile is not known: each client reads again. */
  reset(): void {
    this.#messages.clear();
    this.#ids.clear();
    this.#threads.clear();
    for (const client of this.#options.clients.values()) this.again(client);
  }

  /** Asks one client to read again; messages that wait for it are dropped, since it will read them. */
  again(client: ClientConnection): void {
    if (!may(client.actor, 'conversations')) return;
    client.outlet.replace('thread', () => this.#sendAgain(client));
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
    if (waiting > maxRead) return this.reset();
    const moved = { messages: [...this.#messages], threads: [...this.#threads], ids: [...this.#ids] };
    this.#messages = new Set();
    this.#ids = new Set();
    this.#threads = new Set();
    if (![...this.#options.clients.values()].some((client) => may(client.actor, 'conversations'))) return;
    this.#reading = this.#options
      .moved(moved)
      .then(
        (all) => {
          for (const one of all) this.#broadcast(one);
        },
        (err: unknown) => {
          this.#options.log.warn({ err }, 'new messages were not loaded: trying again');
          for (const n of moved.messages) this.#messages.add(n);
          for (const n of moved.threads) this.#threads.add(n);
          // Those that were saved here come with the log, too.
          if (this.#stopped) return;
          this.#timer = setTimeout(() => {
            this.#timer = null;
            this.#flush();
          }, retryMs);
        },
      )
      .catch((err: unknown) => this.#options.log.error({ err }, 'messages could not be sent'))
      .then(() => {
        this.#reading = null;
        this.#flush();
      });
  }

  #broadcast({ patchId, thread, messages }: Awaited<ReturnType<Conversations['moved']>>[number]): void {
    const receivers = [...this.#options.clients.values()].filter((client) =>
      mayIn(client.actor, 'conversations', patchId),
    );
    if (receivers.length === 0) return;
    const { caseId } = thread;
    const state = JSON.stringify(thread);
    const news = messages.filter(({ id }) => !this.#sentAlready.has(id));
    // No new message; but somebody may have taken or settled the thread since.
    if (messages.length > 0 && messages.every(({ id }) => this.#sentAlready.get(id) === state)) return;
    for (const message of news.length > 0 ? news : [null]) {
      const frame = encodeFrame('thread:message', { caseId, thread, message });
      const key = message?.id ?? `thread ${thread.id}`;
      for (const client of receivers) this.#post(client, key, frame);
    }
    for (const { id } of messages) this.#remember(id, state);
  }

  #post(client: ClientConnection, key: string, frame: Frame): void {
    const reload = () => this.#sendAgain(client);
    client.outlet.post({ topic: 'thread', key, value: frame, send: client.send, limit: maxWaiting, reload });
  }

  #sendAgain(client: ClientConnection): void {
    const at = new Date(this.#options.clock()).toISOString();
    client.send(encodeFrame('thread:again', { at }));
  }

  #remember(id: string, state: string): void {
    this.#sentAlready.delete(id);
    this.#sentAlready.set(id, state);
    if (this.#sentAlready.size <= maxRead) return;
    for (const oldest of this.#sentAlready.keys()) {
      this.#sentAlready.delete(oldest);
      return;
    }
  }
}
