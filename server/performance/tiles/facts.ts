// Reads the facts that tiles count, in sets: today's payments, visits and contacts, this week's plans, and the conversations
// that wait for the repairs team. Each row becomes a contribution; a row that was deleted, or is not of today any more, is
// not returned, and its contribution is removed.
import { readLandlord } from '../../commands/landlord.ts';
import type { Sql } from '../../../db/connect.ts';
import { rentWeekStart } from '../../domain/days.ts';
import type { Day, Instant } from '../../domain/facts.ts';
import { nextMidnight, startOfDay } from '../../domain/zone.ts';
import type { Amounts, Contribution, Key } from './sums.ts';
import { foundNobody, isRealPlan } from '../sql-parts.ts';

/** The kinds of rows that tiles count, other than cases. */
export const factKinds = ['payment', 'visit', 'contact', 'plan', 'thread'] as const;
export type FactKind = (typeof factKinds)[number];
/** Rows by their ids, all rows of some accounts, or all rows. */
export type Which = { refs: readonly number[] } | { cases: readonly number[] } | 'all';

/** The landlord's day: [startsAt, endsAt). */
export type TileDay = { today: Day; weekOn: Day; startsAt: Instant; endsAt: Instant; timeZone: string };

/** The landlord’s day and rent week at `now` (ms). */
export async function readTileDay(sql: Sql, now: Instant): Promise<TileDay> {
  const { timeZone, rentWeekStartsOn, today } = await readLandlord(sql, now);
  return {
    today,
    weekOn: rentWeekStart(today, rentWeekStartsOn),
    startsAt: startOfDay(timeZone, today),
    endsAt: nextMidnight(timeZone, now),
    timeZone,
  };
}

type Row = { id: number; account: number; patch: number; at: Date | null; amounts: string | null };
export type Fact = Contribution & { key: Key };

// Each returns id, account, patch, at, and amounts as "slot=amount" separated by spaces. $1: the ids of rows or accounts;
// $2, $3: the day's beginning and end; $4, $5: today and the rent week's first day; $6: now.
const home = (account: string) => `join rent_account a on a.id = ${account}
  join tenancy t on t.id = a.tenancy_id join property h on h.id = t.property_id`;
const seen = `case when ${foundNobody} then 'no_access' when v.outcome = 'unsafe' then 'unsafe'
  when v.outcome = 'seen_other' or (v.outcome is null and v.met = 'other') then 'seen_other'
  when v.outcome is not null or v.met = 'tenant' then 'seen_tenant' else 'not_said' end`;
const statements: Record<FactKind, { refs: string; cases: string; text: string }> = {
  payment: {
    refs: 'p.id',
    cases: 'p.rent_account_id',
    // Counts on the day that the payment is dated, if it is posted before that day ends. Money posted today under another date
    // (a loaded history, a late file) is summed separately, for the tile's note.
    text: `select p.id, a.id as account, h.patch_id as patch, greatest(p.posted_at, $2) as at,
        case when p.value_date = $4 then 'collected_today/' || p.method else 'collected_otherwise/all' end
          || '=' || p.amount_pence as amounts
      from payment p ${home('p.rent_account_id')}
      where (p.value_date = $4 or p.posted_at >= $2) and p.posted_at < $3`,
  },
  visit: {
    refs: 'v.id',
    cases: 'v.rent_account_id',
    text: `select v.id, a.id as account, h.patch_id as patch, coalesce(v.ended_at, v.set_out_at) as at, concat_ws(' ',
        case when v.state <> 'cancelled'
          then 'visits_planned/' || case when v.state = 'planned' and x.avoided then 'avoided' else v.state end || '=1' end,
        case when v.state = 'done' then 'visits_made/' || ${seen} || '=1' end,
        case when v.state = 'stood_down' then 'stand_downs/turned_back=1'
          when v.knock_verdict = 'stand-down' and v.state in ('on_the_way', 'done') then 'stand_downs/went_on=1' end,
        case when x.avoided
          then 'visits_avoided/' || case v.state when 'stood_down' then 'stood_down' else 'not_set_out' end || '=1' end) as amounts
      from visit v ${home('v.rent_account_id')}
        cross join lateral (select exists (select from visit_avoided where visit_id = v.id) as avoided) x
      where v.planned_for = $4`,
  },
  contact: {
    refs: 'c.id',
    cases: 'c.rent_account_id',
    text: `select c.id, a.id as account, h.patch_id as patch, c.happened_at as at,
        'contacts_made/' || case when c.reached then 'reached' else 'not_reached' end || '=1' as amounts
      from contact c ${home('c.rent_account_id')}
      where c.happened_at >= $2 and c.happened_at < $3`,
  },
  plan: {
    refs: 'p.id',
    cases: 'p.rent_account_id',
    text: `select p.id, a.id as account, h.patch_id as patch, null::timestamptz as at,
        'plans_made/' || case when p.agreed_on = $4 then 'today' else 'earlier' end || '=1' as amounts
      from repayment_plan p ${home('p.rent_account_id')}
      where p.agreed_on between $5 and $4 and ${isRealPlan}`,
  },
  thread: {
    refs: 'w.n',
    cases: 'w.rent_account_id',
    text: `select w.n as id, a.id as account, h.patch_id as patch, w.waiting_since as at,
        'repairs_waiting/' || case when w.needs_answer_by <= $6 then 'late' else 'in_time' end || '=1' as amounts
      from thread w ${home('w.rent_account_id')}
      where w.state = 'waiting_for_repairs'`,
  },
};

// Mentions every parameter, so that all statements take the same list.
const named = `($2::timestamptz is null or $3::timestamptz is null or $4::date is null or $5::date is null or $6::timestamptz is null) is false`;

/** Reads the rows of one kind that count on `day`. A row that is requested and not returned counts no more. */
export async function readFacts(
  sql: Sql,
  kind: FactKind,
  which: Which,
  day: TileDay,
  now: Instant,
): Promise<Fact[]> {
  const { text, refs, cases } = statements[kind];
  const filter =
    which === 'all' ? '$1::bigint[] is null' : `${'refs' in which ? refs : cases} = any($1::bigint[])`;
  const ids = which === 'all' ? null : 'refs' in which ? which.refs : which.cases;
  const rows = await sql.unsafe<Row[]>(
    `${text} and ${filter} and ${named}`,
    [ids, new Date(day.startsAt), new Date(day.endsAt), day.today, day.weekOn, new Date(now)] as never[],
    { prepare: which !== 'all' },
  );
  return rows.map((row) => ({
    key: `${kind}:${row.id}`,
    patchId: row.patch,
    caseId: row.account,
    at: row.at && row.at.getTime(),
    amounts: row.amounts ? parseAmounts(row.amounts) : [],
  }));
}

/** When the next waiting conversation becomes late; null for never. */
export async function nextLate(sql: Sql, now: Instant): Promise<Instant | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select min(needs_answer_by) as at from thread
    where state = 'waiting_for_repairs' and needs_answer_by > ${new Date(now)}`;
  return row?.at ? row.at.getTime() : null;
}

function parseAmounts(text: string): Amounts {
  return text.split(' ').map((one) => {
    const at = one.lastIndexOf('=');
    return [one.slice(0, at), Number(one.slice(at + 1))] as const;
  });
}
