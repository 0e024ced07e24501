// Counts each measure for every frozen week, as a part and a whole. Money is as frozen, in pence; visits, contacts and plans are
// as known now, by the landlord's day. Money and plans kept count for the holder of the account at the week's end, visits and
// contacts for the person who made them. Reads only.
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';
import type { TrendName } from './definitions.ts';
import { positionsOf, type Scope } from '../weeks/bridge.ts';
import { foundNobody, instalmentDay, isRealPlan, triedAt } from '../sql-parts.ts';

/** One week's figure. whole null: a count, not a share. */
export type WeekFigure = { on: Day; part: number; whole: number | null };
/** Whose figures, over which weeks (first and last, by their first days). zone: the landlord's time zone. */
type Span = { scope: Scope; from: Day; to: Day; zone: string };
export type Counts = Map<TrendName, WeekFigure[]>;
type Row = { name: TrendName; on: Day; part: number; whole: number | null };

type Reader = { names: readonly TrendName[]; read: (sql: Sql, span: Span) => Promise<Row[]> };
const readers: readonly Reader[] = [
  { names: ['movement', 'collection_rate'], read: readMoney },
  { names: ['arrears_percent', 'arrears_net_percent'], read: readArrears },
  { names: ['plans_made'], read: readPlansMade },
  { names: ['plans_kept'], read: readPlansKept },
  { names: ['visits_made', 'no_access'], read: readVisits },
  { names: ['visits_avoided'], read: readAvoided },
  { names: ['contacts'], read: readContacts },
];

/**
 * Every measure of every frozen week of the span, or those that are counted together with one. A ledger’s first weeks are
 * left out of the measures that need its payment calendar.
 */
export async function readCounts(sql: Sql, span: Span, only?: TrendName): Promise<Counts> {
  const wanted = readers.filter(({ names }) => only === undefined || names.includes(only));
  const all = await Promise.all(wanted.map(({ read }) => read(sql, span)));
  const counts: Counts = new Map();
  const settled = await settledFrom(sql, span);
  for (const { name, ...made } of all.flat())
    if (made.on >= settled || !byCalendar.has(name)) counts.set(name, [...(counts.get(name) ?? []), made]);
  for (const made of counts.values()) made.sort((a, b) => (a.on < b.on ? -1 : 1));
  return counts;
}

/** Positions of current tenants, including those before the court. */
const positionIds = (sql: Sql, scope: Scope) => positionsOf(sql, { scope, states: ['current', 'court'] });

/** Measures without technical arrears, and the days of ledger that the payment calendar needs before it can be read. */
const byCalendar: ReadonlySet<TrendName> = new Set(['movement', 'arrears_net_percent']);
const calendarDays = 35;

/** The first week with reliable technical arrears: a new ledger shows no rhythm of payments yet. */
async function settledFrom(sql: Sql, { from }: Span): Promise<Day> {
  const [row] = await sql<{ on: Day }[]>`
    select case when exists (select from charge where due_on < ${from}::date - ${calendarDays}::int) then ${from}::date
      else ${from}::date + ${calendarDays}::int end as on`;
  return row!.on;
}

/**
 * movement: the change of real arrears (without credits and technical arrears), less adjustments and write-offs, of current
 * tenants' accounts that kept their position all week. Accounts that fell into arrears in the week are included: a group
 * chosen only by its debt at the beginning improves on its own (regression to the mean).
 * collection_rate: a payment that was entered after its week was frozen counts in the week that reported it; otherwise it
 * would count in none. A rent-free week has payments and no charge.
 */
function readMoney(sql: Sql, { scope, from, to }: Span): Promise<Row[]> {
  return sql<Row[]>`
    with money as (
      select week_on, coalesce(-sum(pence) filter (where line <> 'charge'), 0)::bigint as paid,
        coalesce(sum(pence) filter (where line = 'charge'), 0)::bigint as charged
      from week_line
      where (line in ('charge', 'payment') or (line = 'backdated' and what = 'payment'))
        and position_id in (${positionIds(sql, scope)}) and week_on between ${from} and ${to}
      group by 1
    ),
    moved as (
      select week_on, sum(greatest(closing_pence, 0) - closing_technical_pence
        - greatest(opening_pence, 0) + opening_technical_pence - adjusted_pence - late_adjusted_pence)::bigint as pence
      from week_case
      where whole and week_on between ${from} and ${to} and position_id in (${positionIds(sql, scope)} and state = 'current')
      group by 1
    )
    select 'movement' as name, week_on as on, moved.pence as part, charged as whole from money join moved using (week_on)
    union all
    select 'collection_rate', week_on, paid, charged from money`;
}

