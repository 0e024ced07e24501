// The rows of one line of a bridge as pieces of SQL: one for each week in which the line was told, and one for what came
// late. Each gives the same columns: week_on, on_day, rent_account_id, pence, id, posted_at, told_in, came_from, went_to.
// $1: the positions; $2, $3: what comes with the piece. The rows are those that the freezes saw, whatever the ledger says
// today: see ledger_version.
import type { Day } from '../domain/facts.ts';
import { lateWays, moveOf } from './moves.ts';

/** `week` null: what came late. Its text takes ($1 positions, …values). */
export type Piece = { week: Day | null; text: string; values: unknown[] };

/** Of a frozen week f (its predecessor b): the postings that it told. */
const told = `
  told as not materialized (
    select r.*, false as late, r.on_day as counts_on from f, ledger_version r
    where r.on_day between f.week_on and f.last_on
      and seen_by(f.snapshot, r.from_xid) and (r.until_xid is null or not seen_by(f.snapshot, r.until_xid))
    union all
    select r.*, true, f.week_on from f, ledger_version r
    where f.told is not null and r.on_day < f.week_on and r.xid >= pg_snapshot_xmin(f.told)::text::bigint
      and not seen_by(f.told, r.xid)
      and seen_by(f.snapshot, r.from_xid) and (r.until_xid is null or not seen_by(f.snapshot, r.until_xid))
  )`;
const week = `
  f as materialized (
    select f.week_on, f.last_on, f.snapshot, b.snapshot as told
    from week_freeze f left join week_freeze b on b.week_on = f.week_on - 7 where f.week_on = $2::date
  ),
  stretch as materialized (
    select *, lead(from_on) over account as next_on, lag(from_on) over account is null as first
    from week_stretch where week_on = $2::date window account as (partition by rent_account_id order by from_on)
  )`;
const nothing = `null::bigint as id, null::timestamptz as posted_at, null::date as told_in, null::int as came_from, null::int as went_to`;

export function openingOf(on: Day): Piece {
  const text = `with ${week} select week_on, from_on as on_day, rent_account_id, opening_pence as pence, ${nothing}
    from stretch where first and came_from = any($1::int[]) and opening_pence <> 0`;
  return { week: on, text, values: [on] };
}

export function closingOf(on: Day): Piece {
  const text = `with ${week} select week_on, week_on + 6 as on_day, rent_account_id, closing_pence as pence, ${nothing}
    from stretch where last and position_id = any($1::int[]) and closing_pence <> 0`;
  return { week: on, text, values: [on] };
}

export function movesOf(on: Day, line: string): Piece {
  const out = line.endsWith('_out');
  const text = `select s.week_on, s.from_on as on_day, s.rent_account_id, ${out ? '-' : ''}s.opening_pence as pence,
      null::bigint as id, null::timestamptz as posted_at, null::date as told_in, s.came_from, s.position_id as went_to
    from week_stretch s join position f on f.id = s.came_from join position t on t.id = s.position_id
    where s.week_on = $2::date and s.came_from <> s.position_id and ${moveOf} = $3
      and ${out ? 's.came_from' : 's.position_id'} = any($1::int[])`;
  return { week: on, text, values: [on, line.replace(/_(in|out)$/, '')] };
}

/** What was changed or deleted of told postings: what lies between an account's balances and everything that was told. */
export function correctedOf(on: Day): Piece {
  const text = `with ${week}, ${told},
    known as (select rent_account_id, sum(pence) as pence from told group by 1),
    account as (
      select rent_account_id, sum(opening_pence) filter (where first) as opening, sum(closing_pence) filter (where last) as closing,
        min(position_id) filter (where first) as position_id
      from stretch group by 1
    )
    select $2::date as week_on, $2::date as on_day, rent_account_id,
      (closing - opening - coalesce(known.pence, 0))::bigint as pence, ${nothing}
    from account left join known using (rent_account_id)
    where position_id = any($1::int[]) and closing - opening <> coalesce(known.pence, 0)`;
  return { week: on, text, values: [on] };
}

export function postingsOf(on: Day, line: string, what: string): Piece {
  // A posting that came late is told as backdated; what it is, is then said by `what`.
  const which =
    line === 'backdated' ? 'r.late and r.line = $3' : 'not r.late and r.line = $3 and r.what = $4';
  const text = `with ${week}, ${told}
    select s.week_on, r.on_day, r.rent_account_id, r.pence, r.id, r.posted_at, null::date as told_in,
      null::int as came_from, null::int as went_to
    from told r join stretch s on s.rent_account_id = r.rent_account_id
      and r.counts_on >= s.from_on and (s.next_on is null or r.counts_on < s.next_on)
    where s.position_id = any($1::int[]) and ${which}`;
  return { week: on, text, values: line === 'backdated' ? [on, what] : [on, line, what] };
}

/** Every way of what came late in the weeks from $2 on: what a restated line has beside the frozen one. */
const ways = `late as materialized (
    select row_number() over () as n, t.week_on as told_in, r.line, r.what, r.rent_account_id, r.on_day, r.pence, r.id, r.posted_at
    from week_freeze t join week_freeze b on b.week_on = t.week_on - 7, lateral (
      select * from ledger_version v
      where v.on_day < t.week_on and v.xid >= pg_snapshot_xmin(b.snapshot)::text::bigint
        and v.xid < pg_snapshot_xmax(t.snapshot)::text::bigint and not seen_by(b.snapshot, v.xid)
        and seen_by(t.snapshot, v.from_xid) and (v.until_xid is null or not seen_by(t.snapshot, v.until_xid))
    ) r
    where t.week_on >= $2::date and t.week_on in (select distinct told_in from week_late)
  ), ${lateWays(['id', 'posted_at'])}`;
const columns = `week_on, on_day, rent_account_id, pence, id, posted_at, told_in, null::int as came_from, null::int as went_to`;

export function lateOf(from: Day, to: Day, line: string, what: string): Piece {
  const text = `with ${ways} select ${columns} from way
    where position_id = any($1::int[]) and week_on between $2::date and $3::date and line = $4 and what = $5`;
  return { week: null, text, values: [from, to, line, what] };
}

/** A balance as it is known now, by account: the frozen one, and what came late of the weeks before. */
export function restatedBalanceOf(frozen: Piece, from: Day, to: Day | null): Piece {
  const before =
    to === null ? `week_on < $2::date or (week_on = $2::date and line = 'opening')` : 'week_on <= $3::date';
  const own = frozen.text.replaceAll('$2', `$${to === null ? 2 : 3}`);
  const text = `with ${ways}, own as (${own})
    select $${to === null ? 2 : 3}::date as week_on, max(on_day) as on_day, rent_account_id, sum(pence)::bigint as pence, ${nothing}
    from (
      select on_day, rent_account_id, pence from own
      union all select null, rent_account_id, pence from way where position_id = any($1::int[]) and (${before})
    ) both_sides group by rent_account_id having sum(pence) <> 0`;
  return { week: null, text, values: to === null ? [from] : [from, to] };
}
