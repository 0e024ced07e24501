// The fictional landlord of DEMO=on: loaded into an empty database, and its town's map drawn once and kept.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { loadDemo, type LoadOptions, type LoadPart } from '../../db/demo/load.ts';
import { dayText, londonDay } from '../../db/demo/days.ts';
import { writeTownTiles } from '../../db/demo/town/tiles.ts';
import { makeTown, type Town } from '../../db/demo/town/town.ts';
import type { Environment } from '../../server/environment.ts';

const seed = 1;

/**
 * Loads nothing where homes are already; throws where the landlord is a real one. The database must be migrated. The
 * landlord is of the London day of `now` (epoch milliseconds). Returns the town where it was made for this, for its map.
 */
export async function ensureDemo(
  url: string,
  environment: Pick<Environment, 'demoHomes'>,
  say: (line: string) => void,
  now = Date.now(),
): Promise<Town | null> {
  const sql = connect(url, { max: 1 });
  try {
    const [real] = await sql`select from landlord where not demo`;
    if (real)
      throw new Error(
        'DEMO is on, but this database holds a landlord that is not the demo’s. Set DEMO=off; nothing was changed.',
      );
    const [there] = await sql`select 1 from property limit 1`;
    if (there) return null;
  } finally {
    await sql.end({ timeout: 1 });
  }
  const homes = environment.demoHomes;
  say(`Making a landlord of ${count(homes)} homes (once) …`);
  // The landlord is in London: for an hour of a summer's night its day is not yet that of UTC.
  const today = dayText(londonDay(now));
  const began = performance.now();
  const progress = progressReport(say);
  const town = makeTown({ seed, homes }, progress);
  await loadDemo(url, { homes, seed, today, progress, town });
  say(`${count(homes)} homes are in, after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  return town;
}

const count = (n: number) => n.toLocaleString('en-GB');

/** What is being made, with how many of it are done (or begun, where the whole is one statement). */
const parts: Record<LoadPart, (done: number, of: number | null) => string> = {
  ground: () => 'The town: ground, river and main roads',
  streets: (done) => `The town: ${count(done)} streets`,
  buildings: (done, of) => `The town: buildings along ${count(done)} of ${count(of ?? done)} streets`,
  lots: (done) => `The town: homes to let among ${count(done)} buildings`,
  homes: (done, of) => `${count(done)} of ${count(of ?? done)} homes`,
  payments: (done) => `${count(done)} payments, in the order in which they came`,
  indexes: (done) => `Indexes of ${count(done)} payments and of their charges`,
  balances: (done) => `Balances, from ${count(done)} rows`,
  counting: (done) => `Statistics of ${count(done)} rows for the query planner`,
  help: () => 'Budgets, plans and referrals',
  home: () => 'What visits found',
  law: () => 'Holds, evidence and court steps',
  threads: () => 'Conversations with the repairs team',
  finance: () => 'Control totals and money in suspense',
  rest: () => 'Settings and the rest',
};
const patienceMs = 2_000;

/** Prints the progress of a load that takes longer than two seconds. */
function progressReport(say: (line: string) => void): NonNullable<LoadOptions['progress']> {
  const began = performance.now();
  let shownAt = began;
  let shownPart: LoadPart | null = null;
  return (part, done, of) => {
    const now = performance.now();
    if (now - began < patienceMs || (part === shownPart && now - shownAt < patienceMs)) return;
    shownAt = now;
    shownPart = part;
    say(`  ${parts[part](done, of)} (${Math.round((now - began) / 1000)} s)`);
  };
}

/** The map of the town that this database's landlord has its homes in; null when its town is not one of ours. */
export async function townTiles(
  url: string,
  folder: string,
  say: (line: string) => void,
  town: Town | null = null,
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
  await writeTownTiles(town ?? makeTown(made), `${file}.unfinished`);
  renameSync(`${file}.unfinished`, file);
  return file;
}
