// The home behind a case: what every team may see of it. Of the rent account only the reference is read.
import type { CaseAlert, CaseHome, CaseRepair, HomePerson } from '../contract/case-detail.ts';
import type { Sql } from '../../db/connect.ts';
import { activeAlerts } from '../domain/law/alerts.ts';
import type { Alert, Day } from '../domain/facts.ts';

/** Null where there is no such account. */
export async function readHome(
  sql: Sql,
  caseId: number,
): Promise<(CaseHome & { propertyId: number }) | null> {
  const [row] = await sql<(CaseHome & { propertyId: number })[]>`
    select a.id, a.reference, p.address, p.postcode, p.latitude, p.longitude, p.patch_id as "patchId",
      pa.name as patch, p.kind, p.bedrooms, p.id as "propertyId",
      t.end_date as "tenancyEndsOn"
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    join patch pa on pa.id = p.patch_id
    where a.id = ${caseId}`;
  return row ?? null;
}

/** The tenants first. Only they are contacted: of the rest of the household no contact details are read. */
export async function readHomePeople(sql: Sql, caseId: number): Promise<HomePerson[]> {
  return sql<HomePerson[]>`
    select p.id, p.name, tp.role, p.preferred_contact as "preferredContact", p.language, p.version,
      case when tp.role <> 'household' then p.phone end as phone,
      case when tp.role <> 'household' then p.email end as email
    from rent_account a join tenancy_person tp on tp.tenancy_id = a.tenancy_id join person p on p.id = tp.person_id
    where a.id = ${caseId}
    order by array_position(array['tenant', 'joint_tenant', 'household'], tp.role), p.id`;
}

/** When a member of staff last confirmed who lives there. */
export async function readHouseholdConfirmed(sql: Sql, caseId: number): Promise<string | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select max(happened_at) as at from household_confirmation where rent_account_id = ${caseId}`;
  return row?.at?.toISOString() ?? null;
}

/** The open ones, and what was done in the last year. */
export async function readRepairs(sql: Sql, caseId: number): Promise<CaseRepair[]> {
  const rows = await sql<
    (Omit<CaseRepair, 'reportedAt' | 'targetAt' | 'completedAt'> & {
      reportedAt: Date;
      targetAt: Date | null;
      completedAt: Date | null;
    })[]
  >`
    select r.id, r.category, r.priority, r.description, r.status, r.reported_at as "reportedAt",
      r.target_at as "targetAt", r.completed_at as "completedAt"
    from rent_account a join tenancy t on t.id = a.tenancy_id join repair r on r.property_id = t.property_id
    where a.id = ${caseId}
      and (r.status not in ('completed', 'cancelled') or r.reported_at > now() - interval '1 year')
    order by r.status in ('completed', 'cancelled'), r.reported_at desc, r.id desc limit 100`;
  return rows.map((r) => ({
    ...r,
    reportedAt: r.reportedAt.toISOString(),
    targetAt: r.targetAt?.toISOString() ?? null,
    completedAt: r.completedAt?.toISOString() ?? null,
  }));
}

/** Those in force today: an expired alert has disappeared. */
export async function readAlerts(sql: Sql, caseId: number, today: Day): Promise<CaseAlert[]> {
  const rows = await sql<(Alert & { id: number; detail: string; source: string })[]>`
    select c.id, c.kind, c.detail, c.source, c.starts_on as "startsOn", c.review_on as "reviewOn", c.expires_on as "expiresOn"
    from rent_account a join tenancy t on t.id = a.tenancy_id join cautionary_alert c on c.property_id = t.property_id
    where a.id = ${caseId} order by c.id`;
  return rows.flatMap((row) =>
    activeAlerts([row], today).map(({ kind, text, reviewOn, expiresOn }) => ({
      id: row.id,
      kind,
      text,
      detail: row.detail,
      source: row.source,
      reviewOn,
      expiresOn,
    })),
  );
}
