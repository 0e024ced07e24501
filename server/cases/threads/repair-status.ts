// The state of the work on a repair, as the repairs team sets it here. A landlord whose repairs system writes the repairs
// sets it there: the last one that is written counts. A repair with a hazard is closed when each step of the law is recorded,
// or with a reason, which stays in the history.
import type { ArgsOf } from '../../contract/up.ts';
import { Refusal } from '../../commands/outcome.ts';
import { hazardStepWords, stepsLeft } from '../../domain/law/hazards.ts';
import { isOpenRepair, type RepairStatus } from '../../domain/repairs.ts';
import type { Step } from '../step.ts';
import { readHazards } from '../visits/read-checks.ts';

/**
 * Refuses where the repair has another status by now than on the sender's screen, is another home's, or would be closed
 * without a reason while the law requires a step.
 */
export async function setRepairStatus(
  step: Step,
  { repairId, status, seen, reason = '' }: ArgsOf<'repair.status'>,
): Promise<{ repairId: number; status: RepairStatus }> {
  const { tx, row, actor, at } = step;
  const [repair] = await tx<{ status: RepairStatus }[]>`
    select r.status from repair r join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id
    where r.id = ${repairId} and a.id = ${row.id} for no key update of r`;
  if (!repair) throw new Refusal('This repair is at another home.');
  if (repair.status === status) return { repairId, status };
  if (repair.status !== seen)
    throw new Refusal(`A colleague has just changed this repair to “${repair.status.replaceAll('_', ' ')}”.`);
  const left = !isOpenRepair({ status }) && isOpenRepair(repair) ? await lawRequires(step, repairId) : [];
  if (left.length > 0 && reason === '')
    throw new Refusal(
      `The law still requires for this hazard: ${left.join(', ')}. Record each step, or give a reason.`,
    );
  // By a device's clock it may have been completed before it was reported.
  const completedAt =
    status === 'completed' ? tx`greatest(${new Date(at)}::timestamptz, reported_at)` : tx`null`;
  await tx`update repair set status = ${status}, completed_at = ${completedAt} where id = ${repairId}`;
  await tx`insert into repair_status_change (repair_id, rent_account_id, was, status, reason, staff_id, happened_at)
    values (${repairId}, ${row.id}, ${repair.status}, ${status}, ${left.length > 0 ? reason : ''}, ${actor.staffId},
      ${new Date(at)})`;
  return { repairId, status };
}

/** The steps that the law requires for the repair's hazard and nobody has recorded, as they are read in a sentence. */
async function lawRequires({ tx, row, now, timeZone }: Step, repairId: number): Promise<string[]> {
  const hazards = await readHazards(tx, row.id, now, timeZone);
  const deadlines = hazards.find((one) => one.repairId === repairId)?.deadlines ?? [];
  return stepsLeft(deadlines).map(({ step }) => hazardStepWords(step).toLowerCase());
}
