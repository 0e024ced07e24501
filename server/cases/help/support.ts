// A household's support needs, and their answers to prompts about benefits. Append-only; a need that has passed is ended
// with a note.
import type { ArgsOf } from '../../contract/up.ts';
import { refuseNamedElsewhere } from '../named-here.ts';
import { Refusal } from '../../commands/outcome.ts';
import { keepSuperseded } from '../superseded-text.ts';
import type { Handlers, Step } from '../step.ts';

async function answer(
  { tx, actor, row, at }: Step,
  { answerId, code, answer: given, note }: ArgsOf<'prompt.answer'>,
): Promise<object> {
  await refuseNamedElsewhere(tx, 'prompt_answer', row.id, answerId);
  await tx`
    insert into prompt_answer (rent_account_id, ref, code, answer, note, staff_id, happened_at)
    values (${row.id}, ${answerId}, ${code}, ${given}, ${note}, ${actor.staffId}, ${new Date(at)})
    on conflict (ref) do nothing`;
  return {};
}

async function add(
  { tx, actor, row, day }: Step,
  { needId, kind, note, since }: ArgsOf<'support.add'>,
): Promise<{ needId: number }> {
  await tx`
    insert into support_need (tenancy_id, ref, kind, note, since, added_by)
    select tenancy_id, ${needId}, ${kind}, ${note}, ${since ?? day}, ${actor.staffId} from rent_account where id = ${row.id}
    on conflict (ref) do nothing`;
  return { needId: await idOf(tx, row.id, needId) };
}

/** Idempotent: when two people end the same need, the first note is kept. */
async function end(step: Step, { need, note }: ArgsOf<'support.end'>): Promise<{ needId: number }> {
  const { tx, actor, row, day } = step;
  const id = await idOf(tx, row.id, need);
  await tx`update support_need set ended_on = greatest(since, ${day}), end_note = ${note}, ended_by = ${actor.staffId}
    where id = ${id} and ended_on is null`;
  const [ended] = await tx<{ note: string }[]>`select end_note as note from support_need where id = ${id}`;
  await keepSuperseded(step, 'support.end', note, ended!.note);
  return { needId: id };
}

/** The id of a support need of this home's tenancy. */
async function idOf(tx: Step['tx'], caseId: number, need: number | string): Promise<number> {
  const [found] = await tx<{ id: number }[]>`
    select n.id from support_need n join rent_account a on a.tenancy_id = n.tenancy_id
    where a.id = ${caseId} and ${typeof need === 'number' ? tx`n.id = ${need}` : tx`n.ref = ${need}`}`;
  if (!found) throw new Refusal('This support need is not in this case.');
  return found.id;
}

export const supportHandlers = {
  'prompt.answer': { do: answer },
  'support.add': { do: add },
  'support.end': { do: end },
} satisfies Partial<Handlers>;
