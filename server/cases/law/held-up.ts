// Which of a case's repairs, and whether its plan, stand in the way of a notice and of court at an instant, by the landlord's
// rules of that day. Read in a mutation's transaction or for a page alike.
import type { Tx } from '../../commands/outcome.ts';
import type { Sql } from '../../../db/connect.ts';
import { planOf } from '../../domain/money/arrears.ts';
import { heldUpBy } from '../../domain/law/court.ts';
import type { Instant } from '../../domain/facts.ts';
import { repairsView } from '../../domain/repairs.ts';
import { factsAt, readPast } from '../history/case-past.ts';

/** Each a plain phrase; empty where nothing does, and where there is no such case. */
export async function heldUpAt(db: Sql | Tx, caseId: number, at: Instant): Promise<string[]> {
  const past = await readPast(db, caseId);
  if (!past) return [];
  const { facts, clock, rules } = factsAt(past, at);
  const { damp, overdue } = repairsView(facts.repairs, clock);
  const plan = facts.plan && { state: planOf(facts, clock, rules).state, agreedOn: facts.plan.agreedOn };
  return heldUpBy({ damp, overdue, plan }, clock.today, rules);
}
