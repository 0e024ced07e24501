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
