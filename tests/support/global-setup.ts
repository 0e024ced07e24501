// One Postgres for the whole run, with a migrated template that each test file clones in milliseconds
// (and, where a file or a run lives on another day, a second one: day/postgres.ts).
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../../db/connect.ts';
import { removeData, startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string;
    template: string;
  }
}

export default async function setup(project: TestProject) {
  const template = `doorstep_template_${process.pid}`;
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
  await admin.unsafe(`create database ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${template}`;
  await migrate(url.href);
  project.provide('serverUrl', serverUrl);
  project.provide('template', template);
  return async () => {
    for (const name of [template, `${template}_moved`])
      await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
    await stop();
  };
}
