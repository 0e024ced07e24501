// What each member of staff may see today: an officer the patches of their current stints, managers and
// administrators all, repairs and money advice none. Read once, kept until the rights change or the day turns.
import { patchesOf, type Actor } from './rights.ts';
import type { Sql } from '../../db/connect.ts';
import type { Role } from '../contract/me.ts';

// The feed announces changed rights; should a notice be lost, cached rights are never older than this.
const keptMs = 60_000;

export class Actors {
  readonly #sql: Sql;
  readonly #clock: () => number;
  #kept: { at: number; actors: Promise<Map<number, Actor>> } | null = null;

  constructor(options: { sql: Sql; clock: () => number }) {
    this.#sql = options.sql;
    this.#clock = options.clock;
  }

  /** null: not on the staff, or no longer active. */
  async get(staffId: number): Promise<Actor | null> {
    const now = this.#clock();
    if (!this.#kept || now - this.#kept.at > keptMs) {
      const kept = { at: now, actors: this.#read(now) };
      this.#kept = kept;
      kept.actors.catch(() => {
        if (this.#kept === kept) this.#kept = null;
      });
    }
    return (await this.#kept.actors).get(staffId) ?? null;
  }

  /** The next question is answered from the database. */
  forget(): void {
    this.#kept = null;
  }

  async #read(now: number): Promise<Map<number, Actor>> {
    const rows = await this.#sql<{ id: number; name: string; role: Role; patches: number[] }[]>`
      with day as (
        select (to_timestamp(${now / 1000}::double precision) at time zone (select time_zone from landlord))::date as today
      )
      select s.id, s.name, s.role, coalesce(array_agg(distinct t.patch_id order by t.patch_id)
        filter (where t.patch_id is not null), '{}') as patches
      from staff s cross join day
      left join stint t on t.staff_id = s.id and t.start_date <= day.today
        and (t.end_date is null or t.end_date > day.today)
      where s.active
      group by s.id`;
    return new Map(
      rows.map((r) => [
        r.id,
        {
          staffId: r.id,
          name: r.name,
          role: r.role,
          patchIds: patchesOf({ role: r.role, patchIds: r.patches }, 'cases'),
        },
      ]),
    );
  }
}
