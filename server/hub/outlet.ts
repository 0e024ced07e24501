// The one way out to a socket for every message but the worklist's batches, which have their own window of one acknowledged
// batch (client-connection.ts). A message leaves at once while the transport takes it; otherwise it waits in a bounded queue,
// and leaves when the transport has drained. Messages with the same topic and key coalesce: the newest state wins, and takes
// its place at the end, so that within a topic nothing older follows something newer.
import type { Socket } from 'socket.io';

/** Packets that may wait in the transport's own buffer; above this, messages wait here. */
const highWaterMark = 8;
/** Messages of one topic that may wait, where the sender sets no limit. */
const standardLimit = 1_000;

type Waiting = { value: unknown; send: (value: never) => void };

export type Post<T> = {
  topic: string;
  /** Messages of one topic and key replace each other while they wait. */
  key: string | number;
  value: T;
  /** Writes to the socket. Called once, now or when the transport has room. */
  send: (value: T) => void;
  /** Combines a waiting value with a newer one; without it the newer one replaces it. */
  merge?: (waiting: T, newer: T) => T;
  /** Messages of the topic that may wait. */
  limit?: number;
  /** The topic leaves before all others. */
  urgent?: boolean;
  /**
   * Runs in the place of the waiting messages when there are more than `limit`: it asks the client to read again. Without
   * it, the connection is cut: on the next one the client reads everything.
   */
  reload?: () => void;
};

export class Outlet {
  readonly #conn: Socket['conn'];
  readonly #onOverflow: () => void;
  #topics = new Map<string, Map<string | number, Waiting>>();
  /** Topics whose waiting messages were replaced by the request to read again. */
  readonly #overflowed = new Set<string>();
  readonly #onDrain = () => this.#flush();
  #isClosed = false;
  /** Called when the last waiting message of a topic has left or was dropped. */
  emptied: (topic: string) => void = () => {};

  /** `onOverflow` is called after the connection was cut because a topic without a reload signal overflowed. */
  constructor(socket: Pick<Socket, 'conn'>, onOverflow: () => void = () => {}) {
    this.#conn = socket.conn;
    this.#onOverflow = onOverflow;
    this.#conn.on('drain', this.#onDrain);
  }

  /** Messages that wait, here and in the transport's buffer. */
  get waiting(): number {
    let sum = this.#transportBuffer;
    for (const messages of this.#topics.values()) sum += messages.size;
    return sum;
  }

  get isEmpty(): boolean {
    return this.#topics.size === 0;
  }

  /** Messages of the topic wait. */
  holds(topic: string): boolean {
    return this.#topics.has(topic);
  }

  /** The transport does not take more just now, or earlier messages wait. */
  get isCongested(): boolean {
    return !this.isEmpty || this.#isTransportFull();
  }

  post<T>({ topic, key, value, send, merge, limit = standardLimit, reload, urgent }: Post<T>): void {
    if (this.#isClosed || this.#overflowed.has(topic)) return;
    const messages = this.#topics.get(topic) ?? new Map<string | number, Waiting>();
    if (urgent && !this.#topics.has(topic)) this.#topics = new Map([[topic, messages], ...this.#topics]);
    else this.#topics.set(topic, messages);
    const waiting = messages.get(key);
    const merged = waiting && merge ? merge(waiting.value as T, value) : value;
    messages.delete(key);
    messages.set(key, { value: merged, send });
    if (messages.size <= limit) this.#flush();
    else if (reload) this.replace(topic, reload);
    else {
      this.close();
      this.#conn.close(true);
      this.#onOverflow();
    }
  }

  /** Drops what waits of the topic and sends this in its place: a request to read again, which covers what comes until then. */
  replace(topic: string, send: () => void): void {
    if (this.#isClosed) return;
    this.#overflowed.add(topic);
    this.#topics.set(topic, new Map([['reload', { value: undefined, send }]]));
    this.#flush();
  }

  /** Sends a message that has no use later, or drops it while the connection is congested. Returns whether it was sent. */
  offer(send: () => void): boolean {
    if (this.isCongested) return false;
    send();
    return true;
  }

  /** Drops what waits of these topics. */
  clear(topics: readonly string[]): void {
    for (const topic of topics) {
      this.#overflowed.delete(topic);
      if (this.#topics.delete(topic)) this.emptied(topic);
    }
  }

  /** Drops everything, and what is posted later. */
  close(): void {
    this.#isClosed = true;
    this.#conn.off('drain', this.#onDrain);
    this.#topics.clear();
    this.#overflowed.clear();
  }

  #flush(): void {
    while (!this.isEmpty && !this.#isTransportFull()) {
      const [topic, messages] = this.#topics.entries().next().value!;
      const [key, { value, send }] = messages.entries().next().value!;
      messages.delete(key);
      if (messages.size === 0) {
        this.#topics.delete(topic);
        this.#overflowed.delete(topic);
      }
      send(value as never);
      if (!this.#topics.has(topic)) this.emptied(topic);
    }
  }

  #isTransportFull(): boolean {
    return this.#transportBuffer > highWaterMark;
  }

  get #transportBuffer(): number {
    return (this.#conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;
  }
}
