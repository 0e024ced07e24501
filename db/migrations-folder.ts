// The numbered migrations as files: which there are, and whether their names and contents keep to the rules of README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const usual = join(import.meta.dirname, 'migrations');
/** Numbers that were reserved once and never used. A database beyond them would never get a migration that took one. */
const neverUsed: ReadonlySet<number> = new Set([8, 9, 19]);
/** The last migration that landed before the rules on locks. */
export const beforeRules = 27;

export type Migration = {
  version: number;
  name: string;
  text: string;
  /** Says so in its heading: its indexes are built while others write, each outside a transaction. */
  concurrently: boolean;
};

export const fileNameOf = ({ version, name }: Pick<Migration, 'version' | 'name'>): string =>
  `${String(version).padStart(4, '0')}_${name}.sql`;

/** In their order. Throws one clear line for a name that does not fit, a number that is there twice, and a gap. */
export function migrations(folder = usual): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => !file.startsWith('.'))
    .sort();
  const found: Migration[] = [];
  for (const file of files) {
    const match = /^(\d{4})_([a-z]+(?:_[a-z]+)*)\.sql$/.exec(file);
    if (!match)
      throw new Error(
        `db/migrations/${file} is not named as a migration: four digits, then words of small letters joined by _, then .sql.`,
      );
    const [, digits, name] = match as unknown as [string, string, string];
    const version = Number(digits);
    const before = found.at(-1);
    if (before?.version === version)
      throw new Error(
        `db/migrations has number ${digits} twice: ${fileNameOf(before)} and ${file}. Give one the next free number.`,
      );
    if (neverUsed.has(version))
      throw new Error(
        `db/migrations/${file}: number ${digits} is left out for good. Take the next free number.`,
      );
    for (let n = (before?.version ?? 0) + 1; n < version; n++)
      if (!neverUsed.has(n))
        throw new Error(
          `db/migrations has no number ${String(n).padStart(4, '0')}, and ${file} comes after it.`,
        );
    const text = readFileSync(join(folder, file), 'utf8');
    found.push({ version, name, text, concurrently: /^--\s*concurrently\b/i.test(text) });
  }
  return found;
}

export type IndexStep = { index: string; table: string; statement: string };

/**
 * The statements of a migration that says `-- concurrently` in its heading. Throws where it holds anything but
 * `create [unique] index concurrently NAME on TABLE …`, for only those can be repeated after a crash.
 */
export function indexSteps(migration: Pick<Migration, 'version' | 'name' | 'text'>): IndexStep[] {
  const statements = withoutComments(migration.text)
    .split(';')
    .map((statement) => statement.trim().replace(/\s+/g, ' '))
    .filter(Boolean);
  return statements.map((statement) => {
    const match = /^create (?:unique )?index concurrently (?!if not exists)(\w+) on (\w+)\b/i.exec(statement);
    if (!match)
      throw new Error(
        `${fileNameOf(migration)} says -- concurrently, so it may hold nothing but "create index concurrently NAME on TABLE".`,
      );
    return { index: match[1]!, table: match[2]!, statement };
  });
}

export const withoutComments = (text: string): string =>
  text.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');

/** What a migration may not do to tables that are there before it, each in one line; empty where it keeps to the rules. */
export function faultsOf(migration: Migration): string[] {
  const text = withoutComments(migration.text).replace(/\s+/g, ' ');
  const faults: string[] = [];
  const made = new Set(
    [...text.matchAll(/create (?:temporary )?table (?:if not exists )?([\w."]+)/gi)].map((m) => m[1]!),
  );
  if (migration.concurrently) {
    try {
      indexSteps(migration);
    } catch (error) {
      faults.push((error as Error).message);
    }
    return faults;
  }
  if (/\bconcurrently\b/i.test(text.replace(/'[^']*'/g, '')))
    faults.push('builds an index concurrently without saying so in its heading');
  for (const [, table] of text.matchAll(
    /create (?:unique )?index (?:if not exists )?(?:[\w"]+ )?on (?:only )?([\w."]+)/gi,
  ))
    if (!made.has(table!))
      faults.push(`builds an index on ${table} while its writers wait: take a migration of its own`);
  for (const [, table] of text.matchAll(
    /alter table (?:only )?([\w."]+)[^;]*? alter (?:column )?[\w"]+ (?:set data )?type\b/gi,
  ))
    if (!made.has(table!)) faults.push(`rewrites ${table}: add a column and fill it in parts`);
  for (const [, table] of text.matchAll(/(?:lock table|cluster|vacuum full) ([\w."]+)/gi))
    faults.push(`keeps everybody out of ${table}`);
  return faults;
}
