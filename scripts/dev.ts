// npm run dev: npm start with reload. Vite serves the pages from their sources at PORT and proxies the API, the map and the
// socket to the server, which restarts whenever one of its files changes.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readEnvironment } from '../server/environment.ts';
import { openLandlord } from './lib/landlord.ts';
import { startSimulator } from './lib/simulator.ts';
import { Stopping } from './lib/stopping.ts';

const root = join(import.meta.dirname, '..');
const say = (line: string) => console.log(line);
const stopping = new Stopping();

try {
  const environment = readEnvironment();
  const { host, port, demo } = environment;
  const landlord = await openLandlord(environment, say, stopping);
  const apiPort = await freePort(host);
  start(process.execPath, ['--watch', '--disable-warning=ExperimentalWarning', 'server/main.ts'], root, {
    DATABASE_URL: landlord.url,
    PORT: String(apiPort),
    DEMO: demo ? 'on' : 'off',
    ...(landlord.tiles && { MAP_TILES: landlord.tiles }),
  });
  const api = `http://${host}:${apiPort}`;
  const vite = join(root, 'node_modules', '.bin', 'vite');
  start(vite, ['dev', '--host', host, '--port', String(port), '--strictPort'], join(root, 'client'), {
    DOORSTEP_API: api,
  });
  await Promise.all([answers(`${api}/readyz`), answers(`http://${host}:${port}/`)]);
  if (environment.simulate) stopping.add(startSimulator(landlord.url));
  say(`Doorstep is ready at http://${host}:${port}`);
} catch (error) {
  await stopping.fail(error);
}

/** Starts a child process that ends with this one; when the child ends first, this command ends too. */
function start(command: string, args: string[], cwd: string, env: Record<string, string>): void {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // The API server's ready line shows its own address; people open Vite's.
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
  for (let attempt = 0; attempt < 600 && !stopping.ending; attempt++) {
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
