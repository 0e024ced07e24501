// The live projection of cases. It keeps every current case in memory, hears from the feed which ones were touched,
// reads them again in set-based queries, assesses them, and emits one batch of what differs. Time moves cases too: it
// wakes for the earliest. A case in a batch is at least as new as the batch's cursor; applying one twice does no harm.
import type { Cause, SourceKnown } from '../contract/down.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import { EventEmitter } from 'node:events';
import type { Sql } from '../../db/connect.ts';
import { Feed, type Change, type Cursor, type FeedState, type Log, type Timing } from '../feed/feed.ts';
import { onWorklist } from '../domain/worklist.ts';
import { nextMidnight } from '../domain/zone.ts';
import { byCase, doorEvents, patchBatches, touches, type ChangesByCase } from './batch.ts';
import type { Batch, DoorEvent, Touched, Watch } from './events.ts';
import { keepCalendars } from './calendar-keeper.ts';
import { catchUp } from './catch-up.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { changesAList, groupsOf, newPayments, type Groups } from './groups.ts';
import type { Moment } from './make.ts';
import { clockOf, readDaysOf, readLandlord, type LandlordWide } from './landlord.ts';
import { smallRead, inlinePaymentQuery, readIds } from './read.ts';
import { Reader } from './reader.ts';
import { Sources } from './sources.ts';
import { instant } from './unpack.ts';
import { Store, type CaseReading, type Difference, type PaymentsByCase } from './store.ts';

export type { Batch, Watch } from './events.ts';
export type { FeedState } from '../feed/feed.ts';

export type WorklistOptions = {
  url: string;
  sql: Sql;
  hub: string;
  log: Log;
  clock?: () => number;
  timing?: Partial<Timing>;
  /** Whether this hub learns payment calendars in the background; it does unless told otherwise. */
  learn?: boolean;
};

type Events = {
  batch: [Batch];
  reset: [];
  state: [FeedState];
  door: [DoorEvent];
  touched: [Touched[]];
  /** All that the log told of, after its batch. */
  logged: [readonly Change[]];
};

/** Asleep for no longer than this, so that a machine that was suspended notices. */
const longestSleep = 15 * 60_000;
/** When the database was away at the time to wake. */
const retry = 1_000;

export class Worklist extends EventEmitter<Events> {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #clock: () => number;
  readonly #feed: Feed;
  readonly #sources = new Sources();
  readonly #reader: Reader;
  #store: Store;
  #watch: Watch | null = null;
  #landlord!: LandlordWide;
  #loadedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Infinity;
  #dayEndsAt = Infinity;
  #passing: Promise<void> | null = null;
  #movingSince: number | null = null;
  #failedToPass = false;
  readonly #learns: boolean;
  #learning: Promise<void> | null = null;
  #stopped = false;

  /** Opens the feed, then loads every case from a later snapshot, then lets changes come. */
  static async open(options: WorklistOptions): Promise<Worklist> {
    const feed = await Feed.open(options);
    const worklist = new Worklist(options, feed);
    try {
      await worklist.#load();
    } catch (error) {
      await worklist.stop();
      throw error;
    }
    feed.start({
      inline: inlinePaymentQuery,
      reading: () => worklist.#reader.begin(),
      changes: (changes, cursor, number) => worklist.#changes(changes, cursor, number),
      reset: (reason) => worklist.#reset(reason),
      state: (state) => worklist.emit('state', state),
    });
    worklist.#learnCalendars();
    return worklist;
  }

  private constructor({ url, sql, log, clock, learn }: WorklistOptions, feed: Feed) {
    super();
    this.#sql = sql;
    this.#log = log;
    this.#clock = clock ?? Date.now;
    this.#feed = feed;
    this.#reader = new Reader(url, sql, () => readDaysOf(this.#landlord, this.#clock()));
    this.#learns = learn ?? true;
    this.#store = new Store(this.#clock(), () => this.#moment());
  }

  /** Everything committed before it is in memory. Opaque. */
  get cursor(): string {
    return this.#seal(this.#feed.cursor);
  }

  get state(): FeedState {
    return this.#feed.state;
  }

  get sources(): SourceKnown[] {
    return this.#sources.all;
  }

  get size(): number {
    return this.#store.size;
  }

  /** What `touched` tells of from now on: after its batch, and also where no row differs. One watch for each worklist. */
  watch(watch: Watch): void {
    this.#watch = watch;
  }

