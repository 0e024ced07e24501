// The balance follows the ledger in the same transaction, for every writer and statement; nothing else may change it.
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { connect, type Queries } from '../../db/connect.ts';
import { freshDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';
import { londonDay } from '../support/london-day.ts';

const database = await freshDatabase();
const { sql } = database;
const { accounts } = await smallLandlord(sql, { homes: 6 });
const [a, b] = accounts as [number, number];

beforeEach(async () => {
  await sql`delete from payment`;
  await sql`delete from charge`;
  await sql`delete from adjustment`;
});

let n = 0;
const pay = (account: number, pence: number, at: Queries = sql) => at<{ id: number }[]>`
  insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
  values (${account}, ${pence}, 'card', 'test', ${`ledger-${++n}`}, now()::date) returning id`;

async function balances(): Promise<number[]> {
  const rows = await sql<{ balance_pence: number }[]>`select balance_pence from rent_account order by id`;
  return rows.map((row) => row.balance_pence);
}
const drift = () => sql`select * from balance_drift()`;

test('[DB-2] the balance follows insert, update, delete and move of each kind of entry', async () => {
  await sql`insert into charge (rent_account_id, amount_pence, due_on) values (${a}, 10000, now()::date), (${b}, 12000, now()::date)`;
  await sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on) values (${a}, -500, 'write_off', now()::date)`;
  const [payment] = await pay(a, 8520);
  expect((await balances()).slice(0, 2)).toEqual([980, 12000]);
  await sql`update payment set amount_pence = 8000 where id = ${payment!.id}`;
  expect((await balances()).slice(0, 2)).toEqual([1500, 12000]);
  await sql`update payment set rent_account_id = ${b} where id = ${payment!.id}`;
  expect((await balances()).slice(0, 2)).toEqual([9500, 4000]);
  await sql`update payment set rent_account_id = ${a}, amount_pence = 1 where id = ${payment!.id}`;
  expect((await balances()).slice(0, 2)).toEqual([9499, 12000]);
  await sql`update charge set rent_account_id = case rent_account_id when ${a}::int then ${b}::int else ${a}::int end`;
  expect((await balances()).slice(0, 2)).toEqual([11499, 10000]);
  await sql`delete from charge`;
  await sql`delete from payment`;
  await sql`update adjustment set amount_pence = 250`;
  expect((await balances()).slice(0, 2)).toEqual([250, 0]);
  await sql`with gone as (delete from adjustment returning *) insert into charge (rent_account_id, amount_pence, due_on)
    select rent_account_id, amount_pence, now()::date from gone`;
  expect((await balances()).slice(0, 2)).toEqual([250, 0]);
  expect(await drift()).toEqual([]);
});

test('[DB-2] the balance follows on conflict, copy, merge and a statement without rows', async () => {
  const again = () => sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${a}, 100, 'card', 'till', 'same', now()::date) on conflict do nothing`;
  await again();
  await again();
  expect((await balances())[0]).toBe(-100);
  await sql`
    insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${b}, 300, 'card', 'till', 'same', now()::date), (${b}, 7, 'card', 'till', 'new', now()::date)
    on conflict (source, source_ref) do update set amount_pence = excluded.amount_pence`;
  expect((await balances()).slice(0, 2)).toEqual([-300, -7]);
  const copy = await sql`copy charge (rent_account_id, amount_pence, due_on) from stdin`.writable();
  for (const account of accounts) copy.write(`${account}\t1000\t${londonDay()}\n`);
  await new Promise<void>((resolve, reject) => copy.once('error', reject).once('finish', resolve).end());
  expect((await balances()).slice(0, 3)).toEqual([700, 993, 1000]);
  await sql`merge into charge c using (values (${a}::int, 5), (${b}::int, 0)) as v (account, pence) on c.rent_account_id = v.account
    when matched and v.pence = 0 then delete when matched then update set amount_pence = v.pence`;
  expect((await balances()).slice(0, 3)).toEqual([-295, -7, 1000]);
  await sql`update charge set amount_pence = 9 where false`;
  await sql`delete from payment where false`;
  expect(await drift()).toEqual([]);
});

