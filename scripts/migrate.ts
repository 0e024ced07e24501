// npm run migrate [-- --plan]: brings a database to this version of Doorstep, as a start would, and serves nothing. With
// --plan it changes nothing and prints what a start would change. Exit 0: done; 1: it failed; 2: wrong arguments.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../db/connect.ts';
import { runningUrl } from '../db/embedded.ts';
import { migrate, migrations } from '../db/migrate.ts';
import { planMigrations } from '../db/migrate-plan.ts';
import { readEnvironment } from '../server/environment.ts';
import { ensureLandlord } from '../server/landlord.ts';
import { openDatabase } from './lib/database.ts';

const given = process.argv.slice(2);
const say = (line: string) => console.log(line);

if (given.some((one) => one !== '--plan')) {
  console.error('Usage: npm run migrate [-- --plan]');
  process.exitCode = 2;
} else {
  try {
    await run(given.length > 0);
  } catch (error) {
    console.error(error instanceof Error ? error.message || String(error) : String(error));
    process.exitCode = 1;
  }
}

async function run(planOnly: boolean): Promise<void> {
  const environment = readEnvironment();
  const { databaseUrl, dataFolder } = environment;
  const isNew = databaseUrl === null && !existsSync(join(dataFolder, 'postgres'));
  if (planOnly && isNew) {
    say(`There is no database yet. A start makes one, with all ${migrations().length} migrations.`);
    return;
  }
  const running = databaseUrl ?? runningUrl(dataFolder, 'doorstep');
  const opened =
    running === null ? await openDatabase(environment, say) : { url: running, stop: async () => {} };
  try {
    await (planOnly ? plan(opened.url, environment.demo) : apply(opened.url));
  } finally {
    await opened.stop();
  }

  async function apply(url: string): Promise<void> {
    const applied = await migrate(url, { say });
    if (!environment.demo) {
      const sql = connect(url, { max: 1 });
      try {
        await ensureLandlord(sql, environment.landlord, false);
      } finally {
        await sql.end({ timeout: 1 });
      }
    }
    say(applied.length === 0 ? 'The database is up to date.' : `Applied: migration ${applied.join(', ')}.`);
  }
}

async function plan(url: string, demo: boolean): Promise<void> {
  const lines = await planMigrations(url);
  const sql = connect(url, { max: 1 });
  try {
    const [table] = await sql<{ there: boolean }[]>`select to_regclass('landlord') is not null as there`;
    const [row] = table!.there ? await sql`select from landlord` : [];
    if (!row) lines.push(demo ? 'The demo’s landlord is loaded.' : 'The landlord’s row is made.');
  } finally {
    await sql.end({ timeout: 1 });
  }
  if (lines.length === 0) say('The database is up to date: a start changes nothing in it.');
  else {
    say('A start would do this, in this order:');
    for (const line of lines) say(`  ${line}`);
  }
}
