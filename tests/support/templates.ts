// Databases to clone others from: each is made by the first process that needs it, while the others wait, and kept as long as
// the test's server exists.
import { connect, type Sql } from '../../db/connect.ts';
import { loadDemo } from '../../db/demo/load.ts';
import { migrate } from '../../db/migrate.ts';
import { readLandlord } from '../../server/worklist/landlord.ts';
import { keepCalendars } from '../../server/worklist/calendar-keeper.ts';
import { addMovedClock, moveDatabase } from './day/postgres.ts';
import { silentLog } from './silent-log.ts';

export type Templates = {
  admin: Sql;
  serverUrl: string;
  /** The migrated template of the run (global-setup.ts); the names of the others begin with it. */
  plain: string;
};

/** Migrated. */
export function plainTemplate(at: Templates): Promise<string> {
  return once(at, at.plain, async (name, url) => {
    await at.admin.unsafe(`create database ${name}`);
    await migrate(url);
  });
}

/** Migrated, with a clock that can be moved (day/postgres.ts). */
export function movedTemplate(at: Templates): Promise<string> {
  return once(at, `${at.plain}_moved`, async (name, url) => {
    await at.admin.unsafe(`create database ${name}`);
    const sql = connect(url, { max: 1 });
    await addMovedClock(sql);
    await sql.end();
    await moveDatabase(at.admin, name, 0);
    await migrate(url);
  });
}

/**
 * With the demo's landlord of that size and day in it, and the payment calendars of that day learnt, which the server
 * would otherwise do at its start: what a case asks for would change while a test begins. Its clock can be moved.
 */
export async function demoTemplate(at: Templates, homes: number, today: string): Promise<string> {
  const from = await movedTemplate(at);
  return once(at, `${from}_${homes}_${today.replaceAll('-', '')}`, async (name, url) => {
    await at.admin.unsafe(`create database ${name} template ${from} strategy file_copy`);
    await moveDatabase(at.admin, name, Number(process.env['TEST_AHEAD_MS'] ?? 0));
    await loadDemo(url, { homes, seed: 7, today });
    const sql = connect(url, { max: 2 });
    const now = Date.now();
    await keepCalendars(sql, await readLandlord(sql, now, () => {}), now, silentLog, () => true);
    await sql`analyze`;
    await sql.end();
  });
}

/** Makes it under another name first: one that was left unfinished is made again. */
async function once(
  { admin, serverUrl }: Templates,
  name: string,
  make: (name: string, url: string) => Promise<void>,
): Promise<string> {
  const lock = connect(serverUrl, { max: 1 });
  try {
    await lock`select pg_advisory_lock(hashtext(${name}))`;
    const [there] = await lock`select from pg_database where datname = ${name}`;
    if (there) return name;
    const making = `${name}_making`;
    const url = new URL(serverUrl);
    url.pathname = `/${making}`;
    await admin.unsafe(`drop database if exists ${making} with (force)`);
    await make(making, url.href);
    await admin.unsafe(`alter database ${making} rename to ${name}`);
    return name;
  } finally {
    // The lock goes with its connection.
    await lock.end({ timeout: 1 });
  }
}
