// Conversations that are assigned and put off, by two people at once, in any order with messages, hazards and rights that are
// taken away in between.
import type { Actor } from '../../access/rights.ts';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { begin, untilBlocked } from '../../../tests/support/transactions.ts';
import { isSnoozed, snoozeEnd } from '../../domain/snooze.ts';
import { createConversations } from './conversations.ts';

const hour = 3_600_000;
const start = Date.parse('2026-11-20T10:00:00Z');
let now = start;
const house = await casesTest({ homes: 120, clock: () => now, owedOn: null });
const { db, sam, repairs: rita, newCase, act, applied, refused } = house;
const read = createConversations({ sql: db.sql, clock: () => now });
const [{ id: otherId }] = (await db.sql`
  insert into staff (name, email, role) values ('Bo Example', 'bo@demo.doorstep.test', 'repairs') returning id`) as unknown as [
  { id: number },
];
const bo: Actor = { ...rita, staffId: otherId, name: 'Bo Example' };
const iso = (at: number) => new Date(at).toISOString();

async function begun(more: { needsAnswerBy?: string; repairId?: number; caseId?: number } = {}) {
  const ids = { caseId: newCase(), threadId: randomUUID() };
  const words = { subject: 'No hot water', body: 'Since Monday.', mentions: [], photos: [] };
  const args = { ...ids, messageId: randomUUID(), ...words, ...more };
  await applied(sam, 'thread.start', args);
  return { caseId: args.caseId, threadId: args.threadId };
}
const stateOf = async (threadId: string) => (await read.thread(rita, threadId, null))!.thread;
const say = (caseId: number, threadId: string) => {
  return { caseId, threadId, messageId: randomUUID(), body: 'Still cold.', mentions: [], photos: [] };
};
async function repairAt(caseId: number): Promise<number> {
  const [repair] = await db.sql<{ id: number }[]>`
    insert into repair (property_id, category, reported_at) select t.property_id, 'damp_mould', ${new Date(now)}
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId} returning id`;
  return repair!.id;
}
async function hazardAt(caseId: number, severity = 'significant'): Promise<number> {
  const repairId = await repairAt(caseId);
  await db.sql`insert into hazard (repair_id, severity, aware_at, nation)
    values (${repairId}, ${severity}, ${new Date(now)}, 'england')`;
  return repairId;
}

test('[CASE-117] of two who assign at once the second is told; what each did to another field is kept', async () => {
  const thread = await begun();
  expect(await applied(rita, 'thread.assign', { ...thread, to: rita.staffId, seen: null })).toBeTruthy();
  const late = { ...thread, to: bo.staffId, seen: null };
  expect(await refused(bo, 'thread.assign', late)).toMatch(
    /^A colleague has just assigned this conversation to /,
  );
  // Bo snoozes it from the same page: another field, so both are kept.
  await applied(bo, 'thread.snooze', { ...thread, until: iso(now + 24 * hour) });
  expect(await stateOf(thread.threadId)).toMatchObject({
    takenBy: { staffId: rita.staffId },
    snoozedUntil: iso(now + 24 * hour),
  });
  // Shown who has it, Bo insists.
  await applied(bo, 'thread.assign', { ...late, seen: rita.staffId });
  expect((await stateOf(thread.threadId)).takenBy).toMatchObject({ staffId: bo.staffId });
});

test('[CASE-117] only a colleague who answers for the repairs team is assigned, and only they assign', async () => {
  const thread = await begun();
  const choose = 'Choose a colleague of the repairs team.';
  for (const to of [sam.staffId, 999_999])
    expect(await refused(rita, 'thread.assign', { ...thread, to, seen: null })).toBe(choose);
  expect((await act(sam, 'thread.assign', { ...thread, to: rita.staffId, seen: null })).status).toBe(
    'refused',
  );
  await db.sql`update staff set active = false where id = ${bo.staffId}`;
  try {
    expect(await refused(rita, 'thread.assign', { ...thread, to: bo.staffId, seen: null })).toBe(choose);
    expect((await act(bo, 'thread.snooze', { ...thread, until: iso(now + hour) })).status).toBe('refused');
  } finally {
    await db.sql`update staff set active = true where id = ${bo.staffId}`;
  }
  expect(await stateOf(thread.threadId)).toMatchObject({ takenBy: null, snoozedUntil: null });
});