  get(id: number): CaseSummary | undefined {
    const found = this.#store.get(id);
    if (found) this.#setKnownUpTo(found);
    return found;
  }

  /** What belongs on a worklist: money owed, something to do, or an open visit. In no particular order. */
  list(patchIds: readonly number[] | 'all'): CaseSummary[] {
    const cases: CaseSummary[] = [];
    for (const kept of this.#store.inPatches(patchIds)) {
      if (!kept.listed) continue;
      this.#setKnownUpTo(kept.case!);
      cases.push(kept.case!);
    }
    return cases;
  }

  /** What a client that stands at that cursor misses; null where only a full load helps. Throws when the database is away. */
  async since(
    cursor: string,
    patchIds: readonly number[] | 'all',
  ): Promise<{
    changed: CaseSummary[];
    gone: number[];
    because: Cause[];
    cursor: string;
    asOf: Date;
  } | null> {
    const opened = openCursor(cursor);
    if (!opened) return null;
    // Taken before the log is read: memory may run ahead of the reading, and then the cursor must not.
    const until = this.cursor;
    const missed = await this.#feed.since(opened.feed);
    const now = this.#clock();
    const caughtUp =
      missed &&
      catchUp({
        store: this.#store,
        changes: missed.changes,
        from: opened.at,
        now,
        loadedAt: this.#loadedAt,
        timeZone: this.#landlord.timeZone,
        patchIds,
      });
    if (!caughtUp) return null;
    for (const c of caughtUp.changed) this.#setKnownUpTo(c);
    return { ...caughtUp, cursor: until, asOf: new Date(now) };
  }

