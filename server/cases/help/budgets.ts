// Budgets: every version that was saved stays. A sitting is one go at the form; the newest version of the newest sitting
// is the household's budget, and a colleague's concurrent version is shown with it (read-help.ts), never overwritten.
import type { ArgsOf } from '../../contract/up.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Handlers, Step } from '../step.ts';

async function record(
  { tx, actor, row, at }: Step,
  { budgetId, sittingId, basedOn, household, lines, note }: ArgsOf<'budget.record'>,
): Promise<{ budgetId: number }> {
  const based =
    basedOn === undefined
      ? []
      : await tx`select 1 from budget where id = ${basedOn} and rent_account_id = ${row.id}`;
  if (basedOn !== undefined && based.length === 0)
    throw new Refusal('The earlier budget is from another home.');
  const [made] = await tx<{ id: number }[]>`
    insert into budget (rent_account_id, ref, sitting, based_on, household, lines, note, staff_id, happened_at)
    values (${row.id}, ${budgetId}, ${sittingId}, ${basedOn ?? null}, ${tx.json(household)}, ${tx.json(lines as never)},
      ${note}, ${actor.staffId}, ${new Date(at)})
    on conflict (ref) do nothing returning id`;
  if (made) return { budgetId: made.id };
  const [known] = await tx<
    { id: number }[]
  >`select id from budget where ref = ${budgetId} and rent_account_id = ${row.id}`;
  if (!known) throw new Refusal('This budget is already in another case.');
  return { budgetId: known.id };
}

export const budgetHandlers = {
  'budget.record': { do: record },
} satisfies Partial<Handlers>;
