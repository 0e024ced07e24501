// In a separate process: an error that nobody catches would end the test's own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const run = (error: string) =>
  spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '-e',
      `import { tolerateTransientErrors } from ${JSON.stringify(join(import.meta.dirname, 'transient-errors.ts'))};
       tolerateTransientErrors({ warn: (_, text) => console.log(text) });
       void Promise.reject(${error});
       setTimeout(() => console.log('alive'), 20);`,
    ],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );

test('[SERVER-4] a connection that is lost while nobody waits for it is logged, and the process continues', () => {
  const { status, stdout } = run(`Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })`);
  expect({ status, lines: stdout.trim().split('\n').length }).toEqual({ status: 0, lines: 2 });
  expect(stdout).toContain('alive');
});

test('[SERVER-4] any other error that nobody catches still ends it', () => {
  const { status, stdout } = run(`new TypeError('a fault of ours')`);
  expect(status).not.toBe(0);
  expect(stdout).not.toContain('alive');
});
