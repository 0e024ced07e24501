// Reads the conversations with the repairs team, for the routes and the hub. Each read checks the
// person's rights itself; null is "not for you, or not there". A thread or a case's threads that are read leave a line in
// the audit, as a case does.
import { readLandlord } from '../../commands/landlord.ts';
import { may, mayIn, type Actor } from '../../access/rights.ts';
import type { ThreadPerson, ThreadTemplate } from '../../contract/thread.ts';
import type { Sql } from '../../../db/connect.ts';
import { readingAudit } from '../audit.ts';
import { readInbox, type InboxQuery, type InboxPage } from './read-inbox.ts';
import {
  patchOf,
  readCaseThreads,
  readMoved,
  readThread,
  readWhere,
  type CaseThreads,
  type Moved,
  type ThreadPage,
  type MovedThread,
} from './read-threads.ts';
import { hasRightIn } from '../sql-parts.ts';
import { teamOfRole } from '../../domain/thread-state.ts';

export type Conversations = {
  inbox(actor: Actor, query: InboxQuery): Promise<InboxPage | null>;
  thread(actor: Actor, id: string, before: number | null): Promise<ThreadPage | null>;
  ofCase(actor: Actor, caseId: number): Promise<CaseThreads | null>;
  /**
   * The same of many cases, each open conversation with its messages, and whom one may name there: for each case that may
   * be seen, by the path of each answer. Without an audit line. None after the signal is aborted.
   */
  readForDevice(
    actor: Actor,
    caseIds: readonly number[],
    signal: AbortSignal,
  ): Promise<Map<number, Record<string, unknown>>>;
  templates(actor: Actor): Promise<ThreadTemplate[] | null>;
  /** The people who may read that case's threads, without the actor. */
  people(actor: Actor, caseId: number): Promise<ThreadPerson[] | null>;
  /** The threads after a change, without a check of rights: the hub selects the recipients. */
  moved(moved: Moved): Promise<MovedThread[]>;
  where(threadId: string): Promise<{ caseId: number; patchId: number } | null>;
};

/** The reads of conversations, each by the rights of the reader, with an audit line where a case is opened. */
export function createConversations({
  sql,
  quick = sql,
  clock = Date.now,
}: {
  sql: Sql;
  /** A second pool, for the hub's frequent small queries. Default: `sql`. */
  quick?: Sql;
  clock?: () => number;
}): Conversations {
  const audit = readingAudit(sql, clock);
  async function peopleIn(patchId: number, { staffId: me }: Actor): Promise<ThreadPerson[]> {
    const { today } = await readLandlord(sql, clock());
    const rows = await sql<{ staffId: number; name: string; role: string }[]>`
      select s.id as "staffId", s.name, s.role from staff s
      where s.active and s.id <> ${me} and ${hasRightIn(sql, 'conversations', patchId, today)}
      order by s.role, s.name limit 200`;
    return rows.map(({ staffId, name, role }) => ({ staffId, name, team: teamOfRole(role) }));
  }
  return {
    inbox: (actor, query) => readInbox(sql, actor, clock(), query),
    async thread(actor, id, before) {
      const page = await readThread(sql, actor, id, before);
      if (page) await audit(actor, page.thread.caseId);
      return page;
    },
    async ofCase(actor, caseId) {
      const found = await readCaseThreads(sql, actor, caseId, clock());
      if (found) await audit(actor, caseId);
      return found;
    },
    async readForDevice(actor, caseIds, signal) {
      const taken = new Map<number, Record<string, unknown>>();
      const peopleOf = new Map<number, Promise<ThreadPerson[]>>();
      for (const caseId of caseIds) {
        if (signal.aborted) break;
        const asOf = new Date(clock()).toISOString();
        const [found, patchId] = await Promise.all([
          readCaseThreads(sql, actor, caseId, clock()),
          patchOf(sql, caseId),
        ]);
        if (!found || patchId === null) continue;
        // The cases of one patch have the same people.
        if (!peopleOf.has(patchId)) peopleOf.set(patchId, peopleIn(patchId, actor));
        const answers: Record<string, unknown> = {
          [`/api/cases/${caseId}/threads`]: { asOf, ...found },
          [`/api/people-to-mention?case=${caseId}`]: { people: await peopleOf.get(patchId) },
        };
        for (const { id, state } of found.threads) {
          const page = state === 'settled' ? null : await readThread(sql, actor, id, null);
          if (page) answers[`/api/threads/${id}`] = { asOf, ...page };
        }
        taken.set(caseId, answers);
      }
      return taken;
    },
    async templates(actor) {
      const team = teamOfRole(actor.role);
      if (!may(actor, 'conversations') || team === 'other') return null;
      return sql<ThreadTemplate[]>`
        select id, team, title, body from message_template where active and team = ${team} order by position, id`;
    },
    async people(actor, caseId) {
      const patchId = await patchOf(sql, caseId);
      return patchId === null || !mayIn(actor, 'conversations', patchId) ? null : peopleIn(patchId, actor);
    },
    moved: (moved) => readMoved(quick, moved),
    where: (threadId) => readWhere(quick, threadId),
  };
}
