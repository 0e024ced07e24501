// Who lives in a home, as a member of staff found it there: confirmed, with the people whom they added. What two people add at
// once is united; a name is added once.
import type { ArgsOf } from '../contract/up.ts';
import { Refusal } from '../commands/outcome.ts';
import { tenancyEnded } from './tenancy-ended.ts';
import type { Handlers, Step } from './step.ts';

/**
 * Confirms the household with `also`, names of people who live there too. It removes no one. Throws a Refusal where the
 * tenancy had ended by then: who lives there since is of another one.
 */
async function confirm(
  { tx, actor, row, at, day }: Step,
  { also }: ArgsOf<'household.confirm'>,
): Promise<{ added: string[] }> {
  if (await tenancyEnded(tx, row.id, day))
    throw new Refusal('This tenancy has ended. Confirm who lives there in the case of the new one.');
  const known = await tx<{ name: string }[]>`
    select p.name from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id
    join person p on p.id = tp.person_id where a.id = ${row.id}`;
  const there = new Set(known.map(({ name }) => compared(name)));
  const added: string[] = [];
  for (const typed of also) {
    const name = typed.normalize('NFC').replace(/\s+/gu, ' ');
    if (there.has(compared(name))) continue;
    there.add(compared(name));
    added.push(name);
  }
  if (added.length > 0)
    await tx`
      with made as (insert into person (name) select name from unnest(${added}::text[]) as name returning id)
      insert into tenancy_person (tenancy_id, person_id, role)
      select a.tenancy_id, made.id, 'household' from made cross join rent_account a where a.id = ${row.id}`;
  await tx`insert into household_confirmation (rent_account_id, added, staff_id, happened_at)
    values (${row.id}, ${added}, ${actor.staffId}, ${new Date(at)})`;
  return { added };
}

/**
 * A name without what differs between keyboards and systems: case, white space, and letters typed as one code point or two.
 * Not by Postgres: its `lower` depends on the database's locale.
 */
const compared = (name: string): string =>
  name.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase().normalize('NFC');

export const householdHandlers = {
  'household.confirm': { reads: 'home', do: confirm },
} satisfies Partial<Handlers>;
