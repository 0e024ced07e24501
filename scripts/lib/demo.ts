// The fictional landlord of DEMO=on: loaded into an empty database, and its town's map drawn once and kept.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { loadDemo, type LoadOptions, type LoadPart } from '../../db/demo/load.ts';
import { dayText, londonDay } from '../../db/demo/days.ts';
import { writeTownTiles } from '../../db/demo/town/tiles.ts';
import { makeTown } from '../../db/demo/town/town.ts';
import type { Environment } from '../../server/environment.ts';

const seed = 1;

/**
 * Loads nothing where homes are already; throws where the landlord is a real one. The database must be migrated. The
 * landlord is of the London day of `now` (epoch milliseconds).
 */
export async function ensureDemo(
  url: string,
  environment: Pick<Environment, 'demoHomes'>,
  say: (line: string) => void,
  now = Date.now(),
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
  // The landlord is in London: for an hour of a summer's night its day is not yet that of UTC.
  const today = dayText(londonDay(now));
  const loaded = await loadDemo(url, { homes, seed, today, progress: told(homes, say) });
  say(`${loaded.homes.toLocaleString('en-GB')} homes are in, after ${(loaded.ms / 1000).toFixed(1)} s.`);
}

const parts: Record<Exclude<LoadPart, 'homes'>, string> = {
  payments: 'Their payments, in the order in which they came',
  balances: 'Balances',
  help: 'Budgets, plans and referrals',
  home: 'What visits found',
  law: 'Holds, evidence and court steps',
  threads: 'Conversations with the repairs team',
  finance: 'Control totals and money in suspense',
  rest: 'Settings and the rest',
};
const patienceMs = 3_000;

/** Says how far a load has come, but nothing of one that is done in a moment. */
function told(homes: number, say: (line: string) => void): LoadOptions['progress'] {
  const began = performance.now();
  let saidAt = began;
  let saidPart: LoadPart | null = 'homes';
  return (made, part) => {
    const now = performance.now();
    if (now - began < patienceMs || (part === saidPart && now - saidAt < patienceMs)) return;
    saidAt = now;
    saidPart = part;
    const far =
      part === 'homes'
        ? `${made.toLocaleString('en-GB')} of ${homes.toLocaleString('en-GB')} homes`
        : parts[part];
    say(`  ${far} (${Math.round((now - began) / 1000)} s)`);
  };
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
