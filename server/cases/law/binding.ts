// Which holds bind what somebody did on a day that may be past: a hold that nobody had heard of yet keeps no fact out.
import type { Blocker } from '../../domain/answer.ts';
import type { Day, Hold } from '../../domain/facts.ts';
import { blockersOn } from '../../domain/law/holds.ts';
import type { Step } from '../step.ts';

/** The holds that bound on the step's day and were known at its instant. Not whether anything is owed. */
export async function holdsKnownAt({ tx, row, at, day }: Step): Promise<Blocker[]> {
  const holds = await tx<Hold[]>`
    select kind, starts_on as "startsOn", review_on as "reviewOn", ends_on as "endsOn" from hold
    where rent_account_id = ${row.id} and received_at <= ${new Date(at)}`;
  return blockersOn({ holds, balancePence: 1, tenancyEndedOn: null }, day);
}

/** Every hold of the case that binds on that day, known then or not. */
export async function holdsBindingOn({ tx, row }: Step, day: Day): Promise<Blocker[]> {
  const holds = await tx<Hold[]>`
    select kind, starts_on as "startsOn", review_on as "reviewOn", ends_on as "endsOn" from hold
    where rent_account_id = ${row.id}`;
  return blockersOn({ holds, balancePence: 1, tenancyEndedOn: null }, day);
}
