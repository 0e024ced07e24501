// Calls, messages, letters and talks at the office. A visit leaves its own contact (visits.ts).
import type { ArgsOf } from '../../contract/up.ts';
import { forbids } from '../../domain/law/holds.ts';
import { holdsKnownAt } from '../law/binding.ts';
import { Refusal } from '../../commands/outcome.ts';
import type { Handlers, Step } from '../step.ts';

/**
 * A contact to collect is refused where a hold that was known then bound on that day; its words stay in the audit. A
 * tenant who comes to the office does so on their own initiative, and is never refused.
 */
async function record(
  step: Step,
  { kind, reached, note, purpose = 'arrears' }: ArgsOf<'contact.record'>,
): Promise<{ contactId: number }> {
  const { tx, actor, row, at } = step;
  if (kind !== 'office') {
    const hold = forbids(await holdsKnownAt(step), purpose);
    if (hold)
      throw new Refusal(
        `${hold.text}: you can’t contact them about arrears. Choose what it was about if it was a repair or how they are.`,
      );
  }
  const [made] = await tx<{ id: number }[]>`
    insert into contact (rent_account_id, staff_id, kind, reached, note, purpose, happened_at)
    values (${row.id}, ${actor.staffId}, ${kind}, ${reached}, ${note}, ${purpose}, ${new Date(at)}) returning id`;
  return { contactId: made!.id };
}

export const contactHandlers = {
  'contact.record': { do: record },
} satisfies Partial<Handlers>;
