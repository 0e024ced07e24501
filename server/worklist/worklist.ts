// The live projection of cases. It keeps every current case in memory, receives from the feed which ones changed, reads
// them again in set-based queries, assesses them, and emits one batch of what differs. Time changes cases too (due-timer.ts).
// A case in a batch is at least as new as the batch's cursor; applying one twice does no harm.
import type { Cause, SourceKnown } from '../contract/down.ts';
import type { CaseSummary } from '../contract/case-summary.ts';
import { EventEmitter } from 'node:events';
import type { Sql } from '../../db/connect.ts';
import { Feed, type Change, type Cursor, type FeedState, type Log, type Timing } from '../feed/feed.ts';
import { onWorklist } from '../domain/worklist.ts';
import { byCase, doorEvents, patchBatches, touches, type ChangesByCase } from './batch.ts';
import type { Batch, DoorEvent, Touched, Watch } from './events.ts';
import { CalendarKeeper } from './calendar-keeper.ts';
import { catchUp } from './catch-up.ts';
import { openCursor, sealCursor } from './cursor.ts';
import { DueTimer } from './due-timer.ts';
import { changesAList, groupsOf, newPayments, type Groups } from './groups.ts';
import { LandlordKeeper } from './landlord-keeper.ts';
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
  /** Whether this hub learns payment calendars in the background. By default it does. */
  learn?: boolean;
};

type Events = {
  batch: [Batch];
  reset: [];
  state: [FeedState];
  door: [DoorEvent];
  touched: [Touched[]];
  /** All changes of the log, after their batch. */
  logged: [readonly Change[]];
};

/** What led to a reading of cases; its last batch carries all of it. */
type Update = {
  changes: ChangesByCase;
  /** Null: the feed's own, as it is when the batch leaves. */
  cursor: Cursor | null;
  /** Kinds of change that were not one case's. */
  landlord: Set<string>;
  /** Since when time has moved the cases, in ms since 1970; null where the log reported a change. */
  movedAt: number | null;
};
const noChanges: Update = { changes: new Map(), cursor: null, landlord: new Set(), movedAt: null };

