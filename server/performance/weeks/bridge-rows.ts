// Exactly the rows that sum to a line of a bridge, in integer pence: postings as reported, moves, and balances by account. Read
// by page, or all of them in batches. The caller checks rights and writes the audit line.
import type { BridgeView } from '../../contract/performance/bridge.ts';
import type { Sql } from '../../../db/connect.ts';
import { exportRows } from '../../../db/export.ts';
import type { Day } from '../../domain/facts.ts';
import { positionsOf, type BridgeOptions } from './bridge.ts';
import * as pieces from './bridge-pieces.ts';

export type RowsOptions = BridgeOptions & { view: BridgeView; line: string; what: string };
export type BridgeRow = {
  /** The rent week that reports it. */
  weekOn: Day;
  /** The day on which it counts. */
  onDay: Day | null;
  accountId: number;
  /** Null where the account was deleted since. */
  reference: string | null;
  /** The patch of its home now. */
  patchId: number | null;
  patch: string | null;
  pence: number;
  /** A posting's id in its ledger table, and when it was entered; null for other rows. */
  id: number | null;
  postedAt: Date | null;
  /** Restated only: the frozen week that reported it as backdated. */
  toldIn: Day | null;
  /** Where an account moved from and to, in words; null for other rows. */
  cameFrom: string | null;
  wentTo: string | null;
};
/** Where a page begins: the index of the query, and how many of its rows came before. */
export type Place = { piece: number; skip: number };

/** At most `limit` rows from `place` on, and where the next page begins; null after the last. */
export async function readBridgeRows(
  sql: Sql,
  options: RowsOptions,
  { place = { piece: 0, skip: 0 }, limit }: { place?: Place; limit: number },
): Promise<{ rows: BridgeRow[]; next: Place | null }> {
  const { mine, all } = await piecesOf(sql, options);
  const rows: BridgeRow[] = [];
  let { skip } = place;
  for (let piece = place.piece; piece < all.length; piece++) {
    const wanted = limit - rows.length;
    const some = await read(sql, mine, all[piece]!, wanted + 1, skip);
    if (some.length > wanted)
      return { rows: [...rows, ...some.slice(0, wanted)], next: { piece, skip: skip + wanted } };
    rows.push(...some);
    skip = 0;
  }
  return { rows, next: null };
}

/** All of them, some at a time. */
export async function* eachBridgeRow(sql: Sql, options: RowsOptions): AsyncGenerator<BridgeRow[]> {
  const { mine, all } = await piecesOf(sql, options);
  for (const piece of all) yield* exportRows<BridgeRow>(sql, shown(piece), [mine, ...piece.values]);
}

export async function piecesOf(
  sql: Sql,
  options: RowsOptions,
): Promise<{ mine: number[]; all: pieces.Piece[] }> {
  const { from, to, line, what, view } = options;
  const mine = (await sql<{ id: number }[]>`${positionsOf(sql, options)}`).map(({ id }) => id);
  // Only weeks from `from` on matter: late postings that earlier weeks reported cancel out there.
  const late =
    view === 'restated'
      ? await snapshotsOf(sql, sql`f.week_on >= ${from} and f.week_on in (select told_in from week_late)`)
      : [];
  if (line === 'opening' || line === 'closing') {
    const frozen = line === 'opening' ? pieces.openingOf(from) : pieces.closingOf(to);
    return { mine, all: [view === 'frozen' ? frozen : pieces.restatedOf(frozen, late, line)] };
  }
  // Weeks without such rows are not read.
  const weeks = await snapshotsOf(
    sql,
    sql`f.week_on between ${from} and ${to} and exists (select from week_line l
      where l.week_on = f.week_on and l.position_id = any(${mine}::int[]) and l.line = ${line} and l.what = ${what})`,
  );
  const all = weeks.map((week) => {
    if (/_(in|out)$/.test(line)) return pieces.movesOf(week.on, line);
    return line === 'corrected' ? pieces.correctedOf(week) : pieces.postingsOf(week, line, what);
  });
  if (view === 'restated') all.push(pieces.lateOf(late, from, to, line, what));
  return { mine, all };
}

const snapshotsOf = async (sql: Sql, which: ReturnType<Sql>): Promise<pieces.WeekSnapshots[]> => [
  ...(await sql<pieces.WeekSnapshots[]>`
    select f.week_on as on, f.snapshot::text as seen, b.snapshot::text as reported,
      pg_snapshot_xmin(b.snapshot)::text::bigint as oldest
    from week_freeze f left join week_freeze b on b.week_on = f.week_on - 7 where ${which} order by f.week_on`),
];

const order = 'rent_account_id, on_day, id, pence, told_in';
const placeName = (alias: string) => `p.name || coalesce(' (' || s.name || ')', ' (no officer)')
  || case ${alias}.state when 'court' then ', in court' when 'former' then ', former tenant' else '' end`;

/** The rows of a query, with names. */
export const named = (rows: string): string => `
    select r.week_on as "weekOn", r.on_day as "onDay", r.rent_account_id as "accountId", a.reference, h.patch_id as "patchId",
      n.name as patch, r.pence, r.id, r.posted_at as "postedAt", r.told_in as "toldIn",
      (select ${placeName('f')} from position f join patch p on p.id = f.patch_id left join staff s on s.id = f.staff_id
        where f.id = r.came_from) as "cameFrom",
      (select ${placeName('t')} from position t join patch p on p.id = t.patch_id left join staff s on s.id = t.staff_id
        where t.id = r.went_to) as "wentTo"
    from (${rows}) r
    left join rent_account a on a.id = r.rent_account_id left join tenancy t on t.id = a.tenancy_id
    left join property h on h.id = t.property_id left join patch n on n.id = h.patch_id`;

/** The same in a stable order. */
function shown(piece: pieces.Piece, page = ''): string {
  return `${named(`select * from (${piece.text}) piece order by ${order} ${page}`)}
    order by ${order
      .split(', ')
      .map((name) => `r.${name}`)
      .join(', ')}`;
}

async function read(
  sql: Sql,
  mine: number[],
  piece: pieces.Piece,
  limit: number,
  skip: number,
): Promise<BridgeRow[]> {
  const text = shown(piece, `limit ${Math.trunc(limit)} offset ${Math.trunc(skip)}`);
  return [...(await sql.unsafe<BridgeRow[]>(text, [mine, ...piece.values] as never[]))];
}
