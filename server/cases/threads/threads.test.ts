// Conversations with the repairs team, on a real database: the effect of each mutation, and who reads what.
import type { Actor } from '../../access/rights.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { connectLimited } from '../../../tests/support/database.ts';
import { createConversations } from './conversations.ts';

const hour = 3_600_000;
let now = Date.parse('2026-11-20T10:00:00Z');
const clock = () => now;
const later = (ms: number) => new Date(now + ms).toISOString();

/** Each mutation is a minute later than the one before, unless the test says when. */
const sentAt = () => (now += 60_000);
const house = await casesTest({ homes: 40, clock, sentAt, owedOn: null });
const { db, homes, sam, manager, adviser, repairs: rita, newCase, act, applied, refused } = house;
/** An officer of only the other patch. */
const alex: Actor = { ...house.alex, patchIds: [homes.patches[1]!] };
await db.sql`delete from stint where staff_id = ${alex.staffId} and patch_id = ${homes.patches[0]!}`;
const read = createConversations({ sql: db.sql, clock });

async function newRepair(caseId: number): Promise<number> {
  const [row] = await db.sql<{ id: number }[]>`
    insert into repair (property_id, category, description, reported_at)
    select t.property_id, 'heating', 'Boiler loses pressure', '2026-11-01'
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId} returning id`;
  return row!.id;
}

const nobody = { mentions: [], photos: [] };
async function begun(more: Partial<ArgsOf<'thread.start'>> = {}) {
  const caseId = more.caseId ?? newCase();
  const ids = { caseId, threadId: randomUUID(), messageId: randomUUID() };
  const words = { subject: 'No hot water', body: 'No hot water since Monday.', ...nobody };
  const args = { ...ids, ...words, ...more };
  await applied(sam, 'thread.start', args);
  return args;
}
const reply = (caseId: number, threadId: string, body = 'We come on Thursday.') => {
  return { caseId, threadId, messageId: randomUUID(), body, ...nobody };
};
const seenBy = async (actor: Actor, threadId: string) => (await read.thread(actor, threadId, null))!;

test('[CASE-40] a question, an answer with a promised day, and what each role reads of them', async () => {
  const caseId = newCase();
  const repairId = await newRepair(caseId);
  const asked = await begun({ caseId, repairId, needsAnswerBy: later(4 * hour), mentions: [rita.staffId] });
  const question = await seenBy(rita, asked.threadId);
  expect(question.thread).toMatchObject({
    caseId,
    subject: 'No hot water',
    state: 'waiting_for_repairs',
    unread: 1,
    mentionsMe: true,
    repair: { id: repairId, category: 'heating' },
    needsAnswerBy: asked.needsAnswerBy,
    promisedOn: null,
    openedBy: { staffId: sam.staffId, team: 'income' },
    home: { address: expect.stringContaining('Example Street'), patch: 'Patch 1' },
    readBy: [{ staffId: sam.staffId, upTo: asked.messageId }],
  });
  expect(question.messages).toMatchObject([{ id: asked.messageId, mentions: [{ staffId: rita.staffId }] }]);

  const answerSent = { ...reply(caseId, asked.threadId), promisedOn: '2026-11-26' };
  await applied(rita, 'message.send', answerSent);
  const answer = await seenBy(sam, asked.threadId);
  expect(answer.thread).toMatchObject({
    state: 'waiting_for_income',
    needsAnswerBy: null,
    promisedOn: '2026-11-26',
    unread: 1,
    messages: 2,
    takenBy: { staffId: rita.staffId },
    lastFrom: { staffId: rita.staffId, team: 'repairs' },
    lastMessageId: answerSent.messageId,
  });
  expect(answer.messages.map(({ body }) => body)).toEqual([asked.body, answerSent.body]);
  const ofCase = (await read.ofCase(sam, caseId))!;
  expect(ofCase.promises).toMatchObject([
    { threadId: asked.threadId, repairId, promisedOn: '2026-11-26', by: { staffId: rita.staffId } },
  ]);
  await act(sam, 'thread.read', { caseId, threadId: asked.threadId, upTo: answerSent.messageId });
  expect((await seenBy(sam, asked.threadId)).thread.unread).toBe(0);
});