export class Worklist extends EventEmitter<Events> {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #clock: () => number;
  readonly #feed: Feed;
  readonly #sources = new Sources();
  readonly #reader: Reader;
  #store: Store;
  #watch: Watch | null = null;
  readonly #landlord: LandlordKeeper;
  #loadedAt = 0;
  readonly #due: DueTimer;
  readonly #learns: boolean;
  readonly #calendars: CalendarKeeper;
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
      beginRead: () => worklist.#reader.begin(),
      changes: (changes, cursor, readNumber) => worklist.#changes(changes, cursor, readNumber),
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
    this.#landlord = new LandlordKeeper(sql, this.#clock, log);
    this.#reader = new Reader(url, sql, () => this.#landlord.readDays());
    this.#learns = learn ?? true;
    this.#calendars = new CalendarKeeper(sql, log);
    this.#store = new Store(this.#clock(), () => this.#landlord.moment());
    this.#due = new DueTimer({
      clock: this.#clock,
      nextDue: () => Math.min(this.#store.nextDue(), this.#landlord.dayEndsAt),
      work: (now) => this.#reassess(now),
      log,
    });
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

  /** What `touched` reports from now on, after its batch and also where no row differs. One watch for each worklist. */
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

  /** What changed since that cursor; null where only a full load helps. Throws when the database is away. */
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

  /**
   * The cases in which anything was written since a cursor of an earlier answer, also what no list shows; null where that
   * is not known: there was no cursor, or one too old, or a rule changed. Throws when the database is away.
   */
  async changedSince(
    cursor: string | null,
  ): Promise<{ cursor: string; changed: ReadonlySet<number> | null }> {
    if (cursor === null) return { cursor: this.#feed.cursor, changed: null };
    const until = this.#feed.cursor;
    const missed = await this.#feed.since(cursor);
    if (!missed) return { cursor: until, changed: null };
    const isForAll = missed.changes.some(({ kind }) => kind === 'rules' || kind === 'patch');
    const changed = new Set(missed.changes.flatMap(({ caseId }) => caseId ?? []));
    return { cursor: missed.cursor, changed: isForAll ? null : changed };
  }

  /** Read from the database now; what differs is emitted. Null where it is no current case. */
  async fresh(id: number): Promise<{ case: CaseSummary; asOf: Date; sources: SourceKnown[] } | null> {
    const asOf = await this.#readAndEmit([id]);
    const found = this.get(id);
    return found ? { case: found, asOf, sources: this.#sources.of(found.moneySources) } : null;
  }

  /** Reads these cases until no other reading has come in between. Returns when the last reading began. */
  async #readAndEmit(ids: number[], changes = noChanges.changes): Promise<Date> {
    const movedAt = this.#clock();
    let asOf = new Date(movedAt);
    for (let again = ids; again.length > 0;) {
      asOf = new Date(this.#clock());
      const reading = await this.#reader.read(again, 'all');
      again = this.#applyAndEmit(reading, { ...noChanges, changes, movedAt }, true);
    }
    return asOf;
  }

  /** Reads and assesses again the cases that time alone has changed. A timer calls it; so do tests that move the clock. */
  reassessDue(): Promise<void> {
    return this.#due.run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const ending = [this.#due.stop(), this.#calendars.stop()];
    await this.#feed.stop();
    await Promise.all(ending);
    await this.#reader.stop();
  }

  async #load(): Promise<void> {
    const now = this.#clock();
    const store = new Store(now, () => this.#landlord.moment());
    await this.#landlord.read(now);
    const [ids] = await Promise.all([
      readIds(this.#sql, this.#landlord.readDays()),
      this.#sources.load(this.#sql, this.#landlord.timeZone),
    ]);
    for await (const reading of this.#reader.slices(ids, () => 'all'))
      store.apply(reading, this.#landlord.moment(), null);
    this.#store = store;
    this.#loadedAt = now;
    this.#landlord.beginDay(now);
    this.#due.schedule();
  }

  async #reset(reason: string): Promise<void> {
    this.#log.warn({ reason }, 'the worklist loads everything again');
    await this.#load();
    this.emit('reset');
  }

  async #changes(changes: Change[], cursor: Cursor, readNumber: number): Promise<void> {
    const landlord = new Set(changes.filter((c) => c.caseId === null).map((c) => c.kind));
    if (landlord.has('source')) await this.#sources.load(this.#sql, this.#landlord.timeZone);
    if (landlord.has('rules')) {
      await this.#landlord.read(this.#clock());
      this.#landlord.beginDay(this.#clock());
    }
    const touched = byCase(changes);
    const everything = landlord.has('rules');
    const moved = [...touched].flatMap(([id, all]) => (changesAList(all) ? [id] : []));
    const ids = everything ? await this.#everyId(moved) : moved;
    const groups = (id: number): Groups =>
      everything || !this.#store.kept(id) ? 'all' : groupsOf(touched.get(id) ?? []);
    const update: Update = { changes: touched, cursor, landlord, movedAt: null };
    // Most often one payment of a case that is in memory: then everything is here already.
    const inline = everything || ids.length === 0 ? null : this.#reader.paymentsOf(touched, readNumber);
    if (inline) {
      const { differences, again } = this.#store.add(inline, this.#landlord.moment());
      this.#emitDifferences(differences, update, again.length === 0);
      if (again.length > 0) await this.#refresh(again, groups, update);
    } else await this.#refresh(everything ? ids : await this.#addPayments(ids, update), groups, update);
    this.#emitTouched(touched);
    if (!this.#stopped) this.emit('logged', changes);
    this.#due.schedule();
  }

  /** Many payments at once are added to what is in memory. Returns the cases that have to be read. */
  async #addPayments(ids: number[], update: Update): Promise<number[]> {
    if (ids.length <= smallRead) return ids;
    const left: number[] = [];
    const wanted: PaymentsByCase = new Map();
    for (const id of ids) {
      const payments = this.#store.kept(id) ? newPayments(update.changes.get(id)!) : null;
      if (payments) wanted.set(id, payments);
      else left.push(id);
    }
    let added = 0;
    for await (const reading of this.#reader.payments(wanted)) {
      if (this.#stopped) return [];
      added += reading.wanted.size;
      const { differences, again } = this.#store.add(reading, this.#landlord.moment());
      left.push(...again);
      this.#emitDifferences(differences, update, added === wanted.size && left.length === 0);
      await new Promise(setImmediate);
    }
    return left;
  }

  async #reassess(now: number): Promise<void> {
    const update = { ...noChanges, movedAt: now };
    if (now >= this.#landlord.dayEndsAt) {
      // Another day: another window of the ledger, perhaps other rules, and other things open or expired.
      await this.#landlord.read(now);
      await this.#refresh(await this.#everyId([]), () => 'all', update);
      this.#landlord.beginDay(now);
      this.#learnCalendars();
    } else {
      const due = this.#store.due(now);
      if (due.length > 0) await this.#refresh(due, () => 'all', update);
    }
  }

  async #everyId(others: number[]): Promise<number[]> {
    const current = await readIds(this.#sql, this.#landlord.readDays());
    return [...new Set([...current, ...this.#store.ids(), ...others])];
  }

  /** Reads, assesses and emits in slices. */
  async #refresh(ids: number[], groups: (id: number) => Groups, update: Update): Promise<void> {
    let done = 0;
    for await (const reading of this.#reader.slices(ids, groups)) {
      done += reading.ids.length;
      const isLast = done === ids.length;
      const again = this.#applyAndEmit(reading, update, isLast);
      if (again.length > 0) await this.#readAndEmit(again, update.changes);
      if (!isLast) await new Promise(setImmediate);
    }
    if (ids.length === 0) this.#emitBatch(new Map(), update, true);
  }

  /** Returns the cases that must be read again. */
  #applyAndEmit(reading: CaseReading, update: Update, isLast: boolean): number[] {
    if (this.#stopped) return [];
    const { differences, again } = this.#store.apply(reading, this.#landlord.moment(), update.movedAt);
    this.#emitDifferences(differences, update, isLast);
    return again;
  }

  #emitDifferences(differences: Difference[], update: Update, isLast: boolean): void {
    const { changes } = update;
    for (const difference of differences) {
      this.#sources.record(difference.receipts, changes.get(difference.id) ?? [], this.#landlord.timeZone);
      // For other cases knownUpTo is set when they are requested.
      if (difference.after && onWorklist(difference.after)) this.#setKnownUpTo(difference.after);
    }
    for (const event of doorEvents(differences, changes, (id) => this.get(id))) this.emit('door', event);
    this.#emitBatch(patchBatches(differences, changes), update, isLast);
  }

  /** Only the last batch of an update carries its cursor: those before it do not reach it yet. */
  #emitBatch(patches: Batch['patches'], update: Update, isLast: boolean): void {
    const landlord = isLast ? update.landlord : new Set<string>();
    if (this.#stopped || (patches.size === 0 && landlord.size === 0)) return;
    const cursor = this.#seal((isLast ? update.cursor : null) ?? this.#feed.cursor);
    this.emit('batch', { cursor, asOf: new Date(this.#clock()), patches, landlord });
  }

  #emitTouched(changes: ChangesByCase): void {
    if (this.#stopped || !this.#watch) return;
    const touched = touches(changes, this.#watch, (id) => this.#store.kept(id)?.about.patch_id ?? null);
    if (touched.length > 0) this.emit('touched', touched);
  }

  // While due cases are reassessed, no client has all of the changes: one that leaves now catches up from the beginning.
  #seal(cursor: Cursor): string {
    return sealCursor(cursor, this.#due.runningSince ?? this.#clock());
  }

  #setKnownUpTo(c: CaseSummary): void {
    const otherwise = this.#feed.state.provedAt?.getTime() ?? this.#clock();
    c.knownUpTo = instant(this.#sources.knownUpTo(c.moneySources, otherwise));
  }

  #learnCalendars(): void {
    if (this.#learns) this.#calendars.start(this.#landlord.wide, this.#clock());
  }
}
