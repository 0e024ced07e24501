// The design's table of rooms: what each may import of the others, besides itself and npm packages. The lint rule
// (eslint.config.js) and the test (tests/rooms) both hold it.
export const mayImport: Record<string, readonly string[]> = {
  'server/domain': [],
  'server/contract': ['server/domain'],
  'server/access': ['server/contract', 'db'],
  'server/commands': ['server/contract', 'server/domain', 'server/access', 'db'],
  'server/feed': ['server/contract', 'db'],
  'server/worklist': ['server/contract', 'server/feed', 'server/domain', 'db'],
  'server/cases': ['server/contract', 'server/commands', 'server/domain', 'server/access', 'db'],
  'server/performance': [
    'server/contract',
    'server/commands',
    'server/feed',
    'server/domain',
    'server/access',
    'db',
  ],
  'server/intake': ['server/contract', 'server/commands', 'server/domain', 'server/access', 'db'],
  'server/hub': ['server/contract', 'server/worklist', 'server/cases', 'server/performance', 'server/access'],
  db: [],
  client: ['server/contract', 'server/domain'],
};

/** Rooms that check what comes over the wire by the contract's schemas; every other room imports its types only. */
export const mayValidate: readonly string[] = [
  'server/contract',
  'server/commands',
  'server/hub',
  'server/http',
];

/** What every part of the client may import: no rent, then the connection, the words and the forms. */
const shared = ['kit', 'live', 'words', 'forms'];

/**
 * What each room of the client's `lib` may import of the others: downwards only, so that no two import each other. The
 * shell and the routes may import all of them; nothing imports those two. client/README.md shows the same table.
 */
export const clientMayImport: Record<string, readonly string[]> = {
  kit: [],
  words: [],
  tables: ['kit'],
  live: ['kit', 'words'],
  forms: ['kit', 'live', 'words'],
  together: shared,
  help: [...shared, 'together'],
  law: shared,
  threads: [...shared, 'together'],
  visit: [...shared, 'help', 'threads', 'together'],
  repairs: [...shared, 'threads', 'visit'],
  map: shared,
  worklist: [...shared, 'map', 'together', 'visit'],
  case: [...shared, 'help', 'law', 'threads', 'together', 'visit', 'worklist'],
  day: [...shared, 'map', 'visit', 'worklist'],
  offline: [...shared, 'map', 'together', 'visit', 'worklist'],
  performance: [...shared, 'tables'],
  wallboard: shared,
  // The settings list the screens that were approved.
  settings: [...shared, 'tables', 'wallboard'],
  shell: [...shared, 'day', 'help', 'offline', 'repairs', 'threads', 'together', 'visit', 'worklist'],
};
