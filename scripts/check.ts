// Lint, formatting and types: every check that does not run the code.
import { run } from './lib/run.ts';

export type Check = { name: string; command: string; args: string[] };

/**
 * The longest first. TypeScript 7 compiles in half of the time of 6, which eslint and svelte-check still need for its
 * programming interface; each brings a `tsc`, so that this one is named by its path.
 */
export const checks: Check[] = [
  { name: 'lint', command: 'eslint', args: ['-c', 'scripts/eslint.config.js', '--max-warnings=0', '.'] },
  { name: 'types of the server', command: 'node_modules/@typescript/native/bin/tsc', args: ['-p', '.'] },
  {
    name: 'types of the client',
    command: 'svelte-check',
    args: ['--workspace', 'client', '--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
  { name: 'nothing unused', command: 'knip', args: ['-c', 'scripts/knip.config.js', '--no-progress'] },
  { name: 'formatting', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
];

/** Runs every check, two at a time and even after one failed; returns the names of those that failed. */
export async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  // SvelteKit writes its own types first; both tools above read them.
  await run('svelte-kit', ['sync'], { cwd: 'client', quiet: true });
  const queue = [...checks];
  const lane = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const code = await run(check.command, check.args, { quiet: true });
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${check.name}`);
      if (code !== 0) failed.push(check.name);
    }
  };
  await Promise.all([lane(), lane()]);
  return failed;
}

if (import.meta.main) {
  const failed = await runChecks();
  process.exit(failed.length > 0 ? 1 : 0);
}
