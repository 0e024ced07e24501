// A statement of the account for the tenant: opening balance, every line in plain order, closing balance. The pre-action
// protocol for social landlords asks for rent statements at least quarterly, in a form that a tenant can understand;
// thirteen weeks are a quarter.
import type { LedgerLine } from '../../contract/ledger.ts';
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import { readSpan } from './ledger.ts';

export type Statement = {
  landlord: string;
  reference: string;
  tenants: string[];
  address: string;
  postcode: string;
  weeklyRentPence: number;
  from: Day;
  to: Day;
  openingPence: number;
  chargedPence: number;
  paidPence: number;
  closingPence: number;
  lines: LedgerLine[];
};

/** Both days are in it. Adjustments count among the charges, whichever way they went. */
export async function readStatement(sql: Sql, caseId: number, from: Day, to: Day): Promise<Statement> {
  const [[about], { openingPence, lines }] = await Promise.all([
    sql<
      {
        landlord: string;
        reference: string;
        tenants: string[] | null;
        address: string;
        postcode: string;
        weeklyRentPence: number;
      }[]
    >`
      select (select name from landlord) as landlord, a.reference, p.address, p.postcode,
        a.weekly_rent_pence as "weeklyRentPence",
        (select array_agg(pe.name order by tp.role <> 'tenant', pe.id) from tenancy_person tp
          join person pe on pe.id = tp.person_id
          where tp.tenancy_id = t.id and tp.role in ('tenant', 'joint_tenant')) as tenants
      from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
      where a.id = ${caseId}`,
    readSpan(sql, caseId, from, to),
  ]);
  let chargedPence = 0;
  let paidPence = 0;
  for (const line of lines) {
    // A returned payment was not paid; a reversed charge was not charged.
    if (line.kind === 'payment') paidPence -= line.amountPence;
    else chargedPence += line.amountPence;
  }
  return {
    ...about!,
    landlord: about!.landlord ?? '',
    tenants: about!.tenants ?? [],
    from,
    to,
    openingPence,
    chargedPence,
    paidPence,
    closingPence: openingPence + chargedPence - paidPence,
    lines,
  };
}
