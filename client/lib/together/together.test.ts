// Claims, presence and conflicts, as plain logic.
import { expect, test } from 'vitest';
import type { Waiting } from '../live/waiting.ts';
import { claimOf, untilWords } from './claim.ts';
import { firstConflict } from './conflict.ts';
import { othersAt, people } from './presence.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const me = { staffId: 1, name: 'Ann Example' };
const bea = { staffId: 2, name: 'Bea Example' };
const taken = (who: typeof me, until = '2026-11-20T18:00:00.000Z') => ({ ...who, until, askedBy: null });
let n = 0;
const waiting = (kind: Waiting['kind'], args: Record<string, unknown> = {}): Waiting => ({
  id: `w${n}`,
  clientId: 'phone',
  n: n++,
  kind,
  args: { caseId: 7, ...args },
  madeAt: new Date(now).toISOString(),
  staffId: 1,
});

test('[UI-200] who has a case: unsent changes are applied over the server’s answer', () => {
  const whose = (...all: Parameters<typeof claimOf>) => claimOf(...all).whose;
  expect(whose(null, [], me, now)).toBe('nobody');
  // A list that an older version of the app has kept knows nothing of claims.
  expect(whose(undefined, [], me, now)).toBe('nobody');
  expect(whose(taken(me), [], me, now)).toBe('mine');
  expect(whose(taken(bea), [], me, now)).toBe('theirs');
  expect(claimOf(null, [waiting('case.take')], me, now)).toMatchObject({ whose: 'mine', waits: true });
  expect(claimOf(taken(me), [waiting('case.release')], me, now)).toMatchObject({
    whose: 'nobody',
    waits: true,
  });
  // Not mine until the server has answered, unless it was taken over knowingly.
  expect(whose(taken(bea), [waiting('case.take')], me, now)).toBe('theirs');
  expect(whose(taken(bea), [waiting('case.take', { over: true })], me, now)).toBe('mine');
  expect(claimOf(taken(bea), [waiting('case.ask')], me, now).asked).toEqual(me);
});

test('[UI-200] an expired claim is gone without a message, and its end is worded as people say it', () => {
  expect(claimOf(taken(bea), [], me, Date.parse('2026-11-20T18:00:00Z')).whose).toBe('nobody');
  expect(untilWords('2026-11-20T18:00:00Z', now)).toBe('until 18:00');
  expect(untilWords('2026-11-21T18:00:00Z', now)).toBe('until tomorrow 18:00');
  expect(untilWords('2026-11-23T18:00:00Z', now)).toBe('until Mon 23 Nov 18:00');
  // In the landlord's time, which was summer time then.
  expect(untilWords('2026-06-30T17:00:00Z', Date.parse('2026-06-30T09:00:00Z'))).toBe('until 18:00');
  expect(untilWords(null, now)).toBe('for now');
});

test('[UI-202] each person once, on the way before looking, and never oneself', () => {
  const visit = {
    id: 1,
    staffId: 3,
    staffName: 'Cat Example',
    state: 'on_the_way',
    plannedFor: '2026-11-20',
  } as const;
  const present = [
    { ...me, doing: 'looking' },
    { ...bea, doing: 'looking' },
    { staffId: 3, name: 'Cat Example', doing: 'looking' },
  ] as const;
  expect(othersAt([...present], visit, 1)).toEqual({ onTheWay: ['Cat Example'], looking: ['Bea Example'] });
  expect(othersAt([], { ...visit, state: 'planned' }, 1)).toEqual({ onTheWay: [], looking: [] });
  expect(othersAt([{ ...bea, doing: 'on_the_way' }], null, 1).onTheWay).toEqual(['Bea Example']);
  expect([
    people(['Ann']),
    people(['Ann', 'Bea']),
    people(['Ann', 'Bea', 'Cat']),
    people(['Ann', 'Bea', 'Cat', 'Dee']),
  ]).toEqual(['Ann', 'Ann and Bea', 'Ann, Bea and 1 other', 'Ann, Bea and 2 others']);
});

test('[UI-204] only conflicts with both values are shown, the oldest first, and not again after "later"', () => {
  const result = { what: 'telephone number', theirs: '1', mine: '2', by: 'Bea', at: null, version: 3 };
  const met = (id: string, answer: Waiting['answer']): Waiting => ({
    ...waiting('person.correct'),
    id,
    answer,
  });
  const kept = [
    met('refused', { id: 'refused', status: 'refused', message: 'No.' }),
    met('words', { id: 'words', status: 'conflict', message: 'Somebody has it.', result: { name: 'Bea' } }),
    met('first', { id: 'first', status: 'conflict', result }),
    met('second', { id: 'second', status: 'conflict', result }),
  ];
  expect(firstConflict(kept, new Set())?.item.id).toBe('first');
  expect(firstConflict(kept, new Set(['first']))?.item.id).toBe('second');
  expect(firstConflict(kept, new Set(['first', 'second']))).toBeNull();
});
