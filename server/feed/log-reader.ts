// Reads from the change log exactly what became visible between two snapshots, in one statement.
// A row is new if its transaction had not finished when the previous snapshot was taken: either it had not begun
// (xid >= xmax) or it was open (xid in the list). Both are ranges of the log's key, so a read costs what it returns,
// even while some transaction has been open for hours; and nothing is lost or stalled by the order of commits.
import type { Sql } from '../../db/connect.ts';
import { cursorOf, parseCursor, type Cursor } from './cursor.ts';

/** `ref` is the changed row's own id. `caseId` null: not one case's (rules, rights, a source). */
export type Change = { kind: string; caseId: number | null; ref: number | null; at: Date };

export type Reading =
  | { changes: Change[]; beats: number[]; rows: number; cursor: Cursor }
  /** The difference cannot be told: everything has to be loaded again, from `cursor` on. */
  | { reset: 'foreign' | 'too old' | 'too many'; cursor: Cursor };

/** More rows than this and loading everything is the quicker way; it bounds the memory of a catch-up too. */
const mostRows = 400_000;

type Row = { seq: number; kind: string | null; case_id: number | null; ref: number | null; at: Date };
type Header = { snapshot: string; epoch: string; home: boolean; foreign: boolean; pruned: boolean };

/** The cursor of now: all that is committed so far lies before it. Begins a new history if the log was carried here. */
export async function cursorNow(sql: Sql): Promise<Cursor> {
  await sql`select restart_change_log() where exists (select from change_log_kept where home <> change_log_home())`;
  const [row] = await sql<{ epoch: string; snapshot: string }[]>`
    select epoch, pg_current_snapshot()::text as snapshot from change_log_kept`;
  return cursorOf(row!.epoch, row!.snapshot);
}

/** What has become visible since `cursor`, in the order of seq, each changed thing once. Never throws for a bad cursor. */
export async function readSince(sql: Sql, cursor: unknown, limit = mostRows): Promise<Reading> {
  const from = parseCursor(cursor);
  if (!from) return { reset: 'foreign', cursor: await cursorNow(sql) };
  const rows = await sql<(Row & Header)[]>`
    select 0::bigint as seq, null as kind, null as case_id, null as ref, null as at,
      pg_current_snapshot()::text as snapshot, epoch, home = change_log_home() as home,
      pg_snapshot_xmax(${from.snapshot}::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as foreign,
      pg_snapshot_xmin(${from.snapshot}::pg_snapshot) < pruned_below as pruned
    from change_log_kept
    union all
    (select seq, kind, case_id, ref, at, null, null, null, null, null from change_log
      where xid >= pg_snapshot_xmax(${from.snapshot}::pg_snapshot)
      and xid < pg_snapshot_xmax(pg_current_snapshot()) limit ${limit + 1})
    union all
    (select seq, kind, case_id, ref, at, null, null, null, null, null from change_log
      where xid = any (array(select pg_snapshot_xip(${from.snapshot}::pg_snapshot))) limit ${limit + 1})`;
  const header = rows.find((row) => row.kind === null);
  if (!header) throw new Error('change_log_kept has lost its row');
  if (!header.home) return { reset: 'foreign', cursor: await cursorNow(sql) };
  const next = cursorOf(header.epoch, header.snapshot);
  if (header.epoch !== from.epoch || header.foreign) return { reset: 'foreign', cursor: next };
  if (header.pruned) return { reset: 'too old', cursor: next };
  if (rows.length - 1 > limit) return { reset: 'too many', cursor: next };
  const logged = rows
    .filter((row): row is Row & Header & { kind: string } => row.kind !== null)
    .sort((a, b) => a.seq - b.seq);
  return { ...sorted(logged), rows: logged.length, cursor: next };
}

/**
 * A statement's beginning (`with touched(case_id) as …`): the cases that the log shows since the snapshot in that
 * parameter, at most so many and one. For FeedHandler.early.
 */
export function touchedSince(snapshot: string, most: number): string {
  return `with touched as materialized (
    select distinct case_id from (
      select case_id from change_log
      where xid >= pg_snapshot_xmax(${snapshot}::pg_snapshot) and xid < pg_snapshot_xmax(pg_current_snapshot())
      union all
      select case_id from change_log where xid = any (array(select pg_snapshot_xip(${snapshot}::pg_snapshot)))
      limit ${most * 4}
    ) logged where case_id is not null limit ${most + 1})`;
}

/** Beats are the feed's own; of everything else the last mention stands. */
function sorted(rows: (Row & { kind: string })[]): { changes: Change[]; beats: number[] } {
  const beats: number[] = [];
  const changes = new Map<string, Change>();
  for (const { kind, case_id: caseId, ref, at } of rows) {
    if (kind === 'heartbeat') {
      if (ref !== null) beats.push(ref);
      continue;
    }
    const key = `${kind} ${caseId} ${ref}`;
    changes.delete(key);
    changes.set(key, { kind, caseId, ref, at });
  }
  return { changes: [...changes.values()], beats };
}
