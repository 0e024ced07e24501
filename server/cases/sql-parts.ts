// Parts of a query that several files of this room share. `sql` is the pool or the transaction that runs the query.
import { rolesWith, type Right } from '../access/rights.ts';
import type postgres from 'postgres';
import type { Queries } from '../../db/connect.ts';
import type { Day } from '../domain/facts.ts';

export type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** True for a home in these patches; the property is `p`. */
export const inPatches = (sql: Queries, patchIds: readonly number[] | 'all'): Fragment =>
  patchIds === 'all' ? sql`true` : sql`p.patch_id = any(${[...patchIds]}::int[])`;

/** True where the member of staff `s` has the right in that patch on that day. */
export const hasRightIn = (sql: Queries, right: Right, patchId: number, day: Day): Fragment => sql`
  (s.role = any(${rolesWith(right, 'all')}::text[]) or (s.role = any(${rolesWith(right, 'patch')}::text[]) and exists (
    select from stint t where t.staff_id = s.id and t.patch_id = ${patchId}
      and t.start_date <= ${day} and (t.end_date is null or t.end_date > ${day}))))`;

/** The tenants named in the tenancy with the id `tenancyId`: 'Ann Example and Bob Example', or ''. */
export const tenantNames = (sql: Queries, tenancyId: Fragment): Fragment => sql`
  (select coalesce(string_agg(pe.name, ' and ' order by tp.role <> 'tenant', pe.id), '')
    from tenancy_person tp join person pe on pe.id = tp.person_id
    where tp.tenancy_id = ${tenancyId} and tp.role in ('tenant', 'joint_tenant'))`;

/** The guidelines for a budget on that day, as JSON; null where there are none. */
export const guidelinesOn = (sql: Queries, day: Day): Fragment => sql`
  (select json_agg(json_build_object('category', category, 'person', person, 'amountPence', amount_pence, 'period', period,
      'from', from_on, 'until', until_on, 'source', source, 'madeUp', made_up) order by category, person, from_on)
    from budget_guideline where from_on <= ${day}::date and (until_on is null or until_on > ${day}::date))`;
