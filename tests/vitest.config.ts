// Unit tests are next to the file that they test; tests of several rooms are in tests/. One file of the browser's tests runs at
// a time, and one of the chaos tests in parallel (scripts/test.ts).
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { calendarTests } from './support/day/calendar.ts';
import { days, moved } from './support/day/days.ts';

const neverTests = ['**/node_modules/**', 'client/.svelte-kit/**'];

/** TEST_DAY="2027-03-28 00:40" has the tests live at that instant, in UTC (tests/README.md). */
const today = process.env['TEST_DAY'] ? moved(process.env['TEST_DAY']).env : {};

const sharedWorker = { isolate: false, unstubGlobals: true, restoreMocks: true };

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    globalSetup: ['tests/support/global-setup.ts'],
    setupFiles: ['tests/support/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A condition is waited for; the library's own second is too short on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    env: today,
    // The library asks each new connection for its types and waits in a promise that nobody holds (db/transient-errors.ts): a
    // test that cuts connections meets it now and then.
    onUnhandledError: (error) => !String((error as { query?: unknown }).query).includes('pg_catalog.pg_type'),
    projects: [
      {
        extends: true,
        // Its files share a worker, as those of each day do: starting one for each file and importing the same modules
        // again took as long as half of the tests. So a file closes what it opened (support/cleanup.ts) and leaves the
        // globals as they were.
        test: {
          name: 'fast',
          include: ['{client,server,db,scripts}/**/*.test.ts', 'tests/{rooms,db,hub}/**/*.test.ts'],
          exclude: neverTests,
          ...sharedWorker,
        },
      },
      ...['e2e', 'chaos'].map((name) => ({
        extends: true as const,
        test: {
          name,
          include: [`tests/${name}/**/*.test.ts`],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      })),
      ...days.map(({ name, at }) => ({
        extends: true as const,
        test: { name: `day-${name}`, include: calendarTests, env: moved(at).env, ...sharedWorker },
      })),
    ],
  },
});
