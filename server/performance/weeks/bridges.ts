// Whose bridges there are, and over which weeks: what a chooser offers.
import type { Sql } from '../../../db/connect.ts';
import { addDays, rentWeekStart, weekday } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { dayIn } from '../../domain/zone.ts';
import type { Whose } from './bridge.ts';

export type FrozenWeek = { weekOn: Day; lastOn: Day; frozenAt: Date; rebuilt: boolean };
export type Offered = { whose: Whose; name: string };

/** Newest last; and the week that runs, null without a landlord. */
export async function readWeeks(sql: Sql, now: number) {
  const [weeks, [landlord]] = await Promise.all([
    sql<FrozenWeek[]>`select week_on as "weekOn", last_on as "lastOn", frozen_at as "frozenAt", rebuilt
      from week_freeze order by week_on`,
    sql<{ zone: string; starts: number; oldest: Day | null }[]>`
      select time_zone as zone, rent_week_starts_on as starts, (select min(due_on) from charge) as oldest from landlord`,
  ]);
  if (!landlord) return { weeks: [...weeks], running: null, upToDate: true };
  const today = dayIn(landlord.zone, now);
  const newest = weeks.at(-1);
  // Where the landlord has changed the day on which weeks begin, told weeks go on as they began.
  const weekOn = rentWeekStart(today, newest ? weekday(newest.weekOn) : landlord.starts);
  const upToDate = newest
    ? newest.lastOn >= addDays(weekOn, -1)
    : landlord.oldest === null || landlord.oldest >= weekOn;
  return { weeks: [...weeks], running: { weekOn, lastOn: addDays(weekOn, 6) }, upToDate };
}

/** The landlord, every patch, everybody who ever held one, by their names; and what nobody held, where there is any. */
export async function readOffered(sql: Sql): Promise<Offered[]> {
  const [landlord, patches, officers, nobody] = await Promise.all([
    sql<{ name: string }[]>`select name from landlord`,
    sql<{ id: number; name: string }[]>`
      select id, name from patch where id in (select patch_id from position) order by length(name), name, id`,
    sql<{ id: number; name: string }[]>`
      select id, name from staff where id in (select staff_id from position) order by name, id`,
    sql`select from position where staff_id is null limit 1`,
  ]);
  return [
    ...landlord.map(({ name }): Offered => ({ whose: { of: 'landlord' }, name })),
    ...patches.map(({ id, name }): Offered => ({ whose: { of: 'patch', id }, name })),
    ...officers.map(({ id, name }): Offered => ({ whose: { of: 'officer', id }, name })),
    ...nobody.map((): Offered => ({ whose: { of: 'officer', id: null }, name: 'Held by nobody' })),
  ];
}
