// The fictional landlord of DEMO=on: loaded into an empty database, and its town's map drawn once and kept.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { loadDemo } from '../../db/demo/load.ts';
import { writeTownTiles } from '../../db/demo/town/tiles.ts';
import { makeTown } from '../../db/demo/town/town.ts';
import type { Environment } from '../../server/environment.ts';

const seed = 1;

/** Loads nothing where homes are already; throws where the landlord is a real one. The database must be migrated. */
export async function ensureDemo(
  url: string,
  environment: Pick<Environment, 'demoHomes'>,
  say: (line: string) => void,
): Promise<void> {
  const sql = connect(url, { max: 1 });
  try {
    const [real] = await sql`select from landlord where not demo`;
    if (real)
      throw new Error(
        'DEMO is on, but this database holds a landlord that is not the demo’s. Set DEMO=off; nothing was changed.',
      );
    const [there] = await sql`select 1 from property limit 1`;
    if (there) return;
  } finally {
    await sql.end({ timeout: 1 });
  }
  const homes = environment.demoHomes;
  say(`Making a landlord of ${homes.toLocaleString('en-GB')} homes (once) …`);
  const today = new Date().toISOString().slice(0, 10);
  const loaded = await loadDemo(url, { homes, seed, today });
  say(`${loaded.homes.toLocaleString('en-GB')} homes are in, after ${(loaded.ms / 1000).toFixed(1)} s.`);
}

/** The map of the town that this database's landlord has its homes in; null when its town is not one of ours. */
export async function townTiles(
  url: string,
  folder: string,
  say: (line: string) => void,
): Promise<string | null> {
  const sql = connect(url, { max: 1 });
  let made: { seed: number; homes: number } | undefined;
  try {
    [made] = await sql<{ seed: number; homes: number }[]>`select seed, homes from demo_truth.made`;
  } finally {
    await sql.end({ timeout: 1 });
  }
  if (!made) return null;
  const file = join(folder, `town-${made.seed}-${made.homes}.pmtiles`);
  if (existsSync(file)) return file;
  say('Drawing the town’s map (once) …');
  mkdirSync(folder, { recursive: true });
  await writeTownTiles(makeTown(made), `${file}.unfinished`);
  renameSync(`${file}.unfinished`, file);
  return file;
}
