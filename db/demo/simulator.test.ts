// The simulator against a real database: it continues the households' behaviour, once, and stops.
import { beforeAll, expect, test, vi } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { live } from './behaviour.ts';
import { dayNumber, londonInstant } from './days.ts';
import { makeLandlord } from './landlord.ts';
import { loadDemo } from './load.ts';
import { createSimulator } from './simulator.ts';

const options = { homes: 120, seed: 5, today: '2026-11-12' };
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await loadDemo(database.url, options);
});

const rows = async () => {
  const [counts] = await database.sql<{ payments: number; charges: number }[]>`
    select (select count(*) from payment) as payments, (select count(*) from charge) as charges`;
  return counts!;
};

test('[DEMO-9] ten days later the database has exactly the expected postings, also when days are posted again', async () => {
  const { sql } = database;
  const night = londonInstant(dayNumber('2026-11-21'), 24 * 60 - 1);
  await createSimulator({ sql, rate: 0, clock: () => night }).catchUp();
  const lived = makeLandlord({ ...options, ledger: false }).households.map((home) => {
    while (home.state.day <= dayNumber('2026-11-21')) live(home, home.state, home.state.day);
    return { id: home.number, balance_pence: home.state.balancePence };
  });
  expect([...(await sql`select id, balance_pence from rent_account order by id`)]).toEqual(lived);
  const before = await rows();
  await createSimulator({ sql, rate: 0, clock: () => night }).catchUp();
  expect(await rows()).toEqual(before);
  expect(await sql`select 1 from money_source where known_up_to > ${new Date(night)}`).toHaveLength(0);
});

test('[DEMO-9] the continuous payments are brought forward from later days, once, and are deducted there', async () => {
  const { sql } = database;
  let now = londonInstant(dayNumber('2026-11-22'), 10 * 60);
  const first = createSimulator({ sql, seed: 1, clock: () => now });
  const start = await rows();
  for (let i = 0; i < 60; i++) await first.once();
  const after = await rows();
  expect(after.payments - start.payments).toBe(first.done.payments + first.done.reversals);
  expect(first.done.payments).toBeGreaterThan(20);
  expect(first.done.reversals).toBeGreaterThan(2);
  const [early] = await sql<{ source: string; source_ref: string }[]>`
    select source, source_ref from payment where value_date = '2026-11-22' and source_ref > '20261123' and source_ref < '2027' limit 1`;
  expect(early).toBeDefined();
  now = londonInstant(dayNumber('2027-01-05'), 12 * 60);
  await createSimulator({ sql, seed: 1, clock: () => now }).catchUp();
  expect(
    await sql`select 1 from payment where source = ${early!.source} and source_ref = ${early!.source_ref}`,
  ).toHaveLength(1);
  expect(await sql`select * from balance_drift()`).toHaveLength(0);
});

test('[DEMO-9] it runs after start, and writes nothing after stop', async () => {
  const simulator = createSimulator({ sql: database.sql, seed: 2, rate: 200, clock: Date.now });
  await simulator.start();
  const before = simulator.done.payments + simulator.done.reversals;
  await vi.waitFor(
    () => expect(simulator.done.payments + simulator.done.reversals).toBeGreaterThan(before + 20),
    20_000,
  );
  await simulator.stop();
  const then = await rows();
  const done = { ...simulator.done };
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(simulator.done).toEqual(done);
  expect(await rows()).toEqual(then);
});

test('[DEMO-9] without a demo landlord nothing is simulated', async () => {
  const empty = await freshDatabase();
  await expect(createSimulator({ sql: empty.sql }).start()).rejects.toThrow(/no demo landlord/);
  expect(() => createSimulator({ sql: empty.sql, rate: -1 })).toThrow(RangeError);
});
