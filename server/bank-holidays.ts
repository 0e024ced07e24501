// Keeps the table of bank holidays at least three whole years ahead, for every nation: at the start and once a day. A
// year that has rows is left unchanged; a new one is computed, and marked as such in each name until a person checks it
// against the announcement.
import { readLandlordRow } from '../db/landlord.ts';
import type { Sql } from '../db/connect.ts';
import { bankHolidaysOf, fewestInYear, ukNations, yearsNeeded } from './domain/law/bank-holidays.ts';
import { dayIn } from './domain/zone.ts';
import type { Log } from './log.ts';

const dayMs = 86_400_000;

/** Inserts the years that are missing on `today`; returns the number of days inserted. Safe to run concurrently. */
export async function extendBankHolidays(sql: Sql, today: string): Promise<number> {
  const missing = ukNations.flatMap((nation) =>
    yearsNeeded(today).map((year) => ({ nation, year, days: bankHolidaysOf(nation, year) })),
  );
  const rows = missing.flatMap(({ nation, days }) =>
    days.map(({ on, name }) => ({ nation, on, name: `${name} (computed)` })),
  );
  const added = await sql`
    insert into bank_holiday (nation, on_date, name)
    select * from unnest(${rows.map((r) => r.nation)}::text[], ${rows.map((r) => r.on)}::date[],
      ${rows.map((r) => r.name)}::text[]) as new (nation, on_date, name)
    where (select count(*) from bank_holiday b where b.nation = new.nation
      and date_trunc('year', b.on_date) = date_trunc('year', new.on_date)) < ${fewestInYear}
    on conflict (nation, on_date) do nothing`;
  return added.count;
}

/** Extends now and then daily. A failure is logged and retried the next day; rules use the existing rows meanwhile. */
export async function keepBankHolidays(
  sql: Sql,
  clock: () => number,
  log: Pick<Log, 'warn' | 'info'>,
): Promise<{ stop: () => void }> {
  const extendNow = async () => {
    const { timeZone } = await readLandlordRow(sql);
    const added = await extendBankHolidays(sql, dayIn(timeZone, clock()));
    if (added > 0) log.info({ added }, 'bank holidays of further years were added');
  };
  const extend = () =>
    extendNow().catch((err: unknown) => log.warn({ err }, 'bank holidays were not extended'));
  await extend();
  const timer = setInterval(() => void extend(), dayMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
