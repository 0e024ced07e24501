// Which room imports which, read from the source files, so that this also fails where the lint rule is switched off.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';
import { clientMayImport, mayImport, mayValidate } from '../../scripts/lib/rooms.ts';

const root = resolve(import.meta.dirname, '../..');

const may = mayImport;

/** The log, which server/main.ts passes to the rooms that write to it: it belongs to no room. */
const everywhere = ['server/log.ts'];

type Import = { from: string; to: string };

const files = ['server', 'client', 'db', 'scripts'].flatMap((top) =>
  (readdirSync(join(root, top), { recursive: true }) as string[])
    .map((file) => join(top, file))
    .filter(
      (file) =>
        /\.(ts|svelte)$/.test(file) && !/\.test\.ts$|node_modules|\.svelte-kit|vite\.config\.ts$/.test(file),
    ),
);

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].flatMap(([, specifier]) => {
    const to = target(file, specifier!);
    return to ? [{ from: file, to }] : [];
  });
}

function target(file: string, specifier: string): string | null {
  if (specifier.startsWith('#contract/')) return `server/contract/${specifier.slice(10)}`;
  if (specifier.startsWith('#domain/')) return `server/domain/${specifier.slice(8)}`;
  if (specifier.startsWith('#lib/')) return `client/lib/${specifier.slice(5)}`;
  if (!specifier.startsWith('.')) return null;
  return relative(root, resolve(root, dirname(file), specifier))
    .split(sep)
    .join('/');
}

function roomOf(file: string): string {
  const [top, second] = file.split('/');
  return top === 'server' && second && !second.endsWith('.ts') ? `server/${second}` : top!;
}

const imports = files.flatMap(importsOf);

test('[ROOMS-1] no room imports another than the design allows', () => {
  const crossed = imports.filter(({ from, to }) => {
    const room = roomOf(from);
    const allowed = may[room];
    // The log is not a room: every room may import its type.
    if (to === 'server/log.ts' && room.startsWith('server/')) return false;
    return allowed && roomOf(to) !== room && !allowed.includes(roomOf(to)) && !everywhere.includes(to);
  });
  expect(crossed).toEqual([]);
  expect(imports.length).toBeGreaterThan(50);
});

test('[ROOMS-2] the domain imports nothing, not even a package, so that it runs in a browser', () => {
  const domain = files.filter((file) => file.startsWith('server/domain/'));
  const outside = domain.filter((file) => /from\s+['"](?!\.)/.test(readFileSync(join(root, file), 'utf8')));
  expect(outside).toEqual([]);
  expect(domain.length).toBeGreaterThan(3);
});

test('[ROOMS-3] no file is part of an import cycle', () => {
  const next = Map.groupBy(imports, (i) => i.from);
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[][] = [];
  const walk = (file: string, path: string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') return void circles.push([...path.slice(path.indexOf(file)), file]);
    state.set(file, 'open');
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

test('[ROOMS-4] every room has a README', () => {
  const rooms = [...Object.keys(may), 'server/http', 'scripts', 'tests'].filter(
    (room) => !['server/performance', 'server/intake'].includes(room),
  );
  const without = rooms.filter(
    (room) => !files.length || !readdirSync(join(root, room)).includes('README.md'),
  );
  expect(without).toEqual([]);
});

test('[ROOMS-5] only the rooms that use the wire import the contract’s schemas; the others import its types', () => {
  const served = files.filter((file) => file.startsWith('server/') && roomOf(file) !== 'server');
  const others = served.filter((file) => !mayValidate.includes(roomOf(file)));
  const values = others.filter((file) =>
    /import (?!type )[^;]*?from '(\.\.\/)+contract\//.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(values).toEqual([]);
  expect(others.length).toBeGreaterThan(50);
});

test('[ROOMS-6] a room of the client imports only what lies below it, so that no two import each other', () => {
  const room = (file: string) => /^client\/lib\/([^/]+)\//.exec(file)?.[1];
  const among = imports.filter(
    ({ from, to }) => room(from) && to.startsWith('client/') && room(from) !== room(to),
  );
  const crossed = among.filter(({ from, to }) => !clientMayImport[room(from)!]?.includes(room(to) ?? ''));
  expect(crossed).toEqual([]);
  expect(among.length).toBeGreaterThan(50);
  // The table has an order: each room comes after all that it may import.
  const names = Object.keys(clientMayImport);
  const upwards = names.filter((name) =>
    clientMayImport[name]!.some((to) => names.indexOf(to) >= names.indexOf(name)),
  );
  expect(upwards).toEqual([]);
});
