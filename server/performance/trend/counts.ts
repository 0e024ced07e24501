// Each measure counted week by week over the frozen weeks: part and whole, so that what a figure is made of can be told.
// Money is as it was frozen, in pence; what people did (visits, contacts, plans) as known now, by the landlord's day.
// Whose: money and plans by who held the account at the week's end, visits and contacts by who made them. Reads only.
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import type { TrendName } from './definitions.ts';
import { readPlansKept } from './plans.ts';
import { positionsOf, type Made, type Span } from './span.ts';

export type Counts = Map<TrendName, Made[]>;
type Row = { name: TrendName; on: Day; part: number; whole: number | null };

export async function readCounts(sql: Sql, span: Span): Promise<Counts> {
  const all = await Promise.all([
    readMoney(sql, span),
    readArrears(sql, span),
    readPlansMade(sql, span),
    readPlansKept(sql, span),
    readVisits(sql, span),
    readAvoided(sql, span),
    readContacts(sql, span),
  ]);
  const counts: Counts = new Map();
  const settled = await settledFrom(sql, span);
  for (const { name, ...made } of all.flat())
    if (made.on >= settled || !byCalendar.has(name)) counts.set(name, [...(counts.get(name) ?? []), made]);
  for (const made of counts.values()) made.sort((a, b) => (a.on < b.on ? -1 : 1));
  return counts;
}

/** Measures that stand on what the payment calendar excuses, and days of ledger before it can be read. */
const byCalendar: ReadonlySet<TrendName> = new Set(['movement', 'arrears_net_percent']);
const calendarDays = 35;

/** The first week whose technical arrears can be trusted: a ledger that has only begun has no rhythm yet. */
async function settledFrom(sql: Sql, { from }: Span): Promise<Day> {
  const [row] = await sql<{ on: Day }[]>`
    select case when exists (select from charge where due_on < ${from}::date - ${calendarDays}::int) then ${from}::date
      else ${from}::date + ${calendarDays}::int end as on`;
  return row!.on;
}

/**
 * movement: over accounts of current tenants that stayed where they were all week, the change of what is really owed
 * (credits and technical arrears left out), less adjustments and write-offs, which nobody collected. Who fell into arrears
 * in the week is in it: chosen by what they owed when it began alone, debtors get better by themselves.
 * collection_rate: a payment that was entered after its week had been told counts in the week that told it, or it would
 * count in none.
 */
function readMoney(sql: Sql, { whose, from, to }: Span): Promise<Row[]> {
  return sql<Row[]>`
    with money as (
      select week_on, coalesce(-sum(pence) filter (where line <> 'charge'), 0)::bigint as paid,
        (sum(pence) filter (where line = 'charge'))::bigint as charged
      from week_line
      where (line in ('charge', 'payment') or (line = 'backdated' and what = 'payment'))
        and position_id in (${positionsOf(sql, whose)}) and week_on between ${from} and ${to}
      group by 1 having sum(pence) filter (where line = 'charge') > 0
    ),
    moved as (
      select week_on, sum(greatest(closing_pence, 0) - closing_technical_pence
        - greatest(opening_pence, 0) + opening_technical_pence - adjusted_pence - late_adjusted_pence)::bigint as pence
      from week_case
      where whole and week_on between ${from} and ${to} and position_id in (${positionsOf(sql, whose)} and state = 'current')
      group by 1
    )
    select 'movement' as name, week_on as on, moved.pence as part, charged as whole from money join moved using (week_on)
    union all
    select 'collection_rate', week_on, paid, charged from money`;
}

function readArrears(sql: Sql, { whose, from, to }: Span): Promise<Row[]> {
  return sql<Row[]>`
    with owed as (
      select s.week_on, sum(s.closing_pence)::bigint as gross,
        (sum(s.closing_pence) - coalesce(sum(c.closing_technical_pence), 0))::bigint as net
      from week_stretch s left join week_case c on c.week_on = s.week_on and c.rent_account_id = s.rent_account_id
      where s.last and s.closing_pence > 0 and s.position_id in (${positionsOf(sql, whose)})
        and s.week_on between ${from} and ${to}
      group by 1
    ),
    rent as (
      select week_on, round(52 * avg(charged) over (order by week_on rows 51 preceding))::bigint as year from (
        select f.week_on, coalesce((select sum(pence) from week_line l where l.week_on = f.week_on and line = 'charge'
          and position_id in (${positionsOf(sql, whose)})), 0) as charged
        from week_freeze f where f.week_on between ${from} and ${to}) w
    )
    select name, week_on as on, coalesce(pence, 0)::bigint as part, rent.year as whole
    from rent left join owed using (week_on)
    cross join lateral (values ('arrears_percent', owed.gross), ('arrears_net_percent', owed.net)) said (name, pence)
    where rent.year > 0`;
}

