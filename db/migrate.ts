// Applies the numbered migrations that a database does not have yet. Safe to race: an advisory lock admits one process at
// a time, and each migration is one transaction that inserts its version row first. A migration that cannot get a table's
// lock soon gives up and tries again, because a queued lock request also blocks every request behind it.
import { setTimeout as pause } from 'node:timers/promises';
import { connect, longJob, type Sql } from './connect.ts';
import { fileNameOf, indexSteps, migrations as allOf, type Migration } from './migrations-folder.ts';

export { migrations, type Migration } from './migrations-folder.ts';

const lock = 710_002;
/** Pauses between tries to get in, in ms. */
const turns = { first: 50, most: 1_000 };

export type MigrateOptions = {
  /** Receives a line about what is waited for. */
  say?: (line: string) => void;
  folder?: string;
  /** All in ms: the longest wait for a table's lock in one try; the first pause after it, doubled each time; the end. */
  lockTimeoutMs?: number;
  backoffMs?: number;
  giveUpMs?: number;
};

/** What a database has and lacks. Throws for one that is too old, newer than this code, or numbered otherwise. */
export async function pending(sql: Sql, folder?: string): Promise<Migration[]> {
  const [server] = await sql<{ n: number }[]>`select current_setting('server_version_num')::int as n`;
  if (server!.n < 150000) throw new Error('Doorstep needs PostgreSQL 15 or newer.');
  const known = allOf(folder);
  const [table] = await sql<{ there: boolean }[]>`select to_regclass('migration') is not null as there`;
  const done = table!.there
    ? await sql<{ version: number; name: string }[]>`select version, name from migration order by version`
    : [];
  const names = new Map(known.map((one) => [one.version, one.name]));
  const unknown = done.filter(({ version }) => !names.has(version));
  if (unknown.length > 0)
    throw new Error(
      `This database is newer than this Doorstep: it has migration ${unknown.map((one) => one.version).join(', ')}. Update Doorstep.`,
    );
  const other = done.find(({ version, name }) => names.get(version) !== name);
  if (other)
    throw new Error(
      `Migration ${other.version} of this database is ${fileNameOf(other)}; here it is ` +
        `${fileNameOf({ version: other.version, name: names.get(other.version)! })}. They are different programs.`,
    );
  const has = new Set(done.map(({ version }) => version));
  return known.filter(({ version }) => !has.has(version));
}

/** Returns the versions that it applied. Throws as pending() does, and where a lock cannot be had for minutes. */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<number[]> {
  const { folder } = options;
  const sql = connect(url, { max: 1, applicationName: 'doorstep migrate', settings: longJob });
  try {
    // Before anything is waited for or made.
    if ((await pending(sql, folder)).length === 0) return [];
    await takeTurn(sql);
    await sql`create table if not exists migration (version integer primary key, name text not null, applied_at timestamptz not null default now())`;
    const applied: number[] = [];
    for (const migration of await pending(sql, folder)) {
      if (migration.concurrently) await buildIndexes(sql, migration);
      else await applyWithRetry(url, sql, migration, options);
      applied.push(migration.version);
    }
    return applied;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Asks again and again: a statement that waits for the lock would hold a snapshot, for which a concurrent index waits. */
async function takeTurn(sql: Sql): Promise<void> {
  for (let wait = turns.first; ; wait = Math.min(wait * 2, turns.most)) {
    const [got] = await sql<{ mine: boolean }[]>`select pg_try_advisory_lock(${lock}) as mine`;
    if (got!.mine) return;
    await pause(wait * (0.75 + Math.random() / 2));
  }
}

async function applyWithRetry(
  url: string,
  sql: Sql,
  migration: Migration,
  { say = () => {}, lockTimeoutMs = 3_000, backoffMs = 1_000, giveUpMs = 300_000 }: MigrateOptions,
): Promise<void> {
  const began = performance.now();
  for (let wait = backoffMs; ; wait = Math.min(wait * 2, 30_000)) {
    const watch = watchLocks(url, sql, lockTimeoutMs / 2);
    try {
      await sql.begin(async (tx) => {
        await tx.unsafe(`set local lock_timeout = ${Math.round(lockTimeoutMs)}`);
        await tx`insert into migration (version, name) values (${migration.version}, ${migration.name})`;
        await tx.unsafe(migration.text);
      });
      return;
    } catch (error) {
      // lock_not_available, and deadlock_detected: Postgres looks for a deadlock sooner than the lock times out.
      if (!['55P03', '40P01'].includes((error as { code?: string }).code ?? '')) throw error;
      const held = (await watch.stop()) ?? 'a lock that another connection holds';
      const waits = `Migration ${fileNameOf(migration)} waits for ${held}`;
      if (performance.now() - began > giveUpMs)
        throw new Error(
          `${waits}. It was not applied; nothing has changed. End that connection and start again.`,
          {
            cause: error,
          },
        );
      say(`${waits}; it tries again in ${(wait / 1_000).toFixed(1)} s.`);
      await pause(wait);
    } finally {
      await watch.stop();
    }
  }
}

/** Finds once, after so many ms, what this connection waits for; returns it as a sentence when stopped. */
function watchLocks(url: string, sql: Sql, afterMs: number) {
  const own = sql<{ pid: number }[]>`select pg_backend_pid() as pid`.then(([row]) => row!.pid);
  own.catch(() => {});
  const look = new AbortController();
  const seen = (async (): Promise<string | null> => {
    const pid = await own;
    await pause(afterMs, undefined, { signal: look.signal });
    const watch = connect(url, { max: 1, applicationName: 'doorstep migrate watch' });
    try {
      const [waited] = await watch<{ on: string; mode: string; who: string | null }[]>`
        select coalesce(l.relation::regclass::text, l.locktype) as on, l.mode,
          (select string_agg(format('process %s (%s, %s since %s)', a.pid, coalesce(nullif(a.application_name, ''), 'no name'),
            a.state, to_char(a.xact_start at time zone 'UTC', 'HH24:MI:SS "UTC"')), ' and ')
            from pg_stat_activity a where a.pid = any(pg_blocking_pids(${pid}))) as who
        from pg_locks l where l.pid = ${pid} and not l.granted limit 1`;
      return waited ? `a lock on ${waited.on} (${waited.mode}), held by ${waited.who ?? 'somebody'}` : null;
    } finally {
      await watch.end({ timeout: 1 });
    }
  })().catch(() => null);
  return {
    stop: (): Promise<string | null> => {
      look.abort();
      return seen;
    },
  };
}

/**
 * Outside a transaction, so a crash may leave some of them, and one half-built: what is whole is passed over, and what is
 * not is dropped and built again.
 */
async function buildIndexes(sql: Sql, migration: Migration): Promise<void> {
  // Building waits for open transactions but blocks no other query, so it has no time limit.
  await sql`set lock_timeout = 0`;
  for (const { index, statement } of indexSteps(migration)) {
    const [there] = await sql<{ valid: boolean }[]>`
      select indisvalid and indisready as valid from pg_index where indexrelid = to_regclass(${index})`;
    if (there?.valid) continue;
    if (there) await sql.unsafe(`drop index concurrently ${index}`);
    await sql.unsafe(statement);
  }
  await sql`insert into migration (version, name) values (${migration.version}, ${migration.name})`;
}
