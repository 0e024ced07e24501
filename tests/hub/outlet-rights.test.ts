// The rights of a person change while messages wait for their socket, which is not read.
import { expect, onTestFinished, test } from 'vitest';
import { client, startApp, type TestClient } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';
import { owe, pay, smallLandlord } from '../support/landlord.ts';

const db = await freshDatabase();
const { accounts, officers, patches } = await smallLandlord(db.sql, { homes: 12, patches: 3 });
await owe(db.sql, 60_000);
const app = await startApp(db, { hubTiming: { heartbeatMs: 200, giveUpMs: 60_000 } });

const officer = 'officer1@demo.doorstep.test';
async function join(email: string): Promise<TestClient> {
  const one = await client(app.url, email);
  onTestFinished(() => one.close());
  return one;
}
const wire = (one: TestClient) =>
  (one.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
const patchesOf = (one: TestClient) =>
  [...new Set([...one.worklist.values()].map((c) => c.patchId))].sort((a, b) => a - b);
const standDowns = (one: TestClient) =>
  one.came.flatMap(({ event, message }) => (event === 'case:stand-down' ? [message.caseId] : []));

test('[HUB-84] a stand-down that waits is sent if the home is still theirs when it leaves, and not otherwise', async () => {
  await db.sql`insert into stint (staff_id, patch_id, start_date) values (${officers[0]!}, ${patches[1]!}, '2020-01-01')`;
  const [slow, elsewhere, manager] = [
    await join(officer),
    await join(officer),
    await join('manager@demo.doorstep.test'),
  ];
  await elsewhere.until(() => patchesOf(elsewhere).length === 2);
  const [kept, lost] = accounts as [number, number];
  expect([kept, lost].map((id) => elsewhere.worklist.get(id)?.patchId)).toEqual(patches.slice(0, 2));
  expect(await elsewhere.do('visit.set-out', { caseId: kept })).toMatchObject({ status: 'applied' });
  for (const one of [slow, elsewhere]) await one.look(lost);
  await slow.until(() => slow.worklist.get(kept)?.visit?.state === 'on_the_way');

  wire(slow).pause();
  // More than the kernel's buffers take.
  const threadId = crypto.randomUUID();
  await manager.do('thread.start', {
    ...{ caseId: kept, threadId, messageId: crypto.randomUUID(), subject: 'No hot water', body: 'None' },
  });
  for (let n = 0, full = 0; full < 3; full += app.hub.load.waiting > 9 ? 1 : 0) {
    expect(++n, 'the kernel takes everything').toBeLessThan(100);
    const before = elsewhere.count('thread:message');
    await db.sql`insert into message (id, thread_id, rent_account_id, staff_id, team, body, happened_at)
      select gen_random_uuid(), ${threadId}, ${kept}, ${officers[0]!}, 'income', ${'€'.repeat(1_900)}, now()
      from generate_series(1, 150)`;
    await elsewhere.until(() => elsewhere.count('thread:message') >= before + 150);
  }
  for (const id of [kept, lost]) await pay(db.sql, id, 60_000);
  await elsewhere.until(() => standDowns(elsewhere).includes(kept) && standDowns(elsewhere).includes(lost));
  await db.sql`update stint set patch_id = ${patches[2]!} where staff_id = ${officers[0]!} and patch_id = ${patches[1]!}`;
  await elsewhere.until(() => patchesOf(elsewhere).includes(patches[2]!));
  wire(slow).resume();
  await slow.until(() => patchesOf(slow).includes(patches[2]!) && slow.count('thread:again') > 0);
  await slow.until(() => standDowns(slow).includes(kept));
  expect(standDowns(slow)).toEqual([kept]);
}, 60_000);