test('[CASE-41] the state follows who wrote last; a message opens a settled thread again; a promise is valid until the next one', async () => {
  const { caseId, threadId } = await begun({ needsAnswerBy: later(hour) });
  await act(sam, 'message.send', { ...reply(caseId, threadId, 'And the baby is ill.') });
  const first = (await seenBy(sam, threadId)).thread;
  expect(first).toMatchObject({ state: 'waiting_for_repairs', needsAnswerBy: expect.any(String) });
  await act(rita, 'message.send', { ...reply(caseId, threadId), promisedOn: '2026-11-26' });
  await act(rita, 'message.send', reply(caseId, threadId, 'In the morning.'));
  await act(sam, 'thread.settle', { caseId, threadId });
  const settled = (await seenBy(sam, threadId)).thread;
  expect(settled).toMatchObject({ state: 'settled', waitingSince: null, promisedOn: '2026-11-26' });
  await act(sam, 'message.send', reply(caseId, threadId, 'Nobody came.'));
  expect((await seenBy(rita, threadId)).thread).toMatchObject({
    state: 'waiting_for_repairs',
    promisedOn: '2026-11-26',
    unread: 1,
  });
  await act(rita, 'message.send', { ...reply(caseId, threadId, 'Sorry. Monday.'), promisedOn: '2026-11-30' });
  expect((await read.ofCase(manager, caseId))!.promises).toMatchObject([{ promisedOn: '2026-11-30' }]);
});

test('[CASE-112] undoing a settlement restores who is waited for, since when and by when', async () => {
  const { caseId, threadId } = await begun({ needsAnswerBy: later(4 * hour) });
  const waits = async () => {
    const { state, waitingSince, needsAnswerBy, promisedOn } = (await seenBy(sam, threadId)).thread;
    return { state, waitingSince, needsAnswerBy, promisedOn };
  };
  const before = await waits();
  for (const who of [sam, rita]) {
    await act(who, 'thread.settle', { caseId, threadId });
    expect(await waits()).toMatchObject({ state: 'settled', waitingSince: null });
    await applied(sam, 'thread.reopen', { caseId, threadId });
    expect(await waits()).toEqual(before);
  }
  // Twice has the same effect.
  await applied(sam, 'thread.reopen', { caseId, threadId });
});

test('[CASE-41] settling a thread without having its last message gets a conflict', async () => {
  const { caseId, threadId } = await begun();
  const before = new Date(now).toISOString();
  await act(rita, 'message.send', reply(caseId, threadId));
  expect(await refused(sam, 'thread.settle', { caseId, threadId }, before)).toBe(
    'There is a new message. Read it before you close this conversation.',
  );
  await applied(sam, 'thread.settle', { caseId, threadId });
});

test('[CASE-42] the same message fifty times, with one mutation number or many, is one message', async () => {
  const { caseId, threadId } = await begun();
  const args = reply(caseId, threadId);
  const same = house.mutation('message.send', args);
  const copies = await Promise.all(Array.from({ length: 50 }, () => house.cases.apply(rita, same)));
  expect(copies.filter((a) => a.status === 'applied')).toHaveLength(1);
  expect(copies.filter((a) => a.status === 'duplicate')).toHaveLength(49);
  await Promise.all(Array.from({ length: 10 }, () => applied(rita, 'message.send', args)));
  const page = await seenBy(sam, threadId);
  expect(page.messages).toHaveLength(2);
  expect(page.thread.messages).toBe(2);
});

test('[CASE-42] a message, thread or note of another person cannot be changed by its id', async () => {
  const mine = await begun();
  const other = await begun();
  const stolen = { ...reply(mine.caseId, mine.threadId), messageId: other.messageId };
  await refused(sam, 'message.send', stolen);
  expect(await refused(sam, 'message.send', reply(mine.caseId, other.threadId))).toBe(
    'This conversation is about another home.',
  );
  await refused(sam, 'thread.start', { ...mine, messageId: randomUUID(), subject: 'Another' });
  expect((await seenBy(sam, mine.threadId)).messages).toHaveLength(1);
});

