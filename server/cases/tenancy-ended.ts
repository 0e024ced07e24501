// Whether a tenancy was over on a day: from then on its people have left, and nothing is asked about them.
import type { Tx } from '../commands/outcome.ts';
import type { Day } from '../domain/facts.ts';

export async function tenancyEnded(tx: Tx, caseId: number, day: Day): Promise<boolean> {
  const [ended] = await tx`
    select from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId} and t.end_date <= ${day}`;
  return ended !== undefined;
}
