// Reads conversations: one thread page by page, those of a case, and what the hub sends. Null where there is none for
// that person. Nothing here reads money, so that the repairs team is answered by the same queries as other teams.
import { readLandlord } from '../../commands/landlord.ts';
import { mayIn, patchesOf, type Actor } from '../../access/rights.ts';
import type {
  RepairNote,
  RepairsPromise,
  Thread,
  ThreadForMe,
  ThreadMessage,
} from '../../contract/thread.ts';
import type { Sql } from '../../../db/connect.ts';
import { readNotes, readPromises } from './read-promises.ts';
import { inPatches, type Fragment } from '../sql-parts.ts';
import {
  messageJson,
  messageOf,
  threadColumns,
  threadOf,
  threadTables,
  type MessageJson,
  type ThreadColumns,
} from './thread-shape.ts';

export type ThreadPage = {
  thread: ThreadForMe;
  messages: ThreadMessage[];
  next: string | null;
  repairNotes: RepairNote[];
};
export type CaseThreads = { threads: ThreadForMe[]; promises: RepairsPromise[]; repairNotes: RepairNote[] };

type Mine = { unread: number; mentionsMe: boolean };
const pageOf = 50;
const caseThreadsAtMost = 200;

/** The person's own state of thread th. */
export const mineColumns = (sql: Sql, staffId: number): Fragment => sql`
  (select count(*)::int from message m where m.thread_id = th.id and m.staff_id <> ${staffId} and m.n > coalesce(
    (select up_to from thread_read where thread_id = th.id and staff_id = ${staffId}), 0)) as unread,
  exists (select from mention me where me.thread_id = th.id and me.staff_id = ${staffId} and me.n > coalesce(
    (select up_to from thread_read where thread_id = th.id and staff_id = ${staffId}), 0)) as "mentionsMe"`;

export const forMe = ({ unread, mentionsMe, ...row }: ThreadColumns & Mine): ThreadForMe => ({
  ...threadOf(row),
  unread,
  mentionsMe,
});

/** before: what an earlier page gave as next. */
export async function readThread(
  sql: Sql,
  actor: Actor,
  id: string,
  before: number | null,
): Promise<ThreadPage | null> {
  const [row] = await sql<(ThreadColumns & Mine)[]>`
    select ${threadColumns(sql)}, ${mineColumns(sql, actor.staffId)} from ${threadTables(sql)}
    where th.id = ${id} and ${inPatches(sql, patchesOf(actor, 'conversations'))}`;
  if (!row) return null;
  const [found, repairNotes] = await Promise.all([
    sql<{ n: number; message: MessageJson }[]>`
      select m.n, ${messageJson(sql)} as message from message m
      where m.thread_id = ${id} and m.n < ${before ?? Number.MAX_SAFE_INTEGER} order by m.n desc limit ${pageOf + 1}`,
    readNotes(sql, row.caseId),
  ]);
  const shown = found.slice(0, pageOf);
  return {
    thread: forMe(row),
    messages: shown.map(({ message }) => messageOf(message)).reverse(),
    next: found.length > pageOf ? String(shown.at(-1)!.n) : null,
    repairNotes,
  };
}

/** All of a case, the newest first. Null where there is no such home for this person. `now`: epoch milliseconds. */
export async function readCaseThreads(
  sql: Sql,
  actor: Actor,
  caseId: number,
  now: number,
): Promise<CaseThreads | null> {
  const patchId = await patchOf(sql, caseId);
  if (patchId === null || !mayIn(actor, 'conversations', patchId)) return null;
  const { today } = await readLandlord(sql, now);
  const [rows, promises, repairNotes] = await Promise.all([
    sql<(ThreadColumns & Mine)[]>`
      select ${threadColumns(sql)}, ${mineColumns(sql, actor.staffId)} from ${threadTables(sql)}
      where th.rent_account_id = ${caseId} order by th.last_n desc limit ${caseThreadsAtMost}`,
    readPromises(sql, caseId, today),
    readNotes(sql, caseId),
  ]);
  return { threads: rows.map(forMe), promises, repairNotes };
}

/** The patch of a case’s home; null where there is no such account. */
export async function patchOf(sql: Sql, caseId: number): Promise<number | null> {
  const [row] = await sql<{ patch: number }[]>`
    select p.patch_id as patch from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where a.id = ${caseId}`;
  return row?.patch ?? null;
}

/** New messages and changed threads, by their numbers in the log: for the hub, in one query. */
export type Moved = {
  threads: readonly number[];
  messages: readonly number[];
  /** Messages by id, for callers that know of them before the log does. */
  ids?: readonly string[];
};
export type MovedThread = { patchId: number; thread: Thread; messages: ThreadMessage[] };

/** The threads of these changes with their new messages, without a check of rights. */
export async function readMoved(sql: Sql, { threads, messages, ids = [] }: Moved): Promise<MovedThread[]> {
  const rows = await sql<(ThreadColumns & { found: MessageJson[] | null })[]>`
    select ${threadColumns(sql)},
      (select json_agg(${messageJson(sql)} order by m.n) from message m
        where m.thread_id = th.id
          and (m.n = any(${[...messages]}::bigint[]) or m.id = any(${[...ids]}::uuid[]))) as found
    from ${threadTables(sql)}
    where th.n = any(${[...threads]}::bigint[])
      or th.id in (select thread_id from message
        where n = any(${[...messages]}::bigint[]) or id = any(${[...ids]}::uuid[]))
    order by th.last_n`;
  return rows.map(({ found, ...row }) => ({
    patchId: row.patchId,
    thread: threadOf(row),
    messages: (found ?? []).map(messageOf),
  }));
}

/** The case and patch of a thread, for the typing indicator. */
export async function readWhere(
  sql: Sql,
  threadId: string,
): Promise<{ caseId: number; patchId: number } | null> {
  const [row] = await sql<{ caseId: number; patchId: number }[]>`
    select th.rent_account_id as "caseId", p.patch_id as "patchId" from ${threadTables(sql)} where th.id = ${threadId}`;
  return row ?? null;
}
