// The database that a command works on: the one of DATABASE_URL, or the embedded one in the data folder, with the
// database `doorstep` in it.
import { startEmbedded } from '../../db/embedded.ts';
import { prepareDatabase } from '../../db/embedded-roles.ts';
import type { Environment } from '../../server/environment.ts';

export type OpenDatabase = {
  url: string;
  /** Signs in as superuser where the database is embedded: a load may then switch triggers and checks off. */
  loaderUrl: string;
  stop: () => Promise<void>;
};

const name = 'doorstep';

/**
 * With `lost` the embedded database is restarted when it ends unexpectedly; `lost` is called when that fails for good.
 * Without it, for a short command, it is not restarted.
 */
export async function openDatabase(
  environment: Pick<Environment, 'databaseUrl' | 'dataFolder'>,
  say: (line: string) => void,
  lost?: (error: Error) => void,
): Promise<OpenDatabase> {
  const { databaseUrl: own, dataFolder } = environment;
  if (own) return { url: own, loaderUrl: own, stop: async () => {} };
  const server = await startEmbedded(dataFolder, [], { say, ...(lost && { lost }) });
  try {
    await prepareDatabase(server.url, name);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: server.appUrl(name), loaderUrl: server.url(name), stop: server.stop };
}
