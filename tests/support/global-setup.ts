// One Postgres for the whole run, with a migrated template that each test file clones in milliseconds
// (and, where a file or a run lives on another day, a second one: day/postgres.ts).
import type { TestProject } from 'vitest/node';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { startTestPostgres } from '../../scripts/lib/test-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string;
    template: string;
  }
}

export default async function setup(project: TestProject) {
  const template = `doorstep_template_${process.pid}`;
  const given = process.env['DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
  const { url: serverUrl, stop } = given ? { url: given, stop: async () => {} } : await startTestPostgres();
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
