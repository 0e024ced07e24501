// The committed dump of the schema equals that of the migrations.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSchema } from '../../db/schema.ts';
import { freshDatabase } from '../support/database.ts';

const file = join(import.meta.dirname, '../../db/schema.sql');
const title =
  '-- The schema as it stands after every migration. Written by a test (tests/db/schema.test.ts); nothing runs it.\n';

test('[DB-50] db/schema.sql is the schema of the migrations; SCHEMA=write renews it', async (context) => {
  // A database with a moved day has functions in front of PostgreSQL's own, which would be in the dump.
  if (process.env['TEST_AHEAD_MS'] !== undefined) return context.skip();
  const { sql } = await freshDatabase();
  const [{ version }] = await sql<
    [{ version: number }]
  >`select current_setting('server_version_num')::int / 10000 as version`;
  if (version !== 18) return context.skip();
  const schema = `${title}\n${await readSchema(sql)}`;
  if (process.env['SCHEMA'] === 'write') writeFileSync(file, schema);
  expect(readFileSync(file, 'utf8'), 'run this test with SCHEMA=write, and commit what it wrote').toBe(
    schema,
  );
  expect(schema).toContain('create table payment (');
});
