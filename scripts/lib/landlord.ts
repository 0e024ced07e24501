// The landlord that `npm start` and `npm run dev` run on.
import { migrate } from '../../db/migrate.ts';
import type { Environment } from '../../server/environment.ts';
import { openDatabase } from './database.ts';
import { ensureDemo, townTiles } from './demo.ts';
import type { Stopping } from './stopping.ts';

/**
 * Opens and migrates the database and, for a demo, fills it and draws the town's map. `stopping` stops the database, and
 * ends the command when the database is lost. Returns its URL and the path of the map's tiles, or null without a map.
 */
export async function openLandlord(
  environment: Environment,
  say: (line: string) => void,
  stopping: Stopping,
): Promise<{ url: string; tiles: string | null }> {
  const database = await openDatabase(environment, say, (error) => void stopping.fail(error));
  const { url } = database;
  stopping.add(database.stop);
  await migrate(url, { say });
  if (!environment.demo) return { url, tiles: environment.mapTiles };
  const town = await ensureDemo(database.loaderUrl, environment, say);
  const tiles = environment.mapTiles ?? (await townTiles(url, environment.dataFolder, say, town));
  return { url, tiles };
}
