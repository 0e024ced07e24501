// The live simulator as a process of its own: it must not take time from the server that it feeds.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const script = join(import.meta.dirname, '..', 'simulate.ts');

/** Ends with us; what it says is left out, what goes wrong is shown. */
export function startSimulator(url: string): () => void {
  if (!existsSync(script)) return () => {};
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  child.on('error', () => {});
  return () => void child.kill('SIGTERM');
}
