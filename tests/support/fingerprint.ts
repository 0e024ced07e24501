// A hash of all rows of a landlord's database: two databases with the same hash hold the same rows. Tables that change in
// the background (the log, the heartbeat, the weeks that the server freezes) are left out, and so is the audit, which also
// records reading.
import { createHash } from 'node:crypto';
import type { Sql } from '../../db/connect.ts';

const movesByItself = [
  ...['change_log', 'change_log_kept', 'heartbeat', 'daily_work', 'audit_line'],
  // A screen that requests a code gets one, with any input.
  'deviceCode',
  ...['position', 'week_freeze', 'week_stretch', 'week_line', 'week_late', 'week_case'],
];

export async function fingerprint(sql: Sql): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'auth') and tablename <> all(${movesByItself}) order by 1`;
  const hash = createHash('sha256');
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ rows: string | null }[]>(
      `select md5(string_agg(t::text, '' order by t::text)) as rows from ${name} t`,
    );
    hash.update(`${name} ${row!.rows ?? ''}\n`);
  }
  return hash.digest('hex');
}
