// A real Postgres from npm, for machines without one: created on first use, kept in a folder, one server for each folder.
// The data survives restarts and crashes (fsync is on unless a flag switches it off). It runs in a process group of its
// own, so that Ctrl-C reaches this process first and the server is stopped last. It is stopped at every exit except
// kill -9; a server left behind by that is found and stopped by the next start.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { binariesFor, dataPlace, runner, type Binaries, type Runner } from './embedded-place.ts';
import { keepRunning } from './embedded-keep.ts';
import { isAlive, postmaster } from './embedded-process.ts';
import { environment, isReady, launch, pause, stopper, type Place } from './embedded-server.ts';
import {
  applicationPassword,
  applicationRole,
  demandScram,
  prepareRole,
  superuser,
} from './embedded-roles.ts';

export { removeData } from './embedded-place.ts';

export type Embedded = {
  /** Signs in as the superuser, to create databases. */
  url: (database: string) => string;
  /** As the application's own role (embedded-roles.ts). */
  appUrl: (database: string) => string;
  port: number;
  /** Resolves when the server has ended, within five seconds; what was committed is on disk. */
  stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  say?: (line: string) => void;
  /** When given, a server that ends unexpectedly is restarted; this is called when that fails for good. */
  lost?: (error: Error) => void;
  /** How long a server whose starter was killed is left for the next start to take over; then it is stopped. 3 s. */
  orphanSeconds?: number;
};

/**
 * Starts the server that lives in folder (absolute), creating it when it is not there. `flags` go to the server
 * (['-c', 'fsync=off']). Refuses with one clear line when the folder is in use; throws with the end of its log otherwise.
 */
export async function startEmbedded(
  folder: string,
  flags: string[] = [],
  { say = () => {}, lost, orphanSeconds = 3 }: EmbeddedOptions = {},
): Promise<Embedded> {
  fs.mkdirSync(folder, { recursive: true });
  const who = runner(join(folder, 'postgres'));
  const data = dataPlace(folder, who, say);
  const binaries = await binariesFor(who, say);
  await takeOver(folder, data, say);
  const password = await initialise(folder, data, binaries, who);
  refuseOtherVersion(data, binaries);
  demandScram(data);
  const place: Place = { folder, data, binaries, who, flags, orphanSeconds };
  const { server, port } = await begin(place, null);
  const url = (database: string) => urlOf(superuser, password, port, database);
  const appPassword = applicationPassword(folder);
  const stopped = new Map<ChildProcess, () => Promise<void>>([[server, stopper(server)]]);
  const stop = (one: ChildProcess) => stopped.get(one)!();
  try {
    await prepareRole(url('postgres'), appPassword);
  } catch (error) {
    await stop(server);
    throw error;
  }
  const again = async () => {
    const { server: next } = await begin(place, port);
    stopped.clear();
    stopped.set(next, stopper(next));
    return next;
  };
  return {
    port,
    url,
    appUrl: (database) => urlOf(applicationRole, appPassword, port, database),
    stop: lost ? keepRunning(server, { again, stop, say, lost }) : () => stop(server),
  };
}

/** On that port, or, where it is null, on the port of last time or any. Resolves when the server takes connections. */
async function begin(place: Place, wanted: number | null): Promise<{ server: ChildProcess; port: number }> {
  const { folder, data } = place;
  const logFile = join(folder, 'postgres.log');
  let log = '';
  for (let attempt = 1; ; attempt++) {
    const taken = log.includes('Address already in use');
    const port = wanted ?? (await freePort(taken ? 0 : lastPort(folder)));
    const from = fs.existsSync(logFile) ? fs.statSync(logFile).size : 0;
    const server = launch(place, port, logFile);
    if (await isReady(server, data)) {
      fs.writeFileSync(join(folder, 'port'), String(port));
      return { server, port };
    }
    log = fs.readFileSync(logFile).subarray(from).toString('utf8');
    // Somebody took the port between our looking and the server's; or a server that was killed is still dying.
    if (attempt < 4 && wanted === null && log.includes('Address already in use')) continue;
    if (
      attempt < 20 &&
      (/shared memory block .* is still in use/.test(log) ||
        (wanted !== null && log.includes('Address already in use')))
    ) {
      await pause(200);
      continue;
    }
    const running = postmaster(data);
    if (running && running.parent !== process.pid) throw inUse(folder, running.parent);
    throw new Error(`The embedded Postgres did not start.\n${log.trim().split('\n').slice(-8).join('\n')}`);
  }
}

/** The URL of a running embedded server of that folder, for a second command next to `npm start`; null when none runs. */
export function runningUrl(folder: string, database: string): string | null {
  const data = join(folder, 'postgres');
  if (!fs.existsSync(data)) return null;
  const running = postmaster(fs.realpathSync(data));
  return running?.ready ? urlOf(applicationRole, applicationPassword(folder), running.port, database) : null;
}

function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}

function passwordOf(folder: string): string {
  return fs.readFileSync(join(folder, 'password'), 'utf8').trim();
}

/** A server whose starter lives is in use; one whose starter was killed is stopped, cleanly. */
async function takeOver(folder: string, data: string, say: (line: string) => void): Promise<void> {
  const running = postmaster(data);
  if (!running) return;
  const owner = join(folder, 'owner');
  if (fs.existsSync(owner) && Number(fs.readFileSync(owner, 'utf8')) === running.parent) {
    throw inUse(folder, running.parent);
  }
  say('The database was left running by a Doorstep that ended hard: it is stopped and started again.');
  process.kill(running.pid, 'SIGINT');
  for (let waited = 0; isAlive(running.pid); waited += 20) {
    if (waited === 4000) process.kill(running.pid, 'SIGQUIT');
    if (waited > 8000)
      throw new Error(`The database in ${folder} is still running (process ${running.pid}).`);
    await pause(20);
  }
}

function inUse(folder: string, pid: number): Error {
  return new Error(
    `Doorstep is already running on ${folder} (process ${pid}). Stop it first, or set DOORSTEP_DATA to another folder.`,
  );
}

/** Made aside and renamed, so that a folder which is there is whole. Returns the password. */
async function initialise(folder: string, data: string, binaries: Binaries, who: Runner): Promise<string> {
  if (fs.existsSync(join(data, 'PG_VERSION'))) return passwordOf(folder);
  const unfinished = `${data}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(unfinished, 'first-password');
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  const cluster = join(unfinished, 'cluster');
  fs.mkdirSync(cluster, { mode: 0o700 });
  if (who) for (const path of [unfinished, passwordFile, cluster]) fs.chownSync(path, who.uid, who.gid);
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${cluster}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
    { ...who, cwd: unfinished, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += String(bytes)));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The embedded Postgres could not be created.\n${output.trim()}`);
  fs.writeFileSync(join(folder, 'password'), password, { mode: 0o600 });
  fs.rmSync(data, { recursive: true, force: true });
  fs.renameSync(cluster, data);
  fs.rmSync(unfinished, { recursive: true, force: true });
  return password;
}

function refuseOtherVersion(data: string, binaries: Binaries): void {
  const made = fs.readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const ours = binaries.version.split('.')[0];
  if (made !== ours) {
    throw new Error(
      `The data in ${data} was made by PostgreSQL ${made}, and this Doorstep brings ${ours}. ` +
        'Move it away to start afresh, or serve it with your own PostgreSQL and set DATABASE_URL.',
    );
  }
}

/** The port of last time if it is free, so that clients that recorded it can still connect. */
function lastPort(folder: string): number {
  const file = join(folder, 'port');
  const port = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
  return Number.isInteger(port) && port > 1023 && port < 65536 ? port : 0;
}

function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
