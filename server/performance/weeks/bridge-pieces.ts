// The rows of one bridge line as SQL queries: one for each week that reported the line, and one for late postings. All have
// the columns week_on, on_day, rent_account_id, pence, id, posted_at, told_in, came_from, went_to. The rows are those that
// the freezes saw, whatever the ledger contains today: see ledger_version.
import type { Day } from '../../domain/facts.ts';
import { lateWays, moveOf } from './moves.ts';

/** A query. Its parameters are $1, the ids of positions, then `values`. */
export type Piece = { text: string; values: unknown[] };

/**
 * A frozen week: its snapshot (`seen`), the snapshot of the week before (`reported`) and the oldest transaction that was still
 * open in that (`oldest`); both null for the first week.
 */
export type WeekSnapshots = { on: Day; seen: string; reported: string | null; oldest: number | null };

/** The postings that a week reported. $2: its first day, $3 to $5: `seen`, `reported` and `oldest` of WeekSnapshots. */
const reported = `
  reported as not materialized (
    select r.*, false as late, r.on_day as counts_on from ledger_version r
    where r.on_day between $2::date and $2::date + 6
      and seen_by($3::pg_snapshot, r.from_xid) and (r.until_xid is null or not seen_by($3::pg_snapshot, r.until_xid))
    union all
    select r.*, true, $2::date from ledger_version r
    where r.on_day < $2::date and r.xid >= $5::bigint and not seen_by($4::pg_snapshot, r.xid)
      and seen_by($3::pg_snapshot, r.from_xid) and (r.until_xid is null or not seen_by($3::pg_snapshot, r.until_xid))
  )`;
const known = ({ on, seen, reported, oldest }: WeekSnapshots) => [on, seen, reported, oldest];
const week = `
  stretch as materialized (
    select *, lead(from_on) over account as next_on, lag(from_on) over account is null as first
    from week_stretch where week_on = $2::date window account as (partition by rent_account_id order by from_on)
  )`;
const nothing = `null::bigint as id, null::timestamptz as posted_at, null::date as told_in, null::int as came_from, null::int as went_to`;

/** The balances at the beginning of the week. */
export function openingOf(on: Day): Piece {
  const text = `with ${week} select week_on, from_on as on_day, rent_account_id, opening_pence as pence, ${nothing}
    from stretch where first and came_from = any($1::int[]) and opening_pence <> 0`;
  return { text, values: [on] };
}

/** The balances at the end of the week. */
export function closingOf(on: Day): Piece {
  const text = `with ${week} select week_on, week_on + 6 as on_day, rent_account_id, closing_pence as pence, ${nothing}
    from stretch where last and position_id = any($1::int[]) and closing_pence <> 0`;
  return { text, values: [on] };
}

/** The balances that moved in or out of the positions in the week; `line` ends in `_in` or `_out`. */
export function movesOf(on: Day, line: string): Piece {
  const out = line.endsWith('_out');
  const text = `select s.week_on, s.from_on as on_day, s.rent_account_id, ${out ? '-' : ''}s.opening_pence as pence,
      null::bigint as id, null::timestamptz as posted_at, null::date as told_in, s.came_from, s.position_id as went_to
    from week_stretch s join position f on f.id = s.came_from join position t on t.id = s.position_id
    where s.week_on = $2::date and s.came_from <> s.position_id and ${moveOf} = $3
      and ${out ? 's.came_from' : 's.position_id'} = any($1::int[])`;
  return { text, values: [on, line.replace(/_(in|out)$/, '')] };
}

/** Changes and deletions of reported postings: an account's movement less all the postings that were reported. */
export function correctedOf(knew: WeekSnapshots): Piece {
  const text = `with ${week}, ${reported},
    known as (select rent_account_id, sum(pence) as pence from reported group by 1),
    account as (
      select rent_account_id, sum(opening_pence) filter (where first) as opening, sum(closing_pence) filter (where last) as closing,
        min(position_id) filter (where first) as position_id
      from stretch group by 1
    )
    select $2::date as week_on, $2::date as on_day, rent_account_id,
      (closing - opening - coalesce(known.pence, 0))::bigint as pence, ${nothing}
    from account left join known using (rent_account_id)
    where position_id = any($1::int[]) and closing - opening <> coalesce(known.pence, 0)`;
  return { text, values: known(knew) };
}

/** The postings of one line that the week reported, the late ones on the line `backdated`. */
export function postingsOf(knew: WeekSnapshots, line: string, what: string): Piece {
  // A late posting is reported on the line `backdated`, with its own line as `what`.
  const which =
    line === 'backdated' ? 'r.late and r.line = $6' : 'not r.late and r.line = $6 and r.what = $7';
  const text = `with ${week}, ${reported}
    select s.week_on, r.on_day, r.rent_account_id, r.pence, r.id, r.posted_at, null::date as told_in,
      null::int as came_from, null::int as went_to
    from reported r join stretch s on s.rent_account_id = r.rent_account_id
      and r.counts_on >= s.from_on and (s.next_on is null or r.counts_on < s.next_on)
    where s.position_id = any($1::int[]) and ${which}`;
  return { text, values: [...known(knew), ...(line === 'backdated' ? [what] : [line, what])] };
}

/** The lines of late postings that were reported in these weeks: the difference between restated and frozen. */
const ways = (weeks: readonly WeekSnapshots[]) => `late as materialized (
    select row_number() over () as n, l.* from (
      ${[...weeks.filter(({ reported }) => reported !== null).map(lateIn), `select null::date as told_in, v.* from (${posting} where false) v`].join('\n union all ')}
    ) l
  ), ${lateWays(['id', 'posted_at'])}`;
const posting = `select line, what, rent_account_id, on_day, pence, id, posted_at from ledger_version`;
// Literals, not parameters: only then does the planner know that each query finds few rows.
const lateIn = ({ on, seen, reported, oldest }: WeekSnapshots) => `
  select date '${on}' as told_in, v.* from (${posting}
    where on_day < '${on}' and xid >= ${oldest} and xid < pg_snapshot_xmax('${seen}')::text::bigint
      and not seen_by('${reported}', xid)
      and seen_by('${seen}', from_xid) and (until_xid is null or not seen_by('${seen}', until_xid))) v`;
const columns = `week_on, on_day, rent_account_id, pence, id, posted_at, told_in, null::int as came_from, null::int as went_to`;

/** The late postings that restate one line of the weeks from `from` to `to`; `late`: the weeks that reported them. */
export function lateOf(
  late: readonly WeekSnapshots[],
  from: Day,
  to: Day,
  line: string,
  what: string,
): Piece {
  const text = `with ${ways(late)} select ${columns} from way
    where position_id = any($1::int[]) and week_on between $2::date and $3::date and line = $4 and what = $5`;
  return { text, values: [from, to, line, what] };
}

/** Restated balances by account: the frozen balance plus late postings of the weeks before. */
export function restatedOf(
  frozen: Piece,
  late: readonly WeekSnapshots[],
  which: 'opening' | 'closing',
): Piece {
  const before =
    which === 'opening'
      ? `week_on < $2::date or (week_on = $2::date and line = 'opening')`
      : 'week_on <= $2::date';
  const text = `with ${ways(late)}, own as (${frozen.text})
    select $2::date as week_on, max(on_day) as on_day, rent_account_id, sum(pence)::bigint as pence, ${nothing}
    from (
      select on_day, rent_account_id, pence from own
      union all select null, rent_account_id, pence from way where position_id = any($1::int[]) and (${before})
    ) both_sides group by rent_account_id having sum(pence) <> 0`;
  return { text, values: frozen.values };
}
