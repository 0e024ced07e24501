// Gives a database another day without another program: functions called now(), clock_timestamp() and so on in a schema
// that is searched before pg_catalog. Each gives the server's own time plus `moved.by`, a setting of the
// database. Column defaults and trigger functions find them as queries do, because they are there before the migrations.
// What they cannot move are the words current_date, current_time(stamp) and localtime(stamp), which are grammar and no
// functions: Doorstep has none of them where a day decides (tests/rooms/days.test.ts).
import type { Sql } from '../../../db/connect.ts';

const functions = ['now', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp'];

/** In a database without tables yet; a database that is made from it as a template takes the functions along. */
export async function addMovedClock(sql: Sql): Promise<void> {
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
