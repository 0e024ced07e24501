// Postgres to changes. From a cursor on, every committed change reaches the handler: none lost, in the order in which it
// became visible, each batch only after the handler has finished with the one before. A change says no more than "look
// at this again", so one that comes twice (after the handler failed) does no harm. The feed reads when the doorbell
// rings, on each new connection, for a while after each change, and on a safety timer; and it proves once a second, with
// a beat through the database, that the whole path works: `state.stale` says when that proof is late.
import type { Sql } from '../../db/connect.ts';
import type { Cursor } from './cursor.ts';
import { Doorbell } from './doorbell.ts';
import { Heartbeat, type FeedState } from './heartbeat.ts';
import { Link, rejectAfter } from './link.ts';
import { cursorNow, readSince, type Change, type Reading } from './log-reader.ts';
import { Pace } from './pace.ts';
import { defaultTiming, type Timing } from './timing.ts';

export type { Change, Cursor, FeedState, Timing };

type Write = (fields: object, text: string) => void;
/** The part of pino that the feed uses. */
export type Log = { info: Write; warn: Write; error: Write; debug: Write };

export type FeedHandler = {
  /** `readNumber`: what beginRead() returned when the read of these changes began. */
  changes(changes: Change[], cursor: Cursor, readNumber: number): Promise<void> | void;
  /** Called when a read of the log begins; returns the read's number, by which the handler orders reads. Absent: always 0. */
  beginRead?(): number;
  /** What to read inline with each change, in the same statement, where the changes are few: see SinceOptions. */
  inline?: string;
  /** The changes since the last cursor are not known: load everything again, in a snapshot taken from now on. */
  reset(reason: string, cursor: Cursor): Promise<void> | void;
  /** On each proof, and on each change of `connected` or `stale`. */
  state(state: FeedState): void;
};

export type FeedOptions = { url: string; sql: Sql; hub: string; log: Log; timing?: Partial<Timing> };

export class Feed {
  /** Counts for /metrics. `bells`: notifications received; `reads`: queries sent; `rows`: rows returned, heartbeats included. */
  readonly counters = { reads: 0, rows: 0, changes: 0, bells: 0, connections: 0, resets: 0, failures: 0 };
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #timing: Timing;
  readonly #reader: Link;
  readonly #catchUp: Link;
  readonly #doorbell: Doorbell;
  readonly #heartbeat: Heartbeat;
  readonly #pace: Pace;
  #cursor: Cursor;
  #handler: FeedHandler | null = null;
  #loop: Promise<void> | null = null;
  #pruning: NodeJS.Timeout | undefined;
  #stopped = false;
  #failing = false;
  /** The server process whose history is known to be the log's own. */
  #server = '';

  /** Takes the cursor of now. Delivers nothing before start(). Refuses (throws) while the database cannot be reached. */
  static async open(options: FeedOptions): Promise<Feed> {
    const timing = { ...defaultTiming, ...options.timing };
    const reader = new Link(options.url, 'doorstep feed', timing.queryDeadline);
    try {
      return new Feed(options, timing, reader, await reader.run(cursorNow));
    } catch (error) {
      reader.close();
      throw error;
    }
  }

  private constructor(options: FeedOptions, timing: Timing, reader: Link, cursor: Cursor) {
    this.#sql = options.sql;
    this.#log = options.log;
    this.#timing = timing;
    this.#reader = reader;
    this.#cursor = cursor;
    this.#catchUp = new Link(options.url, 'doorstep catch-up', timing.queryDeadline, 2);
    this.#pace = new Pace(timing);
    this.#heartbeat = new Heartbeat(options.url, options.hub, timing, (state) => this.#handler?.state(state));
    this.#doorbell = new Doorbell(options.url, timing, {
      bell: () => {
        this.counters.bells++;
        this.#pace.wake();
      },
      connected: () => {
        this.counters.connections++;
        this.#heartbeat.connected(true);
        this.#pace.wake();
      },
      lost: () => this.#heartbeat.connected(false),
      trouble: (error) => this.#log.warn({ reason: error.message }, 'the doorbell is out of order'),
    });
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  get state(): FeedState {
    return this.#heartbeat.state;
  }

  start(handler: FeedHandler): void {
    if (this.#handler) throw new Error('the feed has been started already');
    this.#handler = handler;
    this.#doorbell.open();
    this.#heartbeat.start();
    this.#loop = this.#run(handler);
    this.#pruning = setInterval(() => void this.#prune(), this.#timing.prune);
  }

  /**
   * What happened since a cursor that some client brings, from any hub of this database; not tied to what the handler
   * has seen. Null: too old, too much, or not of this history, so that only a full load helps. Throws when the
   * database does not answer in time.
   */
  async since(cursor: Cursor): Promise<{ changes: Change[]; cursor: Cursor } | null> {
    const reading = await this.#catchUp.run((sql) => readSince(sql, cursor));
    return 'reset' in reading ? null : { changes: reading.changes, cursor: reading.cursor };
  }

  /** Waits for the handler to finish with the batch in hand, at most two seconds. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#pruning);
    this.#heartbeat.stop();
    this.#doorbell.close();
    this.#pace.wake();
    this.#reader.close();
    this.#catchUp.close();
    if (this.#loop) await rejectAfter(2000, 'stop', this.#loop).catch(() => {});
  }

  /** One read at a time: wait, read, deliver, and only then wait again. A bell in the meantime ends the wait at once. */
  async #run(handler: FeedHandler): Promise<void> {
    this.#pace.wake();
    while (!this.#stopped) {
      await this.#pace.next();
      if (this.#stopped) return;
      try {
        const readNumber = handler.beginRead?.() ?? 0;
        const reading = await this.#read(handler.inline);
        if (this.#stopped) return;
        await this.#deliver(handler, reading, readNumber);
        this.#cursor = reading.cursor;
        if (this.#failing) this.#log.info({}, 'the feed reads again');
        this.#failing = false;
      } catch (error) {
        if (this.#stopped) return;
        // The cursor stays: the same changes come again.
        this.counters.failures++;
        if (!this.#failing) this.#log.warn({ reason: reasonOf(error) }, 'the feed cannot read or hand over');
        this.#failing = true;
        this.#pace.failed();
      }
    }
  }

  async #read(inline: string | undefined): Promise<Reading> {
    this.counters.reads++;
    const reading = await this.#reader.run((sql) =>
      readSince(sql, this.#cursor, { inline, server: this.#server }),
    );
    this.#server = 'reset' in reading ? '' : reading.server;
    return reading;
  }

  async #deliver(handler: FeedHandler, reading: Reading, readNumber: number): Promise<void> {
    if ('reset' in reading) {
      this.counters.resets++;
      this.#log.warn({ reason: reading.reset }, 'the feed starts over');
      await handler.reset(reading.reset, reading.cursor);
      return;
    }
    this.counters.rows += reading.rows;
    this.counters.changes += reading.changes.length;
    this.#pace.read(reading.changes.length > 0);
    if (reading.changes.length > 0) await handler.changes(reading.changes, reading.cursor, readNumber);
    // Only now is the path proved: the beat has come all the way through the handler.
    this.#heartbeat.seen(reading.beats);
  }

  async #prune(): Promise<void> {
    try {
      const seconds = this.#timing.keep / 1000;
      const [row] = await this.#sql<{ gone: number }[]>`
        select prune_change_log(make_interval(secs => ${seconds})) as gone`;
      if (row!.gone > 0) this.#log.debug({ rows: row!.gone }, 'the change log was pruned');
    } catch (error) {
      this.#log.warn({ reason: reasonOf(error) }, 'the change log could not be pruned');
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
