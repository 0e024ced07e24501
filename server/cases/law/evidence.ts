// Evidence for the pre-action checklist: what was done, on which day, and a note of it. Only added; what was wrong is
// withdrawn, stays to be read, and counts no longer.
import type { ArgsOf } from '../../contract/up.ts';
import { itemsOn } from '../../domain/law/pre-action.ts';
import { readItems, readTenants } from './checklist.ts';
import { refuseNamedElsewhere } from '../named-here.ts';
import { Refusal } from '../../commands/outcome.ts';
import { keepSuperseded } from '../superseded-text.ts';
import type { Handlers, Step } from '../step.ts';

async function add(step: Step, args: ArgsOf<'evidence.add'>): Promise<{ evidenceId: string }> {
  const { tx, row, actor, at, day, nation } = step;
  const { evidenceId, item: code, on, note, personId } = args;
  const item = itemsOn(await readItems(tx, nation), day).find((one) => one.code === code);
  if (!item) throw new Refusal('This item is no longer on the checklist.');
  if (item.eachTenant) {
    const tenants = await readTenants(tx, row.id);
    if (!tenants.some((one) => one.id === personId)) throw new Refusal('Choose a tenant.');
  }
  await refuseNamedElsewhere(tx, 'pre_action_evidence', row.id, evidenceId);
  await tx`insert into pre_action_evidence (id, rent_account_id, item, on_day, note, person_id, staff_id, happened_at)
    values (${evidenceId}, ${row.id}, ${code}, ${on}, ${note}, ${item.eachTenant ? personId! : null}, ${actor.staffId},
      ${new Date(at)}) on conflict do nothing`;
  return { evidenceId };
}

async function withdraw(
  step: Step,
  { evidenceId, reason }: ArgsOf<'evidence.withdraw'>,
): Promise<{ evidenceId: string }> {
  const { tx, row, actor, at } = step;
  const [changed] = await tx<
    { because: string }[]
  >`update pre_action_evidence set withdrawn_at = coalesce(withdrawn_at, ${new Date(at)}),
      withdrawn_by = coalesce(withdrawn_by, ${actor.staffId}),
      withdrawn_because = case when withdrawn_at is null then ${reason} else withdrawn_because end
    where id = ${evidenceId} and rent_account_id = ${row.id} returning withdrawn_because as because`;
  if (!changed) throw new Refusal('This evidence is not in this case.');
  await keepSuperseded(step, 'evidence.withdraw', reason, changed.because);
  return { evidenceId };
}

export const evidenceHandlers = {
  'evidence.add': { do: add },
  'evidence.withdraw': { do: withdraw },
} satisfies Partial<Handlers>;