  /** Straight from the database now; what differs is told to everybody. Null where it is no current case. */
  async fresh(id: number): Promise<{ case: CaseSummary; asOf: Date; sources: SourceKnown[] } | null> {
    const asOf = await this.#readAndTell([id], this.#clock());
    const found = this.get(id);
    return found ? { case: found, asOf, sources: this.#sources.of(found.moneySources) } : null;
  }

  /** All of these cases, until no other reading has come in between. Returns when the last reading was begun. */
  async #readAndTell(ids: number[], moved: number): Promise<Date> {
    let asOf = new Date(this.#clock());
    for (let again = ids; again.length > 0;) {
      asOf = new Date(this.#clock());
      const reading = await this.#reader.read(again, 'all');
      again = this.#applyAndEmit(reading, new Map(), this.#feed.cursor, moved, new Set());
    }
    return asOf;
  }

  /** Reads and assesses again the cases that time alone has changed. A timer calls it; so do tests that move the clock. */
  reassessDue(): Promise<void> {
    this.#passing ??= this.#reassessDue()
      .then(
        () => {
          this.#failedToPass = false;
        },
        (error: unknown) => {
          this.#failedToPass = true;
          throw error;
        },
      )
      .finally(() => {
        this.#passing = null;
        this.#movingSince = null;
        this.#sleep();
      });
    return this.#passing;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#feed.stop();
    await this.#passing?.catch(() => {});
    await this.#learning;
    await this.#reader.stop();
  }

  async #load(): Promise<void> {
    const now = this.#clock();
    const store = new Store(now, () => this.#moment());
    this.#landlord = await this.#readLandlord(now);
    const [ids] = await Promise.all([
      readIds(this.#sql, readDaysOf(this.#landlord, now)),
      this.#sources.load(this.#sql, this.#landlord.timeZone),
    ]);
    for await (const reading of this.#reader.slices(ids, () => 'all'))
      store.apply(reading, this.#moment(), null);
    this.#store = store;
    this.#loadedAt = now;
    this.#dayEndsAt = nextMidnight(this.#landlord.timeZone, now);
    this.#sleep();
  }

  #readLandlord(now: number): Promise<LandlordWide> {
    return readLandlord(this.#sql, now, (why) =>
      this.#log.warn({ why }, 'a row of assessment_rules is passed over'),
    );
  }

  async #reset(reason: string): Promise<void> {
    this.#log.warn({ reason }, 'the worklist loads everything again');
    await this.#load();
    this.emit('reset');
  }

  async #changes(changes: Change[], cursor: Cursor, number: number): Promise<void> {
    const landlord = new Set(changes.filter((c) => c.caseId === null).map((c) => c.kind));
    if (landlord.has('source')) await this.#sources.load(this.#sql, this.#landlord.timeZone);
    if (landlord.has('rules')) {
      this.#landlord = await this.#readLandlord(this.#clock());
      this.#dayEndsAt = nextMidnight(this.#landlord.timeZone, this.#clock());
    }
    const touched = byCase(changes);
    const everything = landlord.has('rules');
    const moved = [...touched].flatMap(([id, all]) => (changesAList(all) ? [id] : []));
    const ids = everything ? await this.#everyId(moved) : moved;
    const groups = (id: number): Groups =>
      everything || !this.#store.kept(id) ? 'all' : groupsOf(touched.get(id) ?? []);
    // Most often one payment of a case that is held: then everything is here already.
    const brought = everything || ids.length === 0 ? null : this.#reader.paymentsOf(touched, number);
    if (brought) {
      const { differences, again } = this.#store.add(brought, this.#moment());
      const whole = again.length === 0;
      this.#emitDifferences(
        differences,
        touched,
        whole ? cursor : this.#feed.cursor,
        whole ? landlord : new Set(),
      );
      if (!whole) await this.#refresh(again, groups, touched, cursor, null, landlord);
    } else {
      const left = everything ? ids : await this.#addPayments(ids, touched, cursor, landlord);
      await this.#refresh(left, groups, touched, cursor, null, landlord);
    }
    this.#emitTouched(touched);
    if (!this.#stopped) this.emit('logged', changes);
    this.#sleep();
  }

  /** Many payments at once are added to what is in memory. Returns the cases that have to be read. */
  async #addPayments(
    ids: number[],
    changes: ChangesByCase,
    cursor: Cursor,
    landlord: Set<string>,
  ): Promise<number[]> {
    if (ids.length <= smallRead) return ids;
    const left: number[] = [];
    const wanted: PaymentsByCase = new Map();
    for (const id of ids) {
      const payments = this.#store.kept(id) ? newPayments(changes.get(id)!) : null;
      if (payments) wanted.set(id, payments);
      else left.push(id);
    }
    let told = 0;
    for await (const reading of this.#reader.payments(wanted)) {
      if (this.#stopped) return [];
      told += reading.wanted.size;
      const { differences, again } = this.#store.add(reading, this.#moment());
      left.push(...again);
      const last = told === wanted.size && left.length === 0;
      this.#emitDifferences(
        differences,
        changes,
        last ? cursor : this.#feed.cursor,
        last ? landlord : new Set(),
      );
      await new Promise(setImmediate);
    }
    return left;
  }

  async #reassessDue(): Promise<void> {
    const now = this.#clock();
    this.#movingSince = now;
    if (now >= this.#dayEndsAt) {
      // Another day: another window of the ledger, perhaps other rules, and other things open or expired.
      this.#landlord = await this.#readLandlord(now);
      await this.#refresh(await this.#everyId([]), () => 'all', new Map(), null, now, new Set());
      this.#dayEndsAt = nextMidnight(this.#landlord.timeZone, now);
      this.#learnCalendars();
    } else {
      const due = this.#store.due(now);
      if (due.length > 0) await this.#refresh(due, () => 'all', new Map(), null, now, new Set());
    }
  }

