// Lint, formatting and types: everything that can be said about the code without running it.
import { run } from './lib/run.ts';

export type Check = { name: string; command: string; args: string[] };

export const checks: Check[] = [
  { name: 'formatting', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  { name: 'lint', command: 'eslint', args: ['-c', 'scripts/eslint.config.js', '--max-warnings=0', '.'] },
  { name: 'types of the server', command: 'tsc', args: ['-p', '.'] },
  {
    name: 'types of the client',
    command: 'svelte-check',
    args: ['--workspace', 'client', '--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
];

/** Runs every check, even after one failed; returns the names of those that failed. */
export async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  // SvelteKit writes its own types first; both tools above read them.
  await run('svelte-kit', ['sync'], { cwd: 'client', quiet: true });
  for (const check of checks) {
    const code = await run(check.command, check.args);
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${check.name}`);
    if (code !== 0) failed.push(check.name);
  }
  return failed;
}

if (import.meta.main) {
  const failed = await runChecks();
  process.exit(failed.length > 0 ? 1 : 0);
}
