// Everything that must hold, in turn: checks, the client's build, then the tests: fast ones first, those that need a
// browser last, and beside them those that break things, which mostly wait for outages to pass; a file of each at a time.
// The last line, alone, is the count that continuous integration reads.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checks, runChecks } from './check.ts';
import { run } from './lib/run.ts';

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
};

const output = join(import.meta.dirname, '..', 'tests', '.output');
mkdirSync(output, { recursive: true });

const failedChecks = await runChecks();
const total = { passed: checks.length - failedChecks.length, failed: failedChecks.length, skipped: 0 };

if ((await run('vite', ['build', '--logLevel', 'warn'], { cwd: 'client' })) === 0) total.passed++;
else total.failed++;

await tests('fast');
await Promise.all([tests('e2e'), tests('chaos')]);

console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed > 0 ? 1 : 0);

async function tests(project: string): Promise<void> {
  const file = join(output, `${project}.json`);
  rmSync(file, { force: true });
  const code = await run('vitest', [
    'run',
    '-c',
    'tests/vitest.config.ts',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...process.argv.slice(2),
  ]);
  add(file, code);
}

/** A run that failed without saying which test (a file that would not load, a crash) counts as one failure at least. */
function add(file: string, code: number): void {
  let report: Report | null = null;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    // No report: the run itself broke.
  }
  total.passed += report?.numPassedTests ?? 0;
  total.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const failed = report?.numFailedTests ?? 0;
  total.failed += failed > 0 ? failed : code === 0 ? 0 : 1;
}
