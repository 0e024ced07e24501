// What an officer must know before they knock, of many homes at once: alerts, languages and how the tenants are reached. A
// device keeps it for the visits of the day, so that a visit without signal begins with it. No money and no date of birth.
import { mayIn, type Actor } from '../../access/rights.ts';
import type { DoorFacts } from '../../contract/day.ts';
import type { HomePerson } from '../../contract/case-detail.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Alert, Day } from '../../domain/facts.ts';
import { activeAlerts } from '../../domain/law/alerts.ts';

type AlertRow = Alert & { id: number; detail: string; source: string };
type Row = { caseId: number; patchId: number; bedrooms: number; people: HomePerson[]; alerts: AlertRow[] };

/** In the order of `ids`; homes that the person may not see are left out. Leaves one audit line with what was read. */
export async function readDoors(
  sql: Sql,
  actor: Actor,
  ids: readonly number[],
  today: Day,
): Promise<DoorFacts[]> {
  // Of the rest of the household no contact details are read: only the tenants are contacted.
  const rows = await sql<Row[]>`
    select a.id as "caseId", p.patch_id as "patchId", p.bedrooms,
      (select coalesce(json_agg(json_build_object('id', pe.id, 'name', pe.name, 'role', tp.role,
          'preferredContact', pe.preferred_contact, 'language', pe.language, 'version', pe.version,
          'phone', case when tp.role <> 'household' then pe.phone end,
          'email', case when tp.role <> 'household' then pe.email end)
          order by array_position(array['tenant', 'joint_tenant', 'household'], tp.role), pe.id), '[]')
        from tenancy_person tp join person pe on pe.id = tp.person_id where tp.tenancy_id = t.id) as people,
      (select coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'detail', c.detail, 'source', c.source,
          'startsOn', c.starts_on, 'reviewOn', c.review_on, 'expiresOn', c.expires_on) order by c.id), '[]')
        from cautionary_alert c where c.property_id = p.id) as alerts
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where a.id = any(${[...ids]}::bigint[])
    order by array_position(${[...ids]}::bigint[], a.id)`;
  const doors = rows
    .filter(({ patchId }) => mayIn(actor, 'cases', patchId))
    .map(({ caseId, bedrooms, people, alerts }) => ({
      caseId,
      bedrooms,
      people,
      alerts: alerts.flatMap((one) =>
        activeAlerts([one], today).map(({ kind, text, reviewOn, expiresOn }) => {
          const { id, detail, source } = one;
          return { id, kind, text, detail, source, reviewOn, expiresOn };
        }),
      ),
    }));
  if (doors.length > 0)
    await sql`insert into audit_line (staff_id, what, detail)
      values (${actor.staffId}, 'doors.read', ${sql.json({ cases: doors.map(({ caseId }) => caseId) })})`;
  return doors;
}
