import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import { applyAll, emptyPicture, isOtherView, type Incoming } from './apply.ts';

const one = (id: number, version: number) => ({ id, version }) as CaseSummary;
const asOf = '2026-11-09T10:42:00.000Z';
const reset = (...cases: CaseSummary[]): Incoming => ({
  kind: 'reset',
  message: { cursor: 'r', asOf, cases },
});
const changes = (changed: CaseSummary[], gone: number[] = [], cursor = 'c'): Incoming => ({
  kind: 'changes',
  message: { cursor, asOf, changed, gone, because: [] },
});
const some = fc.array(fc.record({ id: fc.integer({ min: 1, max: 6 }), gone: fc.boolean() }), {
  maxLength: 20,
});

test('[UI-40] applying all messages of a frame at once equals applying them one by one, and twice has the same effect', () => {
  fc.assert(
    fc.property(some, (steps) => {
      const incoming = steps.map(({ id, gone }, at) =>
        gone ? changes([], [id], `c${at}`) : changes([one(id, at)], [], `c${at}`),
      );
      const start = applyAll(emptyPicture, [reset(one(1, 0), one(2, 0))]);
      const together = applyAll(start, incoming);
      const inTurn = incoming.reduce((picture, item) => applyAll(picture, [item]), start);
      expect(together).toEqual(inTurn);
      const last = incoming.at(-1);
      if (last) expect(applyAll(together, [last]).cases).toEqual(together.cases);
    }),
  );
});

test('[UI-41] the list’s state is immutable', () => {
  const before = applyAll(emptyPicture, [reset(one(1, 1))]);
  const kept = new Map(before.cases);
  applyAll(before, [changes([one(2, 1)], [1])]);
  expect(before.cases).toEqual(kept);
});

test('[UI-42] a case that left the list is kept until it returns', () => {
  const left = applyAll(emptyPicture, [reset(one(1, 1), one(2, 1)), changes([], [2])]);
  expect(left.departed.get(2)).toEqual(one(2, 1));
  expect(applyAll(left, [changes([one(2, 2)])]).departed.has(2)).toBe(false);
  expect(applyAll(left, [reset(one(2, 3))]).departed.has(1)).toBe(true);
});

test('[UI-434] a reset for other patches leaves nothing of the former ones, not even as departed', () => {
  const before = { ...emptyPicture, cases: new Map([[1, one(1, 1)]]), cursor: '3,4~100:100:' };
  const message = { cursor: '~105:105:', asOf: '2026-11-09T10:00:00Z', cases: [] };
  const after = applyAll(before, [{ kind: 'reset', message }]);
  expect(after.cases.size + after.departed.size).toBe(0);
  const same = applyAll(before, [{ kind: 'reset', message: { ...message, cursor: '3,4~105:105:' } }]);
  expect([...same.departed.keys()]).toEqual([1]);
  expect(isOtherView('3,4~100:100:', '~105:105:')).toBe(true);
  expect(isOtherView(null, '~105:105:')).toBe(false);
});
