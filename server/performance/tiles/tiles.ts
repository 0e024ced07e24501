// The live tiles: running sums that follow the worklist's batches and the change log. Rows that the log names are read again,
// in sets. The event `moved` means that the tiles may differ: at once after a quiet time, and at most a few times a second.
// At any time they equal what a new reading of the database gives.
import type { CaseSummary } from '../../contract/case-summary.ts';
import type { SourceKnown } from '../../contract/down.ts';
import type { TilePatches, TilesNow, TileStale } from '../../contract/tiles.ts';
import { EventEmitter } from 'node:events';
import type { Sql } from '../../../db/connect.ts';
import type { Instant } from '../../domain/facts.ts';
import type { Log } from '../../feed/feed.ts';
import { composeTiles, type Composed } from './compose.ts';
import { nextLate, readTileDay, type TileDay } from './facts.ts';
import { FactReader, type TileChange } from './fact-reader.ts';
import { ResidualCache, type Residual } from './residual.ts';
import { caseContribution, Sums } from './sums.ts';
import { readUsual, type Usual } from './usual.ts';

type TileBatch = {
  patches: ReadonlyMap<number, { changed: readonly CaseSummary[]; gone: readonly number[] }>;
};
type Listen = {
  (event: 'batch', listener: (batch: TileBatch) => void): unknown;
  (event: 'reset', listener: () => void): unknown;
  (event: 'state', listener: (state: { stale: boolean; provedAt: Date | null }) => void): unknown;
  /** Every change of the log, after its batch. */
  (event: 'logged', listener: (changes: readonly TileChange[]) => void): unknown;
};
/** What the tiles need of the worklist, which this room does not import. */
type TileWorklist = {
  on: Listen;
  off: Listen;
  readonly state: { stale: boolean; provedAt: Date | null };
  readonly sources: readonly SourceKnown[];
  list(patchIds: 'all'): readonly CaseSummary[];
};

