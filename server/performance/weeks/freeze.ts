// Freezes one rent week: each account's balances, the positions that it went through, and what moved it. One transaction with
// one snapshot, in set-based statements. Every posting is reported exactly once: in the week in which it counts, if the freeze
// of that week saw it; otherwise as `backdated` in the first week whose freeze does. A change or deletion of a reported
// posting is reported as `corrected`, so that every closing balance is the ledger's own.
import type { Tx } from '../../commands/outcome.ts';
import type { Day } from '../../domain/facts.ts';
import { lateWays, moveOf } from './moves.ts';
import { weekCaseOf } from './week-case.ts';

/** before: the week before; null for the first week, whose opening balances are the ledger's. */
export type Week = { on: Day; lastOn: Day; before: Day | null; rebuilt: boolean };

/** The transaction must be `repeatable read`: its snapshot defines what is known. Throws if the week is frozen already. */
export async function freezeWeek(tx: Tx, { on, lastOn, before, rebuilt }: Week): Promise<void> {
  await tx`insert into week_freeze (week_on, last_on, frozen_at, snapshot, rebuilt)
    values (${on}, ${lastOn}, statement_timestamp(), pg_current_snapshot(), ${rebuilt})`;
  await rowsOf(tx, on, lastOn, before);
  await stretchesOf(tx, on, lastOn);
  await balancesOf(tx, on, lastOn, before);
  await linesOf(tx, on);
  await lateOf(tx, on);
  await weekCaseOf(tx, on, lastOn, before);
  await tx`drop table week_row, week_border, week_place`;
}

/** The week's postings, and those of earlier weeks that have become known since: these count from its first day. */
async function rowsOf(tx: Tx, on: Day, lastOn: Day, before: Day | null): Promise<void> {
  await tx`create temp table week_row on commit drop as
    select line, what, rent_account_id, on_day, on_day as counts_on, pence, false as late from ledger_row
    where on_day between ${on} and ${lastOn}`;
  if (before) {
    // Read first: with the literal number the planner knows that hardly any row is newer.
    const [reported] = await tx<{ seen: string; oldest: number }[]>`
      select snapshot::text as seen, pg_snapshot_xmin(snapshot)::text::bigint as oldest from week_freeze where week_on = ${before}`;
    await tx`insert into week_row
      select r.line, r.what, r.rent_account_id, r.on_day, ${on}::date, r.pence, true
      from ledger_row r where r.on_day < ${on} and r.xid >= ${reported!.oldest}::bigint
        and not pg_visible_in_snapshot(r.xid::text::xid8, ${reported!.seen}::pg_snapshot)`;
  }
  await tx`create index on week_row (rent_account_id)`;
  await tx`analyze week_row`;
}

/** The days on which an account's position may change (always including the first day), and the positions, each once. */
async function stretchesOf(tx: Tx, on: Day, lastOn: Day): Promise<void> {
  await tx`create temp table week_border on commit drop as
    with home as (
      select a.id, t.property_id, t.end_date from rent_account a join tenancy t on t.id = a.tenancy_id
    ),
    border as (
      select id, property_id, end_date, ${on}::date as on_day from home
      union
      select h.id, h.property_id, h.end_date, greatest(p.from_on, ${on}::date)
      from home h join property_patch_history p using (property_id) where p.from_on between ${on} and ${lastOn}
      union
      select h.id, h.property_id, h.end_date, h.end_date from home h where h.end_date between ${on} and ${lastOn}
      union
      select h.id, h.property_id, h.end_date, c.on_day
      from home h join court_step c on c.rent_account_id = h.id where c.on_day between ${on} and ${lastOn}
      union
      select h.id, h.property_id, h.end_date, d.on_day
      from (
        select patch_id, start_date as on_day from stint where start_date between ${on} and ${lastOn}
        union select patch_id, end_date from stint where end_date between ${on} and ${lastOn}
      ) d
      join property_patch_history p using (patch_id) join home h using (property_id)
    ),
    holder as materialized (
      select d::date as on_day, h.patch_id, h.staff_id
      from generate_series(${on}::date, ${lastOn}::date, interval '1 day') d, holder_on(d::date) h
    )
    select b.id as rent_account_id, b.on_day, p.patch_id, h.staff_id,
      case when b.end_date <= b.on_day then 'former' when c.kind is not null then 'court' else 'current' end as state
    from border b
    cross join lateral (
      select patch_id from property_patch_history where property_id = b.property_id and from_on <= b.on_day
      order by from_on desc limit 1
    ) p
    left join holder h on h.on_day = b.on_day and h.patch_id = p.patch_id
    left join lateral (
      -- The newest court step up to that day, if it brought the debt before the court.
      select kind from (
        select kind from court_step where rent_account_id = b.id and on_day <= b.on_day
          and kind in ('application_made', 'claim_dismissed', 'claim_withdrawn')
        order by on_day desc, received_at desc limit 1
      ) newest where kind = 'application_made'
    ) c on true`;
  await tx`insert into position (patch_id, staff_id, state)
    select distinct patch_id, staff_id, state from week_border on conflict do nothing`;
  // A table of its own, analysed: with this join inside it, the planner would expect one row from the next statement.
  await tx`create temp table week_place on commit drop as
    select b.rent_account_id, b.on_day, p.id as position_id from week_border b
    join position p on p.patch_id = b.patch_id and p.staff_id is not distinct from b.staff_id and p.state = b.state`;
  await tx`analyze week_place`;
}

