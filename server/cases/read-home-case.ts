// Reads what people with the right `homes` and without `cases` (the repairs team) see of a case: the home, who lives there
// and how the tenants are reached, its repairs, its alerts and what was found there. None of its queries reads a table with
// money: a test runs them as a database role without the right to read those tables.
import { readLandlord } from '../commands/landlord.ts';
import { mayIn, type Actor } from '../access/rights.ts';
import type { RepairsDetail } from '../contract/case-detail.ts';
import type { Sql } from '../../db/connect.ts';
import { readFound } from './visits/read-checks.ts';
import { readAlerts, readHome, readHomePeople, readHouseholdConfirmed, readRepairs } from './read-home.ts';

export type HomeOptions = {
  sql: Sql;
  clock: () => number;
  audit: (actor: Actor, caseId: number) => Promise<void>;
};

/** Null where there is no such home, or not for this person. */
export async function readHomeCase(
  { sql, clock, audit }: HomeOptions,
  actor: Actor,
  id: number,
): Promise<RepairsDetail | null> {
  const [found, { timeZone, today }] = await Promise.all([readHome(sql, id), readLandlord(sql, clock())]);
  if (!found || !mayIn(actor, 'homes', found.patchId)) return null;
  await audit(actor, id);
  const { propertyId: _, ...home } = found;
  const [people, householdConfirmedAt, repairs, alerts, seen] = await Promise.all([
    mayIn(actor, 'homePeople', found.patchId) ? readHomePeople(sql, id) : [],
    readHouseholdConfirmed(sql, id),
    readRepairs(sql, id),
    readAlerts(sql, id, today),
    readFound(sql, id, { now: clock(), timeZone, homeOnly: true }),
  ]);
  return { home, people, householdConfirmedAt, repairs, alerts, found: seen };
}
