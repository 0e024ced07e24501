// From a row in Postgres to an officer's device, over the real feed, worklist, hub and socket.
import { beforeAll, expect, test } from 'vitest';
import { client, plain, startApp, type App } from '../support/app.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { smallLandlord } from '../support/landlord.ts';

let db: TestDatabase;
let app: App;

beforeAll(async () => {
  db = await freshDatabase();
  await smallLandlord(db.sql, { homes: 20, patches: 2 });
  await db.sql`insert into charge (rent_account_id, amount_pence, due_on)
    select id, 60000, current_date - 60 from rent_account`;
  app = await startApp(db);
});

async function pay(account: number, pence: number, ref: string = crypto.randomUUID()): Promise<void> {
  await db.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
    values (${account}, ${pence}, 'card', 'test', ${ref}, current_date)`;
}

test('[HUB-1] a payment that is committed reaches the officer of that patch with the right figures', async () => {
  const officer = await client(app.url, 'officer1@demo.doorstep.test');
  const one = [...officer.worklist.values()][0]!;
  expect(one.balancePence).toBe(60_000);
  const next = officer.next('worklist:changes');
  await pay(one.id, 8_520);
  const message = await next;
  expect(message.changed.map((c) => [c.id, c.balancePence, c.lastPayment?.amountPence])).toEqual([
    [one.id, 51_480, 8_520],
  ]);
  expect(message.because).toMatchObject([
    { caseId: one.id, kind: 'payment', amountPence: 8_520, method: 'card' },
  ]);
  const fresh = await client(app.url, 'officer1@demo.doorstep.test');
  expect(plain(officer.worklist)).toEqual(plain(fresh.worklist));
});