test('[CASE-118] a conversation that is put off comes back at its time, at a new message, and when an answer is due', async () => {
  const { caseId, threadId } = await begun({ needsAnswerBy: iso(now + 5 * hour) });
  const open = async (filter: 'unanswered' | 'snoozed') =>
    (await read.inbox(rita, { filter, q: '', after: null, limit: 100 }))!.threads.some(
      ({ id }) => id === threadId,
    );
  await applied(rita, 'thread.snooze', { caseId, threadId, until: iso(now + 2 * hour) });
  expect([await open('unanswered'), await open('snoozed')]).toEqual([false, true]);
  // An officer’s list is not the repairs team’s.
  expect((await read.inbox(sam, { filter: 'snoozed', q: '', after: null, limit: 100 }))!.threads).toEqual([]);
  now += 2 * hour;
  expect([await open('unanswered'), await open('snoozed')]).toEqual([true, false]);
  await applied(rita, 'thread.snooze', { caseId, threadId, until: iso(now + 72 * hour) });
  expect((await stateOf(threadId)).snoozedUntil).toBe(iso(start + 5 * hour));
  await applied(sam, 'message.send', say(caseId, threadId));
  expect((await stateOf(threadId)).snoozedUntil).toBe(null);
  now = start + 6 * hour;
  const late = { caseId, threadId, until: iso(now + hour) };
  expect(await refused(rita, 'thread.snooze', late)).toMatch(/^This is late/);
  now = start;
});

test('[CASE-118] what is late by law is never put off, and a hazard that is found or moves on brings it back', async () => {
  const caseId = newCase();
  const repairId = await hazardAt(caseId, 'emergency');
  const thread = await begun({ caseId, repairId });
  const general = await begun({ caseId });
  const other = await begun();
  const week = iso(now + 7 * 24 * hour);
  for (const one of [thread, general, other]) await applied(rita, 'thread.snooze', { ...one, until: week });
  // Made safe within 24 hours; a conversation that names no repair may be about it, one at another home is not.
  for (const one of [thread, general])
    expect((await stateOf(one.threadId)).snoozedUntil).toBe(iso(now + 24 * hour));
  expect((await stateOf(other.threadId)).snoozedUntil).toBe(week);
  // Any program may write a hazard.
  await db.sql`update hazard set made_safe_at = ${new Date(now)} where repair_id = ${repairId}`;
  for (const one of [thread, general]) expect((await stateOf(one.threadId)).snoozedUntil).toBe(null);
  now = start + 25 * hour;
  for (const one of [thread, general])
    expect(await refused(rita, 'thread.snooze', { ...one, until: iso(now + hour) })).toMatch(/^This is late/);
  now = start;
});

test('[CASE-118] a hazard whose repair is opened again brings back what was put off while it was closed', async () => {
  const caseId = newCase();
  const repairId = await hazardAt(caseId, 'emergency');
  const general = await begun({ caseId });
  const other = await begun({ caseId });
  const week = iso(now + 7 * 24 * hour);
  await db.sql`update repair set status = 'completed', completed_at = ${new Date(now)} where id = ${repairId}`;
  for (const one of [general, other]) await applied(rita, 'thread.snooze', { ...one, until: week });
  expect((await stateOf(general.threadId)).snoozedUntil).toBe(week);
  const reopened = { caseId, repairId, status: 'in_progress', seen: 'completed' } as const;
  await applied(bo, 'repair.status', reopened);
  for (const one of [general, other]) expect((await stateOf(one.threadId)).snoozedUntil).toBe(null);
  await applied(rita, 'thread.snooze', { ...general, until: week });
  expect((await stateOf(general.threadId)).snoozedUntil).toBe(iso(now + 24 * hour));
});

test('[CASE-118] a hazard that another program is writing at that moment is waited for', async () => {
  const { caseId, threadId } = await begun();
  const [repair] = await db.sql<{ id: number }[]>`
    insert into repair (property_id, category, reported_at) select t.property_id, 'damp_mould', ${new Date(now)}
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${caseId} returning id`;
  const loading = await begin(db.url);
  await loading.tx`insert into hazard (repair_id, severity, aware_at, nation)
    values (${repair!.id}, 'emergency', ${new Date(now)}, 'england')`;
  const snoozed = applied(rita, 'thread.snooze', { caseId, threadId, until: iso(now + 7 * 24 * hour) });
  await Promise.race([snoozed, untilBlocked(db.sql)]);
  await loading.commit();
  await snoozed;
  expect((await stateOf(threadId)).snoozedUntil).toBe(iso(now + 24 * hour));
});

