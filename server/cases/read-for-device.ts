// Reads cases for a device that keeps them for work without signal: each answer that the case page reads, under its path.
import { patchesOf, type Actor } from '../access/rights.ts';
import type { Sql } from '../../db/connect.ts';
import { readBalances } from './history/ledger.ts';
import { readWhy } from './history/read-why.ts';
import { readCase, type ReadOptions } from './read-case.ts';
import { inPatches } from './sql-parts.ts';

export type TakenCase = { caseId: number; asOf: string; answers: Record<string, unknown> };

/** In the order of `ids`; cases that the person may not see are left out. Leaves one audit line with what was read. */
export async function readForDevice(
  options: Omit<ReadOptions, 'audit'>,
  actor: Actor,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<TakenCase[]> {
  const { sql, clock } = options;
  const taken: TakenCase[] = [];
  // One after the other: a device can wait, and the people who have a case open share these connections.
  for (const id of new Set(ids)) {
    if (signal.aborted) break;
    const detail = await readCase({ ...options, audit: () => Promise.resolve() }, actor, id);
    if (!detail) continue;
    const [days, why] = await Promise.all([readBalances(sql, id), readWhy(sql, id, clock())]);
    const { asOf } = detail;
    const path = `/api/cases/${id}`;
    taken.push({
      caseId: id,
      asOf,
      answers: { [path]: detail, [`${path}/balances`]: { asOf, days }, [`${path}/why`]: why },
    });
  }
  if (taken.length > 0)
    await sql`insert into audit_line (staff_id, what, detail)
      values (${actor.staffId}, 'cases.taken', ${sql.json({ cases: taken.map(({ caseId }) => caseId) })})`;
  return taken;
}

/** Those of the cases that the person may see. */
export async function visibleCases(sql: Sql, actor: Actor, ids: readonly number[]): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select a.id from rent_account a join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where a.id = any(${[...ids]}::int[]) and ${inPatches(sql, patchesOf(actor, 'cases'))}`;
  return rows.map(({ id }) => id);
}
