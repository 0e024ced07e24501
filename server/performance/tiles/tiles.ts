// The live tiles: kept by what each thing adds to them, from the worklist's batches and the change log's words; what
// happened is read again, in sets, wherever the log says that it was touched. `moved` says that they may differ: at once
// after a quiet time, and at most some times a second. At any time they equal what a new reading of the database gives.
import type { TilePatches, TilesNow, TileStale } from '../../contract/tiles.ts';
import { EventEmitter } from 'node:events';
import type { Sql } from '../../../db/connect.ts';
import type { Instant } from '../../domain/facts.ts';
import type { Log } from '../../feed/feed.ts';
import { ofCase } from './cases.ts';
import { composeTiles, type Composed } from './compose.ts';
import { nextLate, readTileDay, type TileDay } from './facts.ts';
import { Happened } from './happened.ts';
import { ResidualKept } from './residual.ts';
import type { Residual, TileBatch, TileChange, TileWorklist } from './worklist-seen.ts';
import { Sums } from './sums.ts';
import { readUsual, type Usual } from './usual.ts';

export type TilesTiming = {
  /** Between two words that something moved. */ gapMs: number;
  /** They are told again after this long although nothing moved: how far money is known does move. */ beatMs: number;
  /** After a reading that failed. */ retryMs: number;
  /** Between two reckonings of the residual. */ residualMs: number;
};
const standard: TilesTiming = { gapMs: 250, beatMs: 5_000, retryMs: 1_000, residualMs: 120_000 };

export type TilesOptions = {
  sql: Sql;
  worklist: TileWorklist;
  log: Pick<Log, 'warn'>;
  clock?: () => number;
  timing?: Partial<TilesTiming> | undefined;
  residual?: Residual;
};

export class Tiles extends EventEmitter<{ moved: [] }> {
  /** For benches and metrics: turns taken, rows read of what happened, and cases that changed. */
  readonly counters = { turns: 0, rows: 0, cases: 0 };
  /** What stands behind the figures; nobody else changes it. */
  readonly sums = new Sums();
  readonly #sql: Sql;
  readonly #worklist: TileWorklist;
  readonly #log: TilesOptions['log'];
  readonly #clock: () => number;
  readonly #timing: TilesTiming;
  readonly #happened: Happened;
  readonly #residual: ResidualKept | null;
  readonly #beat: NodeJS.Timeout;
  #day!: TileDay;
  #usual: Usual | null = null;
  #usualReading: Promise<void> | null = null;
  #usualMoved = false;
  #lateAt: Instant | null = null;
  #asOf: Instant;
  #casesAnew = true;
  #factsAnew = true;
  #turn: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #toldAt = -Infinity;
  #failing = false;
  #wasStale = false;
  #stopped = false;

