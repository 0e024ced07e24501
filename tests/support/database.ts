// A separate database for a test file: cloned from the migrated template, dropped at the end. It has the test's day.
import { randomUUID } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { connect, type Sql } from '../../db/connect.ts';
import { afterFile } from './cleanup.ts';
import { moveDatabase } from './day/postgres.ts';
import { demoTemplate, movedTemplate } from './templates.ts';

export type TestDatabase = { url: string; name: string; sql: Sql; admin: Sql; drop: () => Promise<void> };

/**
 * Call at a file's top level or in beforeAll; it cleans up after itself. With `demo` the demo's landlord of so many homes
 * on that day ('YYYY-MM-DD') is in it already: made once for all files with the same values.
 */
export async function freshDatabase({
  demo,
}: { demo?: { homes: number; today: string } } = {}): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl');
  const ahead = process.env['TEST_AHEAD_MS'];
  const name = `doorstep_t_${randomUUID().slice(0, 8)}`;
  const admin = connect(serverUrl, { max: 1 });
  const at = { admin, serverUrl, plain: inject('template') };
  const template = demo
    ? await demoTemplate(at, demo.homes, demo.today)
    : ahead === undefined
      ? at.plain
      : await movedTemplate(at);
  await admin.unsafe(`create database ${name} template ${template} strategy file_copy`);
  if (template !== at.plain) await moveDatabase(admin, name, Number(ahead ?? 0));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const sql = connect(url.href, { max: 8, applicationName: 'doorstep test' });
  const drop = async () => {
    await sql.end({ timeout: 1 });
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end({ timeout: 1 });
  };
  afterFile(drop);
  return { url: url.href, name, sql, admin, drop };
}

/** Connects as a role that has these grants alone (`select on repair`), until the test has finished. */
export async function connectLimited({ sql, url }: TestDatabase, grants: string[]): Promise<Sql> {
  const role = `limited_${randomUUID().slice(0, 8)}`;
  const each = [...grants.map((grant) => `grant ${grant} to ${role}`), `grant ${role} to current_user`];
  await sql.unsafe(`create role ${role}; ${each.join('; ')}`);
  const limited = connect(url, { max: 2, settings: { role } });
  onTestFinished(async () => {
    await limited.end({ timeout: 1 });
    await sql.unsafe(`drop owned by ${role}; drop role ${role}`);
  });
  return limited;
}
