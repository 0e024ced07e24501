// One client whose socket is not read, while everything that the hub sends is sent to it many times over.
import { expect, onTestFinished, test } from 'vitest';
import type { Down } from '../../server/contract/down.ts';
import type { TilesNow } from '../../server/contract/tiles.ts';
import { client, startApp, type TestClient } from '../support/app.ts';
import { freshDatabase } from '../support/database.ts';
import { owe, pay, smallLandlord } from '../support/landlord.ts';
import { levelWithFresh } from '../support/level.ts';

const db = await freshDatabase();
const { accounts } = await smallLandlord(db.sql, { homes: 12, patches: 1 });
await owe(db.sql, 600_000);
const app = await startApp(db, { hubTiming: { heartbeatMs: 200, giveUpMs: 60_000 } });

const manager = 'manager@demo.doorstep.test';
const officer = 'officer1@demo.doorstep.test';

type Following = TestClient & { tiles: TilesNow[] };
async function join(email: string): Promise<Following> {
  const one = Object.assign(await client(app.url, email), { tiles: [] as TilesNow[] });
  onTestFinished(() => one.close());
  one.socket.on('tiles', (message, received) => {
    one.tiles.push(message);
    received();
  });
  return one;
}
/** The WebSocket below the client: paused, it leaves everything in the kernel's buffers. */
const wire = (one: TestClient) =>
  (one.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
const last = <E extends 'presence' | 'case:stand-down' | 'case:touched'>(
  one: TestClient,
  event: E,
  id: number,
) =>
  one.came.findLast((sent) => sent.event === event && sent.message.caseId === id)?.message as
    Down[E] | undefined;
const bodies = (one: TestClient) =>
  one.came.filter((sent) => sent.event === 'thread:message' && sent.message.message).length;

test('[HUB-84] [HUB-85] a socket that is not read holds a bounded queue, delays nobody else, and is brought to the truth', async () => {
  const [slow, quick, writer] = [await join(manager), await join(manager), await join(officer)];
  const [caseId, other] = accounts as [number, number];
  for (const one of [slow, quick]) {
    await one.look(caseId);
    await one.socket.emitWithAck('tiles:listen', { patches: 'all' });
    await one.until(() => one.tiles[0]);
  }
  const threadId = crypto.randomUUID();
  const ids = { caseId, threadId, messageId: crypto.randomUUID() };
  await writer.do('thread.start', { ...ids, subject: 'No hot water', body: 'None' });
  await quick.until(() => bodies(quick) === 1);

  wire(slow).pause();
  let most = 0;
  const held = () => {
    most = Math.max(most, app.hub.load.waiting);
    return app.hub.load.waiting;
  };
  // More than the buffers of the kernel take (some megabytes), and then more than may wait.
  let sent = 1;
  for (let full = 0; full < 4; full += held() > 8 ? 1 : 0) {
    expect(sent, 'the kernel takes everything').toBeLessThan(12_000);
    await db.sql`insert into message (id, thread_id, rent_account_id, staff_id, team, body, happened_at)
      select gen_random_uuid(), ${threadId}, ${caseId}, (select id from staff where email = ${officer}), 'income',
        ${'€'.repeat(1_900)}, now() from generate_series(1, 150)`;
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

  const received = bodies(slow);
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
  await slow.until(
    () => JSON.stringify(slow.tiles.at(-1)?.tiles) === JSON.stringify(app.tiles.of('all').tiles),
  );
  await levelWithFresh(slow, app.url);
  // Coalesced: far fewer messages than were sent to the client that reads.
  expect(bodies(slow) - received).toBeLessThan(sent);
  expect(slow.count('case:stand-down')).toBeLessThan(quick.count('case:stand-down'));
  await quick.until(() => app.hub.load.waiting === 0);
}, 60_000);
