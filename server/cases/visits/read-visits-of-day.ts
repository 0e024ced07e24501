// Everybody's visits of one day, done or to come, in the patches that the reader sees: what a manager's map of the day
// shows. A planned visit of an earlier day is left out.
import type { Actor } from '../../access/rights.ts';
import type { VisitOfDay } from '../../contract/day.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { inPatches, tenantNames } from '../sql-parts.ts';

type Row = Omit<VisitOfDay, 'setOutAt' | 'endedAt'> & { setOutAt: Date | null; endedAt: Date | null };

/**
 * In the order of officers, and within one of what happened; what is still planned in the order in which the officer's device
 * planned it, since a device sends several cases at once. 5,000 at most, which is ten times a large landlord's day.
 */
export async function readVisitsOfDay(sql: Sql, actor: Actor, day: Day): Promise<VisitOfDay[]> {
  const rows = await sql<Row[]>`
    select v.id::int, v.rent_account_id as "caseId", v.staff_id as "staffId", s.name as "staffName", v.state, v.outcome,
      v.set_out_at as "setOutAt", v.ended_at as "endedAt",
      ${tenantNames(sql, sql`t.id`)} as tenant,
      p.address, p.postcode, p.latitude, p.longitude, p.patch_id as "patchId"
    from visit v
    join staff s on s.id = v.staff_id
    join rent_account a on a.id = v.rent_account_id
    join tenancy t on t.id = a.tenancy_id
    join property p on p.id = t.property_id
    where v.planned_for = ${day} and ${inPatches(sql, actor.patchIds)}
    order by s.name, v.staff_id, v.ended_at nulls last, v.state <> 'on_the_way', v.created_at, v.id
    limit 5000`;
  return rows.map((row) => ({
    ...row,
    setOutAt: row.setOutAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }));
}
