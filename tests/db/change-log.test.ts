// What each table writes into the change log, that NOTIFY is sent for it, and what pruning and restarting keep.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';
import { begin } from '../support/transactions.ts';

const database = await freshDatabase();
const { sql } = database;
const { accounts } = await smallLandlord(sql, { homes: 3 });
const [first, second] = accounts as [number, number];

let bells = 0;
const listener = new pg.Client(database.url);
beforeAll(async () => {
  await listener.connect();
  await listener.query('listen doorstep');
  listener.on('notification', ({ payload }) => {
    expect(payload).toBe('');
    bells++;
  });
});
afterAll(() => listener.end());
beforeEach(async () => {
  // This query's answer comes after every notification that was sent before.
  await listener.query('select 1');
  await sql`delete from change_log`;
  bells = 0;
});

async function logged(): Promise<string[]> {
  const rows = await sql<{ kind: string; case_id: number | null }[]>`
    select kind, case_id from change_log order by seq`;
  return rows.map((row) => (row.case_id === null ? row.kind : `${row.kind} ${row.case_id}`));
}

/** [name, statement, the log's lines for it]; each continues from the one before. $1 and $2 are the two accounts. */
const statements: [string, string, string[]][] = [
  [
    'a payment',
    `insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values ($1, 100, 'card', 'test', '1', now()::date), ($2, 100, 'card', 'test', '2', now()::date)`,
    ['payment 1', 'payment 2'],
  ],
  [
    'a payment that moves',
    `update payment set rent_account_id = $2 where rent_account_id = $1`,
    ['payment 1', 'payment 2'],
  ],
  ['payments that go', `delete from payment`, ['payment 2', 'payment 2']],
  [
    'a charge',
    `insert into charge (rent_account_id, amount_pence, due_on) values ($1, 100, now()::date)`,
    ['charge 1'],
  ],
  [
    'an adjustment',
    `insert into adjustment (rent_account_id, amount_pence, kind, effective_on) values ($1, 100, 'test', now()::date)`,
    ['adjustment 1'],
  ],
  [
    'a hold',
    `insert into hold (rent_account_id, kind, starts_on) values ($1, 'agreed', now()::date)`,
    ['hold 1'],
  ],
  ['a hold that ends', `update hold set ends_on = now()::date + 1`, ['hold 1']],
  [
    'a plan',
    `insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
    values ($1, 500, 'weekly', now()::date, now()::date)`,
    ['plan 1'],
  ],
  [
    'a calendar line',
    `insert into expected_income (rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared)
    values ($1, 'card', 1, 'weekly', now()::date, 3, 1, true)`,
    ['calendar 1'],
  ],
  [
    'a contact',
    `insert into contact (rent_account_id, kind, reached) values ($1, 'call', true)`,
    ['contact 1'],
  ],
  [
    'a visit',
    `insert into visit (rent_account_id, staff_id, planned_for) select $1, min(id), now()::date from staff`,
    ['visit 1'],
  ],
  ['a visit on the way', `update visit set state = 'on_the_way'`, ['visit 1']],
  [
    'a repair',
    `insert into repair (property_id, category) select t.property_id, 'damp_mould'
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = $1`,
    ['repair 1'],
  ],
  [
    'a repair that moves',
    `update repair set property_id = (select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = $2)`,
    ['repair 1', 'repair 2'],
  ],
  [
    'an alert',
    `insert into cautionary_alert (property_id, kind, source, starts_on, review_on, expires_on)
    select t.property_id, 'no_lone_visits', 'test', now()::date, now()::date, now()::date
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = $1`,
    ['alert 1'],
  ],
  [
    'a support need',
    `insert into support_need (tenancy_id, kind) select tenancy_id, 'hearing' from rent_account where id = $1`,
    ['support 1'],
  ],
  [
    'a rent',
    `update rent_account set weekly_rent_pence = 11000 where id in ($1, $2)`,
    ['account 1', 'account 2'],
  ],
  ['a rent that is the same', `update rent_account set weekly_rent_pence = weekly_rent_pence`, []],
  [
    'a home on another patch',
    `update property set patch_id = (select max(id) from patch) where id = (select t.property_id
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = $1)`,
    ['property 1'],
  ],
  [
    'a tenancy that ends',
    `update tenancy set end_date = now()::date where id = (select tenancy_id from rent_account where id = $1)`,
    ['tenancy 1'],
  ],
  [
    'a name',
    `update person set name = 'Example Otherwise' where id = (select tp.person_id from tenancy_person tp
    join rent_account a on a.tenancy_id = tp.tenancy_id where a.id = $1)`,
    ['person 1'],
  ],
  [
    'a household that is confirmed',
    `insert into household_confirmation (rent_account_id, staff_id, happened_at) select $1, min(id), now() from staff`,
    ['household 1'],
  ],
  [
    'a household',
    `delete from tenancy_person where tenancy_id = (select tenancy_id from rent_account where id = $1)`,
    ['person 1'],
  ],
  ['nothing', `update payment set amount_pence = 5 where false`, []],
];
test.each(statements)(
  '[FEED-18] %s is logged for its case, and a NOTIFY is sent',
  async (_, text, expected) => {
    const parameters = [first, second].filter((_account, i) => text.includes(`$${i + 1}`));
    const numbered = text.includes('$1') ? text : text.replaceAll('$2', '$1');
    await sql.unsafe(numbered, parameters);
    const names = new Map([
      [first, 1],
      [second, 2],
    ]);
    const lines = (await logged()).map((line) => line.replace(/\d+$/, (id) => String(names.get(Number(id)))));
    expect(lines.sort()).toEqual(expected);
    await listener.query('select 1');
    expect(bells).toBe(expected.length > 0 ? 1 : 0);
  },
);