  async #everyId(besides: number[]): Promise<number[]> {
    const current = await readIds(this.#sql, readDaysOf(this.#landlord, this.#clock()));
    return [...new Set([...current, ...this.#store.ids(), ...besides])];
  }

  /** Reads, assesses and tells in slices. Only the last one carries the new cursor: the others do not reach it yet. */
  async #refresh(
    ids: number[],
    groups: (id: number) => Groups,
    changes: ChangesByCase,
    cursor: Cursor | null,
    moved: number | null,
    landlord: Set<string>,
  ): Promise<void> {
    let told = 0;
    for await (const reading of this.#reader.slices(ids, groups)) {
      told += reading.ids.length;
      const last = told === ids.length;
      const again = this.#applyAndEmit(
        reading,
        changes,
        last ? (cursor ?? this.#feed.cursor) : this.#feed.cursor,
        moved,
        last ? landlord : new Set(),
      );
      if (again.length > 0) await this.#readAndTell(again, this.#clock());
      if (!last) await new Promise(setImmediate);
    }
    if (ids.length === 0)
      this.#emitBatch({ cursor: cursor ?? this.#feed.cursor, patches: new Map(), landlord });
  }

  /** Returns the cases that must be read again. */
  #applyAndEmit(
    reading: CaseReading,
    changes: ChangesByCase,
    cursor: Cursor,
    moved: number | null,
    landlord: Set<string>,
  ): number[] {
    if (this.#stopped) return [];
    const { differences, again } = this.#store.apply(reading, this.#moment(), moved);
    this.#emitDifferences(differences, changes, cursor, landlord);
    return again;
  }

  #emitDifferences(
    differences: Difference[],
    changes: ChangesByCase,
    cursor: Cursor,
    landlord: Set<string>,
  ): void {
    for (const difference of differences) {
      this.#recordReceipts(difference, changes.get(difference.id) ?? []);
      // For other cases knownUpTo is set when they are requested.
      if (difference.after && onWorklist(difference.after)) this.#setKnownUpTo(difference.after);
    }
    for (const event of doorEvents(differences, changes, (id) => this.get(id))) this.emit('door', event);
    this.#emitBatch({ cursor, patches: patchBatches(differences, changes), landlord });
  }

  /** Each new payment shows up to which day its source is known; the highest id is not the newest day. */
  #recordReceipts({ receipts }: Difference, changes: readonly Change[]): void {
    const refs = new Set(
      changes.flatMap(({ kind, ref }) => (kind === 'payment' && ref !== null ? [ref] : [])),
    );
    if (refs.size === 0) return;
    for (let i = receipts.length - 1; i >= 0 && refs.size > 0; i--) {
      const { id, source, on, postedAt } = receipts[i]!;
      if (refs.delete(id)) this.#sources.posted(source, on, postedAt, this.#landlord.timeZone);
    }
  }

  #emitTouched(changes: ChangesByCase): void {
    if (this.#stopped || !this.#watch) return;
    const told = touches(changes, this.#watch, (id) => this.#store.kept(id)?.about.patch_id ?? null);
    if (told.length > 0) this.emit('touched', told);
  }

  #emitBatch({
    cursor,
    patches,
    landlord,
  }: {
    cursor: Cursor;
    patches: Batch['patches'];
    landlord: Set<string>;
  }): void {
    if (this.#stopped || (patches.size === 0 && landlord.size === 0)) return;
    const now = this.#clock();
    this.emit('batch', { cursor: this.#seal(cursor), asOf: new Date(now), patches, landlord });
  }

  // While due cases are reassessed, no client has all of the changes: one that leaves now catches up from the start of it.
  #seal(cursor: Cursor): string {
    return sealCursor(cursor, this.#movingSince ?? this.#clock());
  }

  #moment(): Moment {
    const now = this.#clock();
    return {
      landlord: this.#landlord,
      clock: clockOf(this.#landlord, now),
      recentFrom: readDaysOf(this.#landlord, now).recentFrom,
    };
  }

  #setKnownUpTo(c: CaseSummary): void {
    const otherwise = this.#feed.state.provedAt?.getTime() ?? this.#clock();
    c.knownUpTo = instant(this.#sources.knownUpTo(c.moneySources, otherwise));
  }

  /** In the background: what it finds comes back through the feed. */
  #learnCalendars(): void {
    if (!this.#learns || this.#learning) return;
    this.#learning = keepCalendars(this.#sql, this.#landlord, this.#clock(), this.#log, () => !this.#stopped)
      .then(() => {})
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : 'unknown';
        if (!this.#stopped) this.#log.warn({ reason }, 'payment calendars could not be learnt');
      })
      .finally(() => {
        this.#learning = null;
      });
  }

  #sleep(): void {
    if (this.#stopped) return;
    const next = Math.min(this.#store.nextDue(), this.#dayEndsAt);
    if (next === this.#wakesAt) return;
    this.#wakesAt = next;
    clearTimeout(this.#timer);
    const wait = Math.min(Math.max(this.#failedToPass ? retry : 0, next - this.#clock()), longestSleep);
    this.#timer = setTimeout(() => this.#wake(), wait).unref();
  }

  #wake(): void {
    this.#wakesAt = Infinity;
    this.reassessDue().catch((error: unknown) => {
      this.#log.warn(
        { reason: error instanceof Error ? error.message : 'unknown' },
        'the worklist could not pass time',
      );
    });
  }
}
