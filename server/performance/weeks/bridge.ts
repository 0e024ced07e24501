// The movement bridge: opening + charges − payments ± adjustments ± moves = closing, for an officer, a patch or the
// landlord over any frozen weeks. `Frozen` figures are those reported when each week ended; `restated` figures put each posting
// on the day on which it counts, as known now. Amounts are pence; debt, and what adds to it, is positive.
import type { Sql } from '../../../db/connect.ts';
import type { Day } from '../../domain/facts.ts';

export type Scope =
  | { of: 'landlord' }
  | { of: 'patch'; id: number }
  /** null: cases without an officer. */
  | { of: 'officer'; id: number | null };

export type BridgeLine = { line: string; what: string; pence: number; rows: number };
export type Bridge = {
  from: Day;
  to: Day;
  openingPence: number;
  closingPence: number;
  lines: BridgeLine[];
  /** Closing less everything else; anything but 0 is a fault. */
  residualPence: number;
  /** The same by the day on which each posting counts, as it was known when the newest week was frozen. */
  restated: { openingPence: number; closingPence: number; lines: BridgeLine[]; residualPence: number };
  /** How many of the weeks were rebuilt later from the ledger, because they were not frozen when they ended. */
  rebuiltWeeks: number;
};

export type BridgeOptions = {
  scope: Scope;
  /** First and last rent week, by their first days. */
  from: Day;
  to: Day;
  /** `court`: current tenants whose debt is before the court. */
  states: readonly ('current' | 'court' | 'former')[];
};

/** Null unless every week from `from` to `to` is frozen. */
export async function readBridge(sql: Sql, options: BridgeOptions): Promise<Bridge | null> {
  const { from, to } = options;
  const [weeks] = await sql<{ wanted: number; frozen: number; rebuilt: number }[]>`
    select (${to}::date - ${from}::date) / 7 + 1 as wanted, count(*)::int as frozen,
      (count(*) filter (where rebuilt))::int as rebuilt
    from week_freeze where week_on between ${from} and ${to}`;
  if (!weeks || weeks.wanted < 1 || weeks.wanted !== weeks.frozen) return null;
  const mine = positionsOf(sql, options);
  const [reported, late, [known]] = await Promise.all([
    sql<BridgeLine[]>`
      select line, what, sum(pence)::bigint as pence, sum(rows)::int as rows from week_line
      where position_id in (${mine}) and week_on between ${from} and ${to}
        and (line <> 'opening' or week_on = ${from}) and (line <> 'closing' or week_on = ${to})
      group by 1, 2 order by 1, 2`,
    sql<BridgeLine[]>`
      select line, what, sum(pence)::bigint as pence, sum(rows)::int as rows from week_late
      where position_id in (${mine}) and week_on between ${from} and ${to} and line <> 'opening' group by 1, 2`,
    // Late postings of earlier weeks that were not reported before this one began.
    sql<{ pence: number }[]>`
      select coalesce(sum(pence), 0)::bigint as pence from week_late
      where position_id in (${mine}) and (week_on < ${from} or (line = 'opening' and week_on = ${from}))`,
  ]);
  const lines = reported.filter(({ line }) => line !== 'opening' && line !== 'closing');
  const opening = sum(reported.filter(({ line }) => line === 'opening'));
  const closing = sum(reported.filter(({ line }) => line === 'closing'));
  return {
    from,
    to,
    ...tied(opening, closing, lines),
    restated: tied(opening + known!.pence, closing + known!.pence + sum(late), together(lines, late)),
    rebuiltWeeks: weeks.rebuilt,
  };
}

const sum = (lines: readonly BridgeLine[]) => lines.reduce((pence, one) => pence + one.pence, 0);

function tied(openingPence: number, closingPence: number, lines: BridgeLine[]) {
  return { openingPence, closingPence, lines, residualPence: closingPence - openingPence - sum(lines) };
}

/** Adds two lists of lines; a line with a sum of 0 and no rows is left out. */
function together(reported: readonly BridgeLine[], late: readonly BridgeLine[]): BridgeLine[] {
  const lines = new Map<string, BridgeLine>();
  for (const one of [...reported, ...late]) {
    const key = `${one.line} ${one.what}`;
    const { pence, rows } = lines.get(key) ?? { pence: 0, rows: 0 };
    lines.set(key, { ...one, pence: pence + one.pence, rows: rows + one.rows });
  }
  return [...lines.entries()]
    .filter(([, { pence, rows }]) => pence !== 0 || rows !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line);
}

/** A subquery of the ids of the positions whose debt is counted. */
export function positionsOf(sql: Sql, { scope, states }: Pick<BridgeOptions, 'scope' | 'states'>) {
  const among = sql`select id from position where state = any(${states as string[]}::text[])`;
  if (scope.of === 'landlord') return among;
  if (scope.of === 'patch') return sql`${among} and patch_id = ${scope.id}`;
  return sql`${among} and staff_id is not distinct from ${scope.id}::int`;
}
