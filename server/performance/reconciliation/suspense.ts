// Suspense items: those that wait for an account, oldest first, and those matched or returned lately.
import type { SuspenseItem } from '../../contract/performance/reconciliation.ts';
import type { Sql } from '../../../db/connect.ts';

const settledShown = 50;
const waitingShown = 2_000;

/**
 * Reads the items in one snapshot. `waitingPence` is the sum of all that wait, also of those beyond the limit of the
 * list.
 */
export async function readSuspense(
  sql: Sql,
  now: number,
): Promise<{ asOf: string; waitingPence: number; items: SuspenseItem[] }> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const items = async (waits: boolean) =>
      tx<SuspenseItem[]>`
        select s.id, s.amount_pence as pence, s.received_on as "receivedOn", s.source, s.reference, s.why,
          s.returned_on as "returnedOn",
          case when p.id is not null then json_build_object('caseId', a.id, 'reference', a.reference, 'by', w.name, 'at',
            to_char(coalesce(s.matched_at, p.posted_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) end as matched
        from suspense_item s left join payment p on p.id = s.matched_payment_id
        left join rent_account a on a.id = p.rent_account_id left join staff w on w.id = s.matched_by
        where (s.matched_payment_id is null and s.returned_on is null) = ${waits}
        order by ${waits ? tx`s.received_on, s.id` : tx`coalesce(s.matched_at, p.posted_at) desc nulls last, s.id desc`}
        limit ${waits ? waitingShown : settledShown}`;
    const [sum] = await tx<{ pence: number }[]>`
      select coalesce(sum(amount_pence), 0)::bigint as pence from suspense_item
      where matched_payment_id is null and returned_on is null`;
    return {
      asOf: new Date(now).toISOString(),
      waitingPence: sum!.pence,
      items: [...(await items(true)), ...(await items(false))],
    };
  });
}