test('[CASE-43] a reply that arrives before the first message opens the thread; the first message is placed before it later', async () => {
  const caseId = newCase();
  const repairId = await newRepair(caseId);
  const [threadId, first] = [randomUUID(), new Date(sentAt()).toISOString()];
  const second = reply(caseId, threadId, 'And it is getting worse.');
  await applied(sam, 'message.send', second);
  expect((await seenBy(rita, threadId)).thread).toMatchObject({
    subject: 'And it is getting worse.',
    state: 'waiting_for_repairs',
    repair: null,
  });
  await act(rita, 'message.send', { ...reply(caseId, threadId), promisedOn: '2026-11-27' });
  const start = { caseId, threadId, messageId: randomUUID(), subject: 'Leak', body: 'A leak.', ...nobody };
  await applied(sam, 'thread.start', { ...start, repairId }, first);
  const page = await seenBy(rita, threadId);
  // The state follows the message that was written last, not the one that arrived last.
  expect(page.thread).toMatchObject({
    subject: 'Leak',
    state: 'waiting_for_income',
    promisedOn: '2026-11-27',
    openedAt: first,
    repair: { id: repairId },
    messages: 3,
  });
  const bodies = ['And it is getting worse.', 'We come on Thursday.', 'A leak.'];
  expect(page.messages.map(({ body }) => body)).toEqual(bodies);
  for (const thread of [threadId, randomUUID()]) {
    const unknown = { caseId, threadId: thread, upTo: randomUUID() };
    expect(await applied(rita, 'thread.read', unknown)).toMatchObject({ read: false });
  }
});

test('[CASE-43] a read message never becomes unread again', async () => {
  const { caseId, threadId, messageId } = await begun();
  const second = reply(caseId, threadId);
  await act(sam, 'message.send', second);
  await act(rita, 'thread.read', { caseId, threadId, upTo: second.messageId });
  await act(rita, 'thread.read', { caseId, threadId, upTo: messageId });
  expect((await seenBy(rita, threadId)).thread).toMatchObject({
    unread: 0,
    readBy: [{ staffId: sam.staffId }, { staffId: rita.staffId, upTo: second.messageId }],
  });
});

test('[CASE-44] each role does its own work: only repairs promise and take, only people who may see the home write', async () => {
  const { caseId, threadId } = await begun();
  const words = reply(caseId, threadId);
  const promise = { ...words, promisedOn: '2026-11-26' };
  const elsewhere = { caseId, noteId: randomUUID(), repairId: await newRepair(newCase()), note: 'x' };
  const late = { ...words, needsAnswerBy: '2026-11-01T10:00:00Z' };
  const admin: Actor = { ...manager, role: 'admin' };
  for (const [message, why] of [
    [await refused(sam, 'message.send', promise), 'Only the repairs team'],
    [await refused(rita, 'message.send', { ...words, promisedOn: '2026-11-01' }), 'a day from today'],
    [await refused(sam, 'message.send', late), 'Enter a later time for the answer.'],
    [await refused(sam, 'thread.take', { caseId, threadId, mine: true }), 'Your team cannot'],
    [await refused(alex, 'message.send', words), 'no longer in your patches'],
    [await refused(adviser, 'message.send', words), 'money advice'],
    [await refused(admin, 'message.send', words), 'Administrators'],
    [
      await refused(rita, 'thread.settle', { caseId, threadId: randomUUID() }),
      'This conversation does not exist.',
    ],
    [await refused(sam, 'repair.note', elsewhere), 'This repair is at another home.'],
  ] as const)
    expect(message).toContain(why);
  await applied(rita, 'thread.take', { caseId, threadId, mine: true });
  expect((await seenBy(sam, threadId)).thread.takenBy).toMatchObject({ staffId: rita.staffId });
  await act(rita, 'thread.take', { caseId, threadId, mine: false });
  expect((await seenBy(sam, threadId)).thread).toMatchObject({ takenBy: null, messages: 1 });
  expect(await read.thread(alex, threadId, null)).toBeNull();
  expect(await read.thread(adviser, threadId, null)).toBeNull();
  expect(await read.ofCase(alex, caseId)).toBeNull();
});

test('[CASE-44] a right that was just taken is refused, although the connection still has it cached', async () => {
  const { caseId, threadId } = await begun();
  await db.sql`update stint set end_date = ${'2026-11-20'} where staff_id = ${sam.staffId}`;
  const body = 'Words that are kept in the audit.';
  expect(await refused(sam, 'message.send', reply(caseId, threadId, body))).toBe(
    'This home is no longer in your patches.',
  );
  const lines = await db.sql`
    select detail from audit_line where case_id = ${caseId} and what = 'mutation.refused'`;
  expect(lines).toMatchObject([{ detail: { words: { body } } }]);
  await db.sql`update stint set end_date = null where staff_id = ${sam.staffId}`;
  await db.sql`update staff set active = false where id = ${rita.staffId}`;
  await refused(rita, 'message.send', reply(caseId, threadId));
  await db.sql`update staff set active = true where id = ${rita.staffId}`;
  expect((await seenBy(sam, threadId)).messages).toHaveLength(1);
});

