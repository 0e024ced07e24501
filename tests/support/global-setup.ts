// One Postgres for the whole run, with a migrated template that each test file clones in milliseconds
// (and, where a file or a run lives on another day, a second one: templates.ts).
import type { TestProject } from 'vitest/node';
import { connect } from '../../db/connect.ts';
import { startTestPostgres } from '../../scripts/lib/test-postgres.ts';
import { plainTemplate } from './templates.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string;
    template: string;
  }
}

export default async function setup(project: TestProject) {
  const given = process.env['DATABASE_URL'] || process.env['TEST_DATABASE_URL'];
  const { url: serverUrl, stop } = given ? { url: given, stop: async () => {} } : await startTestPostgres();
  // `npm test` has one server for all its runs, and takes it away at the end: what one run made serves the others.
  const shared = serverUrl === process.env['TEST_DATABASE_URL'];
  const template = shared ? 'doorstep_template' : `doorstep_template_${process.pid}`;
  const admin = connect(serverUrl, { max: 1 });
  await plainTemplate({ admin, serverUrl, plain: template });
  project.provide('serverUrl', serverUrl);
  project.provide('template', template);
  return async () => {
    const made = shared
      ? []
      : await admin<{ datname: string }[]>`
          select datname from pg_database where datname = ${template} or starts_with(datname, ${`${template}_`})`;
    for (const { datname } of made) await admin.unsafe(`drop database if exists ${datname} with (force)`);
    await admin.end();
    await stop();
  };
}
