// The roles of the embedded Postgres: what the application may not do, and an older folder in which it was the superuser.
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, longJob, type Sql } from '../../db/connect.ts';
import { prepareDatabase } from '../../db/embedded-roles.ts';
import { removeData, startEmbedded, type Embedded } from '../../db/embedded.ts';
import { migrate, migrations } from '../../db/migrate.ts';
import { pay, smallLandlord } from '../support/landlord.ts';

let folder: string;
let server: Embedded;
let sql: Sql;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-roles-'));
  chmodSync(folder, 0o755);
  server = await startEmbedded(folder);
  // As the version before created it: one role, the superuser, and passwords sent in plain text.
  const admin = connect(server.url('postgres'), { max: 1 });
  await admin`create database doorstep`;
  await admin.end();
  await migrate(server.url('doorstep'));
  const old = connect(server.url('doorstep'), { max: 1 });
  await smallLandlord(old);
  await old.unsafe('drop owned by doorstep_app; drop role doorstep_app');
  await old.end();
  await server.stop();
  const hba = join(folder, 'postgres', 'pg_hba.conf');
  writeFileSync(hba, readFileSync(hba, 'utf8').replaceAll('scram-sha-256', 'password'));

  server = await startEmbedded(folder);
  await prepareDatabase(server.url, 'doorstep');
  sql = connect(server.appUrl('doorstep'), { max: 2 });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await server.stop();
  removeData(folder);
});

test('[DB-61] a folder of the version before is taken over: everything in it belongs to the application’s role, and works', async () => {
  const left = await sql`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'auth', 'demo_truth') and pg_get_userbyid(c.relowner) <> 'doorstep_app'
    union all select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'auth', 'demo_truth') and pg_get_userbyid(p.proowner) <> 'doorstep_app'
    union all select n.nspname from pg_namespace n
    where n.nspname in ('auth', 'demo_truth') and pg_get_userbyid(n.nspowner) <> 'doorstep_app'`;
  expect([...left]).toEqual([]);
  // What a later migration does: it changes tables, and makes new ones.
  await sql.begin(async (tx) => {
    await tx`alter table payment add column tried int`;
    await tx`create table tried (id int primary key references payment)`;
    await tx`drop table tried`;
    await tx`alter table payment drop column tried`;
  });
  const [account] = await sql<{ id: number }[]>`select id from rent_account limit 1`;
  await pay(sql, account!.id, 100);
  expect([...(await sql`select * from balance_drift()`)]).toEqual([]);
  // A second time changes nothing.
  await prepareDatabase(server.url, 'doorstep');
});

test('[DB-61] a new folder’s database is migrated by the application’s own role', async () => {
  await prepareDatabase(server.url, 'fresh');
  expect(await migrate(server.appUrl('fresh'))).toEqual(migrations().map(({ version }) => version));
});

test('[DB-62] the application is not a superuser: it has no access to files, other databases and roles', async () => {
  const [me] = await sql`
    select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = current_user`;
  expect(Object.values(me!)).toEqual([false, false, false, false, false]);
  for (const tried of [
    `select pg_read_file('/etc/passwd')`,
    `copy (select 1) to program 'true'`,
    `create database mine`,
    `create role mine`,
    `alter system set fsync = off`,
    `set session_replication_role = replica`,
  ])
    await expect(sql.unsafe(tried), tried).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|25001)$/),
    });
});

test('[DB-62] statements and idle transactions of the application have a time limit; long jobs raise theirs', async () => {
  const read = async (one: Sql) => {
    const [row] = await one<{ statement: string; idle: string }[]>`
      select current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle`;
    return row;
  };
  expect(await read(sql)).toEqual({ statement: '2min', idle: '1min' });
  const job = connect(server.appUrl('doorstep'), { max: 1, settings: longJob });
  expect(await read(job)).toEqual({ statement: '0', idle: '0' });
  await job.end();
});

test('[DB-63] passwords are never sent: every role signs in to the database by SCRAM', async () => {
  const rules = readFileSync(join(folder, 'postgres', 'pg_hba.conf'), 'utf8')
    .split('\n')
    .filter((line) => /^(local|host)/.test(line));
  expect(rules.length).toBeGreaterThan(0);
  for (const rule of rules) expect(rule).toMatch(/\sscram-sha-256\s*$/);
  const admin = connect(server.url('postgres'), { max: 1 });
  const kept = await admin<
    { password: string }[]
  >`select rolpassword as password from pg_authid where rolcanlogin`;
  await admin.end();
  for (const { password } of kept) expect(password).toMatch(/^SCRAM-SHA-256\$/);
  const wrong = connect(server.appUrl('doorstep').replace(/:[0-9a-f]+@/, ':wrong@'), { max: 1 });
  await expect(wrong`select 1`).rejects.toMatchObject({ code: '28P01' });
  await wrong.end({ timeout: 0 });
});
