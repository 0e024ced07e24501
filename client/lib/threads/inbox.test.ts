// What an inbox shows, in which order, and in which sections.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ThreadForMe } from '#contract/thread.ts';
import { sorted } from './sorting.ts';
import {
  countsOf,
  inboxOf,
  isOurs,
  isPutOff,
  matches,
  nextToAnswer,
  sectionOf,
  shows,
  type Reader,
} from './inbox.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const iso = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const repairs: Reader = { staffId: 5, team: 'repairs' };
const income: Reader = { staffId: 6, team: 'income' };
const officer = { staffId: 6, name: 'Ann Lee', team: 'income' as const };

const made = (id: string, over: Partial<ThreadForMe> = {}): ThreadForMe => ({
  id,
  caseId: 1,
  subject: 'Leak under the sink',
  repair: null,
  home: { address: '1 Mill Lane', postcode: 'QJ1 0AA', patch: 'Centre' },
  state: 'waiting_for_repairs',
  takenBy: null,
  needsAnswerBy: null,
  waitingSince: iso(-60),
  promisedOn: null,
  snoozedUntil: null,
  openedBy: officer,
  openedAt: iso(-60),
  lastAt: iso(-60),
  lastWords: 'When?',
  lastFrom: officer,
  lastMessageId: 'm',
  messages: 1,
  readBy: [],
  unread: 1,
  mentionsMe: false,
  ...over,
});
const ids = (all: ThreadForMe[]) => all.map(({ id }) => id);

test('[UI-176] unanswered threads come first, with late ones on top, then mine, then those that have waited longest', () => {
  const all = [
    made('answered', { state: 'waiting_for_income' }),
    made('young', { waitingSince: iso(-5) }),
    made('old', { waitingSince: iso(-500) }),
    made('mine', { waitingSince: iso(-1), takenBy: { staffId: 5, name: 'Bo' } }),
    made('later', { needsAnswerBy: iso(600) }),
    made('late', { needsAnswerBy: iso(-10) }),
    made('soon', { needsAnswerBy: iso(30) }),
    made('settled', { state: 'settled', waitingSince: null }),
  ];
  const open = inboxOf(all, { show: 'open', text: '' }, repairs, now);
  expect(ids(open)).toEqual(['late', 'soon', 'later', 'mine', 'old', 'young', 'answered']);
  expect(open.map((one) => sectionOf(one, repairs, now))).toEqual([
    'late',
    'soon',
    'to_answer',
    'to_answer',
    'to_answer',
    'to_answer',
    'waiting',
  ]);
  expect(ids(inboxOf(all, { show: 'settled', text: '' }, repairs, now))).toEqual(['settled']);
  expect(ids(inboxOf(all, { show: 'mine', text: '' }, repairs, now))).toEqual(['mine']);
  const promises = [
    made('next', { promisedOn: '2026-11-27', state: 'waiting_for_income' }),
    made('past', { promisedOn: '2026-11-18', state: 'waiting_for_income' }),
    ...all,
  ];
  expect(ids(inboxOf(promises, { show: 'promised', text: '' }, repairs, now))).toEqual(['past', 'next']);
  // For the officers it is the other way round.
  expect(ids(inboxOf(all, { show: 'unanswered', text: '' }, income, now))).toEqual(['answered']);
});

