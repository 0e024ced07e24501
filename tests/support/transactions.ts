// A transaction that stays open while a test looks at what others do, and the server's own connections to a database.
import { expect } from 'vitest';
import { connect, type Queries, type Sql } from '../../db/connect.ts';

export type OpenTransaction = { tx: Queries; commit: () => Promise<void>; rollback: () => Promise<void> };

/** Begins one on a connection of its own, which ends with it. A second end of the same transaction does nothing. */
export async function begin(url: string, applicationName = 'doorstep test'): Promise<OpenTransaction> {
  const sql = connect(url, { max: 1, applicationName });
  const tx = await sql.reserve();
  await tx`begin`;
  let isOpen = true;
  const end = async (how: 'commit' | 'rollback') => {
    if (!isOpen) return;
    isOpen = false;
    await tx.unsafe(how);
    tx.release();
    void sql.end();
  };
  return { tx, commit: () => end('commit'), rollback: () => end('rollback') };
}

/** Waits until a connection of that application waits for a lock of another. */
export async function untilBlocked(sql: Sql, application = 'doorstep%', timeout = 10_000): Promise<void> {
  const blocked = () => sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and application_name like ${application}`;
  await expect.poll(async () => (await blocked()).length, { timeout }).toBeGreaterThan(0);
}

/** Ends the connections of that application; of all of Doorstep's, but not of the test, unless it is given. */
export const killConnections = (sql: Sql, application = 'doorstep%') => sql`
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
    and application_name like ${application} and application_name <> 'doorstep test'`;
