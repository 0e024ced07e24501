import { expect, test } from 'vitest';
import type { MutationAnswer } from '#contract/up.ts';
import { Accepted } from './accepted.ts';
import type { Waiting } from './waiting.ts';

const write = (id: string, caseId: number): Waiting => ({
  id,
  clientId: 'here',
  n: 0,
  kind: 'visit.set-out',
  args: { caseId },
  madeAt: '2026-11-09T10:42:00Z',
  staffId: 7,
});
const saying = (status: MutationAnswer['status']) => (id: string) => () =>
  Promise.resolve({ id, status } as MutationAnswer);
const applied = saying('applied');

function kept() {
  const later: (() => void)[] = [];
  let now: readonly Waiting[] = [];
  let lately: readonly Waiting[] = [];
  const accepted = new Accepted(
    (notListed, recent) => ([now, lately] = [notListed, recent]),
    (work) => later.push(work),
  );
  return {
    accepted,
    later,
    ids: () => now.map(({ id }) => id),
    recent: () => lately.map(({ id }) => id),
    answers: () => now.map((one) => one.answer),
  };
}

test('[UI-447] what the server has applied is kept until the list has changed for its case', async () => {
  const { accepted, ids, answers } = kept();
  await accepted.send(write('a', 1), applied('a'));
  await accepted.send(write('b', 2), applied('b'));
  expect(ids()).toEqual(['a', 'b']);
  expect(answers()).toMatchObject([{ status: 'applied' }, { status: 'applied' }]);
  accepted.listed(new Set([2, 3]));
  expect(ids()).toEqual(['a']);
  accepted.listed(null);
  expect(ids()).toEqual([]);
});

test('[UI-447] when the list changes before the answer, nothing is kept', async () => {
  const { accepted, ids } = kept();
  await accepted.send(write('a', 1), () => {
    accepted.listed(new Set([1]));
    return applied('a')();
  });
  expect(ids()).toEqual([]);
  await accepted.send(write('b', 1), () => {
    accepted.listed(new Set([2]));
    return applied('b')();
  });
  expect(ids()).toEqual(['b']);
});

test('[UI-447] only what was applied is kept, and not for ever when the list does not change', async () => {
  const { accepted, ids, later } = kept();
  for (const status of ['refused', 'conflict', 'duplicate'] as const)
    await accepted.send(write('a', 1), saying(status)('a'));
  expect(await accepted.send(write('b', 1), () => Promise.resolve(null))).toBeNull();
  await expect(accepted.send(write('c', 1), () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(ids()).toEqual([]);
  await accepted.send(write('d', 1), applied('d'));
  expect(ids()).toEqual(['d']);
  for (const work of later) work();
  expect(ids()).toEqual([]);
});

test('[UI-494] what was accepted is kept for the open case, which is read later than the list, but not for ever', async () => {
  const { accepted, ids, recent, later } = kept();
  await accepted.send(write('a', 1), applied('a'));
  accepted.listed(new Set([1]));
  await accepted.send(write('b', 2), () => {
    accepted.listed(new Set([2]));
    return applied('b')();
  });
  expect([ids(), recent()]).toEqual([[], ['a', 'b']]);
  later[0]!();
  expect(recent()).toEqual(['b']);
  await accepted.send(write('c', 1), saying('refused')('c'));
  expect(recent()).toEqual(['b']);
  accepted.clear();
  expect(recent()).toEqual([]);
});
