// The landlord as every command and every page needs it: name, nation, time zone, rent week, bank holidays, and the date of
// today in its time zone. It is read from the database each time, so that the next command uses a changed setting.
import { readLandlordRow, type LandlordRow } from '../../db/landlord.ts';
import type { Queries } from '../../db/connect.ts';
import type { Day, Instant } from '../domain/facts.ts';
import { dayIn } from '../domain/zone.ts';

/** `today` is the day of `now` in the landlord's time zone. */
export type Landlord = LandlordRow & { today: Day };

/** `now` is in ms since 1970. Throws where the database has no landlord. */
export async function readLandlord(sql: Queries, now: Instant): Promise<Landlord> {
  const row = await readLandlordRow(sql);
  return { ...row, today: dayIn(row.timeZone, now) };
}

/** All bank holidays of the landlord's nation that are in the database. */
export async function readBankHolidays(sql: Queries): Promise<ReadonlySet<Day>> {
  const rows = await sql<{ on: Day }[]>`
    select on_date as on from bank_holiday where nation = (select nation from landlord)`;
  return new Set(rows.map(({ on }) => on));
}
