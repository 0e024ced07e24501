// What is known of a Postgres server from outside it: its lock file, and who started it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type Postmaster = { pid: number; port: number; ready: boolean; parent: number };

/** The server that runs on this data folder; null when none does, and then a lock file left by a crash is taken away. */
export function postmaster(data: string): Postmaster | null {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (pid > 0 && isPostgresOn(data, pid)) {
    return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready', parent: parentOf(pid) };
  }
  // A number can be given to another process after a crash or a reboot, and Postgres would take that one for a server.
  rmSync(file, { force: true });
  return null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPostgresOn(data: string, pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    // The server makes its data folder its working directory.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return ps(pid, 'command').includes(data);
  }
}

function parentOf(pid: number): number {
  try {
    // "pid (name) state ppid": the name may hold anything, so count from its closing bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return Number(ps(pid, 'ppid').trim());
  }
}

function ps(pid: number, field: string): string {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
