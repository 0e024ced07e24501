// Up to when the money of each source is known: a source that delivers live, by its newest payment; one that comes in
// files or by a schedule, by its last file. A payment that was posted after its value date makes the source known to
// the end of that date, not to the time of the load. A case is known no further than the slowest
// source that its calendar and its recent payments use.
import type { SourceKnown } from '../contract/down.ts';
import type { Sql } from '../../db/connect.ts';
import type { Day, Instant } from '../domain/facts.ts';
import { addDays } from '../domain/days.ts';
import { startOfDay } from '../domain/zone.ts';
import type { Change } from '../feed/feed.ts';
import type { SourcedReceipt } from './unpack.ts';

type Source = { name: string; label: string; live: boolean; knownUpTo: Instant };

/** A source without a row of its own counts as live; one that has been silent for longer than this is not looked for. */
const silence = '8 days';

export class Sources {
  readonly #known = new Map<string, Source>();
  /** When each day ended, by zone and day. */
  readonly #ends = new Map<string, Instant>();

  /** `timeZone` is the landlord's. */
  async load(sql: Sql, timeZone: string): Promise<void> {
    const [declared, seen] = await Promise.all([
      sql<{ name: string; label: string; cadence: string; known: number }[]>`
        select name, label, cadence, (extract(epoch from known_up_to) * 1000)::bigint as known from money_source`,
      sql<{ source: string; newest: number }[]>`
        select source, (extract(epoch from
          max(least(posted_at, (value_date + 1)::timestamp at time zone ${timeZone}))) * 1000)::bigint as newest from payment
        where posted_at > now() - ${silence}::interval group by source`,
    ]);
    this.#known.clear();
    for (const row of declared) {
      this.#known.set(row.name, {
        name: row.name,
        label: row.label,
        live: row.cadence === 'live',
        knownUpTo: row.known,
      });
    }
    for (const row of seen) this.#reaches(row.source, row.newest);
  }

  /** Takes from a case's receipts the payments that are new in the log. The highest id need not be the newest day. */
  record(receipts: readonly SourcedReceipt[], changes: readonly Change[], timeZone: string): void {
    const refs = new Set(
      changes.flatMap(({ kind, ref }) => (kind === 'payment' && ref !== null ? [ref] : [])),
    );
    if (refs.size === 0) return;
    for (let i = receipts.length - 1; i >= 0 && refs.size > 0; i--) {
      const { id, source, on, postedAt } = receipts[i]!;
      if (refs.delete(id)) this.#posted(source, on, postedAt, timeZone);
    }
  }

  /** A payment of this source, dated `on`, was posted then. */
  #posted(name: string, on: Day, at: Instant, timeZone: string): void {
    if (at > (this.#known.get(name)?.knownUpTo ?? -Infinity))
      this.#reaches(name, Math.min(at, this.#endOf(on, timeZone)));
  }

  // A file of 50,000 payments is of a few days.
  #endOf(day: Day, timeZone: string): Instant {
    const key = `${timeZone} ${day}`;
    let end = this.#ends.get(key);
    if (end === undefined) {
      if (this.#ends.size >= 1_000) this.#ends.clear();
      this.#ends.set(key, (end = startOfDay(timeZone, addDays(day, 1))));
    }
    return end;
  }

  #reaches(name: string, at: Instant): void {
    const source = this.#known.get(name);
    if (!source) this.#known.set(name, { name, label: inWords(name), live: true, knownUpTo: at });
    else if (source.live && at > source.knownUpTo) source.knownUpTo = at;
  }

  /** By the slowest of these sources; `otherwise` where none of them is known here. Never later than `otherwise`. */
  knownUpTo(names: readonly string[], otherwise: Instant): Instant {
    let slowest = otherwise;
    for (const name of names) slowest = Math.min(slowest, this.#known.get(name)?.knownUpTo ?? otherwise);
    return slowest;
  }

  /** Those of these names of which anything is known. */
  of(names: readonly string[]): SourceKnown[] {
    return this.all.filter(({ name }) => names.includes(name));
  }

  get all(): SourceKnown[] {
    return [...this.#known.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, label, knownUpTo }) => ({ name, label, knownUpTo: new Date(knownUpTo).toISOString() }));
  }
}

function inWords(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
