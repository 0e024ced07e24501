// Ids are chosen by the device, so that sending again is idempotent. An id that another case uses is refused, so that the
// sender does not get a success for something that was not stored.
import type { Tx } from '../commands/outcome.ts';
import { Refusal } from '../commands/outcome.ts';

type Named = 'home_check' | 'task' | 'pre_action_evidence' | 'court_step' | 'prompt_answer';

/** Refuses where a row of that name is another case's; passes where there is none yet. */
export async function refuseNamedElsewhere(
  tx: Tx,
  table: Named,
  caseId: number,
  name: string,
): Promise<void> {
  const key = table === 'prompt_answer' ? 'ref' : 'id';
  const [elsewhere] = await tx`
    select from ${tx(table)} where ${tx(key)} = ${name} and rent_account_id <> ${caseId}`;
  if (elsewhere) throw new Refusal('This is already recorded in another case.');
}
