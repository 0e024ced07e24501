// The migrations' names and contents, what a migration does while others hold locks, and what a plan shows.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { planMigrations } from '../../db/migrate-plan.ts';
import { beforeRules, faultsOf, migrations, type Migration } from '../../db/migrations-folder.ts';
import { freshDatabase } from '../support/database.ts';
import { begin } from '../support/transactions.ts';

const real = join(import.meta.dirname, '../../db/migrations');
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));
const last = migrations().at(-1)!.version;
const next = String(last + 1).padStart(4, '0');
const after = String(last + 2).padStart(4, '0');

/** The project's own migrations, and these in addition. */
function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-migrations-'));
  folders.push(folder);
  for (const file of readdirSync(real)) copyFileSync(join(real, file), join(folder, file));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test.each([
  ['a digit', `${next}_v2.sql`],
  ['a capital', `${next}_Two.sql`],
  ['no words', `${next}.sql`],
  ['three digits', '028_two.sql'],
  ['a hyphen', `${next}_two-three.sql`],
  ['another ending', `${next}_two.sql.txt`],
  ['a copy', `${next}_two.sql~`],
])('[DB-43] a file name with %s is refused by name, and nothing is applied', async (_, name) => {
  const folder = folderWith({ [name]: 'select 1' });
  expect(() => migrations(folder)).toThrow(`db/migrations/${name} is not named as a migration`);
  const { url } = await freshDatabase();
  await expect(migrate(url, { folder })).rejects.toThrow(name);
});

test('[DB-43] a gap, a duplicate and a missing number are refused; hidden files are ignored', () => {
  expect(() => migrations(folderWith({ [`${after}_two.sql`]: '' }))).toThrow(`has no number ${next}`);
  expect(() => migrations(folderWith({ '0027_again.sql': '' }))).toThrow('number 0027 twice');
  for (const number of ['0008', '0009', '0019'])
    expect(() => migrations(folderWith({ [`${number}_late.sql`]: '' }))).toThrow('left out for good');
  expect(migrations(folderWith({ '.0001_swap.sql.swp': '' }))).toHaveLength(migrations().length);
  expect(migrations().map((one) => one.version)).toEqual(
    Array.from({ length: last }, (_, i) => i + 1).filter((n) => ![8, 9, 19].includes(n)),
  );
});

test('[DB-43] a database in which a number belongs to another migration is refused', async () => {
  const { url, sql } = await freshDatabase();
  await sql`update migration set name = 'of_a_branch' where version = ${last}`;
  await expect(migrate(url)).rejects.toThrow(`Migration ${last} of this database is`);
});

