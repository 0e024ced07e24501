// Files of payments are added to the cases in memory, without reading the cases again. After any other changes to payments in
// between, the memory equals a newly loaded worklist.
import { test } from 'vitest';
import { freshDatabase } from '../../tests/support/database.ts';
import { smallLandlord } from '../../tests/support/landlord.ts';
import { expectMirror, worklistsOn } from '../../tests/support/worklist.ts';
import { smallRead } from './read.ts';

const db = await freshDatabase();
const { sql } = db;
const { accounts } = await smallLandlord(sql, { homes: smallRead + 40, patches: 2 });
await sql`insert into charge (rent_account_id, amount_pence, due_on)
  select id, 1000 + 100 * (id % 30), now()::date - 7 * w from rent_account, generate_series(0, 8) w`;
await sql`insert into repayment_plan (rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on)
  select id, 500, 'weekly', now()::date - 20, now()::date - 20 from rent_account where id % 10 = 0`;
const open = worklistsOn(() => db);

let file = 0;
// Each is one statement for most accounts. x is 0..99.
const writes: Record<string, (x: number) => PromiseLike<unknown>> = {
  file: (x) => sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, ${(x + 1) * 40}, 'housing_benefit', 'file', ${`${++file} `} || id, now()::date - ${x % 9}::int from rent_account`,
  otherSource: (
    x,
  ) => sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, ${(x + 1) * 90}, 'card', ${`till-${x % 3}`}, ${`${++file} `} || id, now()::date from rent_account where id % 7 > 0`,
  twoEach:
    () => sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 10 * n, 'cash', 'file', ${`${++file} `} || id || ' ' || n, now()::date from rent_account, generate_series(1, 2) n`,
  old: (x) => sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select id, 700, 'card', 'old', ${`${++file} `} || id, now()::date - 110 - ${x % 20}::int from rent_account`,
  reversals:
    () => sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    select rent_account_id, -sum(amount_pence), 'direct_debit', 'returns', ${`${++file} `} || rent_account_id, now()::date
    from payment group by 1 having sum(amount_pence) > 0`,
  deleted: (x) => sql`delete from payment where id % 3 = ${x % 3}`,
  sourceChanged: (x) => sql`update payment set source = ${`renamed-${++file}`} where id % 4 = ${x % 4}`,
  amountChanged: (x) => sql`update payment set amount_pence = ${x + 1} where id % 4 = ${x % 4}`,
  dateChanged: (x) =>
    sql`update payment set value_date = now()::date - ${x}::int - 60 where id % 2 = ${x % 2}`,
  accountChanged: () =>
    sql`update payment p set rent_account_id = (select min(id) from rent_account where id > p.rent_account_id)
      where rent_account_id < (select max(id) from rent_account)`,
  charged: () =>
    sql`insert into charge (rent_account_id, amount_pence, due_on) select id, 3000, now()::date - 1 from rent_account where id % 5 > 0`,
};

test(
  '[WORK-12] after files of payments, and corrections of them, the memory equals a new worklist',
  { timeout: 120_000 },
  () => expectMirror(db, open, writes, { accounts, steps: 6, runs: 30, mayDeadlock: true }),
);