/** Each account's stretches with their balances. A day on which the position did not change begins no stretch. */
async function balancesOf(tx: Tx, on: Day, lastOn: Day, before: Day | null): Promise<void> {
  await tx`create temp table week_opening on commit drop as ${
    before
      ? tx`select rent_account_id, closing_pence as pence, position_id from week_stretch where week_on = ${before} and last`
      : tx`select rent_account_id, sum(pence)::bigint as pence, null::int as position_id from ledger_row
          where on_day < ${on} group by 1`
  }`;
  // The difference between opening balance plus postings and the ledger's balance is what was changed in reported postings.
  await tx`insert into week_row
    select 'corrected', '', a.id, ${on}::date, ${on}::date,
      a.balance_pence - coalesce(later.pence, 0) - coalesce(o.pence, 0) - coalesce(known.pence, 0), false
    from rent_account a
    left join (select rent_account_id, sum(pence) as pence from ledger_row where on_day > ${lastOn} group by 1) later
      on later.rent_account_id = a.id
    left join week_opening o on o.rent_account_id = a.id
    left join (select rent_account_id, sum(pence) as pence from week_row group by 1) known on known.rent_account_id = a.id
    where a.balance_pence <> coalesce(later.pence, 0) + coalesce(o.pence, 0) + coalesce(known.pence, 0)`;
  await tx`
    insert into week_stretch (week_on, rent_account_id, from_on, position_id, came_from, opening_pence, closing_pence, last)
    with placed as (
      select b.rent_account_id, b.on_day, b.position_id,
        coalesce(lag(b.position_id) over account, o.position_id, b.position_id) as came_from,
        lag(b.on_day) over account is null as first, coalesce(o.pence, 0) as pence
      from week_place b
      left join week_opening o using (rent_account_id)
      window account as (partition by b.rent_account_id order by b.on_day)
    ),
    stretch as (
      select *, lead(on_day) over (partition by rent_account_id order by on_day) as next_on
      from placed where first or position_id <> came_from
    ),
    moved as (
      select s.rent_account_id, s.on_day, sum(r.pence) as pence
      from stretch s join week_row r on r.rent_account_id = s.rent_account_id
        and r.counts_on >= s.on_day and (s.next_on is null or r.counts_on < s.next_on)
      group by 1, 2
    ),
    run as (
      select s.*, coalesce(m.pence, 0) as moved,
        coalesce(sum(m.pence) over (partition by s.rent_account_id order by s.on_day rows unbounded preceding), 0) as so_far
      from stretch s left join moved m using (rent_account_id, on_day)
    )
    select ${on}, rent_account_id, on_day, position_id, came_from, pence + so_far - moved, pence + so_far, next_on is null
    from run`;
  await tx`drop table week_opening`;
  // Otherwise the planner expects one row for a week that it has no statistics of.
  await tx`analyze week_stretch`;
}

const moves = `
  select s.*, ${moveOf} as move
  from week_stretch s join position f on f.id = s.came_from join position t on t.id = s.position_id
  where s.week_on = $1 and s.came_from <> s.position_id`;

async function linesOf(tx: Tx, on: Day): Promise<void> {
  await tx.unsafe(
    `insert into week_line (week_on, position_id, line, what, pence, rows)
    with stretch as materialized (
      select *, lead(from_on) over (partition by rent_account_id order by from_on) as next_on,
        lag(from_on) over (partition by rent_account_id order by from_on) is null as first
      from week_stretch where week_on = $1
    ),
    move as (${moves})
    select $1::date, position_id, line, what, sum(pence), count(*) from (
      select came_from as position_id, 'opening' as line, '' as what, opening_pence as pence from stretch where first
      union all select position_id, 'closing', '', closing_pence from stretch where last
      union all select came_from, move || '_out', '', -opening_pence from move
      union all select position_id, move || '_in', '', opening_pence from move
      union all
      select s.position_id, case when r.late then 'backdated' else r.line end, case when r.late then r.line else r.what end, r.pence
      from week_row r join stretch s on s.rent_account_id = r.rent_account_id
        and r.counts_on >= s.from_on and (s.next_on is null or r.counts_on < s.next_on)
    ) reported group by 1, 2, 3, 4`,
    [on],
  );
}

/** Writes the late postings that restated weeks need: each follows its account's moves from the day it counts. */
async function lateOf(tx: Tx, on: Day): Promise<void> {
  await tx.unsafe(
    `insert into week_late (week_on, told_in, position_id, line, what, pence, rows)
    with late as materialized (
      select row_number() over () as n, $1::date as told_in, line, what, rent_account_id, on_day, pence from week_row where late
    ), ${lateWays([])}
    select week_on, told_in, position_id, line, what, sum(pence), sum(rows) from way group by 1, 2, 3, 4, 5`,
    [on],
  );
}
