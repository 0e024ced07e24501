// Everything that must hold, in turn: checks, the client's build, then the tests: in two lanes the fast ones, those that
// need a browser, and those that lean on the calendar, on days that it turns on (tests/support/day); in a third lane
// those that break things, which mostly wait for outages to pass, and then what is left of the others.
// At the end it prints how long each part took and what failed; the last line, alone, is the count that continuous
// integration reads.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checks, runChecks } from './check.ts';
import { leftOut } from './lib/engines.ts';
import { temporaryFolder } from './lib/memory-folder.ts';
import { run } from './lib/run.ts';
import { startTestPostgres } from './lib/test-postgres.ts';

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
};

/**
 * The browser's files run in so many parts, so that neither lane waits long for the other at the end; in one when files or
 * tests are named.
 */
const parts = process.argv.length > 2 ? 1 : 8;

const root = join(import.meta.dirname, '..');
const output = join(root, 'tests', '.output');
mkdirSync(output, { recursive: true });

// Set it to another number, or to nothing, to look elsewhere (tests/support/setup.ts).
process.env['PROPERTY_SEED'] ??= '20261121';

// Browsers' profiles and servers' data of all runs. A folder that was named by the caller is used as it is.
const temporary = process.env['TMPDIR'] ? null : temporaryFolder();
if (temporary) process.env['TMPDIR'] = temporary;

/** Seconds of wall time by part. */
const took: { part: string; seconds: number }[] = [];

const failedChecks = await timed('checks', runChecks);
const failures: string[] = failedChecks.map((check) => `check: ${check}`);
const total = { passed: checks.length - failedChecks.length, failed: failedChecks.length, skipped: 0 };

const build = () => run('vite', ['build', '--logLevel', 'warn'], { cwd: 'client' });
if ((await timed('build', build)) === 0) total.passed++;
else {
  total.failed++;
  failures.push('the client does not build');
}

const postgres = await testPostgres();
// The longest first, so that the lanes end together.
const queue = [
  () => tests('fast'),
  () => tests('day-*'),
  ...partsOf('tests/e2e', parts).map((files, i) => () => tests('e2e', `e2e-${i + 1}-of-${parts}`, files)),
];
const lane = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) await next();
};
// With a server of its own: a transaction that it leaves open would keep the logs of all databases from being pruned.
const chaos = () => tests('chaos', 'chaos', [], { TEST_DATABASE_URL: '' });
await Promise.all([lane(), lane(), chaos().then(lane)]);
await postgres.stop();
if (temporary) rmSync(temporary, { recursive: true, force: true });

for (const line of leftOut()) console.log(line);
took.sort((a, b) => b.seconds - a.seconds);
for (const { part, seconds } of took) console.log(`${seconds.toFixed(0).padStart(5)} s  ${part}`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}\n`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed > 0 ? 1 : 0);

async function tests(
  project: string,
  name = project,
  files: string[] = [],
  env: Record<string, string> = {},
): Promise<void> {
  const file = join(output, `${name.replaceAll('*', 'all')}.json`);
  rmSync(file, { force: true });
  const args = [
    'run',
    '-c',
    'tests/vitest.config.ts',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...files,
    ...process.argv.slice(2),
  ];
  const label = files.length > 0 ? `${name}: ${files.map(shortName).join(', ')}` : name;
  const code = await timed(label, () => run('vitest', args, { env }));
  add(name, file, code);
}

async function timed<T>(part: string, what: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await what();
  } finally {
    took.push({ part, seconds: (performance.now() - began) / 1000 });
  }
}

function shortName(file: string): string {
  return file.split('/').at(-1)!.replace('.test.ts', '');
}

/**
 * The files in so many parts of about the same length, the longest part first, by the seconds that each file took when
 * they were last measured (seconds.json in the folder); a file that is not in there counts as one of middling length.
 * With one part: no names, all of them.
 */
function partsOf(folder: string, count: number): string[][] {
  if (count === 1) return [[]];
  const measured = JSON.parse(readFileSync(join(root, folder, 'seconds.json'), 'utf8')) as Record<
    string,
    number
  >;
  const files = readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => ({ file: `${folder}/${name}`, seconds: measured[shortName(name)] ?? 20 }))
    .sort((a, b) => b.seconds - a.seconds);
  const made = Array.from({ length: count }, () => ({ files: [] as string[], seconds: 0 }));
  for (const { file, seconds } of files) {
    const least = made.reduce((a, b) => (b.seconds < a.seconds ? b : a));
    least.files.push(file);
    least.seconds += seconds;
  }
  return made.sort((a, b) => b.seconds - a.seconds).map((part) => part.files);
}

/** One Postgres for all runs (tests/support/global-setup.ts); none where a server is given. */
async function testPostgres(): Promise<{ stop: () => Promise<void> }> {
  if (process.env['DATABASE_URL'] || process.env['TEST_DATABASE_URL']) return { stop: async () => {} };
  const server = await startTestPostgres();
  process.env['TEST_DATABASE_URL'] = server.url;
  return server;
}

/** A run that failed without saying which test (a file that would not load, a crash) counts as one failure at least. */
function add(run: string, file: string, code: number): void {
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
  const reported = report?.testResults.flatMap(failuresOf) ?? [];
  failures.push(...reported);
  if (code !== 0 && reported.length === 0) failures.push(`${run}: ended with ${code}, without a word`);
}

function failuresOf({ name, status, message, assertionResults }: Report['testResults'][number]): string[] {
  const failed = assertionResults.filter((one) => one.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [`${name}: ${firstLine(message)}`] : [];
  return failed.map((one) => `${name}: ${one.fullName}: ${firstLine(one.failureMessages[0] ?? '')}`);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.slice(0, 300);
}
