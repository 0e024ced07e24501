// One Postgres for the whole run, however many projects it has, with a migrated template that each test file clones in
// milliseconds; where a project lives on another day (day/days.ts), also one whose clock can be moved.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect, type Sql } from '../../db/connect.ts';
import { removeData, startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { addMovedClock, moveDatabase } from './day/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string;
    template: string;
    movedTemplate: string;
  }
}

export default async function setup(project: TestProject) {
  const template = `doorstep_template_${process.pid}`;
  const movedTemplate = `${template}_moved`;
  let serverUrl = process.env['DATABASE_URL'];
  let stop = async () => {};
  if (!serverUrl) {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-test-'));
    chmodSync(folder, 0o755);
    const server = await startEmbedded(folder, [
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
      '-c',
      'shared_buffers=256MB',
    ]);
    serverUrl = server.url('postgres');
    stop = async () => {
      await server.stop();
      removeData(folder);
    };
  }
  const admin = connect(serverUrl, { max: 1 });
  const projects = project.vitest.projects.map(({ config }) => config.env['TEST_AHEAD_MS'] !== undefined);
  if (projects.includes(false)) await makeTemplate(admin, serverUrl, template);
  if (projects.includes(true)) await makeTemplate(admin, serverUrl, movedTemplate, { moved: true });
  project.provide('serverUrl', serverUrl);
  project.provide('template', template);
  project.provide('movedTemplate', movedTemplate);
  return async () => {
    for (const name of [template, movedTemplate])
      await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
    await stop();
  };
}

async function makeTemplate(
  admin: Sql,
  serverUrl: string,
  name: string,
  { moved = false } = {},
): Promise<void> {
  await admin.unsafe(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  if (moved) {
    const sql = connect(url.href, { max: 1 });
    await addMovedClock(sql);
    await sql.end();
    await moveDatabase(admin, name, 0);
  }
  await migrate(url.href);
}
