// The lines of the tie-out in SQL: one control total against one snapshot of the database. An account is in the ledger's
// figure if the figure covers former tenants, or if the tenancy had not ended by the control day. It is a former tenant's
// on the statement if the tenancy has ended by today. A posting at the instant of the cut-off comes after it. All money is
// pence; debt is positive.
import type { TieLine } from '../../contract/performance/reconciliation.ts';
import type { CoverPart, OtherKind } from '../../domain/money/finance-lines.ts';
import type { Queries } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';

/** A control total: finance's figure and what it covers. */
export type Control = {
  id: number;
  ledger: string;
  asOfDay: Day;
  cutOffAt: Date;
  covers: CoverPart[];
  pence: number;
};

/** The control total with that id, superseded or not; without an id the newest that is not superseded. */
export async function readControl(tx: Queries, id?: number): Promise<Control | null> {
  const [found] = await tx<Control[]>`
    select id, ledger, as_of_day as "asOfDay", cut_off_at as "cutOffAt", covers, pence from control_total
    where ${id === undefined ? tx`superseded_at is null` : tx`id = ${id}`}
    order by as_of_day desc, entered_at desc, id desc limit 1`;
  return found ?? null;
}

/** The rent accounts in the figure, with their balances now. */
export const accountsOf = (tx: Queries, control: Control, today: Day) => tx`(
  select a.id, a.reference, a.balance_pence as pence, coalesce(t.end_date <= ${today}, false) as former
  from rent_account a join tenancy t on t.id = a.tenancy_id
  where ${control.covers.includes('former')} or t.end_date is null or t.end_date > ${control.asOfDay})`;

/** Postings to them that are not in the figure: dated after the control day, or posted at or after the cut-off. */
export const sinceOf = (tx: Queries, control: Control) => tx`(
  select r.* from ledger_row r
  ${
    control.covers.includes('former')
      ? tx``
      : tx`join rent_account a on a.id = r.rent_account_id join tenancy t on t.id = a.tenancy_id
        and (t.end_date is null or t.end_date > ${control.asOfDay})`
  }
  where r.on_day > ${control.asOfDay} or r.posted_at >= ${control.cutOffAt})`;

/** Money in suspense then: received, but without a payment in the ledger. */
export const suspenseOf = (tx: Queries, control: Control) => tx`(
  select s.*, -s.amount_pence as pence from suspense_item s
  left join payment p on p.id = s.matched_payment_id
    and p.value_date <= ${control.asOfDay} and p.posted_at < ${control.cutOffAt}
  where ${control.covers.includes('suspense')} and s.received_on <= ${control.asOfDay}
    and s.posted_at < ${control.cutOffAt} and p.id is null
    and (s.returned_on is null or s.returned_on > ${control.asOfDay}))`;

/** The newest figure of each other account up to that day. */
export const othersOf = (tx: Queries, control: Control) => tx`(
  select o.id, o.kind, o.reference, o.what, f.as_of_day, f.pence
  from other_account o cross join lateral (
    select as_of_day, pence from other_figure
    where other_account_id = o.id and superseded_at is null and as_of_day <= ${control.asOfDay}
    order by as_of_day desc limit 1) f
  where ${control.covers.includes('other')} and (o.closed_on is null or o.closed_on > ${control.asOfDay}))`;

type Sum = { pence: number; rows: number };
export type AccountSums = { owing: Sum; credits: Sum; former: Sum; formerCredits: Sum };

/** Sums of the rent accounts at the control (pence): current and former tenants, those who owe and those in credit. */
export async function sumAccounts(tx: Queries, control: Control, today: Day): Promise<AccountSums> {
  const rows = await tx<(Sum & { part: keyof AccountSums })[]>`
    select case when former and pence > 0 then 'former' when former then 'formerCredits'
        when pence > 0 then 'owing' else 'credits' end as part,
      sum(pence)::bigint as pence, count(*)::int as rows
    from ${accountsOf(tx, control, today)} a where pence <> 0 group by 1`;
  const of = (part: keyof AccountSums): Sum => rows.find((row) => row.part === part) ?? { pence: 0, rows: 0 };
  return {
    owing: of('owing'),
    credits: of('credits'),
    former: of('former'),
    formerCredits: of('formerCredits'),
  };
}

const postings = ['charge', 'payment', 'adjustment', 'write_off'] as const;
const kinds: readonly OtherKind[] = ['garage', 'service_charge', 'court_costs', 'other'];

/** The lines `suspense`, `other` (by kind) and `timing` (by kind of posting). */
export async function sumOtherLines(tx: Queries, control: Control): Promise<TieLine[]> {
  const [[held], others, since] = await Promise.all([
    tx<Sum[]>`select coalesce(sum(pence), 0)::bigint as pence, count(*)::int as rows
      from ${suspenseOf(tx, control)} s`,
    tx<(Sum & { what: string })[]>`select kind as what, sum(pence)::bigint as pence, count(*)::int as rows
      from ${othersOf(tx, control)} o group by 1`,
    tx<(Sum & { what: string })[]>`select line as what, -sum(pence)::bigint as pence, count(*)::int as rows
      from ${sinceOf(tx, control)} r group by 1`,
  ]);
  const lines: TieLine[] = [{ line: 'suspense', what: '', ...held! }];
  const all = (
    line: 'other' | 'timing',
    names: readonly string[],
    sums: readonly (Sum & { what: string })[],
  ) => {
    for (const name of names) {
      const sum = sums.find(({ what }) => what === name);
      if (sum) lines.push({ line, what: name, pence: sum.pence, rows: sum.rows });
    }
  };
  all('other', kinds, others);
  all('timing', postings, since);
  return lines;
}

/** The sum of all lines by the database alone: what the ledger's figure should be. Pence. */
export async function explainedOf(tx: Queries, control: Control, today: Day): Promise<number> {
  const accounts = Object.values(await sumAccounts(tx, control, today));
  return penceOf([...accounts, ...(await sumOtherLines(tx, control))]);
}

export const penceOf = (lines: readonly { pence: number }[]): number =>
  lines.reduce((sum, { pence }) => sum + pence, 0);