/** A day's rent week, by its first day: the first of the span and those that follow it. */
const weekOf = (sql: Sql, { from }: Span, day: string) =>
  sql`(${from}::date + (${sql.unsafe(day)} - ${from}::date) / 7 * 7)`;
const within = (sql: Sql, { from, to }: Span, day: string) =>
  sql`${sql.unsafe(day)} between ${from}::date and ${to}::date + 6`;

/** Where a patch is asked for: the accounts that it held at the end of that week. */
function inPatch(sql: Sql, { whose }: Span, on: ReturnType<typeof weekOf>, account: string) {
  if (whose.of !== 'patch') return sql``;
  return sql`and exists (select from week_stretch s join position p on p.id = s.position_id
    where s.week_on = ${on} and s.rent_account_id = ${sql.unsafe(account)} and s.last and p.patch_id = ${whose.id})`;
}
const byWhom = (sql: Sql, { whose }: Span, staff: string) =>
  whose.of === 'officer' ? sql`and ${sql.unsafe(staff)} is not distinct from ${whose.id}::int` : sql``;

/** Counted by week; weeks in which nothing happened count 0. */
function counted(sql: Sql, { from, to }: Span, name: TrendName, rows: ReturnType<Sql>): Promise<Row[]> {
  return sql<Row[]>`
    select ${name}::text as name, f.week_on as on, coalesce(c.n, 0)::int as part, null::int as whole
    from week_freeze f left join (select on_week, count(*) as n from (${rows}) r group by 1) c on c.on_week = f.week_on
    where f.week_on between ${from} and ${to}`;
}

function readPlansMade(sql: Sql, span: Span): Promise<Row[]> {
  const on = weekOf(sql, span, 'agreed_on');
  return counted(
    sql,
    span,
    'plans_made',
    sql`select ${on} as on_week from repayment_plan
      where ${within(sql, span, 'agreed_on')} and coalesce(end_reason, '') not in ('not_in_force', 'mistake')
        ${byWhom(sql, span, 'agreed_by')} ${inPatch(sql, span, on, 'repayment_plan.rent_account_id')}`,
  );
}

function readContacts(sql: Sql, span: Span): Promise<Row[]> {
  const on = weekOf(sql, span, 'day');
  return counted(
    sql,
    span,
    'contacts',
    sql`select ${on} as on_week from (
        select rent_account_id, staff_id, (happened_at at time zone ${span.zone})::date as day from contact
        where happened_at >= ${span.from}::timestamp at time zone ${span.zone}
          and happened_at < (${span.to}::date + 7)::timestamp at time zone ${span.zone}) c
      where true ${byWhom(sql, span, 'staff_id')} ${inPatch(sql, span, on, 'c.rent_account_id')}`,
  );
}

async function readVisits(sql: Sql, span: Span): Promise<Row[]> {
  const on = weekOf(sql, span, 'day');
  const rows = await sql<{ on: Day; made: number; nobody: number }[]>`
    select f.week_on as on, coalesce(v.made, 0)::int as made, coalesce(v.nobody, 0)::int as nobody
    from week_freeze f left join (
      select ${on} as on_week, count(*) as made, count(*) filter (where nobody) as nobody
      from (
        select rent_account_id, staff_id, coalesce(met = 'nobody', outcome in ('no_access', 'card_left'), false) as nobody,
          (coalesce(tried_at, met_at, knock_checked_at, ended_at, set_out_at) at time zone ${span.zone})::date as day
        from visit where state = 'done') c
      where ${within(sql, span, 'day')} ${byWhom(sql, span, 'staff_id')} ${inPatch(sql, span, on, 'c.rent_account_id')}
      group by 1
    ) v on v.on_week = f.week_on
    where f.week_on between ${span.from} and ${span.to}`;
  return rows.flatMap(({ on, made, nobody }): Row[] => [
    { name: 'visits_made', on, part: made, whole: null },
    ...(made > 0 ? [{ name: 'no_access' as const, on, part: nobody, whole: made }] : []),
  ]);
}

function readAvoided(sql: Sql, span: Span): Promise<Row[]> {
  const on = weekOf(sql, span, 'on_day');
  return counted(
    sql,
    span,
    'visits_avoided',
    sql`select ${on} as on_week from visit_avoided v
      where ${within(sql, span, 'on_day')} ${byWhom(sql, span, 'staff_id')} ${inPatch(sql, span, on, 'v.rent_account_id')}`,
  );
}
