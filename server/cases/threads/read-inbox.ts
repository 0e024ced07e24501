// The inbox: the conversations that a person may see, in the domain's order (thread-order.ts says it; here it is the same
// in SQL, so that a page is read and not the whole), searched by words, subject and address.
import { may, patchesOf, type Actor } from '../../access/rights.ts';
import type { inboxFilters, ThreadForMe } from '../../contract/thread.ts';
import type { Sql } from '../../../db/connect.ts';
import type { OrderKey } from '../../domain/thread-order.ts';
import type { Instant } from '../../domain/facts.ts';
import { forMe, mineColumns } from './read-threads.ts';
import { searchWords } from '../search-words.ts';
import { inPatches, type Fragment } from '../sql-parts.ts';
import { threadColumns, threadTables, type ThreadColumns } from './thread-shape.ts';
import { teamOfRole } from '../../domain/thread-state.ts';

export type InboxQuery = {
  filter: (typeof inboxFilters)[number];
  /** Words, each of which must be in a message, the subject or the address. */
  q: string;
  after: OrderKey | null;
  limit: number;
};
export type InboxPage = {
  threads: ThreadForMe[];
  next: OrderKey | null;
  counts: { open: number; mine: number; unanswered: number; late: number };
};
const never = Number.MAX_SAFE_INTEGER;

/** Null for people without the right to conversations. */
export async function readInbox(
  sql: Sql,
  actor: Actor,
  now: Instant,
  { filter, q, after, limit }: InboxQuery,
): Promise<InboxPage | null> {
  if (!may(actor, 'conversations')) return null;
  const seen = inPatches(sql, patchesOf(actor, 'conversations'));
  const mine = isMine(sql, actor);
  const ours = teamOfRole(actor.role) === 'repairs' ? 'waiting_for_repairs' : 'waiting_for_income';
  const late = sql`th.needs_answer_by < ${new Date(now)}`;
  // Only the team that puts a conversation off has it out of its list.
  const snoozed = may(actor, 'answerForRepairs')
    ? sql`(th.state <> 'settled' and coalesce(th.snoozed_until > ${new Date(now)}, false))`
    : sql`false`;
  const waits = sql`(th.state = ${ours} and not ${snoozed})`;
  const wanted = {
    open: sql`th.state <> 'settled'`,
    mine: sql`th.state <> 'settled' and ${mine}`,
    unanswered: waits,
    late: sql`th.state <> 'settled' and ${late}`,
    snoozed,
    settled: sql`th.state = 'settled'`,
  }[filter];
  const ms = (column: Fragment) => sql`(extract(epoch from ${column}) * 1000)::bigint`;
  const [page, [counts]] = await Promise.all([
    sql<{ id: string; g: number; due: number; other: number; then: number }[]>`
      select id, g, due, other, "then" from (
        select th.id, case when ${waits} then 0 when th.state = 'settled' then 3 when ${snoozed} then 2 else 1 end as g,
          case when ${waits} then coalesce(${ms(sql`th.needs_answer_by`)}, ${never}::bigint) else 0 end as due,
          case when ${waits} and not ${mine} then 1 else 0 end as other,
          case when ${waits} then coalesce(${ms(sql`th.waiting_since`)}, 0)
            when ${snoozed} then ${ms(sql`th.snoozed_until`)} else - ${ms(sql`th.last_at`)} end as "then"
        from ${threadTables(sql)} where ${seen} and ${wanted} ${matching(sql, q)}
      ) keyed
      ${after === null ? sql`` : sql`where (g, due, other, "then", id) > (${after[0]}, ${after[1]}::bigint, ${after[2]}, ${after[3]}::bigint, ${after[4]}::uuid)`}
      order by g, due, other, "then", id limit ${limit + 1}`,
    sql<InboxPage['counts'][]>`
      select count(*)::int as open, count(*) filter (where ${mine})::int as mine,
        count(*) filter (where ${waits})::int as unanswered, count(*) filter (where ${late})::int as late
      from ${threadTables(sql)} where ${seen} and th.state <> 'settled'`,
  ]);
  const shown = page.slice(0, limit);
  const rows = await sql<(ThreadColumns & { unread: number; mentionsMe: boolean })[]>`
    select ${threadColumns(sql)}, ${mineColumns(sql, actor.staffId)} from ${threadTables(sql)}
    where th.id = any(${shown.map(({ id }) => id)}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, forMe(row)]));
  const last = shown.at(-1);
  return {
    threads: shown.flatMap(({ id }) => byId.get(id) ?? []),
    next: page.length > limit && last ? [last.g, last.due, last.other, last.then, last.id] : null,
    counts: counts!,
  };
}

/** Mine: taken by me, or mentioning me; for an officer also one in which I wrote. Never SQL null, also when it is not taken. */
function isMine(sql: Sql, { staffId, role }: Actor): Fragment {
  return sql`(th.taken_by is not distinct from ${staffId}::int or exists (select from mention n where n.thread_id = th.id and n.staff_id = ${staffId})
    or (${teamOfRole(role) !== 'repairs'} and exists (select from message m where m.thread_id = th.id and m.staff_id = ${staffId})))`;
}

function matching(sql: Sql, q: string): Fragment {
  return searchWords(q).reduce<Fragment>(
    (
      all,
      word,
    ) => sql`${all} and (fold(concat_ws(' ', p.address, p.postcode, th.subject)) like fold(${`%${word}%`})
      or th.id in (select thread_id from message where words @@ to_tsquery('simple', ${`'${word}':*`})))`,
    sql``,
  );
}
