// A conversation grouped by day and person.
import { expect, test } from 'vitest';
import { byDayAndPerson } from './groups.ts';

const message = (id: string, staffId: number, at: string) => ({ id, from: { staffId }, at, receivedAt: at });

test('[UI-177] a new group begins at the landlord’s midnight, with another person, and after ten minutes', () => {
  const days = byDayAndPerson([
    message('a', 1, '2026-06-01T22:50:00Z'),
    // After midnight in summer time, with the same person.
    message('b', 1, '2026-06-01T23:05:00Z'),
    message('c', 1, '2026-06-01T23:10:00Z'),
    message('d', 2, '2026-06-01T23:11:00Z'),
    message('e', 2, '2026-06-01T23:22:00Z'),
  ]);
  expect(
    days.map(({ day, runs }) => [day, runs.map(({ messages }) => messages.map(({ id }) => id).join(''))]),
  ).toEqual([
    ['2026-06-01', ['a']],
    ['2026-06-02', ['bc', 'd', 'e']],
  ]);
});

test('[UI-177] every message is in exactly one group, in its order', () => {
  const all = ['a', 'b', 'c', 'd'].map((id, n) => message(id, n % 2, `2026-11-2${n}T10:00:00Z`));
  const shown = byDayAndPerson(all).flatMap(({ runs }) => runs.flatMap(({ messages }) => messages));
  expect(shown).toEqual(all);
});
