// The dated rows of times that a law or the landlord sets, and the bank holidays that working days of a nation skip.
import { readBankHolidays } from '../../commands/landlord.ts';
import type { Queries } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { knownUntil } from '../../domain/law/bank-holidays.ts';
import type { ClockRow, HazardFigures, HazardInLaw, RepairTimes } from '../../domain/law/hazards.ts';

export type Clocks = {
  awaab: ClockRow<HazardFigures>[];
  landlord: ClockRow<RepairTimes>[];
  bankHolidays: ReadonlySet<Day>;
  /** Up to which day bank holidays are known. */
  holidaysUntil: Day | null;
  hazards: HazardInLaw[];
};

/** All dated rows of a nation; which row applies on a day is for the rules (domain/law/hazards.ts). */
export async function readClocks(sql: Queries, nation: string): Promise<Clocks> {
  const rows = await sql<
    { law: string; nation: string; effectiveFrom: Day; figures: unknown; source: string }[]
  >`
    select law, nation, effective_from as "effectiveFrom", figures, source from statutory_clock
    where nation in (${nation}, 'any')`;
  const bankHolidays = await readBankHolidays(sql);
  const of = <F>(law: string) => rows.filter((row) => row.law === law) as unknown as ClockRow<F>[];
  return {
    awaab: of<HazardFigures>('awaab'),
    landlord: of<RepairTimes>('landlord'),
    bankHolidays,
    holidaysUntil: knownUntil([...bankHolidays]),
    hazards: await readHazardsInLaw(sql, nation),
  };
}

/** Which hazards the law of a nation names, and from when. */
export function readHazardsInLaw(sql: Queries, nation: string): Promise<HazardInLaw[]> {
  return sql<HazardInLaw[]>`
    select nation, kind, effective_from as "effectiveFrom", source, confirmed from hazard_in_law
    where nation = ${nation} order by id`;
}