test('[UI-176] counts are of the threads that each filter shows; sections never mix', () => {
  const any = fc.record({
    state: fc.constantFrom('waiting_for_repairs' as const, 'waiting_for_income' as const, 'settled' as const),
    due: fc.option(fc.integer({ min: -600, max: 600 }), { nil: null }),
    since: fc.integer({ min: -9000, max: 0 }),
    mine: fc.boolean(),
    promised: fc.boolean(),
    /** Minutes until it comes back, never later than it is due. */
    snoozed: fc.option(fc.integer({ min: -60, max: 600 }), { nil: null }),
    team: fc.constantFrom(repairs, income),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 30 }), fc.constantFrom(repairs, income), (all, me) => {
      const threads = all.map((one, n) =>
        made(`t${n}`, {
          state: one.state,
          needsAnswerBy: one.due === null || one.state === 'settled' ? null : iso(one.due),
          waitingSince: one.state === 'settled' ? null : iso(one.since),
          takenBy: one.mine ? { staffId: me.staffId, name: 'Bo' } : null,
          promisedOn: one.promised ? '2026-11-26' : null,
          snoozedUntil: one.snoozed === null ? null : iso(one.snoozed),
        }),
      );
      const counts = countsOf(threads, me, now);
      for (const show of shows)
        expect(inboxOf(threads, { show, text: '' }, me, now).length, show).toBe(counts[show]);
      const sections = inboxOf(threads, { show: 'open', text: '' }, me, now).map((one) =>
        sectionOf(one, me, now),
      );
      const runs = sections.filter((one, n) => one !== sections[n - 1]);
      expect(new Set(runs).size).toBe(runs.length);
      const putOff = threads.filter((one) => isPutOff(one, me, now));
      expect(putOff.length).toBe(counts.snoozed);
      const ours = threads.filter((one) => isOurs(one, me.team) && !putOff.includes(one));
      expect(ours.length).toBe(counts.unanswered);
      // Nothing late is ever out of the list, whatever was put off.
      for (const one of threads)
        if (one.state !== 'settled' && one.needsAnswerBy !== null && Date.parse(one.needsAnswerBy) < now)
          expect(inboxOf(threads, { show: 'open', text: '' }, me, now)).toContain(one);
    }),
  );
});

test('[UI-642] the next one to answer: each that waits comes once before one comes again; after a reply the latest due', () => {
  const all = [
    made('late', { needsAnswerBy: iso(-10) }),
    made('soon', { needsAnswerBy: iso(30) }),
    made('old'),
    made('answered', { state: 'waiting_for_income' }),
    made('put off', { snoozedUntil: iso(600) }),
  ];
  const next = (after: string | null, of = all) => nextToAnswer(of, after, repairs, now);
  expect([null, 'late', 'soon', 'old'].map((after) => next(after))).toEqual(['late', 'soon', 'old', 'late']);
  // 'answered' was replied to a moment ago, 'put off' was snoozed.
  expect(['answered', 'put off', 'gone'].map((after) => next(after))).toEqual(['late', 'late', 'late']);
  expect(next('late', [made('late')])).toBe(null);
  expect(next(null, [])).toBe(null);
});

test('[UI-176] a search finds every word anywhere in a row, without accents, and also what the server found', () => {
  const one = made('one', {
    lastWords: 'Die Tür schließt nicht',
    takenBy: { staffId: 9, name: 'Zoë Marlow' },
  });
  expect(matches(one, 'tur mill')).toBe(true);
  expect(matches(one, 'ZOE qj1')).toBe(true);
  expect(matches(one, 'boiler')).toBe(false);
  expect(ids(inboxOf([one], { show: 'open', text: 'boiler' }, repairs, now))).toEqual([]);
  expect(ids(inboxOf([one], { show: 'open', text: 'boiler' }, repairs, now, new Set(['one'])))).toEqual([
    'one',
  ]);
});

test('[UI-580] a chosen order sorts by the longest wait, the newest message, or street and number; equals keep their place', () => {
  const at = (id: string, address: string, over: Partial<ThreadForMe> = {}) =>
    made(id, { home: { address, postcode: 'QJ1 0AA', patch: 'Centre' }, ...over });
  const all = [
    at('a', '12 Mill Lane', { lastAt: iso(-5) }),
    at('b', '3 Mill Lane', { waitingSince: iso(-500), lastAt: iso(-9) }),
    at('c', 'Flat 2, 14 Abbey Road', { state: 'settled', waitingSince: null, lastAt: iso(-1) }),
    at('d', 'The Old Barn', { waitingSince: iso(-70), lastAt: iso(-9) }),
  ];
  expect(ids(sorted(all, 'usual'))).toEqual(['a', 'b', 'c', 'd']);
  expect(ids(sorted(all, 'waited'))).toEqual(['b', 'd', 'a', 'c']);
  expect(ids(sorted(all, 'newest'))).toEqual(['c', 'a', 'b', 'd']);
  expect(ids(sorted(all, 'address'))).toEqual(['c', 'b', 'a', 'd']);
});
