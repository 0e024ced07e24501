// Gives a database another day without another program: functions called now(), clock_timestamp() and so on in a schema
// that is searched before pg_catalog. Each says the server's own time and what `moved.by` says besides, a setting of the
// database. Column defaults and trigger functions find them as queries do, because they are there before the migrations.
// What they cannot move are the words current_date, current_time(stamp) and localtime(stamp), which are grammar and no
// functions: Doorstep has none of them where a day decides (tests/rooms/days.test.ts).
import { connect, type Sql } from '../../../db/connect.ts';
import { migrate } from '../../../db/migrate.ts';

const functions = ['now', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp'];

/** In a database without tables yet; a database that is made from it as a template takes the functions along. */
async function addMovedClock(sql: Sql): Promise<void> {
  await sql.unsafe(`create schema moved; grant usage on schema moved to public;
    ${functions
      .map(
        (name) => `create function moved.${name}() returns timestamptz language sql
          ${name === 'clock_timestamp' ? 'volatile' : 'stable'} parallel safe
          return pg_catalog.${name}() + coalesce(nullif(current_setting('moved.by', true), ''), '0')::interval;`,
      )
      .join('\n')}`);
}

/** For every session that opens from now on. A template's settings are not taken along: say it for each database. */
export async function moveDatabase(sql: Sql, database: string, aheadMs: number): Promise<void> {
  await sql.unsafe(`alter database ${database} set moved.by = '${aheadMs / 1000} seconds';
    alter database ${database} set search_path = public, moved, pg_catalog`);
}

/** A migrated template whose clock can be moved; made by the first who needs it, which takes a second. */
export async function movedTemplate(admin: Sql, serverUrl: string, name: string): Promise<string> {
  const lock = await admin.reserve();
  try {
    await lock`select pg_advisory_lock(hashtext(${name}))`;
    const [there] = await lock`select from pg_database where datname = ${name}`;
    if (there) return name;
    const making = `${name}_unfinished`;
    await lock.unsafe(`create database ${making}`);
    const url = new URL(serverUrl);
    url.pathname = `/${making}`;
    const sql = connect(url.href, { max: 1 });
    await addMovedClock(sql);
    await sql.end();
    await moveDatabase(lock, making, 0);
    await migrate(url.href);
    await lock.unsafe(`alter database ${making} rename to ${name}`);
    return name;
  } finally {
    await lock`select pg_advisory_unlock(hashtext(${name}))`;
    lock.release();
  }
}
