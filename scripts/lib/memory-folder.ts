// Folders in memory for files that nobody needs afterwards. A test run creates some hundred databases, each of a thousand
// files, and a profile for each browser: on a disk the kernel spends more time on that than the tests do.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps a file system in memory. In a container it may hold only some megabytes. */
const memory = '/dev/shm';
const bytesNeeded = 4e9;
const ours = /^doorstep-temporary-(\d+)-/;

/** Whether there is one with at least 4 GB free. */
export function hasRoomyMemory(): boolean {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > bytesNeeded;
}

/**
 * A new folder that every user may read: in memory where there is room, else in the folder for temporary files. The
 * caller removes it; what a killed process left in memory goes with the next call.
 */
export function temporaryFolder(): string {
  const parent = hasRoomyMemory() ? memory : tmpdir();
  for (const name of readdirSync(parent)) {
    const owner = ours.exec(name)?.[1];
    if (owner && !isRunning(Number(owner))) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(parent, `doorstep-temporary-${process.pid}-`));
  chmodSync(folder, 0o755);
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