test.each([
  ['stint', `update stint set end_date = now()::date + 1`, 'rights'],
  ['staff', `update staff set active = false where id = (select max(id) from staff)`, 'rights'],
  [
    'absence',
    `insert into absence (staff_id, start_date, end_date) select min(id), now()::date, now()::date + 1 from staff`,
    'absence',
  ],
  ['patch', `insert into patch (name) values ('Another')`, 'patch'],
  [
    'bank_holiday',
    `insert into bank_holiday (nation, on_date, name) values ('england', '1999-12-27', 'Example')`,
    'rules',
  ],
  ['landlord', `update landlord set name = 'Other Homes'`, 'rules'],
  [
    'money_source',
    `insert into money_source (name, label, known_up_to) values ('hb', 'Housing benefit', now())`,
    'source',
  ],
])('[FEED-18] a change of %s is one line for the whole landlord', async (_, text, kind) => {
  await sql.unsafe(text);
  expect(await logged()).toEqual([kind]);
  await listener.query('select 1');
  expect(bells).toBe(1);
});

test('[FEED-18] a new account is logged, its later balances are not', async () => {
  const [row] = await sql<{ id: number }[]>`
    insert into rent_account (reference, tenancy_id, weekly_rent_pence) select 'NEW1', tenancy_id, 1 from rent_account limit 1 returning id`;
  await sql`insert into charge (rent_account_id, amount_pence, due_on) values (${row!.id}, 100, now()::date)`;
  expect(await logged()).toEqual([`account ${row!.id}`, `charge ${row!.id}`]);
});

test('[FEED-19] 5,000 rows in one statement: 5,000 lines and one NOTIFY; after a rollback neither', async () => {
  const many = () => sql`
    insert into contact (rent_account_id, kind, reached) select ${first}, 'call', false from generate_series(1, 5000)`;
  await many();
  expect(await logged()).toHaveLength(5000);
  await listener.query('select 1');
  expect(bells).toBe(1);
  await sql
    .begin(async (tx) => {
      await tx`insert into contact (rent_account_id, kind, reached) values (${first}, 'call', true)`;
      throw new Error('no');
    })
    .catch(() => {});
  expect(await logged()).toHaveLength(5000);
  await listener.query('select 1');
  expect(bells).toBe(1);
});

test('[FEED-19] a transaction that finds another one notifying does not wait: it commits at once, without a NOTIFY', async () => {
  const ringing = await begin(database.url);
  await ringing.tx`insert into contact (rent_account_id, kind, reached) values (${first}, 'call', true)`;
  await sql`insert into contact (rent_account_id, kind, reached) values (${second}, 'call', true)`;
  expect(await logged()).toEqual([`contact ${second}`]);
  await listener.query('select 1');
  expect(bells).toBe(0);
  await ringing.commit();
  await expect.poll(() => bells, { timeout: 5000 }).toBe(1);
});

test('[FEED-20] pruning deletes only lines that are old and visible to everybody, and records exactly how far', async () => {
  const mark = async () => {
    const [row] = await sql<{ n: number }[]>`select pruned_below::text::bigint as n from change_log_kept`;
    return row!.n;
  };
  expect(await sql`select prune_change_log('1 hour') as n`).toEqual([{ n: 0 }]);
  // Another database's transactions in the same cluster may see the lines for a moment longer.
  let pruned = 0;
  const prunedSoFar = async () => {
    const [row] = await sql<{ n: number }[]>`select prune_change_log('1 hour') as n`;
    return (pruned += Number(row!.n));
  };
  const before = await mark();
  await sql`insert into patch (name) values ('Old one')`;
  await sql`update change_log set at = at - interval '2 hours'`;
  // Old too, but a transaction that is still open may not see it yet.
  const held = await begin(database.url);
  await held.tx`select pg_current_xact_id()`;
  await sql`insert into patch (name) values ('Old two')`;
  await sql`update change_log set at = at - interval '2 hours'`;
  await sql`insert into patch (name) values ('Young')`;
  await expect.poll(prunedSoFar, { timeout: 10_000 }).toBe(1);
  const [oldest] = await sql<
    { xid: number }[]
  >`select xid::text::bigint as xid from change_log order by xid limit 1`;
  expect(await mark()).toBeGreaterThan(before);
  expect(await mark()).toBeLessThan(oldest!.xid);
  await held.rollback();
  await expect.poll(prunedSoFar, { timeout: 10_000 }).toBe(2);
  expect(await logged()).toEqual(['patch']);
});

test('[FEED-20] restart_change_log() begins a new history only with a reason, or when forced', async () => {
  const epoch = async () => (await sql<{ epoch: string }[]>`select epoch from change_log_kept`)[0]!.epoch;
  await sql`select restart_change_log()`; // cloned from a template: that was a reason
  const ours = await epoch();
  await sql`insert into patch (name) values ('Kept')`;
  expect(await sql`select restart_change_log() as began`).toEqual([{ began: false }]);
  expect(await epoch()).toBe(ours);
  expect(await logged()).toEqual(['patch']);
  expect(await sql`select restart_change_log(force => true) as began`).toEqual([{ began: true }]);
  expect(await epoch()).not.toBe(ours);
  expect(await logged()).toEqual([]);
});
