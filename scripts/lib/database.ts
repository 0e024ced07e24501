// The database that a command works on: the one of DATABASE_URL, or the embedded one in the data folder, with the
// database `doorstep` in it.
import { connect } from '../../db/connect.ts';
import { startEmbedded } from '../../db/embedded.ts';
import type { Environment } from '../../server/environment.ts';

export type OpenDatabase = { url: string; stop: () => Promise<void> };

export async function openDatabase(
  environment: Pick<Environment, 'databaseUrl' | 'dataFolder'>,
  say: (line: string) => void,
): Promise<OpenDatabase> {
  if (environment.databaseUrl) return { url: environment.databaseUrl, stop: async () => {} };
  const server = await startEmbedded(environment.dataFolder, [], { say });
  const sql = connect(server.url('postgres'), { max: 1 });
  try {
    const [there] = await sql`select 1 from pg_database where datname = 'doorstep'`;
    if (!there) await sql`create database doorstep`;
  } finally {
    await sql.end({ timeout: 1 });
  }
  return { url: server.url('doorstep'), stop: server.stop };
}
