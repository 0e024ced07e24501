// Every invariant has one home: the README that states it. tests/INVARIANTS.md is the index of all of them.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const index = 'tests/INVARIANTS.md';
const list = (name: string) => globSync(`{server,client,db,scripts,tests}/**/${name}`, { cwd: root }).sort();
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Of an id, or of the first id in a row. */
const numberOf = (id: string) => Number.parseInt(id.slice(id.indexOf('-') + 1), 10);
const prefixOf = (id: string) => id.slice(0, id.indexOf('-'));

/**
 * Ids that a README states: in the first cell of a table row ("A-1, 2", "A-1 … 5"), or as `[A-1]`, `[A-2]` to `[A-5]` at the
 * start of a line or after the end of a clause. Elsewhere in the text an id is a reference.
 */
function stated(text: string): Set<string> {
  const ids = new Set<string>();
  const rows = [...text.matchAll(/^\| *(`?\[?[A-Z]+-\d+[^|]*)\|/gm)];
  const items = [
    ...text.matchAll(/(?:^(?:- )? *|[.;:)] )((?:(?:,|and|to|…)? ?[`*]*\[[A-Z]+-\d+\][`*]*(?:,? )?)+)/gm),
  ];
  for (const [, start] of [...rows, ...items]) {
    let [prefix, last] = ['', 0];
    for (const [, between, named, digits] of start!.matchAll(/(.*?)(?:([A-Z]+)-)?(\d+)/g)) {
      prefix = named ?? prefix;
      const n = Number(digits);
      for (let i = / to |…/.test(between!) ? last + 1 : n; i <= n; i++) ids.add(`${prefix}-${i}`);
      last = n;
    }
  }
  return ids;
}

/** [README, the ids that it states]. */
const homes = list('README.md').map((path) => [path, stated(read(path))] as const);
const titles = new Set(
  list('*.test.ts').flatMap((path) =>
    [...read(path).matchAll(/test[\w.]*\(\s*['"`]((?:\[[A-Z]+-\d+\] ?)+)/g)].flatMap(
      ([, ids]) => ids!.match(/[A-Z]+-\d+/g) ?? [],
    ),
  ),
);

/** 1, 2, 3, 7 → "1–3, 7". */
function ranges(numbers: number[]): string {
  const parts: [number, number][] = [];
  for (const n of numbers.sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(', ');
}

test('[ROOMS-8] every id of a test title is stated in exactly one README', () => {
  const wrong = [...titles].flatMap((id) => {
    const found = homes.flatMap(([path, ids]) => (ids.has(id) ? [path] : []));
    return found.length === 1 ? [] : [`${id}: ${found.join(', ') || 'nowhere'}`];
  });
  expect(wrong.sort()).toEqual([]);
});

test('[ROOMS-8] no README states an id in two rows of its tables', () => {
  const twice = list('README.md').flatMap((path) => {
    const ids = [...read(path).matchAll(/^\| *`?\[?([A-Z]+-\d+)\]?`? *\|/gm)].map(([, id]) => id!);
    return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${path}: ${id}`);
  });
  expect(twice).toEqual([]);
});

test('[UI-720] the invariants of the client are in the order of their numbers; INVARIANTS=write sorts them', () => {
  const path = 'client/README.md';
  const text = read(path);
  const [table] = /(?<=^## Invariants\n\n\|.*\n\|.*\n)(\| UI-.*\n)+/m.exec(text)!;
  const sorted = table
    .trimEnd()
    .split('\n')
    .sort((a, b) => numberOf(a) - numberOf(b));
  const ordered = text.replace(table, () => `${sorted.join('\n')}\n`);
  if (process.env['INVARIANTS'] === 'write') writeFileSync(join(root, path), ordered);
  expect(ordered, 'run this test with INVARIANTS=write, and commit what it wrote').toBe(read(path));
});

test('[ROOMS-9] tests/INVARIANTS.md lists where every invariant is stated; INVARIANTS=write renews it', () => {
  const rows = homes.flatMap(([path, ids]) =>
    [...new Set([...ids].map(prefixOf))].map((prefix) => {
      const numbers = [...ids].filter((id) => prefixOf(id) === prefix).map(numberOf);
      return `| ${prefix} | ${ranges(numbers)} | [${path}](../${path}) |\n`;
    }),
  );
  const text = `# All invariants

Which README states an invariant. Written by \`rooms/invariants.test.ts\`; run it with \`INVARIANTS=write\` after adding an id.

| id | numbers | stated in |
|---|---|---|
${rows.sort().join('')}`;
  if (process.env['INVARIANTS'] === 'write') writeFileSync(join(root, index), text);
  expect(read(index), 'run this test with INVARIANTS=write, and commit what it wrote').toBe(text);
});
