// The bridges and weeks that the page offers to choose from.
import type { Sql } from '../../../db/connect.ts';
import { addDays, daysBetween, rentWeekStart, weekday } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { dayIn } from '../../domain/zone.ts';
import type { Scope } from './bridge.ts';
import { weeksBack } from './weeks.ts';

export type FrozenWeek = { weekOn: Day; lastOn: Day; frozenAt: Date; rebuilt: boolean };
export type Offered = { scope: Scope; name: string };

/** Past weeks that are being worked out, as on a first start: how many have their figures, of how many. */
type Calculating = { done: number; of: number };

/**
 * All frozen weeks, newest last, and the current week (null without a landlord). `now` in ms. calculating: null where no week
 * is missing, or only the one that has just ended.
 */
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
  // If the landlord changes the day on which rent weeks begin, the frozen weeks go on with the first one's day.
  const weekOn = rentWeekStart(today, newest ? weekday(newest.weekOn) : landlord.starts);
  const upToDate = newest
    ? newest.lastOn >= addDays(weekOn, -1)
    : landlord.oldest === null || landlord.oldest >= weekOn;
  const missing = upToDate ? 0 : Math.ceil(daysBetween(missingFrom(), weekOn) / 7);
  const calculating: Calculating | null =
    missing === 0 || (newest && missing === 1) ? null : { done: weeks.length, of: weeks.length + missing };
  return { weeks: [...weeks], running: { weekOn, lastOn: addDays(weekOn, 6) }, upToDate, calculating };

  /** The first day of the weeks that have ended and are not frozen. */
  function missingFrom(): Day {
    if (newest) return addDays(newest.lastOn, 1);
    const [first, earliest] = [
      rentWeekStart(landlord!.oldest!, landlord!.starts),
      addDays(weekOn, -7 * weeksBack),
    ];
    return first > earliest ? first : earliest;
  }
}

/** The landlord, every patch and every officer with a position, by name; and cases without an officer, if there are any. */
export async function readOffered(sql: Sql): Promise<Offered[]> {
  const [landlord, patches, officers, unheld] = await Promise.all([
    sql<{ name: string }[]>`select name from landlord`,
    sql<{ id: number; name: string }[]>`
      select id, name from patch where id in (select patch_id from position) order by length(name), name, id`,
    sql<{ id: number; name: string }[]>`
      select id, name from staff where id in (select staff_id from position) order by name, id`,
    sql`select from position where staff_id is null limit 1`,
  ]);
  return [
    ...landlord.map(({ name }): Offered => ({ scope: { of: 'landlord' }, name })),
    ...patches.map(({ id, name }): Offered => ({ scope: { of: 'patch', id }, name })),
    ...officers.map(({ id, name }): Offered => ({ scope: { of: 'officer', id }, name })),
    ...unheld.map((): Offered => ({ scope: { of: 'officer', id: null }, name: 'No officer' })),
  ];
}
