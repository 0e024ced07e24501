// The embedded Postgres when it is stopped, killed, started twice, or in a folder that its user cannot enter.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import {
  removeData,
  runningUrl,
  startEmbedded,
  type Embedded,
  type EmbeddedOptions,
} from '../../db/embedded.ts';
import { isAlive, postmaster } from '../../db/embedded-process.ts';

const folders: string[] = [];
const servers: Embedded[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  folders.splice(0).forEach(removeData);
});

/** A folder for a new server. */
function emptyFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-embedded-'));
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

let created: string | undefined;
/** A folder with a server that was created and stopped. Creating one takes a second; the tests copy this one instead. */
async function newFolder(): Promise<string> {
  if (!created) {
    created = mkdtempSync(join(tmpdir(), 'doorstep-embedded-'));
    chmodSync(created, 0o755);
    await (await startEmbedded(created)).stop();
    rmSync(join(created, 'port'));
  }
  const folder = emptyFolder();
  execFileSync('cp', ['-a', `${created}/.`, folder]);
  return folder;
}
afterAll(() => created && removeData(created));

async function start(folder: string, say?: (line: string) => void): Promise<Embedded> {
  const server = await startEmbedded(folder, ['-c', 'shared_buffers=16MB'], { say });
  servers.push(server);
  return server;
}

async function query<T>(server: Embedded, text: string): Promise<T[]> {
  const sql = connect(server.url('postgres'), { max: 1 });
  try {
    return (await sql.unsafe(text)) as unknown as T[];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** A separate program that starts the server, handles no signal, and keeps running. */
async function startOwner(folder: string, options: EmbeddedOptions = {}): Promise<ChildProcess> {
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, '../../db/embedded.ts'))});
    await startEmbedded(${JSON.stringify(folder)}, [], ${JSON.stringify(options)});
    console.log('started');
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => owner.stdout.once('data', resolve));
  return owner;
}

test('[DB-20] stops within 5 s in the middle of work, and the next start is quick, on the same port, with the data', async () => {
  const folder = await newFolder();
  const first = await start(folder);
  expect(await query(first, 'show fsync')).toEqual([{ fsync: 'on' }]);
  await query(first, 'create table kept as select 42 as n');
  const busy = connect(first.url('postgres'), { max: 1 });
  const asleep = busy`select pg_sleep(60)`.catch(() => 'cut off');
  await expect
    .poll(() =>
      query<{ n: number }>(
        first,
        `select count(*)::int as n from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`,
      ),
    )
    .toEqual([{ n: 1 }]);
  const stopped = performance.now();
  await first.stop();
  expect(performance.now() - stopped).toBeLessThan(5000);
  expect(await asleep).toBe('cut off');
  await busy.end({ timeout: 0 });
  const began = performance.now();
  const second = await start(folder);
  expect(performance.now() - began).toBeLessThan(3000);
  expect(second.port).toBe(first.port);
  expect(await query(second, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('[DB-21] a second start on the same folder fails with one clear line; another program finds the first server', async () => {
  const folder = await newFolder();
  const first = await start(folder);
  const refusal = await start(folder).catch((error: Error) => error.message);
  expect(refusal).toBe(
    `Doorstep is already running on ${folder} (process ${process.pid}). Stop it first, or set DOORSTEP_DATA to another folder.`,
  );
  expect(runningUrl(folder, 'postgres')).toBe(first.appUrl('postgres'));
  await first.stop();
  expect(runningUrl(folder, 'postgres')).toBeNull();
});

test('[DB-22] committed data survives kill -9 of the server', async () => {
  const folder = await newFolder();
  const first = await start(folder);
  await query(first, 'create table kept as select 42 as n');
  const { pid } = postmaster(join(folder, 'postgres'))!;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
  const second = await start(folder);
  expect(await query(second, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('[DB-23] a server whose Doorstep was killed with -9 is taken over by the next start', async () => {
  const folder = await newFolder();
  const owner = await startOwner(folder);
  const orphan = postmaster(join(folder, 'postgres'))!;
  owner.kill('SIGKILL');
  await new Promise((resolve) => owner.once('exit', resolve));
  expect(isAlive(orphan.pid)).toBe(true);
  const lines: string[] = [];
  const server = await start(folder, (line) => lines.push(line));
  expect(lines.join()).toContain('ended hard');
  expect(isAlive(orphan.pid)).toBe(false);
  expect(await query(server, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('[DB-23] without a next start the server is stopped all the same', async () => {
  const folder = await newFolder();
  const owner = await startOwner(folder, { orphanSeconds: 0.2 });
  const { pid } = postmaster(join(folder, 'postgres'))!;
  owner.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  expect(postmaster(join(folder, 'postgres'))).toBeNull();
});

test('[DB-24] the server ends with a program that does not handle signals', async () => {
  const folder = await newFolder();
  const owner = await startOwner(folder);
  const { pid } = postmaster(join(folder, 'postgres'))!;
  owner.kill('SIGTERM');
  await new Promise((resolve) => owner.once('exit', resolve));
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
});

test('[DB-25] a lock file with the id of an unrelated process does not prevent the start', async () => {
  const folder = await newFolder();
  await (await start(folder)).stop();
  const file = join(folder, 'postgres', 'postmaster.pid');
  writeFileSync(
    file,
    `${process.pid}\n${join(folder, 'postgres')}\n1700000000\n5432\n\n127.0.0.1\n  1 2\nready   \n`,
  );
  const server = await start(folder);
  expect(await query(server, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('[DB-26] an interrupted creation is started again', async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'postgres.unfinished', 'cluster'), { recursive: true });
  writeFileSync(join(folder, 'postgres.unfinished', 'cluster', 'PG_VERSION'), '18\n');
  expect(await query(await start(folder), 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('[DB-27] data of another major version is refused with a message', async () => {
  const folder = await newFolder();
  await (await start(folder)).stop();
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '17\n');
  await expect(start(folder)).rejects.toThrow('was made by PostgreSQL 17, and this Doorstep brings 18');
});

test.runIf(process.getuid?.() === 0)(
  '[DB-28] as root, in a folder that nobody else may enter: it works, reports where the data is, survives a restart, is deleted with its folder',
  async () => {
    const folder = emptyFolder(0o700);
    const lines: string[] = [];
    const first = await start(folder, (line) => lines.push(line));
    expect(lines.join('\n')).toContain(`cannot reach ${folder}: the data is kept in `);
    await query(first, 'create table kept as select 42 as n');
    await first.stop();
    const second = await start(folder);
    expect(await query(second, 'select n from kept')).toEqual([{ n: 42 }]);
    const away =
      postmaster(join(folder, 'postgres')) && lines.join('\n').split('kept in ').pop()!.slice(0, -1);
    await second.stop();
    expect(readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8').trim()).toBe('18');
    removeData(folder);
    expect(existsSync(away!)).toBe(false);
  },
);
