// npm start: a database, a landlord in it, the pages, the server, life in it; and one line that says where.
import { migrate } from '../db/migrate.ts';
import { anybodyCanSignIn } from '../server/access/people.ts';
import { readEnvironment } from '../server/environment.ts';
import { startDoorstep } from '../server/main.ts';
import { ensureClient } from './lib/client-build.ts';
import { openDatabase } from './lib/database.ts';
import { ensureDemo, townTiles } from './lib/demo.ts';
import { startSimulator } from './lib/simulator.ts';
import { Stopping } from './lib/stopping.ts';

const firstPerson = `Nobody has an account here yet. Give the first person one while this runs, in another terminal, with the same
DATABASE_URL or DOORSTEP_DATA if you set one:
  npm run person -- --name "Sam Example" --email sam@example.org --role manager`;
const say = (line: string) => console.log(line);
const stopping = new Stopping();
const lost = (error: Error) => {
  if (stopping.ending) return;
  console.error(error.message);
  void stopping.end(1);
};

try {
  const environment = readEnvironment();
  const [database] = await Promise.all([prepareDatabase(), ensureClient(say)]);
  const mapTiles = environment.mapTiles ?? database.tiles;
  const doorstep = await startDoorstep({ ...environment, databaseUrl: database.url, mapTiles });
  stopping.add(doorstep.stop);
  await ready(doorstep.url);
  if (environment.simulate) stopping.add(startSimulator(database.url));
  if (!environment.oidc && !(await anybodyCanSignIn(doorstep.sql))) say(firstPerson);
  const [placeless] = await doorstep.sql<{ n: number }[]>`
    select count(*)::int as n from property where latitude is null`;
  if (placeless!.n > 0)
    say(
      `Homes without a latitude and longitude: ${placeless!.n}. They are on the list, and not on the map or in a day's round.`,
    );
  say(`Doorstep is ready at ${doorstep.url}`);

  async function prepareDatabase(): Promise<{ url: string; tiles: string | null }> {
    const opened = await openDatabase(environment, say, lost);
    stopping.add(opened.stop);
    await migrate(opened.url, { say });
    if (!environment.demo) return { url: opened.url, tiles: null };
    const town = await ensureDemo(opened.loaderUrl, environment, say);
    const drawn = environment.mapTiles
      ? null
      : await townTiles(opened.url, environment.dataFolder, say, town);
    return { url: opened.url, tiles: drawn };
  }
} catch (error) {
  if (!stopping.ending) console.error(error instanceof Error ? error.message : String(error));
  await stopping.end(1);
}

async function ready(url: string): Promise<void> {
  for (let asked = 0; asked < 300; asked++) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Doorstep serves, but the database does not prove that its changes arrive. See the log.');
}