test('[DB-44] a migration that finds a table locked reports which and by whom, lets others pass, and tries again', async () => {
  const { url, sql } = await freshDatabase();
  const folder = folderWith({ [`${next}_locks.sql`]: 'alter table property add column tried integer;' });
  const held = await begin(url, 'nightly load');
  await held.tx`select from property`;
  const output: string[] = [];
  const done = migrate(url, { folder, say: (line) => output.push(line), lockTimeoutMs: 300, backoffMs: 200 });
  await expect.poll(() => output.length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(output[0]).toMatch(
    new RegExp(
      `^Migration ${next}_locks.sql waits for a lock on property .*held by process \\d+ \\(nightly load, idle in`,
    ),
  );
  // Between its attempts nobody queues behind it.
  await sql`select from property limit 1`;
  await held.commit();
  expect(await done).toEqual([last + 1]);
});

test('[DB-44] it gives up after a while with one clear line, and leaves everything unchanged', async () => {
  const { url, sql } = await freshDatabase();
  const folder = folderWith({ [`${next}_locks.sql`]: 'alter table property add column tried integer;' });
  const held = await begin(url);
  await held.tx`select from property`;
  const tried = migrate(url, { folder, lockTimeoutMs: 1_000, backoffMs: 10, giveUpMs: 1 });
  await expect(tried).rejects.toThrow(/waits for a lock on property .*nothing has changed/);
  await held.commit();
  expect(await sql`select from migration where version = ${last + 1}`).toHaveLength(0);
});

test('[DB-45] indexes marked concurrent are built while others write, by one of several starts, and again after a crash', async () => {
  const { url, sql } = await freshDatabase();
  const text = `-- concurrently: found by name in the office
    create index concurrently property_postcode_test on property (postcode);
    create unique index concurrently property_uprn_test on property (uprn, id);`;
  const folder = folderWith({ [`${next}_indexes.sql`]: text });
  // After a crash: one index is complete, one is not.
  await sql.unsafe('create index property_postcode_test on property (postcode)');
  await sql.unsafe('create unique index property_uprn_test on property (uprn, id)');
  await sql`update pg_index set indisvalid = false where indexrelid = 'property_uprn_test'::regclass`;
  const oid = async (index: string) =>
    (await sql<{ oid: number }[]>`select to_regclass(${index})::oid::int as oid`)[0]!.oid;
  const [whole, half] = [await oid('property_postcode_test'), await oid('property_uprn_test')];
  const writer = await begin(url);
  await writer.tx`update patch set name = name`;
  const building = Promise.all([1, 2, 3].map(() => migrate(url, { folder })));
  await writer.commit();
  expect((await building).flat()).toEqual([last + 1]);
  expect(await oid('property_postcode_test')).toBe(whole);
  expect(await oid('property_uprn_test')).not.toBe(half);
  const valid =
    await sql`select from pg_index where indexrelid = 'property_uprn_test'::regclass and indisvalid`;
  expect(valid).toHaveLength(1);
});

test('[DB-46] migrations that are newer than the rule follow it', () => {
  for (const one of migrations().filter(({ version }) => version > beforeRules))
    expect(faultsOf(one), one.name).toEqual([]);
});

test.each([
  ['create index payment_late on payment (posted_at);', 'builds an index on payment'],
  ['create unique index on only charge (id);', 'builds an index on charge'],
  ['create index concurrently x on charge (id);', 'without saying so'],
  ['alter table payment alter column method type varchar(3);', 'rewrites payment'],
  ['lock table payment;', 'keeps everybody out of payment'],
  ['-- concurrently\ncreate index concurrently x on charge (id); update charge set xid = 1;', 'nothing but'],
  ['-- concurrently\ncreate index concurrently if not exists x on charge (id);', 'nothing but'],
])('[DB-46] %s is against the rule', (text, fault) => {
  const migration: Migration = {
    version: 99,
    name: 'x',
    text,
    concurrently: text.startsWith('-- concurrently'),
  };
  expect(faultsOf(migration).join()).toContain(fault);
});

test('[DB-46] a new table may have its indexes', () => {
  const text =
    'create table little (id integer); create index little_id on little (id); -- create index on payment (id)';
  expect(faultsOf({ version: 99, name: 'x', text, concurrently: false })).toEqual([]);
});

test('[DB-47] a plan lists every missing migration and what it blocks, and changes nothing', async () => {
  const { url, sql } = await freshDatabase();
  expect(await planMigrations(url)).toEqual([]);
  const folder = folderWith({
    [`${next}_some.sql`]: `alter table payment add column note text; update person set name = name;
      create function quiet() returns trigger language plpgsql as $$ begin update staff set name = 'x'; end $$;
      create table other_thing (id integer);`,
    [`${after}_indexes.sql`]: '-- concurrently\ncreate index concurrently charge_test on charge (kind);',
  });
  const [some, indexes, ...none] = await planMigrations(url, folder);
  expect(none).toEqual([]);
  expect(some).toMatch(
    new RegExp(
      `^${next}_some.sql: keeps readers and writers waiting on payment \\(.*; keeps writers waiting on person \\(`,
    ),
  );
  expect(some).not.toContain('staff');
  expect(indexes).toMatch(/builds indexes while others read and write charge/);
  expect(await sql`select from migration where version > ${last}`).toHaveLength(0);
});

test('[SCRIPTS-20] npm run migrate applies, and with --plan it only shows', async () => {
  const { url, sql } = await freshDatabase();
  const run = (...args: string[]) => {
    const script = join(import.meta.dirname, '../../scripts/migrate.ts');
    const env = { ...process.env, DATABASE_URL: url, DEMO: 'off' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      env,
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  };
  expect(run('--plan')).toMatchObject({
    status: 0,
    output: expect.stringContaining('The landlord’s row is made.') as string,
  });
  expect(await sql`select from landlord`).toHaveLength(0);
  expect(run()).toMatchObject({ status: 0, output: expect.stringContaining('up to date') as string });
  expect(await sql`select from landlord`).toHaveLength(1);
  expect(run('--plan')).toMatchObject({
    status: 0,
    output: expect.stringContaining('changes nothing in it') as string,
  });
  expect(run('--plna')).toMatchObject({ status: 2 });
});
