// Keeps what holds for every case as it was last read, with the end of the day for which the cases were assessed.
import type { Sql } from '../../db/connect.ts';
import type { Instant } from '../domain/facts.ts';
import { nextMidnight } from '../domain/zone.ts';
import type { Log } from '../feed/feed.ts';
import { clockOf, readDaysOf, readLandlord, type LandlordWide } from './landlord.ts';
import type { Moment } from './make.ts';
import type { ReadDays } from './read.ts';

export class LandlordKeeper {
  readonly #sql: Sql;
  readonly #clock: () => Instant;
  readonly #log: Log;
  #wide!: LandlordWide;
  #dayEndsAt = Infinity;

  constructor(sql: Sql, clock: () => Instant, log: Log) {
    this.#sql = sql;
    this.#clock = clock;
    this.#log = log;
  }

  /** Needs a read() before. */
  get wide(): LandlordWide {
    return this.#wide;
  }

  get timeZone(): string {
    return this.#wide.timeZone;
  }

  /** When the day ends that began with beginDay(). */
  get dayEndsAt(): Instant {
    return this.#dayEndsAt;
  }

  /** Reads it as of `now`; a row of rules that makes no sense is logged and passed over. */
  async read(now: Instant): Promise<void> {
    this.#wide = await readLandlord(this.#sql, now, (why) =>
      this.#log.warn({ why }, 'a row of assessment_rules is passed over'),
    );
  }

  /**
   * From here on the cases are those of the day of `now`. At the day's turn it is called after they were assessed, so that a
   * turn that failed is tried again.
   */
  beginDay(now: Instant): void {
    this.#dayEndsAt = nextMidnight(this.#wide.timeZone, now);
  }

  /** The days of which a reading of cases that begins now needs the rows. */
  readDays(): ReadDays {
    return readDaysOf(this.#wide, this.#clock());
  }

  /** What cases are assessed with now. */
  moment(): Moment {
    const now = this.#clock();
    return {
      landlord: this.#wide,
      clock: clockOf(this.#wide, now),
      recentFrom: readDaysOf(this.#wide, now).recentFrom,
    };
  }
}