function readArrears(sql: Sql, { scope, from, to }: Span): Promise<Row[]> {
  return sql<Row[]>`
    with owed as (
      select s.week_on, sum(s.closing_pence)::bigint as gross,
        (sum(s.closing_pence) - coalesce(sum(c.closing_technical_pence), 0))::bigint as net
      from week_stretch s left join week_case c on c.week_on = s.week_on and c.rent_account_id = s.rent_account_id
      where s.last and s.closing_pence > 0 and s.position_id in (${positionIds(sql, scope)})
        and s.week_on between ${from} and ${to}
      group by 1
    ),
    rent as (
      select week_on, round(52 * avg(charged) over (order by week_on rows 51 preceding))::bigint as year from (
        select f.week_on, coalesce((select sum(pence) from week_line l where l.week_on = f.week_on and line = 'charge'
          and position_id in (${positionIds(sql, scope)})), 0) as charged
        from week_freeze f where f.week_on between ${from} and ${to}) w
    )
    select name, week_on as on, coalesce(pence, 0)::bigint as part, rent.year as whole
    from rent left join owed using (week_on)
    cross join lateral (values ('arrears_percent', owed.gross), ('arrears_net_percent', owed.net)) measure (name, pence)
    where rent.year > 0`;
}

/** SQL: the first day of the rent week of `day`, a column. */
const weekOf = (sql: Sql, { from }: Span, day: string) =>
  sql`(${from}::date + (${sql.unsafe(day)} - ${from}::date) / 7 * 7)`;
const within = (sql: Sql, { from, to }: Span, day: string) =>
  sql`${sql.unsafe(day)} between ${from}::date and ${to}::date + 6`;

/** SQL condition for a patch: the account was in it at the end of that week. */
function inPatch(sql: Sql, { scope }: Span, on: ReturnType<typeof weekOf>, account: string) {
  if (scope.of !== 'patch') return sql``;
  return sql`and exists (select from week_stretch s join position p on p.id = s.position_id
    where s.week_on = ${on} and s.rent_account_id = ${sql.unsafe(account)} and s.last and p.patch_id = ${scope.id})`;
}
const byWhom = (sql: Sql, { scope }: Span, staff: string) =>
  scope.of === 'officer' ? sql`and ${sql.unsafe(staff)} is not distinct from ${scope.id}::int` : sql``;

/** Counts rows by week; a week without any counts 0. */
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
      where ${within(sql, span, 'agreed_on')} and ${sql.unsafe(isRealPlan)}
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
  const rows = await sql<{ on: Day; made: number; notIn: number }[]>`
    select f.week_on as on, coalesce(v.made, 0)::int as made, coalesce(v.nobody, 0)::int as "notIn"
    from week_freeze f left join (
      select ${on} as on_week, count(*) as made, count(*) filter (where nobody) as nobody
      from (
        select rent_account_id, staff_id, ${sql.unsafe(foundNobody)} as nobody,
          (${sql.unsafe(triedAt)} at time zone ${span.zone})::date as day
        from visit where state = 'done') c
      where ${within(sql, span, 'day')} ${byWhom(sql, span, 'staff_id')} ${inPatch(sql, span, on, 'c.rent_account_id')}
      group by 1
    ) v on v.on_week = f.week_on
    where f.week_on between ${span.from} and ${span.to}`;
  return rows.flatMap(({ on, made, notIn }): Row[] => [
    { name: 'visits_made', on, part: made, whole: null },
    ...(made > 0 ? [{ name: 'no_access' as const, on, part: notIn, whole: made }] : []),
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

/** Weeks of which the lowest closing balance counts, and a plan's age in weeks from which it is judged. */
const lowestOf = 5;
const judgedFrom = 9;

/**
 * Judges plans as the comparison of officers does (practice/plans.ts), but at a week's end instead of on their 91st day. The
 * lowest balances are compared because every account is higher between a charge and the payment for it. Closing balances
 * are those of the frozen weeks.
 */
function readPlansKept(sql: Sql, { scope, from, to }: Span): Promise<Row[]> {
  return sql<Row[]>`
    with plan as (
      select *, ${from}::date + (agreed_on - ${from}::date) / 7 * 7 as agreed_week from repayment_plan
      where rhythm <> 'lump_sum' and agreed_on >= ${from} and ${sql.unsafe(isRealPlan)}
    ),
    stood as (
      select p.id, s.week_on, s.closing_pence,
        (s.week_on - p.agreed_week) / 7 as age, s.position_id in (${positionIds(sql, scope)}) as mine
      from plan p join week_stretch s on s.rent_account_id = p.rent_account_id and s.last
        and s.week_on between p.agreed_week and ${to}::date
    ),
    early as (
      select distinct on (id) id, week_on, closing_pence from stood where age < ${lowestOf}
      order by id, closing_pence, week_on
    ),
    late as (
      select distinct on (n.id, n.week_on) n.id, n.week_on as on_week, o.week_on, o.closing_pence
      from stood n join stood o on o.id = n.id and o.week_on between n.week_on - 7 * (${lowestOf}::int - 1) and n.week_on
      where n.mine and n.age >= ${judgedFrom}
      order by n.id, n.week_on, o.closing_pence, o.week_on
    )
    select 'plans_kept' as name, l.on_week as on, (count(*) filter (where l.closing_pence <= e.closing_pence - least(
        greatest(due.n - 1, 0) * p.instalment_pence, coalesce(p.total_pence, 100000000))))::int as part,
      count(*)::int as whole
    from late l join plan p using (id) join early e using (id)
    cross join lateral (
      select count(*) as n from generate_series(0, 130) k
      where ${sql.unsafe(instalmentDay)} between e.week_on + 7 and l.week_on + 6
    ) due
    where p.ended_on is null or p.ended_on > l.on_week + 6
    group by 2`;
}
