// The rows of a bridge line as a person wants them: sorted by a column, and only those that have all words of a search. The
// database arranges them, since a line of many weeks has more rows than memory should hold.
import type { BridgeSortKey } from '../../contract/performance/bridge.ts';
import type { Sql } from '../../../db/connect.ts';
import { searchedWords, sortOf } from '../../domain/arranged.ts';
import { named, piecesOf, type BridgeRow, type Place, type RowsOptions } from './bridge-rows.ts';

export type Arrangement = {
  sort: BridgeSortKey | `-${BridgeSortKey}` | undefined;
  words: string;
  /** Only accounts in these patches are found, or sorted, by their reference. */
  patches: 'all' | readonly number[];
};

const keys: Record<BridgeSortKey, string> = {
  day: `coalesce("onDay", "weekOn")`,
  account: 'lower(seen)',
  patch: 'lower(patch)',
  from: 'lower("cameFrom")',
  to: 'lower("wentTo")',
  told: `coalesce("toldIn", "weekOn")`,
  value: 'pence',
};

type Totals = { count: number; foundCount: number; sum: number; seen: unknown; nth: unknown };
type Arranged = {
  rows: BridgeRow[];
  next: Place | null;
  /** How many rows the line has. */
  count: number;
  found: { count: number; sum: number };
};

/** At most `limit` rows after the first `skip`. Rows with equal values are in the order of accounts and days. */
export async function readArrangedRows(
  sql: Sql,
  options: RowsOptions,
  { sort, words, patches }: Arrangement,
  { skip, limit }: { skip: number; limit: number },
): Promise<Arranged> {
  const { mine, all } = await piecesOf(sql, options);
  const values: unknown[] = [
    mine,
    patches === 'all' ? null : patches,
    searchedWords(words),
    skip,
    skip + limit,
  ];
  // Each query has its own parameters from $2 on: they follow those above.
  const texts = all.map((piece) => {
    const before = values.length - 1;
    values.push(...piece.values);
    return `(${piece.text.replace(/\$(\d+)/g, (whole, n: string) => (n === '1' ? whole : `$${Number(n) + before}`))})`;
  });
  if (texts.length === 0) return { rows: [], next: null, count: 0, found: { count: 0, sum: 0 } };
  const by = sort && sortOf<BridgeSortKey>(sort);
  const answer = await sql.unsafe<(BridgeRow & Totals)[]>(
    `with line as materialized (
      select *, case when $2::int[] is null or "patchId" = any($2::int[]) then reference end as seen
      from (${named(texts.join('\n union all '))}) names
    ), found as materialized (
      select *, row_number() over (order by ${by ? `${keys[by.key]} ${by.isDown ? 'desc' : 'asc'} nulls last, ` : ''}"accountId", "onDay", id, pence, "toldIn") as nth
      from line where not exists (
        select from unnest($3::text[]) word
        where strpos(lower(concat_ws(' ', seen, patch, "cameFrom", "wentTo")), lower(word)) = 0)
    )
    select totals.*, found.* from (
      select (select count(*)::int from line) as count, count(*)::int as "foundCount",
        coalesce(sum(pence), 0)::bigint as sum from found
    ) totals left join found on nth > $4::int and nth <= $5::int order by nth`,
    values as never[],
  );
  const { count, foundCount, sum } = answer[0]!;
  const rows = answer.flatMap(({ count: _, foundCount: _f, sum: _s, seen: _v, nth: _n, ...row }) =>
    (row.weekOn as string | null) === null ? [] : [row],
  );
  const next = skip + rows.length < foundCount ? { piece: 0, skip: skip + rows.length } : null;
  return { rows, next, count, found: { count: foundCount, sum } };
}