  /** Refuses (throws) while the database cannot be reached. */
  static async open(options: TilesOptions): Promise<Tiles> {
    const tiles = new Tiles(options);
    try {
      tiles.#turn = tiles.#readAndTell().finally(() => (tiles.#turn = null));
      await tiles.#turn;
    } catch (error) {
      await tiles.stop();
      throw error;
    }
    if (tiles.#again) tiles.#soon();
    return tiles;
  }

  private constructor({ sql, worklist, log, clock, timing, residual }: TilesOptions) {
    super();
    this.#sql = sql;
    this.#worklist = worklist;
    this.#log = log;
    this.#clock = clock ?? Date.now;
    this.#asOf = this.#clock();
    this.#timing = { ...standard, ...timing };
    this.#happened = new Happened(sql, this.sums);
    this.#residual = residual ? new ResidualKept(residual, this.#timing.residualMs, log) : null;
    worklist.on('batch', this.#onBatch);
    worklist.on('logged', this.#onLogged);
    worklist.on('reset', this.#onReset);
    worklist.on('state', this.#onState);
    this.#beat = setInterval(() => this.#soon(), this.#timing.beatMs).unref();
  }

  /** As they are now, of those patches; the residual is the landlord's alone. */
  of(patches: TilePatches): TilesNow {
    const composed = this.composed(patches);
    return { asOf: composed.asOf, patches, stale: composed.stale, tiles: composeTiles(composed) };
  }

  get timeZone(): string {
    return this.#day.timeZone;
  }

  /** What they are made of, at this instant. */
  composed(patches: TilePatches): Composed {
    return {
      patches,
      sums: this.sums.of(patches),
      day: this.#day,
      now: this.#asOf,
      asOf: new Date(this.#asOf).toISOString(),
      stale: this.#stale(),
      usual: this.#usual,
      sources: this.#worklist.sources,
      residual: this.#residual?.now,
    };
  }

  /** Until everything that was heard of is in the figures, and what is usual is known. */
  async settled(): Promise<void> {
    do await this.#takeTurn();
    while ((this.#again || this.#happened.unread) && !this.#stopped);
    await this.#usualReading;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
    this.#worklist.off('batch', this.#onBatch);
    this.#worklist.off('logged', this.#onLogged);
    this.#worklist.off('reset', this.#onReset);
    this.#worklist.off('state', this.#onState);
    await Promise.allSettled([this.#turn, this.#usualReading, this.#residual?.stop()]);
  }

  readonly #onBatch = ({ patches }: TileBatch): void => {
    if (patches.size === 0) return;
    for (const [patchId, { changed, gone }] of patches) {
      // Gone from a patch, and perhaps only into another one.
      for (const id of gone)
        if (this.sums.get(`case:${id}`)?.patchId === patchId) this.sums.set(`case:${id}`, null);
      for (const one of changed) this.sums.set(`case:${one.id}`, ofCase(one));
      this.counters.cases += gone.length + changed.length;
    }
    this.#soon();
  };

  readonly #onLogged = (changes: readonly TileChange[]): void => {
    // Finance has entered something: whether it ties is reckoned at once.
    if (changes.some(({ kind }) => kind === 'reconciliation')) this.#residual?.again();
    const rules = changes.some(({ kind, caseId }) => kind === 'rules' && caseId === null);
    if (rules) {
      this.#factsAnew = true;
      this.#usual = null;
      this.#usualMoved = true;
    }
    if (this.#happened.touched(changes) || rules) this.#soon();
  };

  readonly #onReset = (): void => {
    this.#casesAnew = true;
    this.#factsAnew = true;
    this.#soon();
  };

  readonly #onState = (): void => {
    const { stale } = this.#worklist.state;
    if (stale === this.#wasStale) return;
    this.#wasStale = stale;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.emit('moved');
    this.#soon();
  };

  #soon(): void {
    this.#again = true;
    if (this.#stopped || this.#timer || this.#turn) return;
    const wait = this.#failing ? this.#timing.retryMs : this.#toldAt + this.#timing.gapMs - performance.now();
    this.#timer = setTimeout(() => void this.#takeTurn(), Math.max(0, wait)).unref();
  }

  /** One at a time; whoever asks meanwhile gets the next one. */
  #takeTurn(): Promise<void> {
    if (this.#turn) return this.#turn;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
    this.#turn = this.#readAndTell()
      .catch((error: unknown) => {
        if (!this.#failing && !this.#stopped) this.#log.warn({ err: error }, 'the tiles could not be read');
        this.#failing = true;
        this.#again = true;
      })
      .finally(() => {
        this.#turn = null;
        if (this.#again) this.#soon();
      });
    return this.#turn;
  }

  async #readAndTell(): Promise<void> {
    const now = this.#clock();
    this.counters.turns++;
    if (this.#casesAnew) {
      this.#casesAnew = false;
      this.sums.clear('case');
      for (const one of this.#worklist.list('all')) this.sums.set(`case:${one.id}`, ofCase(one));
    }
    // A reading of everything is one of what is pending, too: what was pending is read again, and does no harm.
    if (this.#factsAnew || now >= this.#day.endsAt || now < this.#day.startsAt) {
      const day = await readTileDay(this.#sql, now);
      this.#factsAnew = false;
      try {
        await this.#happened.readAll(day, now);
      } catch (error) {
        this.#factsAnew = true;
        throw error;
      }
      this.#day = day;
      this.#lateAt = await nextLate(this.#sql, now);
    }
    const { rows, threads } = await this.#happened.read(this.#day, now);
    this.counters.rows += rows;
    const late = this.#lateAt !== null && now >= this.#lateAt;
    if (late) await this.#happened.readAll(this.#day, now, ['thread']);
    if (late || threads) this.#lateAt = await nextLate(this.#sql, now);
    this.#failing = false;
    if (this.#stopped) return;
    if (!this.#worklist.state.stale) this.#asOf = now;
    if (this.#usual?.of !== this.#day.today) this.#readUsual();
    this.#toldAt = performance.now();
    this.emit('moved');
  }

  /** In the background: nobody waits for it. Where it fails it is tried again with the next beat. */
  #readUsual(): void {
    if (this.#usualReading) return;
    this.#usualMoved = false;
    this.#usualReading = readUsual(this.#sql, this.#day)
      .then(
        (usual) => {
          // Other bank holidays meanwhile: then it is read again.
          if (!this.#usualMoved) this.#usual = usual;
          this.#soon();
        },
        (error: unknown) => {
          if (!this.#stopped) this.#log.warn({ err: error }, 'what is usual could not be read');
        },
      )
      .finally(() => {
        this.#usualReading = null;
      });
  }

  #stale(): TileStale | null {
    const { stale, provedAt } = this.#worklist.state;
    if (stale)
      return {
        since: provedAt?.toISOString() ?? null,
        why: 'Doorstep has not heard from the database since then.',
      };
    if (!this.#failing) return null;
    return { since: new Date(this.#asOf).toISOString(), why: 'These figures could not be read since then.' };
  }
}
