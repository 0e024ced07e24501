// The first thing every npm command runs. It must work on an old Node (20) with nothing installed:
// it installs when node_modules is missing or older than the lock file, then hands the named script to
// the Node pinned in node_modules/.bin (or to the running one, when that is new enough to read TypeScript).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules', '.package-lock.json');

const installed = existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs;
if (!installed) {
  console.log('Installing what Doorstep needs (once) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(
      'Installing failed. Check the network and that npm can reach its registry, then try again.',
    );
    process.exit(result.status ?? 1);
  }
  utimesSync(stamp, new Date(), new Date());
}

const [major, minor] = process.versions.node.split('.').map(Number);
const readsTypeScript = major > 22 || (major === 22 && minor >= 18);
const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const node = existsSync(pinned) ? pinned : process.execPath;
if (node === process.execPath && !readsTypeScript) {
  console.error(
    `Doorstep needs Node 22.18 or later; this is ${process.version} and the pinned one is missing.`,
  );
  process.exit(1);
}

const [script, ...args] = process.argv.slice(2);
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: `${dirname(node)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
    // Should we be killed, the command notices by this number that it is alone (scripts/lib/parent.ts).
    DOORSTEP_PARENT: String(process.pid),
  },
});
// A terminal sends Ctrl-C to the whole group; a supervisor signals only us: pass it on, and wait for the child's end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

// A process manager signals npm alone. npm passes a signal on to its shell, and the shell dies of it without a word to us;
// and when npm itself is killed, its shell goes on waiting for us. So whatever was started by npm watches both, and takes the
// end of either for the signal.
if (process.env.npm_lifecycle_event) {
  const above = startersByNpm();
  const watch = setInterval(() => {
    if (startersByNpm() === above) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 200);
  watch.unref();
}

/** Our parent, and where that is npm's shell (Linux says so) npm as well: 'pid' or 'pid of pid'. */
function startersByNpm() {
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const [, name, rest] = /\((.*)\) (.*)/s.exec(stat) ?? [];
    return /^(ba|da)?sh$/.test(name) ? `${parent} of ${rest.split(' ')[1]}` : `${parent}`;
  } catch {
    return `${parent}`;
  }
}
