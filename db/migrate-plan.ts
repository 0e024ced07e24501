// What a start would change in a database, in words, with an estimate of what each migration keeps others from.
// An estimate: it reads the migrations' text and the tables' sizes, and takes no lock itself.
import { connect, type Sql } from './connect.ts';
import { pending } from './migrate.ts';
import { fileNameOf, indexSteps, withoutComments, type Migration } from './migrations-folder.ts';

type Table = { name: string; rows: number; bytes: number };
/** From the mildest to the hardest. */
type Touch = 'concurrent build' | 'no writes' | 'no access';
const touchWords: Record<Touch, string> = {
  'concurrent build': 'builds indexes while others read and write',
  'no writes': 'keeps writers waiting on',
  'no access': 'keeps readers and writers waiting on',
};

/** One line for each migration that is not applied yet; empty where there is none. Throws as pending() does. */
export async function planMigrations(url: string, folder?: string): Promise<string[]> {
  const sql = connect(url, { max: 1, applicationName: 'doorstep plan' });
  try {
    const missing = await pending(sql, folder);
    const tables = new Map((await readTables(sql)).map((table) => [table.name, table]));
    return missing.map((migration) => `${fileNameOf(migration)}: ${wordsOf(migration, tables)}.`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const readTables = (sql: Sql): Promise<Table[]> => sql<Table[]>`
  select c.relname as name, greatest(c.reltuples, 0)::bigint as rows, pg_total_relation_size(c.oid)::bigint as bytes
  from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace`;

function wordsOf(migration: Migration, tables: ReadonlyMap<string, Table>): string {
  const effects: string[] = [];
  const touched = touchesOf(migration, new Set(tables.keys()));
  for (const touch of ['no access', 'no writes', 'concurrent build'] as const) {
    const names = [...touched].filter(([, hardest]) => hardest === touch).map(([name]) => tables.get(name)!);
    if (names.length > 0) effects.push(`${touchWords[touch]} ${listOf(names)}`);
  }
  if (effects.length === 0) return 'touches nothing that is there already';
  return effects.join('; ');
}

const listOf = (tables: Table[]): string =>
  tables
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ name, rows, bytes }) => `${name} (about ${rows} rows, ${megabytes(bytes)} MB)`)
    .join(', ');
const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

const patterns: [RegExp, Touch][] = [
  [/alter table (?:only )?(?:if exists )?"?(\w+)/gi, 'no access'],
  [/drop (?:table|trigger \S+ on|index) (?:if exists )?"?(\w+)/gi, 'no access'],
  [/truncate (?:table )?"?(\w+)/gi, 'no access'],
  [/create (?:or replace )?(?:constraint )?trigger \S+ .*? on "?(\w+)/gi, 'no writes'],
  [/create (?:unique )?index (?:if not exists )?(?:\w+ )?on "?(\w+)/gi, 'no writes'],
  [/references "?(\w+)/gi, 'no writes'],
  [/(?:update|insert into|delete from) "?(\w+)/gi, 'no writes'],
];

/** Each table that is there already, with the hardest that is done to it. */
function touchesOf(migration: Migration, there: ReadonlySet<string>): Map<string, Touch> {
  const touched = new Map<string, Touch>();
  const order: Touch[] = ['concurrent build', 'no writes', 'no access'];
  const touch = (name: string, how: Touch): void => {
    const before = touched.get(name);
    if (there.has(name) && (!before || order.indexOf(how) > order.indexOf(before))) touched.set(name, how);
  };
  if (migration.concurrently) {
    for (const { table } of indexSteps(migration)) touch(table, 'concurrent build');
    return touched;
  }
  const whole = withoutComments(migration.text).replace(/\s+/g, ' ');
  // Statements in a function's body run only when it is called.
  const text = whole.replace(/create (?:or replace )?function .*? as (\$\w*\$).*?\1/gi, '');
  for (const [pattern, how] of patterns) for (const [, name] of text.matchAll(pattern)) touch(name!, how);
  // A block that puts names into statements: every table that it names in quotes.
  for (const [, , body] of text.matchAll(/do (\$\w*\$)(.*?)\1/gi)) {
    if (!/execute format/i.test(body!)) continue;
    const how: Touch = /drop trigger|alter table/i.test(body!) ? 'no access' : 'no writes';
    for (const [, name] of body!.matchAll(/'(\w+)'/g)) touch(name!, how);
  }
  return touched;
}
