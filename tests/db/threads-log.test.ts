// What the conversations write into the change log: one line for each event.
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';

const { sql } = await freshDatabase();
const { accounts, officers, repairs } = await smallLandlord(sql, { homes: 2, patches: 1 });
const [account, officer] = [accounts[0]!, officers[0]!];
const threadId = '11111111-1111-4111-8111-111111111111';
const id = (n: number) => `22222222-2222-4222-8222-22222222222${n}`;

beforeEach(() => sql`delete from change_log`);
const logged = () => sql`select kind, case_id, ref from change_log order by seq`;
const say = (n: number, staff: number, team: string) => sql`
  with written as (
    insert into message (id, thread_id, rent_account_id, staff_id, team, body, happened_at)
    values (${id(n)}, ${threadId}, ${account}, ${staff}, ${team}, 'Words', now()) returning n
  ), seen as (
    insert into thread_read (thread_id, staff_id, up_to, up_to_message) select ${threadId}, ${staff}, n, ${id(n)} from written
    on conflict (thread_id, staff_id) do update set up_to = excluded.up_to, up_to_message = excluded.up_to_message
  )
  insert into thread as t (id, rent_account_id, subject, state, waiting_since, opened_by, happened_at, last_message, last_n,
    last_at, last_by, last_words)
  select ${threadId}, ${account}, 'Boiler', 'waiting_for_repairs', now(), ${staff}, now(), ${id(n)}, n, now(), ${staff}, 'Words'
  from written on conflict (id) do update set last_message = excluded.last_message, last_n = excluded.last_n`;

test('[FEED-18] a message is one line, although it also changes the thread, its mentions and what its writer has read', async () => {
  for (const [n, staff, team] of [
    [1, officer, 'income'],
    [2, repairs, 'repairs'],
    [3, officer, 'income'],
  ] as const) {
    await sql`delete from change_log`;
    await say(n, staff, team);
    const [message] = await sql`select n from message where id = ${id(n)}`;
    expect([...(await logged())]).toEqual([{ kind: 'message', case_id: account, ref: message!['n'] }]);
  }
});

test('[FEED-18] reading another person’s message, taking, settling and notes on repairs are logged with their id', async () => {
  const [thread] = await sql`select n from thread`;
  const line = (kind: string) => ({ kind, case_id: account, ref: thread!['n'] as number });
  await sql`update thread_read set up_to = 99, up_to_message = ${id(3)} where staff_id = ${repairs}`;
  expect([...(await logged())]).toEqual([line('read')]);
  await sql`update thread set taken_by = ${repairs}`;
  await sql`update thread set state = 'settled', waiting_since = null`;
  expect([...(await logged())]).toEqual([line('read'), line('thread'), line('thread')]);
  await sql`delete from change_log`;
  const [note] = await sql`
    with r as (insert into repair (property_id, category) select property_id, 'heating' from tenancy t
      join rent_account a on a.tenancy_id = t.id where a.id = ${account} returning id)
    insert into repair_note (id, repair_id, rent_account_id, staff_id, team, note, came_from, happened_at)
    select gen_random_uuid(), id, ${account}, ${repairs}, 'repairs', 'Valve ordered.', 'note', now() from r returning n`;
  expect((await logged()).filter(({ kind }) => kind === 'repair_note')).toEqual([
    { kind: 'repair_note', case_id: account, ref: note!['n'] },
  ]);
});

test('[DB-6] the database refuses an inconsistent conversation', async () => {
  const message = (set: string) =>
    sql.unsafe(`insert into message (id, thread_id, rent_account_id, staff_id, team, body, promised_on, happened_at)
      select gen_random_uuid(), thread_id, rent_account_id, staff_id, ${set}, now() from message limit 1`);
  await expect(message(`'income', 'x', now()::date`)).rejects.toThrow(/message_only_repairs_promise/);
  await expect(message(`'other', 'x', null`)).rejects.toThrow(/team/);
  await expect(message(`'income', '', null`)).rejects.toThrow(/body/);
  await expect(message(`'income', repeat('x', 4001), null`)).rejects.toThrow(/body/);
  await expect(sql`update thread set state = 'settled', waiting_since = now()`).rejects.toThrow(/waits/);
});
