// The rows that sum to each line of the tie-out, from the database. The rows of the lines `worklist` and `behind` come from
// memory (reconciliation.ts).
import type { TieLineName, TieRow } from '../../contract/performance/reconciliation.ts';
import type { Day } from '../../domain/facts.ts';
import { accountsOf, othersOf, sinceOf, suspenseOf, type Control } from './sums.ts';
import type { Tx } from '../../commands/outcome.ts';

export type FoundRow = Omit<TieRow, 'at'> & { at: Date | null };
export const asRows = (rows: readonly FoundRow[]): TieRow[] =>
  rows.map((row) => ({ ...row, at: row.at && row.at.toISOString() }));

/** Oldest first, or by account. */
export async function readTieRows(
  tx: Tx,
  control: Control,
  today: Day,
  line: Exclude<TieLineName, 'worklist' | 'behind'>,
  what: string,
): Promise<TieRow[]> {
  switch (line) {
    case 'credits':
    case 'former':
      return asRows(
        await tx<FoundRow[]>`
        select 'account' as of, id, id as "caseId", reference, 'Rent account' as what, null::date as day,
          null::timestamptz as at, pence, '' as why
        from ${accountsOf(tx, control, today)} a
        where ${line === 'former' ? tx`former` : tx`not former`}
          and ${line === 'former' && what === '' ? tx`pence > 0` : tx`pence < 0`} order by id`,
      );
    case 'suspense':
      return asRows(
        await tx<FoundRow[]>`
        select 'suspense' as of, id, null::int as "caseId", reference, source as what, received_on as day,
          posted_at as at, pence, why
        from ${suspenseOf(tx, control)} s where ${what === ''} order by received_on, id`,
      );
    case 'other':
      return asRows(
        await tx<FoundRow[]>`
        select 'other_account' as of, id, null::int as "caseId", reference, what, as_of_day as day,
          null::timestamptz as at, pence,
          case when as_of_day < ${control.asOfDay} then 'Its newest figure is older than the control total' else '' end as why
        from ${othersOf(tx, control)} o where kind = ${what} order by reference`,
      );
    case 'timing':
      return asRows(
        await tx<FoundRow[]>`
        select 'posting' as of, r.id, r.rent_account_id as "caseId", b.reference, r.what, r.on_day as day,
          r.posted_at as at, -r.pence as pence,
          case when r.on_day > ${control.asOfDay} then 'Counts after the day' else 'Posted after the cut-off' end as why
        from ${sinceOf(tx, control)} r join rent_account b on b.id = r.rent_account_id
        where r.line = ${what} order by r.on_day, r.posted_at, r.id`,
      );
  }
}
