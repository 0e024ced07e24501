// An account's ledger, newest first, a page at a time, each line with the balance after it. The balance follows the
// order of the days on which lines count, whatever the order in which they were posted; so the newest line's balance
// is the account's. A filter takes lines away and changes no balance.
import type { LedgerKind, LedgerLine, LedgerPage } from '../../contract/ledger.ts';
import type { Sql } from '../../../db/connect.ts';
import { addDays } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';

/** what: a payment's method, a charge's or an adjustment's kind. Both days are in it. */
export type LedgerFilter = { kind?: LedgerKind; what?: string; from?: Day; to?: Day };

type Row = Omit<LedgerLine, 'postedAt'> & { postedAt: Date; place: string };

/** Every line of account $1 with the balance after it. */
const ledgerRun = `
  with line as (
    select 'charge' as kind, id, due_on as day, posted_at, kind as what, null as source, amount_pence as pence
    from charge where rent_account_id = $1
    union all
    select 'adjustment', id, effective_on, posted_at, kind, null, amount_pence
    from adjustment where rent_account_id = $1
    union all
    select 'payment', id, value_date, posted_at, method, source, -amount_pence
    from payment where rent_account_id = $1
  ),
  -- Counted from the oldest: a line that is posted while somebody turns pages seldom moves the older ones.
  run as (
    select line.*, sum(pence) over ordered as balance, row_number() over ordered as place
    from line window ordered as (order by day, posted_at, kind, id)
  )`;
const columns = `kind, id, day as "on", posted_at as "postedAt", what, source, pence as "amountPence",
  balance::bigint as "balancePence", place::text as place`;

const line = ({ place: _, postedAt, ...row }: Row): LedgerLine => ({
  ...row,
  postedAt: postedAt.toISOString(),
});

/** The first page has all of the last 13 weeks, which is what an officer needs of it without signal. */
const firstPageDays = 91;
const longestPage = 300;
const pageSize = 50;

const page = (rows: readonly Row[], size: number): LedgerPage => ({
  lines: rows.slice(0, size).map(line),
  next: rows.length > size ? rows[size - 1]!.place : null,
});

/** The newest lines as a case shows them: a page, or more where the last 13 weeks have more. */
export async function readFirstLedger(sql: Sql, caseId: number, today: Day): Promise<LedgerPage> {
  const rows = await readRows(sql, caseId, null, {}, longestPage);
  const from = addDays(today, -firstPageDays);
  const recent = rows.filter(({ on }) => on >= from).length;
  return page(rows, Math.min(longestPage, Math.max(pageSize, recent)));
}

/** Refuses nothing: a cursor that is not one of ours gives the first page. */
export async function readLedger(
  sql: Sql,
  caseId: number,
  before: string | null,
  filter: LedgerFilter = {},
  size = pageSize,
): Promise<LedgerPage> {
  return page(await readRows(sql, caseId, before, filter, size), size);
}

/** One more line than `size`, where there is one. */
async function readRows(
  sql: Sql,
  caseId: number,
  before: string | null,
  { kind, what, from, to }: LedgerFilter,
  size: number,
): Promise<Row[]> {
  const place = before !== null && /^\d{1,9}$/.test(before) ? Number(before) : null;
  return sql.unsafe<Row[]>(
    `${ledgerRun}
    select ${columns} from run
    where ($2::int is null or place < $2::int) and ($3::text is null or kind = $3::text)
      and ($4::text is null or what = $4::text) and ($5::date is null or day >= $5::date) and ($6::date is null or day <= $6::date)
    order by run.place desc limit $7`,
    [caseId, place, kind ?? null, what ?? null, from ?? null, to ?? null, size + 1],
    { prepare: true },
  );
}

/** What counts from the first day to the last, oldest first, and what was owed when the first began: of one instant. */
export async function readSpan(
  sql: Sql,
  caseId: number,
  from: Day,
  to: Day,
): Promise<{ openingPence: number; lines: LedgerLine[] }> {
  const rows = await sql.unsafe<Row[]>(
    `${ledgerRun} select ${columns} from run
    where day >= $2::date and day <= $3::date or place = (select max(place) from run where day < $2::date)
    order by run.place`,
    [caseId, from, to],
    { prepare: true },
  );
  const before = rows.filter((row) => row.on < from);
  return { openingPence: before[0]?.balancePence ?? 0, lines: rows.slice(before.length).map(line) };
}

/** What was owed at the end of each day on which it moved, oldest first. */
export async function readBalances(sql: Sql, caseId: number): Promise<{ on: Day; pence: number }[]> {
  return sql.unsafe<{ on: Day; pence: number }[]>(
    `${ledgerRun}, last as (select distinct on (day) day, balance from run order by day, place desc)
    select day as "on", balance::bigint as pence from last order by day`,
    [caseId],
    { prepare: true },
  );
}
