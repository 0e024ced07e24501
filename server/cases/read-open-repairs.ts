// The open repairs of all homes, for the team that does them, searched by address and by what is to be done. No query here
// reads a table with money: of the rent account only its id, by which the home is opened.
import { may, patchesOf, type Actor } from '../access/rights.ts';
import type { ListedRepair, RepairList } from '../contract/repair-list.ts';
import type { RepairOrder } from '../domain/repair-order.ts';
import type { Sql } from '../../db/connect.ts';
import type { Day } from '../domain/facts.ts';
import { searchWords } from './search-words.ts';
import { inPatches, type Fragment } from './sql-parts.ts';

export type RepairQuery = {
  order: RepairOrder;
  limit: number;
  /** Words, each of which must be in the address, the postcode (with or without its space), the category or the description. */
  q: string;
};
type Row = Omit<ListedRepair, 'reportedAt' | 'targetAt' | 'completedAt'> & {
  reportedAt: Date;
  targetAt: Date | null;
  completedAt: Date | null;
};

const isOpen = (sql: Sql): Fragment => sql`r.status not in ('completed', 'cancelled')`;
const tables = (sql: Sql): Fragment => sql`repair r join property p on p.id = r.property_id`;

/** The columns of a repair `r` in a home `p`. The home's case is that of its newest tenancy that has begun. */
const columns = (sql: Sql, today: Day): Fragment => sql`
  r.id, r.category, r.priority, r.description, r.status, r.reported_at as "reportedAt", r.target_at as "targetAt",
  r.completed_at as "completedAt", p.address, p.postcode, (select name from patch where id = p.patch_id) as patch,
  (select a.id from tenancy t join rent_account a on a.tenancy_id = t.id where t.property_id = p.id
    order by t.start_date <= ${today}::date desc, t.start_date desc, a.id desc limit 1) as "caseId",
  (select json_build_object('id', th.id, 'state', th.state) from thread th
    where th.repair_id = r.id and th.state <> 'settled' order by th.last_at desc, th.id limit 1) as thread`;

const onWire = (row: Row): ListedRepair => ({
  ...row,
  reportedAt: row.reportedAt.toISOString(),
  targetAt: row.targetAt?.toISOString() ?? null,
  completedAt: row.completedAt?.toISOString() ?? null,
});

/** Null for people without the right. The order is that of domain/repair-order.ts. */
export async function readOpenRepairs(
  sql: Sql,
  actor: Actor,
  today: Day,
  { order, limit, q }: RepairQuery,
): Promise<Omit<RepairList, 'asOf'> | null> {
  if (!may(actor, 'repairList')) return null;
  const found = sql`${isOpen(sql)} and ${inPatches(sql, patchesOf(actor, 'repairList'))} ${matching(sql, q)}`;
  const ordered = {
    urgent: sql`r.priority <> 'emergency', r.target_at nulls last, r.reported_at, r.id`,
    oldest: sql`r.reported_at, r.id`,
  }[order];
  const [rows, [counted]] = await Promise.all([
    sql<Row[]>`
      select ${columns(sql, today)} from (
        select r.id from ${tables(sql)} where ${found} order by ${ordered} limit ${limit}
      ) first join repair r on r.id = first.id join property p on p.id = r.property_id
      order by ${ordered}`,
    sql<{ count: number }[]>`select count(*)::int as count from ${tables(sql)} where ${found}`,
  ]);
  return { count: counted!.count, repairs: rows.map(onWire) };
}

/** Open or not. Null where there is no such repair, or not for this person. */
export async function readRepair(
  sql: Sql,
  actor: Actor,
  today: Day,
  id: number,
): Promise<ListedRepair | null> {
  if (!may(actor, 'repairList')) return null;
  const [row] = await sql<Row[]>`
    select ${columns(sql, today)} from ${tables(sql)}
    where r.id = ${id} and ${inPatches(sql, patchesOf(actor, 'repairList'))}`;
  return row ? onWire(row) : null;
}

const matching = (sql: Sql, q: string): Fragment =>
  searchWords(q).reduce<Fragment>(
    (
      all,
      word,
    ) => sql`${all} and fold(concat_ws(' ', p.address, p.postcode, replace(p.postcode, ' ', ''), replace(r.category, '_', ' '), r.description))
      like fold(${`%${word}%`})`,
    sql``,
  );
