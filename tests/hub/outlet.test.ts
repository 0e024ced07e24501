// A client that does not read its socket while messages wait for it. Meanwhile everything is sent many times, or the rights
// of its person change.
import { expect, test } from 'vitest';
import type { TilesNow } from '../../server/contract/tiles.ts';
import type { TestClient } from '../support/app.ts';
import { pay } from '../support/landlord.ts';
import { levelWithFresh } from '../support/level.ts';
import { emailOf, patchesOf, received, setUp } from './setup.ts';

const { db, landlord, app, join, accountsOf } = await setUp({
  homes: 12,
  patches: 3,
  owed: 600_000,
  hubTiming: { heartbeatMs: 200, giveUpMs: 60_000 },
});
const { officers, patches } = landlord;

/** The WebSocket below the client: while it is paused, everything stays in the kernel's buffers. */
const wire = (one: TestClient) =>
  (one.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
const last = <E extends 'presence' | 'case:stand-down' | 'case:touched'>(
  one: TestClient,
  event: E,
  id: number,
) => received(one, event).findLast((message) => message.caseId === id);
const bodies = (one: TestClient) => received(one, 'thread:message').filter(({ message }) => message).length;
const standDowns = (one: TestClient) => received(one, 'case:stand-down').map(({ caseId }) => caseId);
/** More than a few kilobytes each: some thousands fill the kernel's buffers. */
const addMessages = (threadId: string, caseId: number) =>
  db.sql`insert into message (id, thread_id, rent_account_id, staff_id, team, body, happened_at)
    select gen_random_uuid(), ${threadId}, ${caseId}, ${officers[0]!}, 'income', ${'€'.repeat(1_900)}, now()
    from generate_series(1, 150)`;
async function startThread(writer: TestClient, caseId: number): Promise<string> {
  const ids = { caseId, threadId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  await writer.do('thread.start', { ...ids, subject: 'No hot water', body: 'None' });
  return ids.threadId;
}

test('[HUB-84] [HUB-85] a socket that is not read has a bounded queue, delays nobody else, and is brought up to date afterwards', async () => {
  const [slow, quick, writer] = [await join('manager'), await join('manager'), await join('officer1')];
  const [caseId, other] = accountsOf(0) as [number, number];
  const tiles: TilesNow[] = [];
  for (const one of [slow, quick]) {
    await one.look(caseId);
    let first = false;
    one.socket.on('tiles', (message, acknowledge) => {
      first = true;
      if (one === slow) tiles.push(message);
      acknowledge();
    });
    await one.socket.emitWithAck('tiles:listen', { patches: 'all' });
    await one.until(() => first);
  }
  const threadId = await startThread(writer, caseId);
  await quick.until(() => bodies(quick) === 1);

  wire(slow).pause();
  let most = 0;
  const held = () => {
    most = Math.max(most, app.hub.load.waiting);
    return app.hub.load.waiting;
  };
  // More than the kernel's buffers hold (some megabytes), and then more than may wait.
  let sent = 1;
  for (let full = 0; full < 4; full += held() > 8 ? 1 : 0) {
    expect(sent, 'the kernel takes everything').toBeLessThan(12_000);
    await addMessages(threadId, caseId);
    sent += 150;
    await quick.until(() => bodies(quick) === sent);
  }
  for (let i = 0; i < 40; i++) {
    await pay(db.sql, caseId, 100 + i);
    await writer.look(i % 2 === 0 ? other : caseId, 'on_the_way');
    await quick.until(() => quick.worklist.get(caseId)?.lastPayment?.amountPence === 100 + i);
    held();
  }
  await app.tiles.settled();
  await quick.until(() => last(quick, 'presence', other)?.people.length === 0);
  expect(most).toBeLessThan(300);
  expect(slow.socket.connected && app.hub.stats.cutOff === 0).toBe(true);

  const before = bodies(slow);
  wire(slow).resume();
  await slow.until(() => slow.count('thread:again') > 0);
  expect(quick.count('thread:again')).toBe(0);
  await slow.until(() => last(slow, 'case:stand-down', caseId)?.payment?.amountPence === 139);
  for (const event of ['presence', 'case:stand-down'] as const)
    expect(last(slow, event, caseId)).toEqual(last(quick, event, caseId));
  await slow.until(
    () => JSON.stringify(last(slow, 'presence', other)) === JSON.stringify(last(quick, 'presence', other)),
  );
  await slow.until(() => last(slow, 'case:touched', caseId)?.kinds.includes('payment'));
  await slow.until(() => JSON.stringify(tiles.at(-1)?.tiles) === JSON.stringify(app.tiles.of('all').tiles));
  await levelWithFresh(slow, app.url, { email: emailOf('manager') });
  // Coalesced: far fewer messages than were sent to the client that reads.
  expect(bodies(slow) - before).toBeLessThan(sent);
  expect(slow.count('case:stand-down')).toBeLessThan(quick.count('case:stand-down'));
  await quick.until(() => app.hub.load.waiting === 0);
}, 60_000);

test('[HUB-84] a waiting stand-down is sent only if the home is still in the officer’s patches when it leaves', async () => {
  await db.sql`insert into stint (staff_id, patch_id, start_date) values (${officers[0]!}, ${patches[1]!}, '2020-01-01')`;
  const [slow, elsewhere, manager] = [await join('officer1'), await join('officer1'), await join('manager')];
  await elsewhere.until(() => patchesOf(elsewhere).length === 2);
  const [kept, lost] = [accountsOf(0)[2]!, accountsOf(1)[2]!];
  expect([kept, lost].map((id) => elsewhere.worklist.get(id)?.patchId)).toEqual(patches.slice(0, 2));
  expect(await elsewhere.do('visit.set-out', { caseId: kept })).toMatchObject({ status: 'applied' });
  for (const one of [slow, elsewhere]) await one.look(lost);
  await slow.until(() => slow.worklist.get(kept)?.visit?.state === 'on_the_way');

  wire(slow).pause();
  const threadId = await startThread(manager, kept);
  for (let n = 0, full = 0; full < 3; full += app.hub.load.waiting > 9 ? 1 : 0) {
    expect(++n, 'the kernel takes everything').toBeLessThan(100);
    const before = elsewhere.count('thread:message');
    await addMessages(threadId, kept);
    await elsewhere.until(() => elsewhere.count('thread:message') >= before + 150);
  }
  for (const id of [kept, lost]) await pay(db.sql, id, 600_000);
  await elsewhere.until(() => standDowns(elsewhere).includes(kept) && standDowns(elsewhere).includes(lost));
  await db.sql`update stint set patch_id = ${patches[2]!} where staff_id = ${officers[0]!} and patch_id = ${patches[1]!}`;
  await elsewhere.until(() => patchesOf(elsewhere).includes(patches[2]!));
  wire(slow).resume();
  await slow.until(() => patchesOf(slow).includes(patches[2]!) && slow.count('thread:again') > 0);
  await slow.until(() => standDowns(slow).includes(kept));
  expect(standDowns(slow)).toEqual([kept]);
}, 60_000);
