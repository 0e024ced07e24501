// The dated rows of times that a law or the landlord sets, and the bank holidays that working days of a nation skip.
import type { Sql } from '../../db/connect.ts';
import type { Day } from '../domain/facts.ts';
import type { ClockRow, HazardFigures, RepairTimes } from '../domain/hazards.ts';
import type { Tx } from './case-row.ts';

export type Clocks = {
  awaab: ClockRow<HazardFigures>[];
  landlord: ClockRow<RepairTimes>[];
  bankHolidays: ReadonlySet<Day>;
};

export async function readClocks(sql: Sql | Tx, nation: string): Promise<Clocks> {
  const rows = await (sql as Sql)<
    { law: string; nation: string; effectiveFrom: Day; figures: unknown; source: string }[]
  >`
    select law, nation, effective_from as "effectiveFrom", figures, source from statutory_clock
    where nation in (${nation}, 'any')`;
  const holidays = await (sql as Sql)<{ on_date: Day }[]>`
    select on_date from bank_holiday where nation = ${nation}`;
  const of = <F>(law: string) => rows.filter((row) => row.law === law) as unknown as ClockRow<F>[];
  return {
    awaab: of<HazardFigures>('awaab'),
    landlord: of<RepairTimes>('landlord'),
    bankHolidays: new Set(holidays.map((h) => h.on_date)),
  };
}
