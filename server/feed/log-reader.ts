// Reads from the change log exactly what became visible between two snapshots, in one statement.
// A row is new if its transaction had not finished when the previous snapshot was taken: either it had not begun
// (xid >= xmax) or it was open (xid in the list). Both are ranges of the log's key, so a read costs what it returns,
// even while some transaction has been open for hours; and nothing is lost or stalled by the order of commits.
import type { Sql } from '../../db/connect.ts';
import { cursorOf, parseCursor, type Cursor } from './cursor.ts';

/**
 * `ref` is the changed row's own id. `caseId` null: not of one case (rules, rights, a source). `inline`: the result of
 * the inline query, where the changes were few; null where there is none.
 */
export type Change = {
  kind: string;
  caseId: number | null;
  ref: number | null;
  at: Date;
  inline?: string | null;
};

export type Reading =
  | { changes: Change[]; beats: number[]; rows: number; cursor: Cursor; server: string }
  /** The difference is not known: everything has to be loaded again, from `cursor` on. */
  | { reset: 'foreign' | 'too old' | 'too many'; cursor: Cursor };

/** More rows than this and loading everything is the quicker way; it bounds the memory of a catch-up too. */
const mostRows = 400_000;

/** With more changes than this, nothing is read inline with them. */
const maxInlineChanges = 32;

export type SinceOptions = {
  limit?: number;
  /**
   * A select of one text for one row of `logged` (kind, case_id, ref), whose `where` goes on with `and`. It runs in the
   * same statement, so it sees the same snapshot as the log and needs no second query.
   */
  inline?: string | undefined;
  /** The server process that answered last: while it is the same, the history on disk is not checked again. */
  server?: string | undefined;
};

type Row = {
  seq: number;
  kind: string | null;
  case_id: number | null;
  ref: number | null;
  at: Date;
  inline: string | null;
};

/**
 * One statement. Its first row is the header, in one text: the snapshot that is the next cursor, and whether the old one
 * belongs to this history. `open`: some transactions were open at the old one. `home` is read from a file on disk.
 */
function statement(open: boolean, inline: string | undefined, limit: number): string {
  const columns = 'select seq, kind, case_id, ref, at from change_log where';
  return `with logged as materialized (
    (${columns} xid >= pg_snapshot_xmax($1::pg_snapshot) and xid < pg_snapshot_xmax(pg_current_snapshot()) limit ${limit + 1})
    ${open ? `union all (${columns} xid = any (array(select pg_snapshot_xip($1::pg_snapshot))) limit ${limit + 1})` : ''})
  select 0::bigint as seq, null as kind, null::int as case_id, null::bigint as ref, null::timestamptz as at,
    concat_ws(' ', pg_current_snapshot(), epoch, server, server = $2::text or home = change_log_home(),
      pg_snapshot_xmax($1::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()),
      pg_snapshot_xmin($1::pg_snapshot) < pruned_below) as inline
  from change_log_kept, (select pg_backend_pid() || '/' || extract(epoch from pg_postmaster_start_time()) as server) s
  union all
  select seq, kind, case_id, ref, at, ${inline ? `(${inline} and (select count(*) from logged) <= ${maxInlineChanges})` : 'null'}
  from logged`;
}

/** The cursor of now: all that is committed so far lies before it. Begins a new history if the log was carried here. */
export async function cursorNow(sql: Sql): Promise<Cursor> {
  await sql`select restart_change_log() where exists (select from change_log_kept where home <> change_log_home())`;
  const [row] = await sql<{ epoch: string; snapshot: string }[]>`
    select epoch, pg_current_snapshot()::text as snapshot from change_log_kept`;
  return cursorOf(row!.epoch, row!.snapshot);
}

/** What has become visible since `cursor`, in the order of seq, each changed thing once. Never throws for a bad cursor. */
export async function readSince(sql: Sql, cursor: unknown, options: SinceOptions = {}): Promise<Reading> {
  const { limit = mostRows, inline, server = '' } = options;
  const from = parseCursor(cursor);
  if (!from) return { reset: 'foreign', cursor: await cursorNow(sql) };
  const text = statement(!from.snapshot.endsWith(':'), inline, limit);
  const rows = await sql.unsafe<Row[]>(text, [from.snapshot, server], { prepare: true });
  const header = rows.find((row) => row.kind === null)?.inline;
  if (!header) throw new Error('change_log_kept has lost its row');
  const [snapshot, epoch, answered, home, foreign, pruned] = header.split(' ') as Header;
  if (home !== 't') return { reset: 'foreign', cursor: await cursorNow(sql) };
  const next = cursorOf(epoch, snapshot);
  if (epoch !== from.epoch || foreign === 't') return { reset: 'foreign', cursor: next };
  if (pruned === 't') return { reset: 'too old', cursor: next };
  if (rows.length - 1 > limit) return { reset: 'too many', cursor: next };
  const logged = rows
    .filter((row): row is Row & { kind: string } => row.kind !== null)
    .sort((a, b) => a.seq - b.seq);
  return { ...sorted(logged), rows: logged.length, cursor: next, server: answered };
}

type Header = [
  snapshot: string,
  epoch: string,
  server: string,
  home: string,
  foreign: string,
  pruned: string,
];

/** Separates the heartbeats; of everything else keeps the last entry of each thing. */
function sorted(rows: (Row & { kind: string })[]): { changes: Change[]; beats: number[] } {
  const beats: number[] = [];
  const changes = new Map<string, Change>();
  for (const { kind, case_id: caseId, ref, at, inline } of rows) {
    if (kind === 'heartbeat') {
      if (ref !== null) beats.push(ref);
      continue;
    }
    const key = `${kind} ${caseId} ${ref}`;
    changes.delete(key);
    changes.set(key, { kind, caseId, ref, at, inline });
  }
  return { changes: [...changes.values()], beats };
}
