// How a suggestion came about: what covers part of the balance, what would change it, and what was suggested before.
// Read from the database and replayed on request: it is seldom needed, so it is not part of the case's answer.
import type { CaseWhy } from '../../contract/case-why.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Instant } from '../../domain/facts.ts';
import { assessmentHistory } from './assessment-history.ts';
import { factsAt, readPast } from './case-past.ts';
import { coveredBy, ifNothingComes, turningPoints } from './turning-points.ts';

/** Null where there is no such account. */
export async function readWhy(sql: Sql, caseId: number, now: Instant): Promise<CaseWhy | null> {
  const past = await readPast(sql, caseId);
  if (!past) return null;
  const then = factsAt(past, now);
  return {
    asOf: new Date(now).toISOString(),
    rulesVersion: then.rulesVersion,
    coveredBy: coveredBy(then),
    turningPoints: turningPoints(then),
    ifNothingComes: ifNothingComes(past, then),
    suggestions: assessmentHistory(past, now),
  };
}