test('[CASE-45] a message becomes a note on a repair and a note a message, each once, and each with its origin', async () => {
  const { caseId, threadId, messageId, body } = await begun();
  const repairId = await newRepair(caseId);
  const noteId = randomUUID();
  const note = { caseId, messageId, repairId };
  expect(await applied(rita, 'message.to-repair', { ...note, noteId })).toMatchObject({ noteId });
  expect(await applied(sam, 'message.to-repair', { ...note, noteId: randomUUID() })).toMatchObject({
    noteId,
  });
  const own = randomUUID();
  await act(rita, 'repair.note', { caseId, noteId: own, repairId, note: 'Valve ordered.' });
  const into = randomUUID();
  const moved = { caseId, noteId: own, threadId, messageId: into };
  await applied(rita, 'repair-note.to-thread', moved);
  await applied(rita, 'repair-note.to-thread', moved);
  await refused(rita, 'repair-note.to-thread', { ...moved, messageId: randomUUID() });
  const page = await seenBy(sam, threadId);
  expect(page.messages).toMatchObject([
    { id: messageId, repairNoteId: noteId },
    { id: into, body: 'Valve ordered.', repairNoteId: own, from: { team: 'repairs' } },
  ]);
  expect(page.repairNotes).toMatchObject([
    { id: own, repairId, note: 'Valve ordered.', messageId: into, threadId },
    { id: noteId, repairId, note: body, messageId, threadId, from: { staffId: rita.staffId } },
  ]);
});

test('[CASE-46] text in every script, and HTML, is stored unchanged; people who may not read the thread cannot be mentioned', async () => {
  const bodies = [
    '<img src=x onerror=alert(1)> & "quotes" \'too\' %_\\',
    'שלום עולם · مرحبا · 你好 · नमस्ते · สวัสดี · ⠃⠗⠇ · 👩‍👩‍👧‍👦',
    '\u202Ertl\u202C e\u0301 \u200B end',
    'x'.repeat(4000),
  ];
  const { caseId, threadId } = await begun({ mentions: [alex.staffId, rita.staffId, sam.staffId, 999_999] });
  for (const body of bodies) await applied(rita, 'message.send', reply(caseId, threadId, body));
  const { messages, thread } = await seenBy(sam, threadId);
  expect(messages.slice(1).map(({ body }) => body)).toEqual(bodies);
  expect(messages[0]!.mentions).toEqual([{ staffId: rita.staffId, name: 'Repairs Example' }]);
  expect(thread.lastWords).toBe('x'.repeat(200));
});

test('[CASE-46] a message cannot be changed or deleted: the database refuses it', async () => {
  const { messageId } = await begun();
  await expect(db.sql`update message set body = 'else' where id = ${messageId}`).rejects.toThrow(
    /stays said/,
  );
});

test('[CASE-47] everything of a conversation is read with a database role that cannot read money', async () => {
  const { caseId, threadId, messageId } = await begun({ mentions: [rita.staffId] });
  await act(rita, 'message.send', { ...reply(caseId, threadId), promisedOn: '2026-11-26' });
  const sql = await connectLimited(db, [
    'select (id, tenancy_id) on rent_account',
    `select on thread, message, mention, message_photo, thread_read, repair_note, message_template, repair, property,
      patch, staff, stint, tenancy, landlord`,
    'select (id, rent_account_id, width, height) on photo',
    'insert on audit_line, change_log',
  ]);
  await expect(sql`select balance_pence from rent_account`).rejects.toThrow(/permission denied/);
  const blind = createConversations({ sql, clock });
  for (const actor of [rita, sam]) {
    const inbox = await blind.inbox(actor, { filter: 'open', q: 'thursday', after: null, limit: 50 });
    expect(inbox!.threads.map(({ id }) => id)).toContain(threadId);
    expect((await blind.thread(actor, threadId, null))!.messages).toHaveLength(2);
    expect((await blind.ofCase(actor, caseId))!.promises).toHaveLength(1);
    expect((await blind.templates(actor))!.length).toBeGreaterThan(3);
    expect((await blind.people(actor, caseId))!.length).toBeGreaterThan(0);
  }
  const [sent] = await db.sql<{ n: number }[]>`select n from message where id = ${messageId}`;
  expect(await blind.moved({ messages: [sent!.n], threads: [] })).toMatchObject([
    { thread: { id: threadId } },
  ]);
  expect(await blind.where(threadId)).toMatchObject({ caseId });
});
