// The landlord's one row: created by the first start, so that no row has to be inserted by hand. Bank
// holidays, statutory clocks and days all depend on its nation and time zone.
import type { Sql } from '../db/connect.ts';
import { BadEnvironment, type LandlordSettings } from './environment.ts';

/** The landlord's name until LANDLORD_NAME is set. Shown on statements and on the wallboard. */
export const namelessLandlord = 'Your landlord';

/**
 * Makes the row where there is none, from the settings or else England, London time and rent weeks from Monday. Later
 * starts write those settings that are set and differ; unset ones are unchanged. The demo's landlord is left alone.
 * Throws BadEnvironment for a time zone that the database does not know.
 */
export async function ensureLandlord(sql: Sql, settings: LandlordSettings, demo: boolean): Promise<void> {
  const { name, nation, timeZone, weekStartsOn } = settings;
  if (timeZone !== null) {
    const [known] = await sql`select from pg_timezone_names where name = ${timeZone}`;
    if (!known)
      throw new BadEnvironment('LANDLORD_TIME_ZONE is a time zone that the database does not know.');
  }
  const { count } = await sql`
    insert into landlord (name, nation, time_zone, rent_week_starts_on, demo)
    values (${name ?? namelessLandlord}, ${nation ?? 'england'}, ${timeZone ?? 'Europe/London'}, ${weekStartsOn ?? 1}, ${demo})
    on conflict do nothing`;
  if (count > 0) return;
  await sql`
    update landlord set name = coalesce(${name}, name), nation = coalesce(${nation}, nation),
      time_zone = coalesce(${timeZone}, time_zone), rent_week_starts_on = coalesce(${weekStartsOn}::smallint, rent_week_starts_on)
    where not demo`;
}
