// Applies the numbered migrations that a database does not have yet. Safe to race: an advisory lock admits one
// process at a time, and each migration is one transaction that inserts its version row first.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Sql } from './connect.ts';

const folder = join(import.meta.dirname, 'migrations');
const lock = 710_002;

export type Migration = { version: number; name: string; text: string };

export function migrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z_]+\.sql$/.test(file))
    .sort()
    .map((file) => ({
      version: Number(file.slice(0, 4)),
      name: file.slice(5, -4),
      text: readFileSync(join(folder, file), 'utf8'),
    }));
}

/** Returns the versions that it applied. Refuses a database that is newer than this code. */
export async function migrate(url: string): Promise<number[]> {
  const sql = connect(url, { max: 1, applicationName: 'doorstep migrate' });
  try {
    const [server] = await sql<{ n: number }[]>`select current_setting('server_version_num')::int as n`;
    if (server!.n < 150000) throw new Error('Doorstep needs PostgreSQL 15 or newer.');
    await sql`select pg_advisory_lock(${lock})`;
    await sql`create table if not exists migration (version integer primary key, name text not null, applied_at timestamptz not null default now())`;
    const done = new Set(
      (await sql<{ version: number }[]>`select version from migration`).map((r) => r.version),
    );
    const known = migrations();
    const unknown = [...done].filter((v) => !known.some((m) => m.version === v));
    if (unknown.length > 0) {
      throw new Error(
        `This database is newer than this Doorstep: it has migration ${unknown.join(', ')}. Update Doorstep.`,
      );
    }
    const applied: number[] = [];
    for (const migration of known.filter((m) => !done.has(m.version))) {
      await apply(sql, migration);
      applied.push(migration.version);
    }
    return applied;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function apply(sql: Sql, migration: Migration): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`insert into migration (version, name) values (${migration.version}, ${migration.name})`;
    await tx.unsafe(migration.text);
  });
}
