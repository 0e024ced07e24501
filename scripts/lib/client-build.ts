// The client as the server hands it out: built when it is missing or older than anything it is made from.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

const root = join(import.meta.dirname, '..', '..');
const built = join(root, 'build', 'app.html');
const sources = ['client', 'server/contract', 'server/domain', 'svelte.config.js', 'package-lock.json'];
const madeByTools = new Set(['node_modules', '.svelte-kit']);

export function clientIsCurrent(): boolean {
  return (
    existsSync(built) &&
    Math.max(...sources.map((path) => newest(join(root, path)))) <= statSync(built).mtimeMs
  );
}

/** When it fails, reports that and continues with an older build; throws when there is none. */
export async function ensureClient(say: (line: string) => void): Promise<void> {
  if (!existsSync(join(root, 'client', 'vite.config.ts')) || clientIsCurrent()) return;
  say('Building the pages …');
  // Vitest sets another mode, in which Svelte's own checks would be built in.
  const env = { NODE_ENV: 'production' };
  if ((await run('vite', ['build', '--logLevel', 'warn'], { cwd: 'client', quiet: true, env })) === 0) return;
  if (!existsSync(built)) throw new Error('The pages could not be built: see above.');
  say('The pages could not be built (see above): the older ones are served.');
}

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path)
    .filter((name) => !madeByTools.has(name))
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}
