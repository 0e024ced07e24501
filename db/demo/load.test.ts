// The landlord in Postgres: complete, equal to the ledger, and never overwritten.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { connectToCopy, copyRows, type Copier } from './copy.ts';
import { makeLandlord } from './landlord.ts';
import { ensureDemo } from '../../scripts/lib/demo.ts';
import { loadDemo, type LoadPart } from './load.ts';

const options = { homes: 300, seed: 7, today: '2026-11-12' };
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await loadDemo(database.url, options);
});

test('[DEMO-21] a load reports its progress: the town, the number of homes, then each part once', async () => {
  const other = await freshDatabase();
  const reported: { part: LoadPart; done: number; of: number | null }[] = [];
  await loadDemo(other.url, { ...options, progress: (part, done, of) => reported.push({ part, done, of }) });
  expect(reported[0]).toEqual({ part: 'ground', done: 0, of: null });
  const homes = reported.filter(({ part }) => part === 'homes');
  expect(homes.length).toBeGreaterThan(1);
  expect(homes).toEqual(homes.toSorted((a, b) => a.done - b.done));
  expect(homes.at(-1)).toEqual({ part: 'homes', done: options.homes, of: options.homes });
  const after = reported.slice(reported.indexOf(homes.at(-1)!) + 1);
  expect(after.length).toBeGreaterThan(5);
  expect(new Set(after.map(({ part }) => part)).size).toBe(after.length);
  for (const { part, done } of after) expect(done, part).toBeGreaterThan(options.homes);
});

test('[DEMO-22] the landlord is made for today in London', async () => {
  const other = await freshDatabase();
  const lines: string[] = [];
  await ensureDemo(other.url, { demoHomes: 20 }, (line) => lines.push(line), Date.parse('2027-07-12T23:20Z'));
  expect([...(await other.sql`select today, homes from demo_truth.made`)]).toEqual([
    { today: '2027-07-13', homes: 20 },
  ]);
  expect(lines[0]).toContain('Making a landlord of 20 homes');
});

test('[DEMO-6] every balance equals the one in memory, and follows the ledger', async () => {
  const { sql } = database;
  const expected = makeLandlord(options).households.map((one) => ({
    id: one.number,
    balance_pence: one.state.balancePence,
  }));
  expect([...(await sql`select id, balance_pence from rent_account order by id`)]).toEqual(expected);
  expect(await sql`select * from balance_drift()`).toHaveLength(0);
  const [counts] =
    await sql`select (select count(*) from property) as homes, (select demo from landlord) as demo`;
  expect(counts).toEqual({ homes: 300, demo: true });
});

test('[DEMO-6] afterwards the triggers are enabled and the id sequences continue', async () => {
  const { sql } = database;
  const [paid] = await sql<{ id: number }[]>`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (1, 1234, 'card', 'card-terminal', 'after the load', now()::date) returning id`;
  expect(await sql`select kind from change_log where ref = ${paid!.id} and kind = 'payment'`).toHaveLength(1);
  expect(await sql`select * from balance_drift()`).toHaveLength(0);
  await sql`insert into person (name) values ('Example Person')`;
  await sql`insert into rent_account (reference, tenancy_id, weekly_rent_pence) values ('EXAMPLE', 1, 1000)`;
  const off = await sql`select tgname from pg_trigger where tgenabled = 'D' and not tgisinternal`;
  expect(off).toHaveLength(0);
});

test('[DEMO-6] every reference to another row is valid', async () => {
  const { sql } = database;
  const keys = await sql<{ child: string; key: string; parent: string; id: string }[]>`
    select c.conrelid::regclass::text as child, a.attname as key, c.confrelid::regclass::text as parent, b.attname as id
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
    where c.contype = 'f' and cardinality(c.conkey) = 1`;
  expect(keys.length).toBeGreaterThan(15);
  for (const { child, key, parent, id } of keys) {
    const lost = await sql.unsafe(
      `select 1 from ${child} c where c."${key}" is not null
       and not exists (select 1 from ${parent} p where p."${id}" = c."${key}") limit 1`,
    );
    expect(lost, `${child}.${key}`).toHaveLength(0);
  }
});

test('[DEMO-6] holds, alerts, plans, repairs and sources exist, including old ones', async () => {
  const { sql } = database;
  const [seen] = await sql`
    select (select count(*) from hold where ends_on is null or ends_on > ${options.today}) as holds,
      (select count(*) from cautionary_alert where expires_on <= ${options.today}) as old_alerts,
      (select count(*) from cautionary_alert where expires_on > ${options.today}) as alerts,
      (select count(*) from repair where category = 'damp_mould' and completed_at is null) as damp,
      (select count(*) from repair where completed_at is null and status <> 'cancelled' and target_at < ${options.today}) as overdue,
      (select count(*) from repayment_plan) as plans, (select count(*) from support_need) as needs,
      (select count(*) from money_source) as sources, (select count(*) from visit) as visits,
      (select count(*) from demo_truth.account) as truths`;
  for (const [what, count] of Object.entries(seen!)) expect(count, what).toBeGreaterThan(0);
  const late =
    await sql`select 1 from payment where source_ref <> 'after the load' and posted_at >= ${options.today}::date`;
  expect(late).toHaveLength(0);
});

test('[DEMO-6] a database with homes is not overwritten, and a failed load leaves nothing', async () => {
  await expect(loadDemo(database.url, options)).rejects.toThrow(/homes already/);
  const other = await freshDatabase();
  await expect(
    loadDemo(other.url, {
      ...options,
      progress: () => {
        throw new Error('cut short');
      },
    }),
  ).rejects.toThrow('cut short');
  expect(await other.sql`select id from property union all select id from staff`).toHaveLength(0);
  await loadDemo(other.url, options);
  expect(await other.sql`select id from property`).toHaveLength(300);
});

test('[DEMO-6] rows that Postgres refuses stop the load instead of hanging it', async () => {
  const sql = connectToCopy(database.url);
  try {
    await expect(
      sql.begin((tx) =>
        copyRows(tx as unknown as Copier, 'patch', 'id, name', [
          [900, 'A'],
          [901, 'A'],
        ]),
      ),
    ).rejects.toThrow();
  } finally {
    await sql.end({ timeout: 1 });
  }
});

test('[DEMO-8] the product never reads the demo’s hidden values', () => {
  const root = join(import.meta.dirname, '../..');
  const readers: string[] = [];
  for (const room of ['server', 'client'])
    for (const file of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|svelte|js|sql|mjs)$/.test(file) || /(^|\/)(node_modules|\.svelte-kit|build)\//.test(file))
        continue;
      if (
        /demo_truth|demo\/(truth|behaviour|contact|profile)/.test(
          readFileSync(join(root, room, file), 'utf8'),
        )
      )
        readers.push(`${room}/${file}`);
    }
  expect(readers).toEqual([]);
});
