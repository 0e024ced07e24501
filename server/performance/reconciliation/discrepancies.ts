// Where the figures do not tie: rows to look at first, likeliest first. Nothing here is proof. A difference is most often
// one posting that is missing or twice (its own amount), one on the wrong side (half of it), two digits that changed
// places where somebody typed a figure (then it divides by nine), something posted in the minute of the cut-off, an account
// that one side does not have, or a kept balance that is not the sum of its postings.
import { readLandlord } from '../../commands/landlord.ts';
import type { Discrepancies, DiscrepancyKind } from '../../contract/performance/reconciliation.ts';
import type { Day } from '../../domain/facts.ts';
import { formatPence } from '../../domain/money.ts';
import { asRows, type FoundRow } from './rows.ts';
import { explainedOf, othersOf, readControl, type Control } from './sums.ts';
import type { Tx } from '../../commands/outcome.ts';
import type { Sql } from '../../../db/connect.ts';

/** Rows of each group. */
const most = 20;
/** Postings from this many days before the control day on are searched. */
const daysBack = 35;
/** Seconds around the cut-off. */
const around = 60;

type Group = Discrepancies['groups'][number];
type Counted = FoundRow & { count: number };
/** pence: the absolute residual. */
type Search = { tx: Tx; control: Control; today: Day; residual: number; pence: number };

/** Null if there is no such control total; no groups if the figures tie. Otherwise reads the whole ledger. */
export async function readDiscrepancies(
  sql: Sql,
  { now, controlId }: { now: number; controlId?: number | undefined },
): Promise<Discrepancies | null> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const control = await readControl(tx, controlId);
    if (!control) return null;
    const { today } = await readLandlord(tx, now);
    const residualPence = control.pence - (await explainedOf(tx, control, today));
    const asOf = new Date(now).toISOString();
    if (residualPence === 0) return { asOf, residualPence, groups: [] };
    const search: Search = { tx, control, today, residual: residualPence, pence: Math.abs(residualPence) };
    const groups: (Group | null)[] = [];
    for (const find of [drift, suspense, equal, half, digits, missing, cutOff])
      groups.push(await find(search));
    return { asOf, residualPence, groups: groups.filter((group) => group !== null) };
  });
}

function group(kind: DiscrepancyKind, words: string, rows: readonly Counted[]): Group | null {
  if (rows.length === 0) return null;
  return { kind, words, count: rows[0]!.count, rows: asRows(rows.map(rowOf)) };
}

const rowOf = ({ of, id, caseId, reference, what, day, at, pence, why }: Counted): FoundRow => {
  return { of, id, caseId, reference, what, day, at, pence, why };
};

async function drift({ tx }: Search): Promise<Group | null> {
  const rows = await tx<Counted[]>`
    select 'account' as of, a.id, a.id as "caseId", a.reference, 'Rent account' as what, null::date as day,
      null::timestamptz as at, d.kept_pence - d.ledger_pence as pence,
      'Its balance is not the sum of its postings' as why, count(*) over ()::int as count
    from balance_drift() d join rent_account a on a.id = d.rent_account_id
    order by abs(d.kept_pence - d.ledger_pence) desc, a.id limit ${most}`;
  return group('drift', 'Accounts with a balance that is not the sum of their postings', rows);
}

async function suspense({ tx, pence, control }: Search): Promise<Group | null> {
  const rows = await tx<Counted[]>`
    select 'suspense' as of, s.id, p.rent_account_id as "caseId", s.reference, s.source as what, s.received_on as day,
      s.posted_at as at, -s.amount_pence as pence,
      case when p.id is not null then 'Matched to a payment: check that it was posted only once'
        when s.returned_on is not null then 'Returned' else 'Waiting for its account' end as why,
      count(*) over ()::int as count
    from suspense_item s left join payment p on p.id = s.matched_payment_id
    where abs(s.amount_pence) = ${pence}
    order by abs(s.received_on - ${control.asOfDay}::date), s.id limit ${most}`;
  return group('suspense', 'Suspense items of exactly this amount', rows);
}

const near = (tx: Tx, control: Control) => tx`(
  r.on_day between ${control.asOfDay}::date - ${daysBack}::int and ${control.asOfDay}::date + 7
  or r.posted_at between ${control.cutOffAt}::timestamptz - ${daysBack}::int * interval '1 day'
    and ${control.cutOffAt}::timestamptz + interval '7 days')`;

const postingsOf = (tx: Tx, control: Control, pence: number) => tx`
  select 'posting' as of, r.id, r.rent_account_id as "caseId", b.reference, r.what, r.on_day as day, r.posted_at as at,
    r.pence, '' as why
  from ledger_row r join rent_account b on b.id = r.rent_account_id
  where r.pence in (${pence}::bigint, ${-pence}::bigint) and ${near(tx, control)}`;
const figuresOf = (tx: Tx, control: Control, pence: number) => tx`
  select 'other_account', o.id, null::int, o.reference, o.what, o.as_of_day, null::timestamptz, o.pence, ''
  from ${othersOf(tx, control)} o where abs(o.pence) = ${pence}`;

async function equal({ tx, control, pence }: Search): Promise<Group | null> {
  const rows = await tx<Counted[]>`
    select *, count(*) over ()::int as count from (
      ${postingsOf(tx, control, pence)}
      union all ${figuresOf(tx, control, pence)}
      union all select 'account', id, id, reference, 'Rent account', null, null, balance_pence, 'Its whole balance'
      from rent_account where balance_pence in (${pence}::bigint, ${-pence}::bigint)
    ) found order by at desc nulls first, id limit ${most}`;
  return group('equal', 'Exactly this amount: may be missing or doubled on one side', rows);
}

