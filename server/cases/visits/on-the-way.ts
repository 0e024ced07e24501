// Officers on the way to a door where money has come since they set out, and who were not notified: they may have had no
// signal, or the hub may have been down. A knock check, or a decision to go anyway, counts as notified of all before it.
import type { Sql } from '../../../db/connect.ts';
import type { Method } from '../../domain/facts.ts';

export type PaidOnTheWay = {
  staffId: number;
  caseId: number;
  /** The newest since they set out; below 0 it came back. */
  payment: { amountPence: number; method: Method; postedAt: string };
  /** The account's balance at the same instant, in pence. */
  balancePence: number;
};

/**
 * The visits that these people are on, where a payment came since they set out and since their last knock check; each
 * with the newest such payment. Without those who decided to go on.
 */
export async function paidOnTheWay(sql: Sql, staffIds: readonly number[]): Promise<PaidOnTheWay[]> {
  const rows = await sql<
    {
      staffId: number;
      caseId: number;
      amountPence: number;
      method: Method;
      postedAt: Date;
      balancePence: number;
    }[]
  >`
    select v.staff_id as "staffId", v.rent_account_id as "caseId", p.amount_pence as "amountPence", p.method,
      p.posted_at as "postedAt", a.balance_pence as "balancePence"
    from visit v join rent_account a on a.id = v.rent_account_id cross join lateral (
      select amount_pence, method, posted_at from payment
      where rent_account_id = v.rent_account_id and posted_at > v.set_out_at order by posted_at desc, id desc limit 1
    ) p
    where v.staff_id = any(${staffIds as number[]}::int[]) and v.state = 'on_the_way' and v.go_anyway_reason is null
      and (v.knock_checked_at is null or v.knock_checked_at < p.posted_at)`;
  return rows.map(({ staffId, caseId, amountPence, method, postedAt, balancePence }) => ({
    staffId,
    caseId,
    balancePence,
    payment: { amountPence, method, postedAt: postedAt.toISOString() },
  }));
}
