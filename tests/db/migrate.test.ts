// The migrations, by several processes at once, and repeated.
import { expect, inject, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { migrate, migrations } from '../../db/migrate.ts';
import { freshDatabase } from '../support/database.ts';

test('[DB-1] four processes that migrate an empty database at once apply each migration once', async () => {
  const admin = connect(inject('serverUrl'), { max: 1 });
  const name = `doorstep_race_${process.pid}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(inject('serverUrl'));
  url.pathname = `/${name}`;
  try {
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url.href)));
    expect(applied.flat().sort((a, b) => a - b)).toEqual(migrations().map((m) => m.version));
    expect(await migrate(url.href)).toEqual([]);
  } finally {
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  }
});

test('[DB-1] a database that is newer than this code is refused with a message, and not changed', async () => {
  const { url, sql } = await freshDatabase();
  await sql`insert into migration (version, name) values (9999, 'of_tomorrow')`;
  await expect(migrate(url)).rejects.toThrow('newer than this Doorstep: it has migration 9999');
  expect(await sql`select 1 from migration where version = 9999`).toHaveLength(1);
});
