// The process of an embedded server: started, watched so that it does not outlive its starter, and stopped.
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Binaries, Runner } from './embedded-place.ts';

/** Where a server lives, and how it is started. */
export type Place = {
  folder: string;
  data: string;
  binaries: Binaries;
  who: Runner;
  flags: string[];
  orphanSeconds: number;
};

/** Starts the server on that port; its output goes to the log file. Its starter's id is kept next to it. */
export function launch(
  { binaries, data, flags, who, orphanSeconds }: Place,
  port: number,
  logFile: string,
): ChildProcess {
  if (fs.existsSync(logFile) && fs.statSync(logFile).size > 5_000_000) {
    fs.renameSync(logFile, `${logFile}.old`);
  }
  const log = fs.openSync(logFile, 'a', 0o600);
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // A failing row or statement may hold what is personal.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  const child = spawn(
    binaries.postgres,
    [
      '-D',
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ...flags,
    ],
    { ...who, cwd: data, env: environment(), detached: true, stdio: ['ignore', log, log] },
  );
  fs.closeSync(log);
  child.once('error', () => {});
  if (child.pid !== undefined) watch(child, join(data, 'postmaster.pid'), orphanSeconds);
  fs.writeFileSync(join(logFile, '..', 'owner'), String(process.pid));
  return child;
}

/** A shell that waits until this process ends (its standard input closes), and then stops the server if it still runs. */
function watch(server: ChildProcess, lockFile: string, seconds: number): void {
  if (process.platform === 'win32') return;
  const script = 'read -r _; sleep "$2"; [ "$(head -n 1 "$1")" = "$0" ] && kill -INT "$0"';
  const watcher = spawn('sh', ['-c', script, String(server.pid), lockFile, String(seconds)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
    env: environment(),
  });
  watcher.once('error', () => {});
  watcher.unref();
  (watcher.stdin as Socket).unref();
  server.once('exit', () => watcher.kill('SIGKILL'));
}

/** The server says in its own lock file when it takes connections. False when it ended instead. */
export async function isReady(server: ChildProcess, data: string): Promise<boolean> {
  const file = join(data, 'postmaster.pid');
  for (let waited = 0; waited < 60_000; waited += 10) {
    if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return false;
    if (fs.existsSync(file)) {
      const lines = fs.readFileSync(file, 'utf8').split('\n');
      if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return true;
    }
    await pause(10);
  }
  server.kill('SIGQUIT');
  return false;
}

/** SIGINT is a fast shutdown: connections are closed, everything is written. SIGQUIT leaves the rest to recovery. */
export function stopper(server: ChildProcess): () => Promise<void> {
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = () => void server.kill('SIGINT');
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  // A program that handles a signal itself calls stop(); one that does not is about to die of it.
  const handlers = signals.map((signal) => {
    const handler = () => {
      if (process.listeners(signal).some((other) => !ours.has(other))) return;
      kill();
      process.removeListener(signal, handler);
      process.kill(process.pid, signal);
    };
    ours.add(handler);
    process.on(signal, handler);
    return { signal, handler };
  });
  process.once('exit', kill);
  const forget = () => {
    process.removeListener('exit', kill);
    for (const { signal, handler } of handlers) {
      ours.delete(handler);
      process.removeListener(signal, handler);
    }
  };
  void ended.then(forget);
  let stopping: Promise<void> | null = null;
  return () =>
    (stopping ??= (async () => {
      kill();
      const hurry = setTimeout(() => server.kill('SIGQUIT'), 4000);
      await ended;
      clearTimeout(hurry);
    })());
}
const ours = new Set<unknown>();

/** None of our secrets, and messages in English whatever the machine's language. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
