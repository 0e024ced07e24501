// Receives NOTIFY on the channel 'doorstep' for as long as it is open, through every outage. pg-listen listens and
// reconnects. It must never give up (retryTimeout) or trust a dead connection (paranoidChecking with query_timeout);
// after a LISTEN that failed we create a new subscriber. Each new connection is reported with `connected`, because
// notifications sent while there was no connection are lost.
import { Socket } from 'node:net';
import pgListen from 'pg-listen';
import { listenToEveryClient } from '../../db/pg-clients.ts';
import { jittered, type Timing } from './timing.ts';

// A CommonJS module with a default export: Node gives it as a property.
const createSubscriber = pgListen.default;
listenToEveryClient();

export type DoorbellEvents = { bell(): void; connected(): void; lost(): void; trouble(error: Error): void };

export class Doorbell {
  readonly #url: string;
  readonly #timing: Timing;
  readonly #events: DoorbellEvents;
  readonly #sockets = new Set<Socket>();
  #closed = false;
  #retry: NodeJS.Timeout | undefined;
  #current: ReturnType<typeof createSubscriber> | null = null;

  constructor(url: string, timing: Timing, events: DoorbellEvents) {
    this.#url = url;
    this.#timing = timing;
    this.#events = events;
  }

  /** Returns at once; `connected` is called when it listens. */
  open(): void {
    void this.#listen();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#discard();
  }

  async #listen(): Promise<void> {
    if (this.#closed) return;
    const subscriber = createSubscriber(
      {
        connectionString: this.#url,
        application_name: 'doorstep doorbell',
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
        query_timeout: this.#timing.listenDeadline,
        connectionTimeoutMillis: this.#timing.listenDeadline,
        stream: () => this.#socket(),
      } as Parameters<typeof createSubscriber>[0],
      {
        parse: (payload) => payload,
        paranoidChecking: this.#timing.listenCheck,
        retryTimeout: Infinity,
        retryInterval: () => jittered(this.#timing.listenRetry),
      },
    );
    this.#current = subscriber;
    const current = () => this.#current === subscriber && !this.#closed;
    let listening = false;
    subscriber.events.on('notification', () => current() && this.#events.bell());
    subscriber.events.on('reconnect', (attempt) => {
      // Before the first LISTEN we start anew ourselves.
      if (!current() || !listening) return;
      if (attempt === 1) this.#events.lost();
    });
    subscriber.events.on('connected', () => current() && listening && this.#events.connected());
    subscriber.events.on('error', (error) => current() && this.#again(error));
    try {
      await subscriber.connect();
      await subscriber.listenTo('doorstep');
      listening = true;
      if (current()) this.#events.connected();
    } catch (error) {
      if (current()) this.#again(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #again(error: Error): void {
    this.#discard();
    this.#events.trouble(error);
    this.#events.lost();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#listen(), jittered(this.#timing.listenRetry));
  }

  /** pg-listen's own close() would wait for ever on a dead connection, so we destroy its sockets. */
  #discard(): void {
    const old = this.#current;
    this.#current = null;
    void old?.close().catch(() => {});
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  #socket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
