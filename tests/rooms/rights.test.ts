// Who may see and do what is decided in server/access/rights.ts alone. The test reads the source files.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { roles } from '../../server/contract/me.ts';

const root = join(import.meta.dirname, '../..');
const role = `['"](?:${roles.join('|')})['"]`;
/** A role compared with a name: in TypeScript from either side, in a list, in a switch, or in SQL. */
const comparisons = [
  `\\brole\\b!?\\s*[!=]==?\\s*${role}`,
  `${role}\\s*[!=]==?\\s*[\\w.!?]*\\brole\\b`,
  `\\[[^\\]\\n]*${role}[^\\]\\n]*\\]\\.includes\\([\\w.!?]*\\brole\\b`,
  `switch \\([\\w.!?]*\\brole\\)`,
  `\\brole\\s*(?:=|<>|!=|(?:not )?in\\s*\\(|=\\s*any\\(\\W*)\\s*${role}`,
].map((pattern) => new RegExp(pattern));
/** Not a right: on which side of a conversation a role writes. The client computes it too. */
const exempt = ['server/domain/thread-state.ts'];

const comparesRole = (line: string) => comparisons.some((pattern) => pattern.test(line));

test('[ROOMS-10] outside server/access no code of the server compares a role with a name', () => {
  const files = globSync('server/**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts') && !file.startsWith('server/access/') && !exempt.includes(file),
  );
  const found = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (comparesRole(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
  expect(found, 'add a named right to server/access/rights.ts').toEqual([]);
  expect(files.length).toBeGreaterThan(100);
});

test('[ROOMS-10] a comparison is found in each form in which it can be written', () => {
  const forms = [
    "if (actor.role !== 'manager') refuse();",
    "if (staff!.role === 'officer') return;",
    "if ('repairs' === client.actor.role) return;",
    "if (['officer', 'manager'].includes(actor.role)) return;",
    'switch (actor.role) {',
    "where s.role in ('manager', 'repairs')",
    "where (role = 'officer' or true)",
  ];
  expect(forms.filter((line) => !comparesRole(line))).toEqual([]);
  const others = [
    "person.role === 'household'",
    "tp.role in ('tenant', 'joint_tenant')",
    "k.for_role = 'manager'",
  ];
  expect(others.filter(comparesRole)).toEqual([]);
});
