// npm run dev: as npm start, with reload: Vite serves the pages from their sources at PORT, and passes the API, the map
// and the socket on to the server, which starts again whenever one of its files changes.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { migrate } from '../db/migrate.ts';
import { readEnvironment } from '../server/environment.ts';
import { openDatabase } from './lib/database.ts';
import { ensureDemo, townTiles } from './lib/demo.ts';
import { startSimulator } from './lib/simulator.ts';
import { Stopping } from './lib/stopping.ts';

const root = join(import.meta.dirname, '..');
const say = (line: string) => console.log(line);
const stopping = new Stopping();
const lost = (error: Error) => {
  if (stopping.ending) return;
  console.error(error.message);
  void stopping.end(1);
};

try {
  const environment = readEnvironment();
  const { host, port, demo } = environment;
  const database = await openDatabase(environment, say, lost);
  stopping.add(database.stop);
  await migrate(database.url, { say });
  const town = demo ? await ensureDemo(database.loaderUrl, environment, say) : null;
  const tiles =
    environment.mapTiles ?? (demo ? await townTiles(database.url, environment.dataFolder, say, town) : null);

  const apiPort = await freePort(host);
  start(process.execPath, ['--watch', '--disable-warning=ExperimentalWarning', 'server/main.ts'], root, {
    DATABASE_URL: database.url,
    PORT: String(apiPort),
    DEMO: demo ? 'on' : 'off',
    ...(tiles && { MAP_TILES: tiles }),
  });
  const api = `http://${host}:${apiPort}`;
  const vite = join(root, 'node_modules', '.bin', 'vite');
  start(vite, ['dev', '--host', host, '--port', String(port), '--strictPort'], join(root, 'client'), {
    DOORSTEP_API: api,
  });
  await Promise.all([answers(`${api}/readyz`), answers(`http://${host}:${port}/`)]);
  if (environment.simulate) stopping.add(startSimulator(database.url));
  say(`Doorstep is ready at http://${host}:${port}`);
} catch (error) {
  if (!stopping.ending) console.error(error instanceof Error ? error.message : String(error));
  await stopping.end(1);
}

/** Ends with us; when it ends by itself, so do we. */
function start(command: string, args: string[], cwd: string, env: Record<string, string>): void {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // The server behind says where it is; people open ours.
  createInterface(child.stdout).on('line', (line) => line.startsWith('Doorstep is ready') || say(line));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  stopping.add(() => {
    child.kill('SIGTERM');
    return ended;
  });
  void ended.then(() => stopping.end(1));
}

async function answers(url: string): Promise<void> {
  for (let asked = 0; asked < 600 && !stopping.ending; asked++) {
    const answer = await fetch(url).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${new URL(url).pathname} did not answer within a minute.`);
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
