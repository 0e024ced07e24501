// [DB-85], [DB-86]
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../tests/support/database.ts';
import { extendBankHolidays } from './bank-holidays.ts';
import { bankHolidaysOf, ukNations } from './domain/law/bank-holidays.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.sql.end());

const rows = (nation: string, from: number, to: number) => db.sql<{ on: string; name: string }[]>`
  select on_date as on, name from bank_holiday
  where nation = ${nation} and extract(year from on_date) between ${from} and ${to} order by on_date`;

test('[DB-85] the table has every bank holiday of every nation from 2024 to 2032, by law', async () => {
  for (const nation of ukNations) {
    const computed = Array.from({ length: 9 }, (_, i) => bankHolidaysOf(nation, 2024 + i)).flat();
    const found = (await rows(nation, 2024, 2032)).filter(({ name }) => name !== 'World Cup');
    expect(found.map(({ on, name }) => [on, name.replace(' (computed)', '').split(',')[0]])).toEqual(
      computed.map(({ on, name }) => [on, name.split(',')[0]]),
    );
  }
  expect(await rows('northern_ireland', 2024, 2028)).toHaveLength(50);
});

test('[DB-86] the table covers three whole years ahead on any day; rows that people entered or removed are not changed', async () => {
  expect(await extendBankHolidays(db.sql, '2028-12-31')).toBe(0);
  await db.sql`delete from bank_holiday where nation = 'england' and on_date = '2032-12-27'`;
  // Announced early: one day of a year without other rows.
  await db.sql`insert into bank_holiday (nation, on_date, name) values ('wales', '2034-06-09', 'A jubilee')`;
  const twice = await Promise.all([1, 2].map(() => extendBankHolidays(db.sql, '2030-03-01')));
  expect(Math.max(...twice)).toBeGreaterThan(0);
  for (const nation of ukNations)
    for (const year of [2033, 2034])
      expect((await rows(nation, year, year)).filter(({ name }) => name !== 'A jubilee')).toHaveLength(
        bankHolidaysOf(nation, year).length,
      );
  expect((await rows('england', 2032, 2032)).map(({ on }) => on)).not.toContain('2032-12-27');
  expect((await rows('scotland', 2033, 2033))[0]!.name).toContain('(computed)');
  expect(await extendBankHolidays(db.sql, '2030-03-01')).toBe(0);
});
