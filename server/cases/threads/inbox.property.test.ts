// Any inbox, read page by page, against the order and the filters of the domain.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesTest } from '../../../tests/support/cases.ts';
import { compareKeys, isLate, orderKey, type Ordered, type OrderKey } from '../../domain/thread-order.ts';
import { createConversations } from './conversations.ts';
import type { InboxPage } from './read-inbox.ts';

const hour = 3_600_000;
const now = Date.parse('2026-11-20T10:00:00Z');
const clock = () => now;
const { db, sam, repairs, newCase, applied } = await casesTest({ homes: 4, clock, owedOn: null });
const read = createConversations({ sql: db.sql, clock });
const caseId = newCase();

const anyThread = fc.record({
  state: fc.constantFrom('waiting_for_repairs', 'waiting_for_income', 'settled'),
  due: fc.option(fc.integer({ min: -3, max: 3 })),
  waits: fc.integer({ min: 0, max: 3 }),
  last: fc.integer({ min: 0, max: 3 }),
  mine: fc.boolean(),
  /** Hours until it comes back. */
  snoozed: fc.option(fc.integer({ min: -1, max: 2 })),
});
type Filter = 'open' | 'settled' | 'unanswered' | 'mine' | 'late' | 'snoozed';
const passes: Record<Filter, (one: Ordered) => boolean> = {
  open: (one) => one.state !== 'settled',
  settled: (one) => one.state === 'settled',
  unanswered: (one) => one.state === 'waiting_for_repairs' && one.snoozedUntil === null,
  snoozed: (one) => one.state !== 'settled' && one.snoozedUntil !== null,
  mine: (one) => one.state !== 'settled' && one.mine,
  late: (one) => one.state !== 'settled' && isLate(one, now),
};

test('[CASE-48] the inbox has the domain’s order, page by page, for any content', async () => {
  // Of eight threads that wait equally long, the one that I have taken comes first.
  const alike = Array.from({ length: 8 }, (_, i) => {
    return {
      state: 'waiting_for_repairs' as const,
      due: -1,
      waits: 0,
      last: 0,
      mine: i === 7,
      snoozed: null,
    };
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyThread, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom<Filter>('open', 'settled', 'unanswered', 'mine', 'late', 'snoozed'),
      async (drawn, limit, filter) => {
        await db.sql`update thread set subject = 'gone', state = 'settled', waiting_since = null, needs_answer_by = null`;
        const known: Ordered[] = [];
        for (const { state, due, waits, last, mine, snoozed } of drawn) {
          const id = randomUUID();
          const start = { caseId, threadId: id, messageId: randomUUID(), subject: 'drawn', body: 'A leak.' };
          await applied(sam, 'thread.start', { ...start, mentions: [], photos: [] });
          const needsAnswerBy = state === 'settled' || due === null ? null : now + due * hour;
          const waitingSince = state === 'settled' ? null : now - waits * hour;
          const lastAt = now - last * hour;
          const until = snoozed === null ? null : now + snoozed * hour;
          const dates = [needsAnswerBy, waitingSince, lastAt, until].map((at) =>
            at === null ? null : new Date(at),
          );
          await db.sql`update thread set state = ${state}, needs_answer_by = ${dates[0]!}, waiting_since = ${dates[1]!},
            last_at = ${dates[2]!}, snoozed_until = ${dates[3]!}, taken_by = ${mine ? repairs.staffId : null} where id = ${id}`;
          const snoozedUntil = until !== null && until > now ? until : null;
          known.push({ id, state, needsAnswerBy, waitingSince, lastAt, mine, snoozedUntil });
        }
        const pages: string[] = [];
        for (let after: OrderKey | null = null; ;) {
          const page: InboxPage = (await read.inbox(repairs, { filter, q: 'drawn', after, limit }))!;
          pages.push(...page.threads.map(({ id }) => id));
          if (!page.next) break;
          after = page.next;
        }
        const expected = known
          .filter(passes[filter])
          .toSorted((a, b) => compareKeys(orderKey(a, 'repairs'), orderKey(b, 'repairs')));
        expect(pages).toEqual(expected.map(({ id }) => id));
      },
    ),
    { numRuns: 25, examples: [[alike, 3, 'open']] },
  );
});