test('[CASE-118] a message that came after the press, though written before it, is read before the conversation is put off or closed', async () => {
  const { caseId, threadId } = await begun();
  // Written without signal an hour before Rita's press, which itself waited for signal.
  now += 2 * hour;
  await applied(sam, 'message.send', say(caseId, threadId), now - 2 * hour + 1);
  const pressed = now - hour;
  const late = { caseId, threadId, until: iso(now + hour) };
  expect(await refused(rita, 'thread.snooze', late, pressed)).toMatch(/^There is a new message/);
  expect(await refused(rita, 'thread.settle', { caseId, threadId }, pressed)).toMatch(
    /^There is a new message/,
  );
  await applied(rita, 'thread.snooze', late);
  await applied(rita, 'thread.settle', { caseId, threadId });
  now = start;
});

test('[CASE-118] in any order of snoozes, messages, closings and undoings by two people nothing late is ever hidden', async () => {
  const step = fc.record({
    who: fc.constantFrom(rita, bo),
    what: fc.constantFrom(
      'snooze',
      'snooze',
      'unsnooze',
      'ask',
      'answer',
      'settle',
      'reopen',
      'wait',
      'assign',
    ),
    hours: fc.integer({ min: 1, max: 60 }),
    together: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.option(fc.integer({ min: 1, max: 40 })),
      fc.array(step, { maxLength: 9 }),
      async (due, steps) => {
        now = start;
        const thread = await begun(due === null ? {} : { needsAnswerBy: iso(now + due * hour) });
        const { caseId, threadId } = thread;
        let pending: Promise<unknown>[] = [];
        for (const { who, what, hours, together } of steps) {
          const until = iso(now + hours * hour);
          if (what === 'wait') {
            await Promise.all(pending);
            pending = [];
            now += hours * hour;
          }
          const made = {
            snooze: () => act(who, 'thread.snooze', { ...thread, until }),
            unsnooze: () => act(who, 'thread.snooze', { ...thread, until: null }),
            ask: () => act(sam, 'message.send', { ...say(caseId, threadId), needsAnswerBy: until }),
            answer: () => act(who, 'message.send', say(caseId, threadId)),
            settle: () => act(who, 'thread.settle', thread),
            reopen: () => act(who, 'thread.reopen', thread),
            assign: () => act(who, 'thread.assign', { ...thread, to: who.staffId, seen: null }),
            wait: () => Promise.resolve(),
          }[what]();
          if (together) pending.push(made);
          else await made;
          if (together) continue;
          await Promise.all(pending);
          pending = [];
          const state = await stateOf(threadId);
          const snoozedUntil = state.snoozedUntil === null ? null : Date.parse(state.snoozedUntil);
          if (!isSnoozed({ snoozedUntil }, now)) continue;
          expect(state.state).not.toBe('settled');
          if (state.needsAnswerBy !== null)
            expect(Date.parse(state.needsAnswerBy)).toBeGreaterThanOrEqual(snoozedUntil!);
        }
        await Promise.all(pending);
      },
    ),
    { numRuns: 25 },
  );
  now = start;
});

test('[CASE-118] the end of a snooze is in the future, no later than wanted, and no later than anything that is due', () => {
  const at = fc.integer({ min: -50, max: 50 });
  fc.assert(
    fc.property(at, fc.array(at, { maxLength: 4 }), at, (wanted, dues, clock) => {
      const end = snoozeEnd(wanted, dues, clock);
      const first = Math.min(wanted, ...dues);
      expect(end).toBe(first > clock ? first : null);
    }),
  );
});

test('[CASE-119] the repairs team sets the status of a repair; a second change from an older screen is refused', async () => {
  const caseId = newCase();
  const repairId = await repairAt(caseId);
  const at = async () => (await db.sql`select status, completed_at from repair where id = ${repairId}`)[0]!;
  await applied(rita, 'repair.status', { caseId, repairId, status: 'ordered', seen: 'reported' });
  const older = { caseId, repairId, status: 'completed', seen: 'reported' } as const;
  expect(await refused(bo, 'repair.status', older)).toBe(
    'A colleague has just changed this repair to “ordered”.',
  );
  expect(await at()).toEqual({ status: 'ordered', completed_at: null });
  await applied(bo, 'repair.status', { ...older, seen: 'ordered' });
  expect(await at()).toEqual({ status: 'completed', completed_at: new Date(now) });
  await applied(rita, 'repair.status', { caseId, repairId, status: 'on_hold', seen: 'completed' });
  expect(await at()).toEqual({ status: 'on_hold', completed_at: null });
  const elsewhere = { caseId: newCase(), repairId, status: 'ordered', seen: 'on_hold' } as const;
  expect(await refused(rita, 'repair.status', elsewhere)).toBe('This repair is at another home.');
  expect((await act(sam, 'repair.status', { ...elsewhere, caseId })).status).toBe('refused');
});
