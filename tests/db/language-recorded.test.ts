// What migration 0046 makes of the languages of people who were there before it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';

const migration = readFileSync(
  join(import.meta.dirname, '../../db/migrations/0046_language_recorded.sql'),
  'utf8',
);

/** Seven people of before, whose language is 'English' by default. */
async function before() {
  const { sql } = await freshDatabase();
  await sql`alter table person alter column language set default 'English', alter column language set not null`;
  const homes = await smallLandlord(sql, { homes: 7 });
  /** Staff enter a language for a person, which applies or loses against a colleague's. */
  const enter = async (id: number, language: string, applied = true) => {
    if (applied) await sql`update person set language = ${language} where id = ${id}`;
    await sql`insert into person_correction (rent_account_id, person_id, field, value, applied, staff_id, happened_at)
      values (${homes.accounts[0]!}, ${id}, 'language', ${language}, ${applied}, ${homes.officers[0]!}, now())`;
  };
  const read = async () =>
    (await sql<{ language: string | null }[]>`select language from person order by id`).map(
      ({ language }) => language,
    );
  return { sql, enter, read };
}

test('[CASE-127] English that nobody recorded becomes not recorded; what staff recorded stays, nobody is changed, and the rest of the row stays', async () => {
  const { sql, enter, read } = await before();
  await enter(1, 'Polish');
  await enter(2, 'Polish');
  await enter(2, 'English');
  await enter(3, 'English', false);
  // Another system changed its mind, and another a telephone number.
  for (const language of ['Polish', 'English'])
    await sql`update person set language = ${language} where id = 4`;
  await sql`update person set phone = '01632 960001' where id = 6`;
  const rows = () =>
    sql`select id, name, phone, version, field_versions from person order by id`.then((all) => [...all]);
  const was = await rows();
  const [log] = await sql`select count(*) as lines from change_log`;
  await sql.begin((tx) => tx.unsafe(migration));
  expect(await read()).toEqual(['Polish', 'English', 'English', 'English', null, null, null]);
  expect(await rows()).toEqual(was);
  expect(await sql`select count(*) as lines from change_log`).toEqual([log]);
  // The triggers are on again: an edit of before the migration is no conflict, the next one has a version.
  await enter(5, 'Urdu');
  expect(await sql`select version from person where id = 5`).toEqual([{ version: 2 }]);
});

test('[CASE-127] where the landlord’s own system has written a language, its English stays', async () => {
  const { sql, enter, read } = await before();
  await enter(2, 'Polish');
  await sql`update person set language = 'Somali' where id = 3`;
  await sql.begin((tx) => tx.unsafe(migration));
  expect(await read()).toEqual(['English', 'Polish', 'Somali', 'English', 'English', 'English', 'English']);
  // From now on a load without the column says nothing of a language.
  await sql`insert into person (name) values ('Example Newcomer')`;
  expect((await read()).at(-1)).toBeNull();
});
