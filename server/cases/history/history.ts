// One history of a case, put together from many sources: visits, contacts, payments, holds, ... Each source is a query of
// the rows that one noun leaves behind and the words for such a row. To add a kind, write a source in a file of your own
// and add it to the list below: nothing else knows the kinds. Entries are ordered by when they happened, newest first,
// with a total order, so that pages neither repeat nor lose one.
import type { HistoryEntry, HistoryPage } from '../../contract/case-history.ts';
import type { Sql } from '../../../db/connect.ts';
import { checkHistory } from './history-checks.ts';
import { clockHistory } from './history-clock.ts';
import { helpHistory } from './history-help.ts';
import { lawHistory } from './history-law.ts';
import { messageHistory } from './history-messages.ts';
import { moneyHistory } from './history-money.ts';
import { referralHistory } from './history-referrals.ts';
import { togetherHistory } from './history-together.ts';
import type { HistorySource } from './history-source.ts';
import { visitHistory } from './history-visits.ts';

const sources: HistorySource[] = [
  ...visitHistory,
  ...checkHistory,
  ...moneyHistory,
  ...helpHistory,
  ...referralHistory,
  ...messageHistory,
  ...lawHistory,
  ...togetherHistory,
  ...clockHistory,
];
/** Kinds that the ledger shows already: left out unless requested. */
export const ledgerHistory: readonly string[] = ['payment', 'charge', 'adjustment'];
const byKind = new Map(sources.map((one) => [one.kind, one]));

type Row = { kind: string; ref: string; at: Date; who: string | null; facts: never };

export type HistoryQuery = {
  timeZone: string;
  before: string | null;
  /** null: all but the ledger's. */
  kinds: readonly string[] | null;
  size?: number;
};

/** Refuses nothing: unknown kinds give nothing, a cursor that is not one of ours gives the first page. */
export async function readHistory(
  sql: Sql,
  caseId: number,
  { timeZone, before, kinds, size = 30 }: HistoryQuery,
): Promise<HistoryPage> {
  const wanted = sources.filter(({ kind }) => (kinds ? kinds.includes(kind) : !ledgerHistory.includes(kind)));
  const [rows, counts] = await Promise.all([
    readRows(sql, caseId, timeZone, wanted, placeOf(before), size + 1),
    readCounts(sql, caseId, timeZone),
  ]);
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    entries: shown.map(entryOf),
    next: rows.length > size && last ? `${last.at.getTime()}~${last.kind}~${last.ref}` : null,
    kinds: counts,
  };
}

const listed = ({ kind, rows }: HistorySource) =>
  `select '${kind}' as kind, ref, date_trunc('milliseconds', at) as at, who, facts from (${rows}) ${kind}_row`;

type Place = { at: number; kind: string; ref: string };
function placeOf(before: string | null): Place | null {
  const found = /^(-?\d{1,14})~([a-z_]{1,40})~([\w-]{1,60})$/.exec(before ?? '');
  return found && { at: Number(found[1]), kind: found[2]!, ref: found[3]! };
}

async function readRows(
  sql: Sql,
  caseId: number,
  timeZone: string,
  wanted: HistorySource[],
  place: Place | null,
  size: number,
): Promise<Row[]> {
  if (wanted.length === 0) return [];
  return sql.unsafe<Row[]>(
    `select * from (${wanted.map(listed).join(' union all ')}) entry
    where $2::text is not null and ($3::float8 is null or (at, kind, ref) < (timestamptz 'epoch' + $3::float8 * interval '1 millisecond', $4::text, $5::text))
    order by at desc, kind desc, ref desc limit $6`,
    [caseId, timeZone, place?.at ?? null, place?.kind ?? '', place?.ref ?? '', size],
    { prepare: true },
  );
}

async function readCounts(sql: Sql, caseId: number, timeZone: string): Promise<HistoryPage['kinds']> {
  const counted = sources.map(
    ({ kind, rows }) => `select '${kind}' as kind, count(*)::int as count from (${rows}) ${kind}_row`,
  );
  const rows = await sql.unsafe<{ kind: string; count: number }[]>(
    `select * from (${counted.join(' union all ')}) counted where count > 0 and $2::text is not null`,
    [caseId, timeZone],
    { prepare: true },
  );
  return [...rows];
}

function entryOf({ kind, ref, at, who, facts }: Row): HistoryEntry {
  const one = byKind.get(kind)!;
  const { title, text = '' } = one.say(facts);
  return { kind, ref, at: at.toISOString(), dayOnly: one.dayOnly ?? false, who: who ?? '', title, text };
}
