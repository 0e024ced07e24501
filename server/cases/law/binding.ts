// What blocks an action: the holds that bind on a day that may be past (a hold that was not known yet does not refuse a
// fact), and what prevents a notice or a court step.
import type { Queries } from '../../../db/connect.ts';
import type { Blocker } from '../../domain/answer.ts';
import type { Day, Hold, Instant } from '../../domain/facts.ts';
import { heldUpBy } from '../../domain/law/court.ts';
import { blockersOn } from '../../domain/law/holds.ts';
import { planOf } from '../../domain/money/arrears.ts';
import { repairsView } from '../../domain/repairs.ts';
import { factsAt, readPast } from '../history/case-past.ts';
import type { Step } from '../step.ts';

/** The holds of the case; with `knownAt`, those that were known at that instant. */
export function readHolds({ tx, row }: Step, knownAt?: Instant): Promise<Hold[]> {
  return tx<Hold[]>`
    select kind, starts_on as "startsOn", review_on as "reviewOn", ends_on as "endsOn" from hold
    where rent_account_id = ${row.id} ${knownAt === undefined ? tx`` : tx`and received_at <= ${new Date(knownAt)}`}`;
}

/** The holds that bound on the step's day and were known at its instant, whether or not anything is owed. */
export const holdsKnownAt = async (step: Step): Promise<Blocker[]> =>
  blockersOn({ holds: await readHolds(step, step.at), balancePence: 1, tenancyEndedOn: null }, step.day);

/** Every hold of the case that binds on that day, known then or not. */
export const holdsBindingOn = async (step: Step, day: Day): Promise<Blocker[]> =>
  blockersOn({ holds: await readHolds(step), balancePence: 1, tenancyEndedOn: null }, day);

/**
 * The repairs and the plan that prevent a notice or a court step at that instant, by the landlord's rules of that day. Each
 * a plain phrase; empty where nothing does, or where there is no such case.
 */
export async function heldUpAt(db: Queries, caseId: number, at: Instant): Promise<string[]> {
  const past = await readPast(db, caseId);
  if (!past) return [];
  const { facts, clock, rules } = factsAt(past, at);
  const { damp, overdue } = repairsView(facts.repairs, clock);
  const plan = facts.plan && { state: planOf(facts, clock, rules).state, agreedOn: facts.plan.agreedOn };
  return heldUpBy({ damp, overdue, plan }, clock.today, rules);
}
