// What a mutation looks at before it does anything: the case's patch, and what forbids a visit there today.
import type postgres from 'postgres';
import { activeAlerts } from '../domain/alerts.ts';
import type { ActiveAlert, Blocker } from '../domain/answer.ts';
import type { Alert, Day, Hold } from '../domain/facts.ts';
import { blockersOn } from '../domain/holds.ts';

export type Tx = postgres.TransactionSql<{ bigint: number }>;

export type CaseRow = { id: number; patchId: number; blockers: Blocker[]; alerts: ActiveAlert[] };

/** The home alone: nothing of money, and whether that officer's patch it is by the database's own word now. */
export async function readHomeRow(
  tx: Tx,
  id: number,
  today: Day,
  staffId: number,
): Promise<(CaseRow & { role: string | null; held: boolean }) | null> {
  const [row] = await tx<{ patchId: number; role: string | null; held: boolean }[]>`
    select p.patch_id as "patchId", (select role from staff where id = ${staffId} and active) as role,
      exists (select from stint s where s.staff_id = ${staffId} and s.patch_id = p.patch_id
        and s.start_date <= ${today} and (s.end_date is null or s.end_date > ${today})) as held
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where a.id = ${id}`;
  return row ? { id, blockers: [], alerts: [], ...row } : null;
}

/** Null where there is no such account. */
export async function readCaseRow(tx: Tx, id: number, today: Day): Promise<CaseRow | null> {
  const [row] = await tx<
    {
      patch_id: number;
      balance_pence: number;
      ended_on: Day | null;
      holds: Hold[] | null;
      alerts: Alert[] | null;
    }[]
  >`
    select p.patch_id, a.balance_pence, t.end_date as ended_on,
      (select json_agg(json_build_object('kind', kind, 'startsOn', starts_on, 'reviewOn', review_on, 'endsOn', ends_on))
        from hold where rent_account_id = a.id) as holds,
      (select json_agg(json_build_object('kind', kind, 'startsOn', starts_on, 'reviewOn', review_on, 'expiresOn', expires_on))
        from cautionary_alert where property_id = p.id) as alerts
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where a.id = ${id}`;
  if (!row) return null;
  const facts = { holds: row.holds ?? [], balancePence: row.balance_pence, tenancyEndedOn: row.ended_on };
  return {
    id,
    patchId: row.patch_id,
    blockers: blockersOn(facts, today),
    alerts: activeAlerts(row.alerts ?? [], today),
  };
}