test('[DB-2] random scripts, some of them rolled back in part, never cause drift', async () => {
  const account = fc.constantFrom(...accounts);
  const pence = fc.integer({ min: -20000, max: 20000 }).filter((p) => p !== 0);
  const table = fc.constantFrom('payment', 'charge', 'adjustment');
  const step = fc.oneof(
    fc.record({
      does: fc.constant('insert'),
      table,
      rows: fc.array(fc.tuple(account, pence), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({ does: fc.constant('update'), table, account, pence }),
    fc.record({ does: fc.constant('move'), table, account, to: account }),
    fc.record({ does: fc.constant('delete'), table, account }),
    fc.record({ does: fc.constant('undo'), table, account, pence }),
  );
  type Step = {
    does: string;
    table: string;
    account?: number;
    to?: number;
    pence?: number;
    rows?: [number, number][];
  };
  const run = async (tx: Queries, { does, table, account, to, pence, rows }: Step): Promise<void> => {
    if (does === 'insert') {
      const [columns, values] = {
        payment: [
          'method, source, source_ref, value_date',
          `'card', 'script', gen_random_uuid()::text, now()::date`,
        ],
        charge: ['due_on', 'now()::date'],
        adjustment: ['kind, effective_on', `'test', now()::date`],
      }[table]!;
      await tx.unsafe(
        `insert into ${table} (rent_account_id, amount_pence, ${columns}) select a, p, ${values}
         from unnest($1::int[], $2::bigint[]) r (a, p)`,
        [rows!.map((row) => row[0]), rows!.map((row) => row[1])],
      );
    } else if (does === 'update')
      await tx.unsafe(`update ${table} set amount_pence = $2 where rent_account_id = $1`, [account!, pence!]);
    else if (does === 'move')
      await tx.unsafe(`update ${table} set rent_account_id = $2 where rent_account_id = $1`, [account!, to!]);
    else if (does === 'delete')
      await tx.unsafe(`delete from ${table} where rent_account_id = $1`, [account!]);
    else {
      await tx`savepoint here`;
      await tx.unsafe(`update ${table} set amount_pence = $2 where rent_account_id <> $1`, [
        account!,
        pence!,
      ]);
      await tx`rollback to here`;
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      await sql.begin(async (tx) => {
        for (const each of steps) await run(tx, each as Step);
      });
      expect(await drift()).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('[DB-3] sixteen writers of the same accounts in opposite orders, some rolling back: no deadlock, no drift', async () => {
  const writers = connect(database.url, { max: 16 });
  let deadlocks = 0;
  await Promise.all(
    Array.from({ length: 16 }, async (_, w) => {
      for (let turn = 0; turn < 12; turn++) {
        const order = w % 2 === 0 ? 'asc' : 'desc';
        await writers
          .begin(async (tx) => {
            await tx.unsafe(
              `insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
               select id, 100 + id, 'card', 'w${w}', '${turn}-' || id, now()::date from rent_account order by id ${order}`,
            );
            if (turn % 4 === 3) throw new Error('changed my mind');
          })
          .catch((error: { code?: string; message: string }) => {
            if (error.code === '40P01') deadlocks++;
            else if (error.message !== 'changed my mind') throw error;
          });
      }
    }),
  );
  await writers.end();
  expect(deadlocks).toBe(0);
  expect((await balances())[0]).toBe(-16 * 9 * (100 + a));
  expect(await drift()).toEqual([]);
});

test('[DB-4] no statement sets a balance, creates an account with one, or truncates a ledger', async () => {
  await pay(a, 100);
  await expect(sql`update rent_account set balance_pence = 5`).rejects.toMatchObject({
    code: '23514',
    column_name: 'balance_pence',
  });
  await expect(
    sql`insert into rent_account (reference, tenancy_id, weekly_rent_pence, balance_pence) select 'X1', tenancy_id, 1, 5 from rent_account limit 1`,
  ).rejects.toMatchObject({ code: '23514', column_name: 'balance_pence' });
  for (const table of ['payment', 'charge', 'adjustment']) {
    await expect(sql.unsafe(`truncate ${table}`)).rejects.toThrow(`table ${table} is a ledger`);
  }
  await sql`update rent_account set weekly_rent_pence = 11000 where id = ${a}`;
  expect((await balances())[0]).toBe(-100);
});

test('[DB-5] drift is found, reported and corrected', async () => {
  await pay(a, 100);
  await sql`alter table rent_account disable trigger guard_balance_update`;
  await sql`update rent_account set balance_pence = 77 where id = ${a}`;
  await sql`alter table rent_account enable trigger guard_balance_update`;
  expect(await drift()).toEqual([{ rent_account_id: a, kept_pence: 77, ledger_pence: -100 }]);
  expect(await sql`select rebuild_balances() as n`).toEqual([{ n: 1 }]);
  expect(await drift()).toEqual([]);
  await expect(sql`update rent_account set balance_pence = 5`).rejects.toMatchObject({
    column_name: 'balance_pence',
  });
});

const good = {
  rent_account_id: a,
  amount_pence: 100,
  method: 'card',
  source: 'till',
  source_ref: 'r1',
  value_date: 'today',
};
const nonsense: [string, Record<string, unknown>, string][] = [
  ['a payment of zero', { amount_pence: 0 }, 'amount_pence'],
  ['a payment of a million pounds and a penny', { amount_pence: 100_000_001 }, 'amount_pence'],
  ['as much out', { amount_pence: -100_000_001 }, 'amount_pence'],
  ['no amount', { amount_pence: null }, 'amount_pence'],
  ['an unknown method', { method: 'barter' }, 'method'],
  ['no method', { method: null }, 'method'],
  ['no source', { source: ' ' }, 'source'],
  ['no reference', { source_ref: '' }, 'source_ref'],
  ['a value date years ago', { value_date: '1999-01-01' }, 'value_date'],
  ['a value date years ahead', { value_date: '2199-01-01' }, 'value_date'],
  ['no value date', { value_date: null }, 'value_date'],
  ['an account that is not there', { rent_account_id: 999_999 }, 'rent_account_id'],
  ['no account', { rent_account_id: null }, 'rent_account_id'],
];
test.each(nonsense)('[DB-6] %s is refused, and the column named', async (_, wrong, column) => {
  const row = { ...good, ...wrong };
  const error = await sql`insert into payment ${sql(row as never)}`.then(
    () => null,
    (e: { column_name?: string; constraint_name?: string; message: string }) => e,
  );
  expect(error).not.toBeNull();
  expect(error!.column_name ?? error!.constraint_name).toContain(column);
  expect(error!.message).toContain(column);
  expect(await balances()).toEqual(accounts.map(() => 0));
});

test('[DB-6] the same payment twice is refused by its source and reference', async () => {
  await sql`insert into payment ${sql(good as never)}`;
  await expect(sql`insert into payment ${sql({ ...good, amount_pence: 5 } as never)}`).rejects.toMatchObject({
    code: '23505',
    constraint_name: 'payment_source_source_ref_once',
  });
  expect((await balances())[0]).toBe(-100);
});

test.each([
  ['charge', { rent_account_id: a, amount_pence: 0, due_on: 'today' }, 'amount_pence'],
  ['charge', { rent_account_id: a, amount_pence: 1, due_on: '1980-01-01' }, 'due_on'],
  ['charge', { rent_account_id: a, amount_pence: 1, due_on: 'today', kind: 'Rent!' }, 'kind'],
  ['adjustment', { rent_account_id: a, amount_pence: 0, kind: 'x_y', effective_on: 'today' }, 'amount_pence'],
  ['repair', { property_id: 1, category: 'damp_mould', status: 'lost' }, 'status'],
  ['repair', { property_id: 1, category: 'Damp & mould' }, 'category'],
  ['staff', { name: 'Example', email: 'a@b.test', role: 'king' }, 'role'],
  [
    'property',
    { address: '1 Example Street', postcode: 'ZZ1 1ZZ', latitude: 91, longitude: 0, patch_id: 1 },
    'latitude',
  ],
  ['tenancy', { property_id: 1, start_date: '2024-01-02', end_date: '2024-01-01' }, 'end_date'],
])('[DB-6] a wrong row of %s %o is refused by a constraint that names %s', async (table, row, column) => {
  await expect(sql`insert into ${sql(table)} ${sql(row as never)}`).rejects.toMatchObject({
    constraint_name: expect.stringContaining(column),
  });
});
