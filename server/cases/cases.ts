// The room's front door: what a person does to a case, and what they read of it.
import { readLandlord } from '../commands/landlord.ts';
import { may, mayIn, type Actor } from '../access/rights.ts';
import type { CaseWhy } from '../contract/case-why.ts';
import type { CaseDetail, RepairsDetail } from '../contract/case-detail.ts';
import type { Mutation, MutationAnswer } from '../contract/up.ts';
import type { ListedRepair, RepairList } from '../contract/repair-list.ts';
import type { FoundTenancies } from '../contract/tenancy-search.ts';
import type { LedgerPage } from '../contract/ledger.ts';
import type { HistoryPage } from '../contract/case-history.ts';
import type { Sql } from '../../db/connect.ts';
import { readingAudit } from './audit.ts';
import type { Day } from '../domain/facts.ts';
import { findTenancies } from './find-tenancies.ts';
import { readHistory } from './history/history.ts';
import { readBalances, readFirstLedger, readLedger, type LedgerFilter } from './history/ledger.ts';
import { apply } from './mutations.ts';
import { paidOnTheWay, type PaidOnTheWay } from './visits/on-the-way.ts';
import { readCase } from './read-case.ts';
import { readForDevice, visibleCases, type TakenCase } from './read-for-device.ts';
import { readHomeCase } from './read-home-case.ts';
import { readHome } from './read-home.ts';
import { readOpenRepairs, readRepair, type RepairQuery } from './read-open-repairs.ts';
import { readWhy } from './history/read-why.ts';
import { readStatement, type Statement } from './history/statement.ts';
import type { Fresh } from './step.ts';

export type CasesOptions = {
  sql: Sql;
  /** A second pool for writing and for reading one case: many small statements that repeat. Default: `sql`. */
  quick?: Sql;
  /** The case straight from the database: the worklist's own. */
  fresh: Fresh;
  clock?: () => number;
};

export type Cases = {
  /**
   * Answers each mutation once and for all. Throws where the database fails, and then it may be sent again; throws
   * SessionEnded where the session has ended, and nothing was done.
   */
  apply(actor: Actor, mutation: Mutation, sessionId?: string): Promise<MutationAnswer>;
  /** Null where there is no such case, or not for this person. */
  readCase(actor: Actor, id: number): Promise<CaseDetail | RepairsDetail | null>;
  /** Among all that the person may see: also tenancies that owe nothing. */
  findTenancies(actor: Actor, q: string): Promise<FoundTenancies>;
  /** The open repairs of all homes, for the team that does them; null for others. */
  openRepairs(actor: Actor, query: RepairQuery): Promise<Omit<RepairList, 'asOf'> | null>;
  /** Open or not; null where there is no such repair, or not for this person. */
  repair(actor: Actor, id: number): Promise<ListedRepair | null>;
  /** Its money and its history, a page at a time; null as above, and for people who may see no money. */
  readLedger(
    actor: Actor,
    id: number,
    before: string | null,
    filter?: LedgerFilter,
  ): Promise<LedgerPage | null>;
  readBalances(actor: Actor, id: number): Promise<{ on: Day; pence: number }[] | null>;
  readStatement(actor: Actor, id: number, from: Day, to: Day): Promise<Statement | null>;
  /** Those of the cases that the person may see, in no particular order. */
  visible(actor: Actor, ids: readonly number[]): Promise<number[]>;
  /**
   * These cases with what their pages read, by the path of each answer, without those that the person may not see. Leaves
   * one line in the audit. One case after the other, and none after the signal is aborted.
   */
  readForDevice(actor: Actor, ids: readonly number[], signal: AbortSignal): Promise<TakenCase[]>;
  /** How its suggestion came about; null as above. */
  readWhy(actor: Actor, id: number): Promise<CaseWhy | null>;
  readHistory(
    actor: Actor,
    id: number,
    page: { before: string | null; kinds: readonly string[] | null },
  ): Promise<HistoryPage | null>;
  /** The visits that these people are on, where a payment came since they set out and since their last knock check. */
  paidOnTheWay(staffIds: readonly number[]): Promise<PaidOnTheWay[]>;
};

export function createCases({ sql, quick = sql, fresh, clock = Date.now }: CasesOptions): Cases {
  const audit = readingAudit(sql, clock);
  const today = async () => (await readLandlord(sql, clock())).today;
  /** What is read of a case that this person may know the money of, noted in the audit; null of any other. */
  async function theirs<T>(actor: Actor, id: number, read: () => Promise<T>): Promise<T | null> {
    const home = may(actor, 'cases') ? await readHome(sql, id) : null;
    if (!home || !mayIn(actor, 'cases', home.patchId)) return null;
    await audit(actor, id);
    return read();
  }
  return {
    apply: (actor, mutation, sessionId) => apply({ sql: quick, fresh, clock }, actor, mutation, sessionId),
    readCase: (actor, id) =>
      may(actor, 'cases')
        ? readCase({ sql: quick, fresh, clock, audit }, actor, id)
        : readHomeCase({ sql, clock, audit }, actor, id),
    findTenancies: async (actor, q) => findTenancies(sql, actor, q, await today()),
    openRepairs: async (actor, query) => readOpenRepairs(sql, actor, await today(), query),
    repair: async (actor, id) => readRepair(quick, actor, await today(), id),
    visible: (actor, ids) => visibleCases(sql, actor, ids),
    readForDevice: (actor, ids, signal) => readForDevice({ sql: quick, fresh, clock }, actor, ids, signal),
    readLedger: (actor, id, before, filter = {}) =>
      theirs(actor, id, async () =>
        before === null && Object.keys(filter).length === 0
          ? readFirstLedger(quick, id, await today())
          : readLedger(quick, id, before, filter),
      ),
    readBalances: (actor, id) => theirs(actor, id, () => readBalances(sql, id)),
    readStatement: (actor, id, from, to) => theirs(actor, id, () => readStatement(sql, id, from, to)),
    readWhy: (actor, id) => theirs(actor, id, () => readWhy(quick, id, clock())),
    readHistory: (actor, id, page) =>
      theirs(actor, id, async () =>
        readHistory(quick, id, { ...page, timeZone: (await readLandlord(sql, clock())).timeZone }),
      ),
    paidOnTheWay: (staffIds) => paidOnTheWay(sql, staffIds),
  };
}
