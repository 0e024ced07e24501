// Which account a payment may be for: every word has to be in its reference, its address, its postcode (with or without its space) or
// the name of a person of the tenancy, with or without its accents. In the order of references, current tenancies first.
import type { AccountsFound } from '../../contract/performance/reconciliation.ts';
import type { Sql } from '../../../db/connect.ts';

/** More than that are found with another word. */
const most = 8;
const mostWords = 6;

export async function findAccounts(sql: Sql, text: string): Promise<AccountsFound['accounts']> {
  // Only the word itself: % and _ would match anything.
  const words = text.split(/[\s,]+/).filter(Boolean).slice(0, mostWords).map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`); // prettier-ignore
  if (words.length === 0) return [];
  const matches = words.map(
    (
      word,
    ) => sql`(fold(concat_ws(' ', a.reference, p.address, p.postcode, replace(p.postcode, ' ', ''))) like fold(${word})
      or exists (select from tenancy_person tp join person pe on pe.id = tp.person_id
        where tp.tenancy_id = t.id and fold(pe.name) like fold(${word})))`,
  );
  const rows = await sql<AccountsFound['accounts']>`
    select a.id as "caseId", a.reference, p.address || ', ' || p.postcode as address, a.balance_pence as "balancePence",
      t.end_date as "endedOn", (select coalesce(string_agg(pe.name, ' and ' order by tp.role <> 'tenant', pe.id), '')
        from tenancy_person tp join person pe on pe.id = tp.person_id
        where tp.tenancy_id = t.id and tp.role in ('tenant', 'joint_tenant')) as tenant
    from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where ${matches.reduce((all, one) => sql`${all} and ${one}`)}
    order by t.end_date is not null, a.reference limit ${most}`;
  return [...rows];
}
