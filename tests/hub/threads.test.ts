// Conversations between officers and the repairs team, through the whole product: who receives a message, and who does not.
import { expect, test } from 'vitest';
import { caseThreads, inbox, threadPage, type Inbox } from '../../server/contract/thread.ts';
import { startApp, type TestClient } from '../support/app.ts';
import { pay, repair } from '../support/landlord.ts';
import { moneyIn, mutationOf, received, setUp, wordsAndFigures } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

const { db, landlord, ask, read, listen, accountsOf } = await setUp({
  homes: 20,
  patches: 2,
  hubTiming: { heartbeatMs: 200 },
});
const cases = accountsOf(0);
const listenAll = <const T extends string[]>(...all: T) =>
  Promise.all(all.map((who) => listen(who))) as Promise<{ [I in keyof T]: TestClient }>;

const messagesOf = (who: TestClient) => received(who, 'thread:message');
const bodies = (who: TestClient): string[] =>
  messagesOf(who).flatMap(({ message }) => (message ? [message.body] : []));
const typists = (who: TestClient) => received(who, 'thread:typing');

type Started = { caseId: number; threadId: string; messageId: string };
async function start(who: TestClient, caseId: number, body = 'No hot water since Monday.'): Promise<Started> {
  const ids = { caseId, threadId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  expect(await who.do('thread.start', { ...ids, subject: 'No hot water', body })).toMatchObject({
    status: 'applied',
  });
  return ids;
}
const send = (who: TestClient, { caseId, threadId }: Started, body: string, more: object = {}) =>
  who.do('message.send', { caseId, threadId, messageId: crypto.randomUUID(), body, ...more });
/** Waits for a message that is written afterwards: then all earlier messages have arrived. */
async function settled(writer: TestClient, thread: Started, ...who: TestClient[]): Promise<void> {
  const body = `Done ${crypto.randomUUID()}`;
  await send(writer, thread, body);
  await Promise.all(who.map((one) => one.until(() => bodies(one).includes(body))));
}

test('[HUB-40] a message reaches the repairs team, the patch’s officers and managers, once on each device, and nobody else', async () => {
  const [sam, samsPhone, rita, boss, alex, adviser, admin] = await listenAll(
    ...(['officer1', 'officer1', 'repairs', 'manager', 'officer2', 'advice', 'admin'] as const),
  );
  const thread = await start(sam, cases[0]!);
  const hearing = [sam, samsPhone, rita, boss];
  await settled(rita, thread, ...hearing);
  for (const one of hearing) {
    const copies = messagesOf(one).filter(({ message }) => message?.id === thread.messageId);
    expect(copies).toHaveLength(1);
    expect(copies[0]).toMatchObject({
      caseId: thread.caseId,
      message: { body: 'No hot water since Monday.' },
      // The thread's state when it is sent, which may already be a later one.
      thread: { id: thread.threadId, subject: 'No hot water', openedBy: { staffId: landlord.officers[0] } },
    });
    expect(messagesOf(one).at(-1)).toMatchObject({ thread: { state: 'waiting_for_income', messages: 2 } });
  }
  for (const one of [alex, adviser, admin]) expect(messagesOf(one)).toEqual([]);
  const refused = await send(alex, thread, 'Let me in.');
  expect(refused.status).toBe('refused');
  expect((await ask('officer2', `/api/threads/${thread.threadId}`)).status).toBe(404);
  expect((await ask('officer2', `/api/cases/${thread.caseId}/threads`)).status).toBe(404);
  expect((await ask('advice', '/api/threads')).status).toBe(403);
  expect((await ask('admin', '/api/threads')).status).toBe(403);
});

test('[HUB-46] a message that this hub saved is sent before the log brings it, and only once', async () => {
  const [sam, rita] = await listenAll('officer1', 'repairs');
  const thread = await start(sam, cases[2]!);
  await db.sql`alter table message disable trigger log_insert`;
  try {
    await send(sam, thread, 'The log knows nothing of this.');
    await rita.until(() => bodies(rita).includes('The log knows nothing of this.'));
  } finally {
    await db.sql`alter table message enable trigger log_insert`;
  }
  await send(sam, thread, 'Of this it does.');
  await settled(sam, thread, rita);
  expect(bodies(rita).filter((body) => body === 'Of this it does.')).toHaveLength(1);
});

test('[HUB-40] reading, taking and settling update the thread for everybody, without a message', async () => {
  const [sam, rita] = await listenAll('officer1', 'repairs');
  const thread = await start(sam, cases[1]!);
  const { caseId, threadId, messageId } = thread;
  await rita.do('thread.read', { caseId, threadId, upTo: messageId });
  await sam.until(() =>
    messagesOf(sam).some((one) => one.thread.readBy.some(({ staffId }) => staffId === landlord.repairs)),
  );
  await rita.do('thread.take', { caseId, threadId, mine: true });
  await sam.until(() => messagesOf(sam).some((one) => one.thread.takenBy?.staffId === landlord.repairs));
  await sam.do('thread.settle', { caseId, threadId });
  await rita.until(() => messagesOf(rita).some((one) => one.thread.state === 'settled'));
  expect(bodies(rita)).toEqual(['No hot water since Monday.']);
});

test('[HUB-40] a message written at one hub arrives at another', async () => {
  const second = await startApp(db);
  const there = await listen('repairs', second.url);
  const sam = await listen('officer1');
  const thread = await start(sam, cases[5]!, 'Said at the first hub.');
  await there.until(() => bodies(there).includes('Said at the first hub.'));
  expect(await send(there, thread, 'Answered at the second.')).toMatchObject({ status: 'applied' });
  await sam.until(() => bodies(sam).includes('Answered at the second.'));
});

test('[HUB-40] the repairs team may see a photograph that a message shows, whichever of the two arrives first', async () => {
  const sam = await listen('officer1');
  const thread = await start(sam, cases[6]!);
  const [shown, other] = [crypto.randomUUID(), crypto.randomUUID()];
  const keep = (id: string) => db.sql`
    insert into photo (id, rent_account_id, staff_id, mime, bytes, width, height, sha256, data, taken_at)
    values (${id}, ${thread.caseId}, ${landlord.officers[0]!}, 'image/png', 1, 640, 480,
      ${Buffer.alloc(32)}, ${Buffer.from([1])}, now())`;
  await keep(other);
  expect(await send(sam, thread, 'This is how it looks.', { photos: [shown] })).toMatchObject({
    status: 'applied',
  });
  const page = async () => threadPage.parse(await read('repairs', `/api/threads/${thread.threadId}`));
  expect((await page()).messages.at(-1)).toMatchObject({ body: 'This is how it looks.', photos: [] });
  await keep(shown);
  expect((await page()).messages.at(-1)!.photos).toEqual([{ id: shown, width: 640, height: 480 }]);
  expect((await ask('repairs', `/api/photos/${shown}`)).status).toBe(200);
  expect((await ask('repairs', `/api/photos/${other}`)).status).toBe(404);
  expect((await ask('officer2', `/api/photos/${shown}`)).status).toBe(404);
  // A message cannot show a photograph of another home by its id.
  const elsewhere = await start(sam, cases[8]!);
  await send(sam, elsewhere, 'And this?', { photos: [other] });
  const stolen = threadPage.parse(await read('repairs', `/api/threads/${elsewhere.threadId}`));
  expect(stolen.messages.at(-1)!.photos).toEqual([]);
  expect((await ask('repairs', `/api/photos/${other}`)).status).toBe(404);
});

test('[HUB-10] text that cannot be stored is refused with a message: empty, too long, an invalid character', async () => {
  const sam = await listen('officer1');
  const thread = await start(sam, cases[0]!);
  for (const body of ['', ' \n ', 'x'.repeat(4_001), 'a\0b', 7, null])
    expect(await send(sam, thread, body as string)).toMatchObject({
      status: 'refused',
      message: 'This has an error: args.body.',
    });
  const html = '<script>alert(1)</script> <b>שלום</b> 你好';
  expect(await send(sam, thread, html)).toMatchObject({ status: 'applied' });
  await sam.until(() => bodies(sam).includes(html));
  await sam.do('thread.settle', { caseId: thread.caseId, threadId: thread.threadId });
});

test('[HUB-41] a client that was disconnected reads inbox and thread again and has missed nothing', async () => {
  const [sam, rita] = await listenAll('officer1', 'repairs');
  const thread = await start(sam, cases[2]!);
  await rita.until(() => bodies(rita).length === 1);
  rita.socket.io.engine.close();
  await rita.until(() => rita.socket.disconnected);
  for (let i = 0; i < 60; i++) await send(sam, thread, `Word ${i}`);
  const again = await listen('repairs');
  const list = inbox.parse(await read('repairs', '/api/threads'));
  const mine = list.threads.find(({ id }) => id === thread.threadId)!;
  expect(mine).toMatchObject({ unread: 61, messages: 61, lastWords: 'Word 59' });
  const newest = threadPage.parse(await read('repairs', `/api/threads/${thread.threadId}`));
  const older = threadPage.parse(
    await read('repairs', `/api/threads/${thread.threadId}?before=${newest.next}`),
  );
  expect([...older.messages, ...newest.messages].map(({ body }) => body)).toEqual([
    'No hot water since Monday.',
    ...Array.from({ length: 60 }, (_, i) => `Word ${i}`),
  ]);
  expect(older.next).toBeNull();
  // From here on messages arrive live.
  await settled(sam, thread, again);
});

test('[HUB-42] typing is sent to clients that have the conversation or the inbox open and may see it, and to nobody else', async () => {
  const [sam, boss, rita, watcher, alex] = await listenAll(
    ...(['officer1', 'manager', 'repairs', 'repairs', 'officer2'] as const),
  );
  const thread = await start(sam, cases[3]!);
  const { caseId, threadId } = thread;
  const other = await start(sam, cases[3]!, 'Another matter.');
  const look = (who: TestClient, inboxOpen: boolean, id: string | null) =>
    who.socket.timeout(5_000).emitWithAck('thread:look', { inbox: inboxOpen, threadId: id });
  expect(await look(rita, false, threadId)).toEqual({ ok: true });
  await look(watcher, true, null);
  await look(alex, true, threadId);
  await look(boss, false, other.threadId);
  sam.socket.emit('thread:typing', { caseId, threadId });
  await Promise.all([rita, watcher].map((who) => who.until(() => typists(who).length > 0)));
  expect(typists(rita)).toEqual([
    { caseId, threadId, staffId: landlord.officers[0], name: 'Officer Example 1' },
  ]);
  // Typing with another case’s id, or in a thread that the sender may not see, is dropped.
  alex.socket.emit('thread:typing', { caseId, threadId });
  boss.socket.emit('thread:typing', { caseId: cases[4]!, threadId });
  await settled(rita, thread, sam, boss, watcher);
  for (const who of [sam, boss, alex]) expect(typists(who)).toEqual([]);
  expect(typists(watcher)).toHaveLength(1);
  // A case that is open shows its conversations.
  await boss.look(caseId);
  watcher.socket.emit('thread:typing', { caseId, threadId });
  await boss.until(() => typists(boss).length === 1);
});

test('[HUB-42] a storm of typing is sent a few times a second', async () => {
  const rita = await listen('repairs');
  const thread = await start(rita, cases[5]!);
  const { caseId, threadId } = thread;
  await rita.socket.emitWithAck('thread:look', { inbox: true, threadId });
  const crowd = await Promise.all(Array.from({ length: 20 }, () => listen('officer1')));
  const began = performance.now();
  for (let i = 0; i < 40; i++)
    for (const one of crowd) one.socket.emit('thread:typing', { caseId, threadId });
  await settled(crowd[0]!, thread, rita);
  const seconds = Math.ceil((performance.now() - began) / 1_000) + 1;
  expect(typists(rita).length).toBeGreaterThan(0);
  expect(typists(rita).length).toBeLessThanOrEqual(5 * seconds);
});

/** Directly into the tables, as another system's file would be: the hub gets them through the log. */
const load = (thread: Started, many: number, body: string) => db.sql`
  insert into message (id, thread_id, rent_account_id, staff_id, team, body, happened_at)
  select gen_random_uuid(), ${thread.threadId}, ${thread.caseId}, ${landlord.officers[0]!}, 'income', ${body} || i, now()
  from generate_series(1, ${many}::int) i`;

test('[HUB-43] a flood is not queued for any client: one that cannot be sent everything is asked to read again', async () => {
  const [sam, rita] = await listenAll('officer1', 'repairs');
  const thread = await start(sam, cases[6]!);
  await rita.until(() => bodies(rita).length === 1);
  await load(thread, 900, 'x'.repeat(2_000));
  await rita.until(() => rita.count('thread:again') > 0);
  expect(bodies(rita).length).toBeLessThan(400);
  // More than the hub reads line by line: it does not read them at all.
  const before = bodies(rita).length;
  await load(thread, 5_000, 'y');
  await rita.until(() => rita.count('thread:again') > 1);
  expect(
    bodies(rita)
      .slice(before)
      .filter((body) => body.startsWith('y')),
  ).toEqual([]);
  await settled(sam, thread, rita, sam);
});

test('[HUB-43] a client that sends messages without end is asked to wait, and each accepted message is stored once', async () => {
  const [sam, rita] = await listenAll('officer1', 'repairs');
  const thread = await start(sam, cases[7]!);
  let answered = 0;
  for (let i = 0; i < 600; i++)
    sam.socket.emit(
      'mutation',
      mutationOf(
        'message.send',
        { caseId: thread.caseId, threadId: thread.threadId, messageId: crypto.randomUUID(), body: `f${i}` },
        i,
        `flood ${thread.threadId}`,
      ),
      () => void answered++,
    );
  await sam.until(() => answered >= 290, 20_000);
  await settled(rita, thread, sam);
  const kept = await db.sql`select from message where thread_id = ${thread.threadId} and body like 'f%'`;
  expect(kept).toHaveLength(answered);
  expect(answered).toBeLessThan(600);
  // Sent one by one, or a request to read again: never nothing.
  const arrived = () => new Set(bodies(rita).filter((body) => body.startsWith('f'))).size;
  await rita.until(() => rita.count('thread:again') > 0 || arrived() === answered);
});

test('[HUB-44] when the log cannot say what was written, every client is asked to read again', async () => {
  const [rita, alex, adviser] = await listenAll('repairs', 'officer2', 'advice');
  await db.sql`select restart_change_log(force => true)`;
  await Promise.all([rita, alex].map((who) => who.until(() => who.count('thread:again') > 0)));
  expect(adviser.count('thread:again')).toBe(0);
});

test('[HUB-44] messages that could not be read are read again, and arrive once', async () => {
  const [sam, rita] = await listenAll('officer1', 'repairs');
  const thread = await start(sam, cases[8]!);
  await rita.until(() => bodies(rita).length === 1);
  await db.sql`alter table message_photo rename to message_photo_away`;
  await load(thread, 1, 'Late ');
  // A later commit has arrived: so the hub has tried to read the message, without success.
  await pay(db.sql, cases[8]!, 4_321);
  await sam.until(() => sam.worklist.get(cases[8]!)?.lastPayment?.amountPence === 4_321);
  expect(bodies(rita)).toHaveLength(1);
  await db.sql`alter table message_photo_away rename to message_photo`;
  await rita.until(() => bodies(rita).includes('Late 1'));
  await settled(sam, thread, rita);
  expect(bodies(rita).filter((body) => body === 'Late 1')).toHaveLength(1);
});

test('[HUB-45] a person who loses the patch receives and sends no more messages, from that moment', async () => {
  const [sam, rita] = await listenAll('officer2', 'repairs');
  const caseId = [...(await sam.until(() => sam.worklist.size > 0 && sam.worklist)).keys()][0]!;
  const thread = await start(sam, caseId);
  await db.sql`update stint set patch_id = ${landlord.patches[0]!} where staff_id = ${landlord.officers[1]!}`;
  expect(await send(sam, thread, 'One more thing.')).toMatchObject({ status: 'refused' });
  await sam.until(() => sam.count('thread:again') > 0);
  await settled(rita, thread, rita);
  await db.sql`update stint set patch_id = ${landlord.patches[1]!} where staff_id = ${landlord.officers[1]!}`;
  await sam.until(() => sam.worklist.has(caseId));
  await settled(rita, thread, sam);
  expect(bodies(sam).filter((body) => body.startsWith('Done'))).toHaveLength(1);
});

test('[ACCESS-2] the repairs team receives and reads conversations, the home and the repair, and no field or figure of money', async () => {
  const [sam, rita] = await listenAll('officer1', 'repairs');
  const caseId = cases[4]!;
  const repairId = await repair(db.sql, caseId, 'heating');
  const ids = { caseId, threadId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  const words = { subject: 'No hot water', body: 'Since Monday.', mentions: [landlord.repairs] };
  expect(await sam.do('thread.start', { ...ids, ...words, repairId })).toMatchObject({
    status: 'applied',
  });
  expect(await rita.look(caseId)).toEqual({ ok: true });
  await rita.socket.emitWithAck('thread:look', { inbox: true, threadId: ids.threadId });
  sam.socket.emit('thread:typing', { caseId, threadId: ids.threadId });
  await send(rita, ids, 'On Thursday.', {
    promisedOn: londonDay(3),
  });
  await sam.do('contact.record', { caseId, kind: 'call', reached: true, note: 'Rang.' });
  await pay(db.sql, caseId, 43_219);
  await sam.until(() => sam.worklist.get(caseId)?.lastPayment?.amountPence === 43_219);
  await settled(sam, ids, rita);
  const kinds = received(rita, 'case:touched').flatMap((one) => one.kinds);
  expect(kinds).toContain('message');
  expect(kinds.filter((kind) => ['payment', 'contact', 'charge', 'visit'].includes(kind))).toEqual([]);
  const answers: unknown[] = rita.came
    .filter(({ event }) => event !== 'heartbeat')
    .map(({ message }) => message);
  const paths = ['/api/threads', `/api/threads/${ids.threadId}`, `/api/cases/${caseId}/threads`];
  for (const path of [...paths, '/api/thread-templates', `/api/people-to-mention?case=${caseId}`]) {
    const response = await ask('repairs', path);
    expect(response.status).toBe(200);
    answers.push(await response.json());
  }
  const values = answers.flatMap(wordsAndFigures);
  expect(values).toContain('On Thursday.');
  expect(moneyIn(values)).toEqual([]);
});

test('[HTTP-14] the inbox is ordered, paged, filtered and searched', async () => {
  const [sam, rita] = await listenAll('officer1', 'repairs');
  const due = new Date(Date.now() + 3_600_000).toISOString();
  const soon = { caseId: cases[9]!, threadId: crypto.randomUUID(), messageId: crypto.randomUUID() };
  await sam.do('thread.start', {
    ...soon,
    subject: 'Zephyr fan',
    body: 'A quokka sits in it.',
    needsAnswerBy: due,
  });
  const pages: Inbox[] = [];
  for (let after = ''; pages.length === 0 || after !== ''; after = pages.at(-1)!.next ?? '') {
    const response = await ask('repairs', `/api/threads?limit=3${after && `&after=${after}`}`);
    pages.push(inbox.parse(await response.json()));
  }
  const all = pages.flatMap(({ threads }) => threads);
  expect(all[0]!.id).toBe(soon.threadId);
  expect(new Set(all.map(({ id }) => id)).size).toBe(pages[0]!.counts.open);
  expect(all).toHaveLength(pages[0]!.counts.open);
  const ids = async (who: string, q: string, filter?: string) =>
    inbox.parse(await read(who, '/api/threads/search', { q, filter })).threads.map(({ id }) => id);
  expect(await ids('repairs', 'quok zeph')).toEqual([soon.threadId]);
  expect(await ids('repairs', 'quokka nowhere')).toEqual([]);
  const address = all[0]!.home.address;
  expect(await ids('repairs', `quokka ${address}`)).toEqual([soon.threadId]);
  expect(await ids('repairs', '', 'late')).toEqual([]);
  const forged = Buffer.from(JSON.stringify([2 ** 40, 0, 0, 0, soon.threadId])).toString('base64url');
  expect((await ask('repairs', `/api/threads?after=${forged}`)).status).toBe(400);
  expect(await ids('repairs', 'quokka', 'mine')).toEqual([]);
  await rita.do('thread.take', { ...soon, mine: true });
  expect(await ids('repairs', 'quokka', 'mine')).toEqual([soon.threadId]);
  expect(await ids('manager', 'quokka', 'unanswered')).toEqual([]);
  await sam.do('thread.settle', soon);
  expect(await ids('repairs', 'quokka')).toEqual([]);
  expect(await ids('repairs', 'quokka', 'settled')).toEqual([soon.threadId]);
  const ofCase = caseThreads.parse(await read('officer1', `/api/cases/${soon.caseId}/threads`));
  expect(ofCase.threads.map(({ id }) => id)).toEqual([soon.threadId]);
  for (const bad of [
    // The words of a search may name a person: a URL that has them is refused.
    'q=quokka',
    'after=zzz',
    'filter=all',
    'limit=0',
    `after=${Buffer.from('[1]').toString('base64url')}`,
  ])
    expect((await ask('repairs', `/api/threads?${bad}`)).status).toBe(400);
  const templates = (await read('repairs', '/api/thread-templates')) as {
    templates: { team: string }[];
  };
  expect(new Set(templates.templates.map(({ team }) => team))).toEqual(new Set(['repairs']));
  const people = (await read('officer1', `/api/people-to-mention?case=${soon.caseId}`)) as {
    people: { name: string }[];
  };
  expect(people.people.map(({ name }) => name).sort()).toEqual(['Manager Example', 'Repairs Example']);
});
