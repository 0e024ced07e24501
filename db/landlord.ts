// The landlord's own row: its name, nation, time zone and rent week. There is exactly one, made by the first start
// (server/landlord.ts); statutory clocks, bank holidays and the landlord's day all depend on it.
import type { Queries } from './connect.ts';

export type LandlordRow = {
  name: string;
  /** england, wales, scotland or northern_ireland. */
  nation: string;
  /** IANA name. */
  timeZone: string;
  /** 1 is Monday, 7 Sunday. */
  rentWeekStartsOn: number;
};

/** `sql` may be a transaction. Throws where there is no row: the database was never started with Doorstep. */
export async function readLandlordRow(sql: Queries): Promise<LandlordRow> {
  const [row] = await sql.unsafe<LandlordRow[]>(
    `select name, nation, time_zone as "timeZone", rent_week_starts_on as "rentWeekStartsOn" from landlord`,
    [],
    { prepare: true },
  );
  if (!row) throw new Error('There is no landlord row: start Doorstep once, or insert one.');
  return row;
}
