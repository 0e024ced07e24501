// Finds tenancies by name, address, postcode or payment reference, among all that a person may see: also those that owe
// nothing, which are on no worklist.
import { patchesOf, type Actor } from '../access/rights.ts';
import type { FoundTenancies, FoundTenancy } from '../contract/tenancy-search.ts';
import type { Sql } from '../../db/connect.ts';
import type { Day } from '../domain/facts.ts';
import { searchWords } from './search-words.ts';
import { inPatches, tenantNames, type Fragment } from './sql-parts.ts';

const foundAtMost = 20;

/**
 * Every word must be in the name, the address, the postcode (with or without its space) or the reference, with or without its
 * accents. Leaves an audit line with what was found.
 */
export async function findTenancies(sql: Sql, actor: Actor, q: string, today: Day): Promise<FoundTenancies> {
  const words = searchWords(q);
  if (words.join('').length < 2) return { tenancies: [], more: false };
  const all = words.reduce<Fragment>(
    (before, word) =>
      sql`${before} and (fold(concat_ws(' ', p.address, p.postcode, replace(p.postcode, ' ', ''), a.reference)) like fold(${`%${word}%`})
        or exists (select from tenancy_person tp join person pe on pe.id = tp.person_id
          where tp.tenancy_id = t.id and tp.role in ('tenant', 'joint_tenant') and fold(pe.name) like fold(${`%${word}%`})))`,
    sql``,
  );
  const rows = await sql<FoundTenancy[]>`
    select a.id, ${tenantNames(sql, sql`t.id`)} as tenant, p.address, p.postcode, a.reference,
      coalesce(t.end_date <= ${today}::date, false) as ended
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where ${inPatches(sql, patchesOf(actor, 'cases'))} ${all}
    order by coalesce(t.end_date <= ${today}::date, false), p.address, a.id limit ${foundAtMost + 1}`;
  const tenancies = rows.slice(0, foundAtMost);
  // What was read, not what was typed: a search may hold anything.
  if (tenancies.length > 0)
    await sql`insert into audit_line (staff_id, what, detail)
      values (${actor.staffId}, 'tenancies.found', ${sql.json({ cases: tenancies.map(({ id }) => id) })})`;
  return { tenancies, more: rows.length > foundAtMost };
}
