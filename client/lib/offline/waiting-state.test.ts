import { expect, test } from 'vitest';
import { mutationKinds } from '#contract/up.ts';
import type { Waiting } from '../live/waiting.ts';
import { mutationWords } from '../visit/change-words.ts';
import { byCase, needsPerson, stateOf } from './waiting-state.ts';

const item = (more: Partial<Waiting> = {}): Waiting => ({
  id: crypto.randomUUID(),
  clientId: 'here',
  n: 0,
  kind: 'visit.plan',
  args: { caseId: 1 },
  madeAt: '2026-11-09T10:42:00.000Z',
  staffId: 1,
  ...more,
});
const online = { connected: true, sending: new Set<string>(), before: [] };

test('[OFF-50] every kind of change has words on the page of what waits', () => {
  expect(Object.keys(mutationWords).toSorted()).toEqual(mutationKinds.toSorted());
  for (const kind of mutationKinds) expect(mutationWords[kind]).toMatch(/^[A-Z][a-z -]+$/);
});

test('[OFF-61] a record’s state: on its way, in turn, without signal, behind another, tried, parked, refused, in conflict, sent', () => {
  const sending = item();
  const tried = item({ tries: 2 });
  const answered = (status: 'refused' | 'conflict' | 'applied') => item({ answer: { id: 'x', status } });
  expect(stateOf(sending, { ...online, sending: new Set([sending.id]) })).toBe('sending');
  expect(stateOf(item(), online)).toBe('turn');
  expect(stateOf(item(), { ...online, connected: false })).toBe('signal');
  expect(stateOf(item(), { ...online, before: [item(), tried] })).toBe('behind');
  expect(stateOf(tried, online)).toBe('again');
  const decided = [item({ tries: 5 }), answered('refused'), answered('conflict')].map((one) =>
    stateOf(one, online),
  );
  expect(decided).toEqual(['parked', 'refused', 'conflict']);
  expect(decided.every(needsPerson)).toBe(true);
  expect(stateOf(answered('applied'), online)).toBe('sent');
  for (const state of ['sent', 'turn', 'signal', 'behind', 'again', 'sending'] as const)
    expect(needsPerson(state)).toBe(false);
});

test('[OFF-61] records are shown by case, the oldest case first, in the order in which they were made', () => {
  const row = (caseId: number, at: string) => ({ caseId, at: `2026-11-09T${at}:00Z` });
  const rows = [row(2, '10:00'), row(1, '09:00'), row(2, '08:00'), row(1, '11:00')];
  expect(byCase(rows)).toEqual([
    [2, [rows[0], rows[2]]],
    [1, [rows[1], rows[3]]],
  ]);
});
