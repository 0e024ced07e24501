// The live simulator as a process of its own: it must not take time from the server that it feeds.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '..', 'simulate.ts');

const patienceMs = 700;

/** Ends with us, even if we are killed; what it says is left out, what goes wrong is shown. */
export function startSimulator(url: string): () => Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: { ...process.env, DATABASE_URL: url },
    // The channel carries nothing: that it closes is the word.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return async () => {
    child.kill('SIGTERM');
    // A payment that was not committed does not count.
    const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(late);
  };
}
