// The roles of the embedded Postgres. Its superuser, `doorstep`, makes databases and nothing else; the application
// connects as `doorstep_app`, which owns the application's database, can read no file of the machine and end no other
// program's connection, and whose statements and idle transactions have time limits. Folders of an earlier version, where
// the application was the superuser, are taken over here at their next start.
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { connect } from './connect.ts';

export const superuser = 'doorstep';
export const applicationRole = 'doorstep_app';

/**
 * What a request may take at most, and how long a transaction may be open without asking anything. Jobs that take longer
 * (migrations, frozen weeks, loads) switch both off for their own connection (connect.ts, `longJob`).
 */
const limits = { statement_timeout: '2min', idle_in_transaction_session_timeout: '1min' };

/** The superuser's connections use what is written here: at least as strong as `initdb` writes it now. */
export function demandScram(data: string): void {
  const file = join(data, 'pg_hba.conf');
  const was = fs.readFileSync(file, 'utf8');
  const is = was.replace(/^((?:local|host)\s.*\s)(?:password|md5|trust)\s*$/gm, '$1scram-sha-256');
  // In place: the file keeps its owner, who is not always us.
  if (is !== was) fs.writeFileSync(file, is);
}

/** The application's own password, made once and kept next to the superuser's. */
export function applicationPassword(folder: string): string {
  const file = join(folder, 'password-app');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  return fs.readFileSync(file, 'utf8').trim();
}

/** Makes the role, or gives it the password that we have. Idempotent. */
export async function prepareRole(adminUrl: string, password: string): Promise<void> {
  const sql = connect(adminUrl, { max: 1, applicationName: 'doorstep setup' });
  try {
    const [there] = await sql`select 1 from pg_roles where rolname = ${applicationRole}`;
    if (!there) await sql.unsafe(`create role ${applicationRole}`);
    // Hexadecimal digits only: nothing to escape.
    await sql.unsafe(`
      alter role ${applicationRole} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
        password '${password}'`);
    for (const [name, value] of Object.entries(limits))
      await sql.unsafe(`alter role ${applicationRole} set ${name} = '${value}'`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Makes the application's database, or hands one over that its superuser made. `adminUrl`: of a database's name. */
export async function prepareDatabase(adminUrl: (database: string) => string, name: string): Promise<void> {
  const admin = connect(adminUrl('postgres'), { max: 1, applicationName: 'doorstep setup' });
  try {
    const [there] = await admin<{ owner: string }[]>`
      select pg_get_userbyid(datdba) as owner from pg_database where datname = ${name}`;
    if (!there) await admin.unsafe(`create database ${name} owner ${applicationRole}`);
    if (!there || there.owner === applicationRole) return;
    const sql = connect(adminUrl(name), { max: 1, applicationName: 'doorstep setup' });
    try {
      await sql.unsafe(handOver);
    } finally {
      await sql.end({ timeout: 1 });
    }
    // Last, for it says that all the rest is done.
    await admin.unsafe(`alter database ${name} owner to ${applicationRole}`);
  } finally {
    await admin.end({ timeout: 1 });
  }
}

// The first superuser's things cannot be handed over in one (`reassign owned` refuses them), so each is. What belongs to
// something else (a column's sequence, a table's row type, an extension's function) goes with it.
const handOver = `
do $$
declare
  command text;
begin
  for command in
    with mine as (select oid from pg_roles where rolname = '${superuser}'),
    ours as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
    part as (select classid, objid from pg_depend where deptype in ('a', 'i', 'e'))
    select format('alter schema %I owner to ${applicationRole}', n.nspname)
      from pg_namespace n join ours using (oid) where n.nspowner in (table mine)
    union all
    select format('alter %s %I.%I owner to ${applicationRole}',
        case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
          when 'f' then 'foreign table' else 'table' end, n.nspname, c.relname)
      from pg_class c join ours n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relowner in (table mine)
        and ('pg_class'::regclass, c.oid) not in (select classid, objid from part)
    union all
    select format('alter routine %s owner to ${applicationRole}', f.oid::regprocedure)
      from pg_proc f join ours n on n.oid = f.pronamespace where f.proowner in (table mine)
        and ('pg_proc'::regclass, f.oid) not in (select classid, objid from part)
    union all
    select format('alter type %I.%I owner to ${applicationRole}', n.nspname, t.typname)
      from pg_type t join ours n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
      where t.typowner in (table mine) and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c')
        and ('pg_type'::regclass, t.oid) not in (select classid, objid from part)
  loop
    execute command;
  end loop;
end $$`;
