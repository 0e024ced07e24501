// The migrations, raced and run again.
import { expect, inject, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { migrate, migrations } from '../../db/migrate.ts';

test('[DB-1] four processes that migrate an empty database at once apply each migration once', async () => {
  const admin = connect(inject('serverUrl'), { max: 1 });
  const name = `doorstep_race_${process.pid}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(inject('serverUrl'));
  url.pathname = `/${name}`;
  try {
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url.href)));
    expect(applied.flat().sort()).toEqual(migrations().map((m) => m.version));
    expect(await migrate(url.href)).toEqual([]);
  } finally {
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  }
});