async function half({ tx, control, pence }: Search): Promise<Group | null> {
  if (pence % 2 !== 0) return null;
  const rows = await tx<Counted[]>`
    select *, count(*) over ()::int as count from (
      ${postingsOf(tx, control, pence / 2)} union all ${figuresOf(tx, control, pence / 2)}
    ) found order by at desc nulls first, id limit ${most}`;
  return group('half', 'Half this amount: may be on the wrong side', rows);
}

/**
 * Which difference between two neighbouring digits, and at which place (0: pence), makes this amount when they change
 * places: 9 × by × 10^place. Null where no such swap does.
 */
export function swapOf(pence: number): { by: number; place: number } | null {
  if (pence < 9 || pence % 9 !== 0) return null;
  let by = pence / 9;
  let place = 0;
  for (; by % 10 === 0; by /= 10) place++;
  return by < 10 ? { by, place } : null;
}

/** Only figures that people type: a bank does not swap digits. First those that, swapped back, equal the usual figure. */
async function digits({ tx, control, residual }: Search): Promise<Group | null> {
  const swap = swapOf(Math.abs(residual));
  if (!swap) return null;
  const unit = 10 ** swap.place;
  const rows = await tx<(Counted & { back: number; usual: boolean })[]>`
    with typed as (
      select 'control_total' as of, id, null::int as "caseId", ledger as reference, 'Control total' as what,
        as_of_day as day, null::timestamptz as at, pence, '' as why, ${-residual}::bigint as wanted
      from control_total where id = ${control.id}
      union all select 'other_account', o.id, null, o.reference, o.what, o.as_of_day, null, o.pence, '', ${residual}
      from ${othersOf(tx, control)} o
      union all select 'suspense', id, null, reference, source, received_on, posted_at, -amount_pence, '', ${residual}
      from suspense_item where received_on between ${control.asOfDay}::date - ${daysBack}::int and ${control.asOfDay}
      union all select 'posting', r.id, r.rent_account_id, b.reference, r.what, r.on_day, r.posted_at, r.pence, '', ${residual}
      from ledger_row r join rent_account b on b.id = r.rent_account_id
      where r.line in ('adjustment', 'write_off') and ${near(tx, control)}
    ),
    swapped as (
      select *, pence + sign(pence)::bigint * 9 * ${unit}::bigint
        * ((abs(pence) / ${unit}::bigint) % 10 - (abs(pence) / ${unit * 10}::bigint) % 10) as back
      from typed
    )
    select s.*, s.of = 'other_account' and exists (select from other_figure f
        where f.other_account_id = s.id and f.pence = s.back and f.superseded_at is null) as usual,
      count(*) over ()::int as count
    from swapped s where back - pence = wanted
    order by usual desc, s.of = 'control_total', day desc, id limit ${most}`;
  const explained = rows.map(({ back, usual, ...row }) => ({
    ...row,
    why: `With the digits swapped back it is ${formatPence(back)}${usual ? ', as on other days' : ''}`,
  }));
  return group('digits', 'The difference divides by 9: two digits may be swapped here', explained);
}

async function missing({ tx, control }: Search): Promise<Group | null> {
  const rows = await tx<Counted[]>`
    select *, count(*) over ()::int as count from (
      select 'tenancy' as of, t.id, null::int as "caseId", 'Tenancy ' || t.id as reference, 'Tenancy' as what,
        t.start_date as day, null::timestamptz as at, 0::bigint as pence, 'It has no rent account' as why
      from tenancy t where t.start_date <= ${control.asOfDay}
        and (t.end_date is null or t.end_date > ${control.asOfDay})
        and not exists (select from rent_account where tenancy_id = t.id)
      union all
      select 'other_account', o.id, null, o.reference, o.what, f.as_of_day, null, coalesce(f.pence, 0),
        case when f.as_of_day is null then 'No figure up to that day' else 'Its figure is older than the others of its kind' end
      from other_account o left join ${othersOf(tx, control)} f on f.id = o.id
      where ${control.covers.includes('other')} and (o.closed_on is null or o.closed_on > ${control.asOfDay})
        and (f.id is null or f.as_of_day < (select max(as_of_day) from ${othersOf(tx, control)} k where k.kind = o.kind))
    ) found order by of, id limit ${most}`;
  return group('missing', 'Accounts missing on this side, or with no figure', rows);
}

async function cutOff({ tx, control, pence }: Search): Promise<Group | null> {
  const rows = await tx<Counted[]>`
    select 'posting' as of, r.id, r.rent_account_id as "caseId", b.reference, r.what, r.on_day as day, r.posted_at as at,
      r.pence, case when r.posted_at < ${control.cutOffAt} then 'Just before the cut-off' else 'Just after the cut-off' end as why,
      count(*) over ()::int as count
    from ledger_row r join rent_account b on b.id = r.rent_account_id
    where r.posted_at >= ${control.cutOffAt}::timestamptz - ${around}::int * interval '1 second'
      and r.posted_at < ${control.cutOffAt}::timestamptz + ${around}::int * interval '1 second'
    order by abs(abs(r.pence) - ${pence}), r.posted_at, r.id limit ${most}`;
  return group('cut_off', 'Posted within a minute of the cut-off', rows);
}
