// npm start under a process manager: real processes, from npm to Postgres, and what happens to them when one of them gets a
// signal to end, or is killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isAlive, postmaster } from '../../db/embedded-process.ts';
import { removeData, runningUrl } from '../../db/embedded.ts';
import { connect } from '../../db/connect.ts';

const root = join(import.meta.dirname, '../..');
type Started = { npm: ChildProcess; folder: string; url: string; output: () => string; all: () => number[] };
const begun: { npm: ChildProcess; folder: string; all: () => number[] }[] = [];

afterEach(() => {
  for (const { all, folder } of begun.splice(0)) {
    for (const pid of all()) process.kill(pid, 'SIGKILL');
    removeData(folder);
  }
});

async function npmStart(folder = newFolder(), more: Record<string, string> = {}): Promise<Started> {
  const port = await freePort();
  const npm = spawn('npm', ['start'], {
    cwd: root,
    // Its own process group, as under a process manager, so that our signals do not reach the others.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      PORT: String(port),
      DOORSTEP_DATA: folder,
      DEMO_HOMES: '40',
      DATABASE_URL: '',
      ...more,
    },
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (bytes) => (output += String(bytes)));
  const all = () =>
    processes()
      .filter(({ environ }) => environ.includes(`DOORSTEP_DATA=${folder}\0`))
      .map(({ pid }) => pid);
  begun.push({ npm, folder, all });
  await expect
    .poll(() => output.includes('Doorstep is ready at') || npm.exitCode !== null, {
      timeout: 110_000,
      interval: 100,
    })
    .toBe(true);
  expect(output).toContain(`Doorstep is ready at http://127.0.0.1:${port}`);
  return { npm, folder, url: `http://127.0.0.1:${port}`, output: () => output, all };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-npm-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** The processes of this machine with their environment; Postgres is started without ours. */
function processes(): { pid: number; parent: number; environ: string; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [
          {
            pid: Number(name),
            parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]),
            environ: readFileSync(`/proc/${name}/environ`, 'latin1'),
            command: readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' '),
          },
        ];
      } catch {
        return [];
      }
    });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

const postgresOf = (folder: string) => postmaster(join(folder, 'postgres'))!.pid;
const answers = (url: string) =>
  fetch(`${url}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  );

async function allEnds({ folder, url, all }: Started, end: () => void): Promise<void> {
  const database = postgresOf(folder);
  expect(await answers(url)).toBe(true);
  const began = performance.now();
  end();
  await expect.poll(() => all().length, { timeout: 15_000, interval: 50 }).toBe(0);
  await expect.poll(() => isAlive(database), { timeout: 15_000, interval: 50 }).toBe(false);
  expect(performance.now() - began).toBeLessThan(5_500);
  expect(await answers(url)).toBe(false);
  // A clean shutdown, without recovery at the next start: Postgres writes that in its log.
  expect(readFileSync(join(folder, 'postgres.log'), 'utf8').trim().split('\n').at(-1)).toContain(
    'database system is shut down',
  );
}

test.runIf(process.platform === 'linux')(
  '[SCRIPTS-10] SIGTERM to npm alone, as a process manager sends it, ends everything that it started within 5 s',
  async () => {
    const started = await npmStart();
    await allEnds(started, () => started.npm.kill('SIGTERM'));
  },
);

test.runIf(process.platform === 'linux')(
  '[SCRIPTS-11] npm, or a process between it and the server, is killed with -9: the rest ends in order',
  async () => {
    const folder = newFolder();
    for (const victim of ['npm', 'bootstrap'] as const) {
      const started = await npmStart(folder);
      const pid =
        victim === 'npm'
          ? started.npm.pid!
          : processes().find(
              ({ pid, command }) =>
                started.all().includes(pid) && /node\S* scripts\/bootstrap\.mjs/.test(command),
            )!.pid;
      // npm's shell may outlive npm: it waits for its child only.
      await allEnds(started, () => process.kill(pid, 'SIGKILL'));
    }
  },
);

test.runIf(process.platform === 'linux')(
  '[SCRIPTS-12] the embedded Postgres is killed: it is started again, and everything continues; where that fails, npm start ends with a clear message',
  async () => {
    const { npm, folder, url, output, all } = await npmStart();
    const first = postgresOf(folder);
    const sql = connect(runningUrl(folder, 'doorstep')!, { max: 1 });
    const [role] = await sql<{ super: boolean; timeout: string; idle: string }[]>`
      select rolsuper as super, current_setting('statement_timeout') as timeout,
        current_setting('idle_in_transaction_session_timeout') as idle from pg_roles where rolname = current_user`;
    expect(role).toEqual({ super: false, timeout: '2min', idle: '1min' });
    process.kill(first, 'SIGKILL');
    await expect.poll(() => output(), { timeout: 30_000 }).toContain('The database runs again.');
    expect(postgresOf(folder)).not.toBe(first);
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 30_000 }).toBe(200);
    expect((await sql`select 1 from property`).length).toBe(40);
    await sql.end({ timeout: 0 });

    // Now its data is missing.
    const second = postgresOf(folder);
    const real = join(folder, 'postgres');
    renameSync(real, `${real}.away`);
    process.kill(second, 'SIGKILL');
    await expect.poll(() => npm.exitCode, { timeout: 60_000 }).toBe(1);
    expect(output()).toContain('The embedded Postgres ended and could not be started again');
    await expect.poll(() => all().length, { timeout: 10_000 }).toBe(0);
    renameSync(`${real}.away`, real);
  },
);
