// What a mutation looks at before it does anything: the case's patch, and what forbids a visit there today.
import type { Queries } from '../../db/connect.ts';
import type { Tx } from '../commands/outcome.ts';
import { activeAlerts } from '../domain/law/alerts.ts';
import type { ActiveAlert, Blocker } from '../domain/answer.ts';
import type { Alert, Day, Hold, Instant } from '../domain/facts.ts';
import { blockersOn } from '../domain/law/holds.ts';

export type CaseRow = { id: number; patchId: number; blockers: Blocker[]; alerts: ActiveAlert[] };

/** From the database now: the person's role (null where they have left), and whether that patch is theirs. */
export type Rights = { role: string | null; held: boolean };

/** Rights are read from the database, because a cache may not know yet of a right that was just revoked. */
const rightsNow = (tx: Queries, staffId: number, now: Instant) => tx`
  (select role from staff where id = ${staffId} and active) as role,
  exists (select from stint s cross join (select (${new Date(now)}::timestamptz at time zone (select time_zone from landlord))::date as today) as days
    where s.staff_id = ${staffId} and s.patch_id = p.patch_id
      and s.start_date <= today and (s.end_date is null or s.end_date > today)) as held`;

/** The home alone: nothing of money. */
export async function readHomeRow(
  tx: Queries,
  id: number,
  now: Instant,
  staffId: number,
): Promise<(CaseRow & Rights) | null> {
  const [row] = await tx<({ patchId: number } & Rights)[]>`
    select p.patch_id as "patchId", ${rightsNow(tx, staffId, now)}
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where a.id = ${id}`;
  return row ? { id, blockers: [], alerts: [], ...row } : null;
}

export type CaseFactsRow = Rights & {
  id: number;
  patch_id: number;
  balance_pence: number;
  ended_on: Day | null;
  holds: Hold[] | null;
  alerts: Alert[] | null;
};

/** Null where there is no such account. */
export async function readCaseFacts(
  tx: Tx,
  id: number,
  now: Instant,
  staffId: number,
): Promise<CaseFactsRow | null> {
  const [row] = await tx<CaseFactsRow[]>`
    select a.id, p.patch_id, a.balance_pence, t.end_date as ended_on, ${rightsNow(tx, staffId, now)},
      (select json_agg(json_build_object('kind', kind, 'startsOn', starts_on, 'reviewOn', review_on, 'endsOn', ends_on))
        from hold where rent_account_id = a.id) as holds,
      (select json_agg(json_build_object('kind', kind, 'startsOn', starts_on, 'reviewOn', review_on, 'expiresOn', expires_on))
        from cautionary_alert where property_id = p.id) as alerts
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where a.id = ${id}`;
  return row ?? null;
}

/** What a mutation needs of a case: its patch, and its blockers and alerts on that day. */
export function caseRowOn(row: CaseFactsRow, today: Day): CaseRow {
  const facts = { holds: row.holds ?? [], balancePence: row.balance_pence, tenancyEndedOn: row.ended_on };
  return {
    id: row.id,
    patchId: row.patch_id,
    blockers: blockersOn(facts, today),
    alerts: activeAlerts(row.alerts ?? [], today),
  };
}
