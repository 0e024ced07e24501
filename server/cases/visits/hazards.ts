// The steps that the law requires for a hazard: each is a fact with its day, recorded by the person who did it. What is due
// when is worked out from these facts and the rule of the day (server/domain/law/hazards.ts).
import type { ArgsOf } from '../../contract/up.ts';
import type { Day } from '../../domain/facts.ts';
import { endOfDay } from '../../domain/law/hazards.ts';
import { dayIn } from '../../domain/zone.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Step } from '../step.ts';

const columns = {
  summary: 'summary_on',
  safety_works: 'safety_works_on',
  further_works: 'further_works_on',
} as const;

/**
 * Records a step of a hazard. Throws a Refusal where the repair has no deadlines in law, or the step is before
 * anybody knew of it. `severity` makes a hazard of the repair first.
 */
export async function stepHazard(
  { tx, row, now, timeZone, nation }: Step,
  { repairId, step, on, at, severity }: ArgsOf<'hazard.step'>,
): Promise<{ repairId: number }> {
  if (severity) {
    await tx`insert into hazard (repair_id, severity, aware_at, nation)
      select r.id, ${severity}, r.reported_at, ${nation}
      from repair r join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id
      where r.id = ${repairId} and a.id = ${row.id} on conflict do nothing`;
  }
  const [hazard] = await tx<{ aware_at: Date; investigated_on: Day | null }[]>`
    select h.aware_at, h.investigated_on from hazard h join repair r on r.id = h.repair_id
    join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id
    where h.repair_id = ${repairId} and a.id = ${row.id} limit 1`;
  if (!hazard) throw new Refusal('The law sets no deadlines for this repair.');
  if (on < dayIn(timeZone, hazard.aware_at.getTime()))
    throw new Refusal('Enter a day on or after the day the hazard was reported.');
  if (at !== undefined && dayIn(timeZone, Date.parse(at)) !== on)
    throw new Refusal('Enter a time on that day.');
  // Between the instant when it became known and now, because devices' clocks differ.
  const recorded = at ? Date.parse(at) : endOfDay(timeZone, on);
  const instant = new Date(Math.max(hazard.aware_at.getTime(), Math.min(recorded, now)));
  if (step === 'make_safe') {
    await tx`update hazard set made_safe_at = ${instant} where repair_id = ${repairId}`;
    return { repairId };
  }
  if (step === 'investigate') {
    await tx`update hazard set investigated_on = ${on}, investigated_at = ${instant} where repair_id = ${repairId}`;
    return { repairId };
  }
  // These run from the end of the investigation.
  if (hazard.investigated_on === null) throw new Refusal('Enter the day the investigation ended first.');
  await tx`update hazard set ${tx(columns[step])} = ${on} where repair_id = ${repairId}`;
  return { repairId };
}
