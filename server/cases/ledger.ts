// An account's ledger, newest first, a page at a time, each line with the balance after it. The balance follows the
// order of the days on which lines count, whatever the order in which they were posted; so the newest line's balance
// is the account's.
import type { Sql } from '../../db/connect.ts';

export type LedgerLine = {
  kind: 'charge' | 'payment' | 'adjustment';
  id: number;
  on: string;
  postedAt: string;
  /** A charge's or an adjustment's kind, a payment's method. */
  what: string;
  source: string | null;
  /** Signed as the balance is: positive adds to what is owed. */
  amountPence: number;
  balancePence: number;
};
/** next: hand it back for the page after; null at the end. */
export type LedgerPage = { lines: LedgerLine[]; next: string | null };

type Row = Omit<LedgerLine, 'postedAt'> & { postedAt: Date; place: string };

/** Refuses nothing: a cursor that is not one of ours gives the first page. */
export async function readLedger(
  sql: Sql,
  caseId: number,
  before: string | null,
  size = 50,
): Promise<LedgerPage> {
  const place = before !== null && /^\d{1,9}$/.test(before) ? Number(before) : null;
  const rows = await sql<Row[]>`
    with line as (
      select 'charge' as kind, id, due_on as day, posted_at, kind as what, null as source, amount_pence as pence
      from charge where rent_account_id = ${caseId}
      union all
      select 'adjustment', id, effective_on, posted_at, kind, null, amount_pence
      from adjustment where rent_account_id = ${caseId}
      union all
      select 'payment', id, value_date, posted_at, method, source, -amount_pence
      from payment where rent_account_id = ${caseId}
    ),
    -- Counted from the oldest: a line that is posted while somebody turns pages seldom moves the older ones.
    run as (
      select line.*, sum(pence) over ordered as balance, row_number() over ordered as place
      from line window ordered as (order by day, posted_at, kind, id)
    )
    select kind, id, day as "on", posted_at as "postedAt", what, source, pence as "amountPence",
      balance::bigint as "balancePence", place::text as place
    from run where ${place}::int is null or place < ${place}::int
    order by run.place desc limit ${size + 1}`;
  const lines = rows.slice(0, size).map(({ place: _, postedAt, ...line }) => ({
    ...line,
    postedAt: postedAt.toISOString(),
  }));
  return { lines, next: rows.length > size ? rows[size - 1]!.place : null };
}
