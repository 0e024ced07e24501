// npm start: database, demo landlord, client build, server, simulator; prints one line with the address.
import { anybodyCanSignIn } from '../server/access/people.ts';
import { readEnvironment } from '../server/environment.ts';
import { startDoorstep } from '../server/main.ts';
import { ensureClient } from './lib/client-build.ts';
import { openLandlord } from './lib/landlord.ts';
import { startSimulator } from './lib/simulator.ts';
import { Stopping } from './lib/stopping.ts';

const firstPerson = `Nobody has an account here yet. Give the first person one while this runs, in another terminal, with the same
DATABASE_URL or DOORSTEP_DATA if you set one:
  npm run person -- --name "Sam Example" --email sam@example.org --role manager`;
const say = (line: string) => console.log(line);
const stopping = new Stopping();

try {
  const environment = readEnvironment();
  const [landlord] = await Promise.all([openLandlord(environment, say, stopping), ensureClient(say)]);
  const doorstep = await startDoorstep({
    ...environment,
    databaseUrl: landlord.url,
    mapTiles: landlord.tiles,
  });
  stopping.add(doorstep.stop);
  await ready(doorstep.url);
  if (environment.simulate) stopping.add(startSimulator(landlord.url));
  if (!environment.oidc && !(await anybodyCanSignIn(doorstep.sql))) say(firstPerson);
  const [placeless] = await doorstep.sql<{ n: number }[]>`
    select count(*)::int as n from property where latitude is null`;
  if (placeless!.n > 0)
    say(
      `Homes without a latitude and longitude: ${placeless!.n}. They are on the list, and not on the map or in a day's round.`,
    );
  say(`Doorstep is ready at ${doorstep.url}`);
} catch (error) {
  await stopping.fail(error);
}

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Doorstep serves, but the database does not prove that its changes arrive. See the log.');
}
