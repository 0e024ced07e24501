// The first people of a real landlord.
import { expect, test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { addPerson, anybodyCanSignIn } from './people.ts';

test('[ACCESS-7] the first person gets an account; the same command again sets the new password and adds no second stint', async () => {
  const { sql } = await freshDatabase();
  await sql`insert into patch (name) values ('North')`;
  expect(await anybodyCanSignIn(sql)).toBe(false);
  const person = {
    name: 'Sam Example',
    email: 'Sam@Example.org',
    role: 'officer' as const,
    patch: 'North',
    password: 'a long password',
  };
  const id = await addPerson(sql, person, '2026-11-02');
  expect(await anybodyCanSignIn(sql)).toBe(true);
  const hashes = async () =>
    (await sql<{ password: string }[]>`select password from auth."account"`).map((row) => row.password);
  const [first] = await hashes();
  expect(await addPerson(sql, { ...person, password: 'another long one' }, '2026-11-09')).toBe(id);
  expect(await hashes()).toHaveLength(1);
  expect(await hashes()).not.toContain(first);
  expect([...(await sql`select staff_id, start_date from stint`)]).toEqual([
    { staff_id: id, start_date: '2026-11-02' },
  ]);

  await expect(addPerson(sql, { ...person, patch: 'Nowhere' }, '2026-11-09')).rejects.toThrow('no patch');
  await expect(addPerson(sql, { ...person, password: 'short' }, '2026-11-09')).rejects.toThrow('10 char');
  expect(await hashes()).toHaveLength(1);
});
