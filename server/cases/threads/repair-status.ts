// The state of the work on a repair, as the repairs team sets it here. A landlord whose repairs system writes the repairs
// sets it there: the last one that is written counts.
import type { ArgsOf } from '../../contract/up.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { RepairStatus } from '../../domain/repairs.ts';
import type { Step } from '../step.ts';

/** Refuses where the repair has another status by now than on the sender's screen, or is another home's. */
export async function setRepairStatus(
  { tx, row, at }: Step,
  { repairId, status, seen }: ArgsOf<'repair.status'>,
): Promise<{ repairId: number; status: RepairStatus }> {
  const [repair] = await tx<{ status: RepairStatus }[]>`
    select r.status from repair r join tenancy t on t.property_id = r.property_id join rent_account a on a.tenancy_id = t.id
    where r.id = ${repairId} and a.id = ${row.id} for no key update of r`;
  if (!repair) throw new Refusal('This repair is at another home.');
  if (repair.status === status) return { repairId, status };
  if (repair.status !== seen)
    throw new Refusal(`A colleague has just changed this repair to “${repair.status.replaceAll('_', ' ')}”.`);
  // By a device's clock it may have been completed before it was reported.
  const completedAt =
    status === 'completed' ? tx`greatest(${new Date(at)}::timestamptz, reported_at)` : tx`null`;
  await tx`update repair set status = ${status}, completed_at = ${completedAt} where id = ${repairId}`;
  return { repairId, status };
}