export type TilesTiming = {
  /** The shortest time between two `moved` events. */ gapMs: number;
  /** `moved` is emitted at least this often, since the time up to which money is known advances. */ beatMs: number;
  /** After a failed reading. */ retryMs: number;
  /** Between two computations of the residual. */ residualMs: number;
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

/** The live tiles of a landlord. Emits `moved` when they may have changed, at most four times a second. */
export class Tiles extends EventEmitter<{ moved: [] }> {
  /** Counts for benches and metrics: turns, fact rows read, and cases that changed. */
  readonly counters = { turns: 0, rows: 0, cases: 0 };
  /** The sums behind the figures; only this class changes them. */
  readonly sums = new Sums();
  readonly #sql: Sql;
  readonly #worklist: TileWorklist;
  readonly #log: TilesOptions['log'];
  readonly #clock: () => number;
  readonly #timing: TilesTiming;
  readonly #facts: FactReader;
  readonly #residual: ResidualCache | null;
  readonly #beat: NodeJS.Timeout;
  #day!: TileDay;
  #usual: Usual | null = null;
  #usualReading: Promise<void> | null = null;
  #usualMoved = false;
  #lateAt: Instant | null = null;
  #asOf: Instant;
  #reloadCases = true;
  #reloadFacts = true;
  #turn: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #emittedAt = -Infinity;
  #failing = false;
  #wasStale = false;
  #stopped = false;

  /** Throws while the database cannot be reached. */
  static async open(options: TilesOptions): Promise<Tiles> {
    const tiles = new Tiles(options);
    try {
      tiles.#turn = tiles.#readAndEmit().finally(() => (tiles.#turn = null));
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
    this.#facts = new FactReader(sql, this.sums);
    this.#residual = residual ? new ResidualCache(residual, this.#timing.residualMs, log) : null;
    worklist.on('batch', this.#onBatch);
    worklist.on('logged', this.#onLogged);
    worklist.on('reset', this.#onReset);
    worklist.on('state', this.#onState);
    this.#beat = setInterval(() => this.#soon(), this.#timing.beatMs).unref();
  }

  /** The tiles of those patches now; only 'all' has the residual. */
  of(patches: TilePatches): TilesNow {
    const composed = this.composed(patches);
    return { asOf: composed.asOf, patches, stale: composed.stale, tiles: composeTiles(composed) };
  }

  get timeZone(): string {
    return this.#day.timeZone;
  }

  /** What the tiles are made from, now. */
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

  /** Resolves when every change so far is in the figures, and the usual figures are read. */
  async settled(): Promise<void> {
    do await this.#takeTurn();
    while ((this.#again || this.#facts.hasPending) && !this.#stopped);
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
      // The case may have moved to another patch of this batch.
      for (const id of gone)
        if (this.sums.get(`case:${id}`)?.patchId === patchId) this.sums.set(`case:${id}`, null);
      for (const one of changed) this.sums.set(`case:${one.id}`, caseContribution(one));
      this.counters.cases += gone.length + changed.length;
    }
    this.#soon();
  };

  readonly #onLogged = (changes: readonly TileChange[]): void => {
    // Finance has entered something: the residual is computed at once.
    if (changes.some(({ kind }) => kind === 'reconciliation')) this.#residual?.refresh();
    const rules = changes.some(({ kind, caseId }) => kind === 'rules' && caseId === null);
    if (rules) {
      this.#reloadFacts = true;
      this.#usual = null;
      this.#usualMoved = true;
    }
    if (this.#facts.add(changes) || rules) this.#soon();
  };

  readonly #onReset = (): void => {
    this.#reloadCases = true;
    this.#reloadFacts = true;
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
    const wait = this.#failing
      ? this.#timing.retryMs
      : this.#emittedAt + this.#timing.gapMs - performance.now();
    this.#timer = setTimeout(() => void this.#takeTurn(), Math.max(0, wait)).unref();
  }

  /** One turn at a time; a call during a turn returns that turn. */
  #takeTurn(): Promise<void> {
    if (this.#turn) return this.#turn;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
    this.#turn = this.#readAndEmit()
      .catch((error: unknown) => {
        if (!this.#failing && !this.#stopped) this.#log.warn({ err: error }, 'the tiles were not loaded');
        this.#failing = true;
        this.#again = true;
      })
      .finally(() => {
        this.#turn = null;
        if (this.#again) this.#soon();
      });
    return this.#turn;
  }

  async #readAndEmit(): Promise<void> {
    const now = this.#clock();
    this.counters.turns++;
    if (this.#reloadCases) {
      this.#reloadCases = false;
      this.sums.clear('case');
      for (const one of this.#worklist.list('all')) this.sums.set(`case:${one.id}`, caseContribution(one));
    }
    // Pending rows are read once more below, which does no harm.
    if (this.#reloadFacts || now >= this.#day.endsAt || now < this.#day.startsAt) {
      const day = await readTileDay(this.#sql, now);
      this.#reloadFacts = false;
      try {
        await this.#facts.readAll(day, now);
      } catch (error) {
        this.#reloadFacts = true;
        throw error;
      }
      this.#day = day;
      this.#lateAt = await nextLate(this.#sql, now);
    }
    const { rows, threads } = await this.#facts.read(this.#day, now);
    this.counters.rows += rows;
    const late = this.#lateAt !== null && now >= this.#lateAt;
    if (late) await this.#facts.readAll(this.#day, now, ['thread']);
    if (late || threads) this.#lateAt = await nextLate(this.#sql, now);
    this.#failing = false;
    if (this.#stopped) return;
    if (!this.#worklist.state.stale) this.#asOf = now;
    if (this.#usual?.of !== this.#day.today) this.#readUsual();
    this.#emittedAt = performance.now();
    this.emit('moved');
  }

  /** Runs in the background. After a failure it is tried again with the next beat. */
  #readUsual(): void {
    if (this.#usualReading) return;
    this.#usualMoved = false;
    this.#usualReading = readUsual(this.#sql, this.#day)
      .then(
        (usual) => {
          // If bank holidays changed meanwhile, it is read again.
          if (!this.#usualMoved) this.#usual = usual;
          this.#soon();
        },
        (error: unknown) => {
          if (!this.#stopped) this.#log.warn({ err: error }, 'the usual figures were not loaded');
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
        why: 'Doorstep has had no connection to the database since then.',
      };
    if (!this.#failing) return null;
    return {
      since: new Date(this.#asOf).toISOString(),
      why: 'These figures have not been updated since then.',
    };
  }
}
